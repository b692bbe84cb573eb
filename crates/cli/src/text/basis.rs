//! The basis of an answer on a page: reasons, facts used, facts missing, numbers of ours.

use jiff::civil::Date;

use super::{Page, Run, plain, quiet, strong, style};
use crate::context::Context;
use crate::wire::fact::Input;
use crate::wire::{
    BasisWire, ConflictWire, Head, MissingWire, ReadingWire, StatementWire, Tail, region_name,
};

/// The first lines of an answer: the question, the text, the time.
pub(crate) fn head(page: &mut Page, title: &str, head: &Head, context: &Context) {
    page.line(
        0,
        &[
            strong(title),
            quiet(format!(
                " · {} · edition of {}",
                head.monograph.title,
                day_of(&head.monograph.edition)
            )),
        ],
    );
    let mut line = format!(
        "as of {} · {}",
        moment(&head.when),
        region_name(context.region)
    );
    if let Some(patient) = &head.patient {
        line = format!("{patient} · {line}");
    }
    page.line(0, &[quiet(line)]);
    let alert = head.alert.iter();
    for note in context.notes.iter().chain(alert) {
        page.line(0, &[Run::new(style::CARE, "note: "), plain(note.as_str())]);
    }
}

/// Everything below an answer.
pub(crate) fn below(page: &mut Page, basis: &BasisWire, tail: &Tail, context: &Context) {
    reasons(page, 0, &basis.because, &tail.statements);
    inputs(page, &basis.inputs);
    readings(page, 0, &basis.readings);
    conflicts(page, 0, &basis.conflicts);
    would_change(page, &basis.would_change);
    ending(page, tail, context);
}

/// Why: the statement that decided in its words; the others by title, source and date, or in
/// their words too.
pub(crate) fn reasons(page: &mut Page, indent: usize, because: &[String], all: &[StatementWire]) {
    page.space();
    page.line(indent, &[strong("Why")]);
    let mut cited = because
        .iter()
        .filter_map(|id| all.iter().find(|s| s.id == *id));
    if let Some(first) = cited.next() {
        reason(page, indent + 2, first);
    }
    if page.is_full() {
        cited.for_each(|statement| reason(page, indent + 2, statement));
    } else {
        by_source(page, indent + 2, &cited.collect::<Vec<_>>());
    }
}

/// Statements by their titles, under the source and date of each.
fn by_source(page: &mut Page, indent: usize, statements: &[&StatementWire]) {
    let source = |s: &StatementWire| {
        s.sources
            .first()
            .map(|first| format!("{} ({})", first.title, day_of(&first.date)))
            .unwrap_or_default()
    };
    let mut seen: Vec<String> = Vec::new();
    for statement in statements {
        let of = source(statement);
        if seen.contains(&of) {
            continue;
        }
        page.hanging(indent, indent + 2, &[quiet(format!("and from {of}"))]);
        for same in statements.iter().filter(|other| source(other) == of) {
            page.hanging(
                indent + 2,
                indent + 4,
                &[plain(same.title.as_str()), quiet(format!("  {}", same.id))],
            );
        }
        seen.push(of);
    }
}

/// One statement: its words, then who says it.
pub(crate) fn reason(page: &mut Page, indent: usize, statement: &StatementWire) {
    page.line(
        indent,
        &[
            plain(statement.title.as_str()),
            quiet(format!("  {}", statement.id)),
        ],
    );
    page.line(indent + 2, &[plain(format!("“{}”", statement.quote))]);
    page.line(indent + 2, &[quiet(format!("— {}", sources(statement)))]);
}

/// Who says a statement, of what date, where in it.
pub(crate) fn sources(statement: &StatementWire) -> String {
    let mut said: Vec<String> = statement
        .sources
        .iter()
        .map(|source| {
            let place = if source.place.is_empty() {
                String::new()
            } else {
                format!(", {}", source.place)
            };
            format!("{} ({}){place}", source.title, day_of(&source.date))
        })
        .collect();
    if let Some(region) = statement.region {
        said.push(format!("holds in the {} only", region.to_uppercase()));
    }
    said.join("; ")
}

/// The facts that were used, each with its day and origin.
pub(crate) fn inputs(page: &mut Page, inputs: &[Input]) {
    if inputs.is_empty() {
        return;
    }
    page.heading("From these facts");
    for input in inputs {
        page.hanging(2, 4, &input_runs(input));
    }
}

