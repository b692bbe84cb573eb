//! The pages that people read, with their sources.

use decide::page::ReportLine;
use monograph::PageName;
use serde::Serialize;

use super::Shown;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::{Page, Run, basis, plain, quiet, strong, style};
use crate::wire::{ConflictWire, EditionWire, Exit, Scribe, StatementWire};

/// A page of the monograph.
#[derive(Debug, Serialize)]
pub(crate) struct Read {
    report: &'static str,
    page: &'static str,
    region: &'static str,
    monograph: EditionWire,
    statements: Vec<StatementWire>,
    conflicts: Vec<ConflictWire>,
    call: Vec<ReportWire>,
    old: Option<String>,
    #[serde(skip)]
    name: PageName,
}

/// Where a side effect is reported.
#[derive(Debug, Serialize)]
struct ReportWire {
    says: String,
    number: Option<String>,
    because: String,
}

/// The statements of a page that hold in the region.
pub(crate) fn answer(context: &Context, page: PageName) -> Result<Read, Failure> {
    let setting = context.setting(context.terminology)?;
    let scribe = Scribe::of(&setting);
    let country = context.country.as_ref().map(|country| country.0.as_str());
    let text = decide::page::read(&setting, page, country);
    let mut conflicts: Vec<_> = text
        .statements
        .iter()
        .flat_map(|shown| shown.conflicts.iter().map(|against| against.rule.no()))
        .collect();
    conflicts.sort_unstable();
    conflicts.dedup();
    Ok(Read {
        report: "page",
        page: page.word(),
        region: context.region.word(),
        monograph: scribe.edition(),
        statements: text
            .statements
            .iter()
            .map(|shown| scribe.statement(shown.statement))
            .collect(),
        conflicts: conflicts
            .into_iter()
            .filter_map(|no| scribe.conflict(no))
            .collect(),
        call: text
            .report
            .iter()
            .map(|line| report(&scribe, line))
            .collect(),
        old: text.old.map(|old| old.says),
        name: page,
    })
}

fn report(scribe: &Scribe<'_>, line: &ReportLine<'_>) -> ReportWire {
    ReportWire {
        says: line.rule.says.clone(),
        number: line.number.map(str::to_owned),
        because: scribe.id(line.rule.statement()),
    }
}

impl Shown for Read {
    fn page(&self, page: &mut Page, context: &Context) {
        let title = match self.name {
            PageName::Medicine => "What the medicine is and does",
            PageName::Storage => "Storing and travelling",
            PageName::Disposal => "Throwing away needles and medicine",
            PageName::Reporting => "Reporting a side effect",
            PageName::Visit => "Preparing a visit",
        };
        page.line(
            0,
            &[
                strong(title),
                quiet(format!(
                    " · {} · edition of {}",
                    self.monograph.title,
                    basis::day_of(&self.monograph.edition)
                )),
            ],
        );
        page.line(
            0,
            &[quiet(format!(
                "The monograph says, where the {} holds:",
                crate::wire::region_name(context.region)
            ))],
        );
        for statement in &self.statements {
            page.space();
            page.line(0, &[strong(statement.title.as_str())]);
            page.line(2, &[plain(statement.quote.as_str())]);
            page.line(
                2,
                &[quiet(format!(
                    "— {}  {}",
                    basis::sources(statement),
                    statement.id
                ))],
            );
        }
        for line in &self.call {
            page.space();
            let number = match &line.number {
                Some(number) => strong(format!("Call {number}. ")),
                None => plain("No number is known here for this country. "),
            };
            page.line(
                0,
                &[
                    number,
                    plain(line.says.as_str()),
                    quiet(format!("  {}", line.because)),
                ],
            );
        }
        basis::conflicts(page, 0, &self.conflicts);
        if let Some(old) = &self.old {
            page.space();
            page.line(0, &[Run::new(style::CARE, "note: "), plain(old.as_str())]);
        }
        if self.statements.is_empty() {
            page.space();
            page.line(0, &[plain("Nothing stands on this page yet.")]);
        }
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    fn exit(&self) -> Exit {
        Exit::Answered
    }
}
