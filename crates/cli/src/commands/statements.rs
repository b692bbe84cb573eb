//! What carries each statement?

use monograph::{Carried, Monograph, Statement};
use serde::Serialize;

use super::Shown;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::{Page, Run, plain, quiet, strong, style};
use crate::wire::{EditionWire, Exit, Scribe};

/// The key of the monograph that this one began with.
const SEED: &str = "seed";
/// What the text says of a statement whose rule is still to be written.
const IN_WORK: &str = "in work";

/// The coverage of a monograph.
#[derive(Debug, Serialize)]
pub(crate) struct Statements {
    report: &'static str,
    monograph: EditionWire,
    source: Coverage,
    all: Coverage,
    statements: Vec<Row>,
}

/// How many statements are carried, and by what.
#[derive(Debug, Default, Serialize)]
struct Coverage {
    total: usize,
    carried: usize,
    by: By,
    no_rule: usize,
    in_work: usize,
}

/// By what: each statement counts once, under the strongest that carries it.
#[derive(Debug, Default, Serialize)]
struct By {
    rule: usize,
    step: usize,
    term: usize,
    page: usize,
    citation: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    title: String,
    source: bool,
    carried: &'static str,
    by: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
}

/// Lists each statement and what carries it.
pub(crate) fn answer(context: &Context) -> Result<Statements, Failure> {
    let monograph = context.monograph()?;
    let scribe = Scribe {
        monograph,
        terminology: context.terminology,
    };
    let names = names(monograph, context);
    let mut answer = Statements {
        report: "statements",
        monograph: scribe.edition(),
        source: Coverage::default(),
        all: Coverage::default(),
        statements: Vec::new(),
    };
    for (statement, carried) in monograph.carried() {
        let row = row(statement, &carried, &names);
        answer.all.count(row.carried);
        if row.source {
            answer.source.count(row.carried);
        }
        answer.statements.push(row);
    }
    Ok(answer)
}

/// The kind and name of each rule.
fn names(
    monograph: &Monograph,
    context: &Context,
) -> std::collections::HashMap<monograph::RuleNo, (&'static str, String)> {
    monograph
        .rules()
        .lines(context.terminology)
        .into_iter()
        .map(|line| (line.no, (line.kind, line.name)))
        .collect()
}

fn row(
    statement: &Statement,
    carried: &Carried,
    names: &std::collections::HashMap<monograph::RuleNo, (&'static str, String)>,
) -> Row {
    let (by, because) = match carried {
        Carried::By(rules) => (rules.as_slice(), None),
        Carried::NoRule { because } => (&[][..], Some(because.clone())),
        Carried::Nothing => (&[][..], None),
    };
    let by: Vec<&(&'static str, String)> = by.iter().filter_map(|no| names.get(no)).collect();
    let carried = match &because {
        Some(because) if because == IN_WORK => "in-work",
        Some(_) => "no-rule",
        None => strongest(&by),
    };
    Row {
        id: statement.id().to_owned(),
        title: statement.title().to_owned(),
        source: statement.attributions().iter().any(|a| a.source == SEED),
        carried,
        by: by
            .iter()
            .map(|(kind, name)| format!("{kind}/{name}"))
            .collect(),
        because,
    }
}

/// What carries a statement: a rule that decides, a step of the guide, a term, a page, or only that
/// answers on its topic name it.
fn strongest(by: &[&(&'static str, String)]) -> &'static str {
    let sort = |kind: &str| match kind {
        "step" | "answer" | "guide" => 1,
        "class" | "term" => 2,
        "page" | "report" => 3,
        "explain" | "support" => 4,
        _ => 0,
    };
    match by.iter().map(|(kind, _)| sort(kind)).min() {
        Some(0) => "rule",
        Some(1) => "step",
        Some(2) => "term",
        Some(3) => "page",
        Some(_) => "citation",
        None => "in-work",
    }
}

impl Coverage {
    fn count(&mut self, carried: &str) {
        self.total += 1;
        let place = match carried {
            "rule" => &mut self.by.rule,
            "step" => &mut self.by.step,
            "term" => &mut self.by.term,
            "page" => &mut self.by.page,
            "citation" => &mut self.by.citation,
            "no-rule" => {
                self.no_rule += 1;
                return;
            }
            _ => {
                self.in_work += 1;
                return;
            }
        };
        *place += 1;
        self.carried += 1;
    }

    fn words(&self) -> String {
        let mut words = vec![
            format!("{} by a rule", self.by.rule),
            format!("{} by a step", self.by.step),
            format!("{} by a term", self.by.term),
            format!("{} by a page", self.by.page),
            format!("{} named by the answers on their topic", self.by.citation),
        ];
        if self.no_rule > 0 {
            words.push(format!("{} have no rule, with a reason", self.no_rule));
        }
        if self.in_work > 0 {
            words.push(format!("{} are in work", self.in_work));
        }
        words.join(", ")
    }
}

impl Shown for Statements {
    fn page(&self, page: &mut Page, _: &Context) {
        for row in &self.statements {
            let (sign, carrier) = match row.carried {
                "no-rule" => ("–", row.because.clone().unwrap_or_default()),
                "in-work" => ("✖", "in work".to_owned()),
                _ => ("✔", row.by.join(", ")),
            };
            let tone = match row.carried {
                "no-rule" => style::QUIET,
                "in-work" => style::STOP,
                _ => style::FINE,
            };
            let source = if row.source { "source" } else { "      " };
            page.unwrapped(&[
                Run::new(tone, sign),
                quiet(format!(" {source} {:<8}", row.carried)),
                plain(format!("{:<28} ", row.id)),
                quiet(carrier),
            ]);
        }
        page.space();
        let whole = self.source.carried == self.source.total;
        page.line(
            0,
            &[
                Run::new(
                    if whole { style::FINE } else { style::STOP },
                    if whole { "✔ " } else { "✖ " },
                ),
                strong(format!(
                    "{} of {} statements of the source monograph carried",
                    self.source.carried, self.source.total
                )),
                plain(format!(": {}.", self.source.words())),
            ],
        );
        page.line(
            0,
            &[plain(format!(
                "{} of {} in all: {}.",
                self.all.carried,
                self.all.total,
                self.all.words()
            ))],
        );
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    fn exit(&self) -> Exit {
        Exit::Answered
    }
}