/// One fact in one line.
pub(crate) fn input_runs(input: &Input) -> Vec<Run> {
    let mut runs = vec![plain(input.shown.as_str())];
    let when = input
        .shown_when
        .as_ref()
        .map(|when| format!("{when}, "))
        .unwrap_or_default();
    runs.push(quiet(format!(" — {when}{}", input.from)));
    runs
}

/// Numbers that no source states.
pub(crate) fn readings(page: &mut Page, indent: usize, readings: &[ReadingWire]) {
    if readings.is_empty() {
        return;
    }
    page.space();
    page.line(indent, &[Run::new(style::OURS, "Ours, in no source")]);
    for reading in readings {
        let mut runs = vec![
            plain(format!("“{}” is read as ", reading.words)),
            Run::new(style::OURS, reading.value.as_str()),
        ];
        if page.is_full() {
            runs.push(plain(format!(": {}", reading.because)));
        }
        runs.push(quiet(format!("  {}", reading.statement)));
        if reading.to_confirm {
            runs.push(Run::new(style::CARE, "  to be confirmed"));
        }
        page.hanging(indent + 2, indent + 4, &runs);
    }
}

/// Sources that differ.
pub(crate) fn conflicts(page: &mut Page, indent: usize, conflicts: &[ConflictWire]) {
    if conflicts.is_empty() {
        return;
    }
    page.space();
    page.line(indent, &[strong("The sources differ")]);
    if !page.is_full() {
        return brief_conflicts(page, indent + 2, conflicts);
    }
    for conflict in conflicts {
        page.hanging(
            indent + 2,
            indent + 4,
            &[
                plain(format!("{} and {}: ", conflict.statement, conflict.against)),
                strong(format!("{} acts{}", conflict.acts, conflict.place())),
                plain(format!(", because {}", conflict.because)),
            ],
        );
    }
}

/// Which statement acts over which others.
fn brief_conflicts(page: &mut Page, indent: usize, conflicts: &[ConflictWire]) {
    let mut acting: Vec<(&ConflictWire, Vec<&str>)> = Vec::new();
    for conflict in conflicts {
        let over = conflict.over();
        match acting.iter_mut().find(|(one, _)| one.acts == conflict.acts) {
            Some((_, all)) if all.contains(&over) => {}
            Some((_, all)) => all.push(over),
            None => acting.push((conflict, vec![over])),
        }
    }
    for (one, over) in acting {
        let over = quiet(format!(" acts{} over {}", one.place(), over.join(", ")));
        page.hanging(indent, indent + 2, &[plain(one.acts.as_str()), over]);
    }
}

/// What would change the answer.
pub(crate) fn would_change(page: &mut Page, sentences: &[String]) {
    if sentences.is_empty() {
        return;
    }
    page.heading("What would change this");
    for sentence in sentences {
        page.hanging(2, 4, &[plain(sentence.as_str())]);
    }
}

/// What a page ends with: what nobody told, and what could not be read.
pub(crate) fn ending(page: &mut Page, tail: &Tail, context: &Context) {
    if !tail.missing.is_empty() {
        page.heading(&format!(
            "Not told, and not taken as “no” ({})",
            tail.missing.len()
        ));
        missing(page, &tail.missing);
    }
    if !tail.unread.is_empty() {
        page.heading("In the record, and could not be read");
        for unread in &tail.unread {
            page.hanging(
                2,
                4,
                &[
                    plain(unread.why.as_str()),
                    quiet(format!("  {}", unread.path)),
                ],
            );
        }
    }
    notes(page, tail, context);
}

/// What was left out of the record on purpose.
fn notes(page: &mut Page, tail: &Tail, context: &Context) {
    const BRIEF: usize = 6;
    let notes: Vec<&String> = tail
        .notes
        .iter()
        .filter(|note| !context.notes.contains(note))
        .collect();
    if notes.is_empty() {
        return;
    }
    page.heading("About the record");
    let most = if page.is_full() { notes.len() } else { BRIEF };
    for note in notes.iter().take(most) {
        page.hanging(2, 4, &[quiet(note.as_str())]);
    }
    if let Some(more) = notes.len().checked_sub(most).filter(|more| *more > 0) {
        page.line(2, &[quiet(format!("and {more} more, with --full"))]);
    }
}

/// What is missing, by its sort; who asks for it only where there is room.
fn missing(page: &mut Page, missing: &[MissingWire]) {
    let mut sorts: Vec<&str> = missing.iter().map(|item| item.sort.as_str()).collect();
    let mut seen = std::collections::HashSet::new();
    sorts.retain(|sort| seen.insert(*sort));
    let widest = sorts.iter().map(|sort| sort.chars().count()).max();
    let width = widest.unwrap_or(0).min(24) + 2;
    for sort in sorts {
        let of = missing.iter().filter(|item| item.sort == sort);
        if page.is_full() {
            for item in of {
                let who = quiet(format!("  {}", item.because.join(", ")));
                page.labelled(2, width, quiet(sort), &[plain(item.shown.as_str()), who]);
            }
        } else {
            let names: Vec<&str> = of.map(|item| item.shown.as_str()).collect();
            let names = if names == [sort] {
                vec!["not told"]
            } else {
                names
            };
            page.labelled(2, width, quiet(sort), &[plain(names.join("; "))]);
        }
    }
}

/// `2 May 2026, 15:00 (America/Chicago)`.
pub(crate) fn moment(at: &jiff::ZonedDateTime) -> String {
    format!(
        "{}, {} ({})",
        day(at.date()),
        at.strftime("%H:%M"),
        crate::moment::name(at.time_zone())
    )
}

/// `2 May 2026`: day and month cannot be mixed up.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// A date as a source has it, shown for people as far as it is known: `2025-10` is `Oct 2025`.
pub(crate) fn day_of(text: &str) -> String {
    if let Ok(date) = text.parse::<Date>() {
        return day(date);
    }
    match format!("{text}-01").parse::<Date>() {
        Ok(first) => first.strftime("%b %Y").to_string(),
        Err(_) => text.to_owned(),
    }
}

/// The reasons of one finding: the statement that decided in its words, with source and date; the
/// others by title, source and date, or in their words too.
pub(crate) fn finding_reasons(
    page: &mut Page,
    indent: usize,
    because: &[String],
    all: &[StatementWire],
) {
    let cited = because
        .iter()
        .filter_map(|id| all.iter().find(|s| s.id == *id));
    for (i, statement) in cited.enumerate() {
        if i == 0 || page.is_full() {
            let quote = plain(format!("“{}”", statement.quote));
            let title = quiet(format!("{}: ", statement.title));
            page.hanging(indent, indent + 6, &[quiet("why   "), title, quote]);
            let from = quiet(format!("— {}  {}", sources(statement), statement.id));
            page.hanging(indent + 6, indent + 8, &[from]);
        } else {
            let source = statement.sources.first();
            let source = source.map(|s| format!(" — {} ({})", s.title, day_of(&s.date)));
            let source = source.unwrap_or_default();
            let runs = [
                quiet("and   "),
                plain(statement.title.as_str()),
                quiet(format!("{source}  {}", statement.id)),
            ];
            page.hanging(indent, indent + 6, &runs);
        }
    }
}

/// The numbers of ours in one finding.
pub(crate) fn finding_readings(page: &mut Page, indent: usize, readings: &[ReadingWire]) {
    for reading in readings {
        let mut runs = vec![
            Run::new(style::OURS, "ours  "),
            plain(format!("“{}” is read as {}", reading.words, reading.value)),
        ];
        if page.is_full() {
            runs.push(quiet(format!(": {}", reading.because)));
        }
        runs.push(quiet(format!("  {}", reading.statement)));
        if reading.to_confirm {
            runs.push(Run::new(style::CARE, "  to be confirmed"));
        }
        page.hanging(indent, indent + 6, &runs);
    }
}

/// The sources that differ about one finding.
pub(crate) fn finding_conflicts(page: &mut Page, indent: usize, conflicts: &[ConflictWire]) {
    for conflict in conflicts {
        let mut runs = vec![
            quiet("differ  "),
            plain(format!(
                "{} acts{} over {}",
                conflict.acts,
                conflict.place(),
                conflict.over()
            )),
        ];
        if page.is_full() {
            runs.push(quiet(format!(": {}", conflict.because)));
        }
        page.hanging(indent, indent + 6, &runs);
    }
}
