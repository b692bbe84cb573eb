//! What does a statement or a rule say, from where, and how is it read?

use monograph::{Case, Monograph, RuleLine, Statement};
use serde::{Serialize, Serializer};

use super::Shown;
use super::check::{RuleWire, rule, rule_line};
use crate::context::Context;
use crate::failure::Failure;
use crate::text::{Page, basis, plain, quiet, strong};
use crate::wire::{ConflictWire, EditionWire, Exit, ReadingWire, Scribe, StatementWire};

/// Everything about one or more statements.
#[derive(Debug, Serialize)]
pub(crate) struct Explain {
    report: &'static str,
    monograph: EditionWire,
    explained: Vec<Explained>,
}

/// Everything about one statement.
#[derive(Debug, Serialize)]
struct Explained {
    statement: StatementWire,
    rules: Vec<RuleWire>,
    readings: Vec<ReadingWire>,
    conflicts: Vec<ConflictWire>,
    cases: Vec<CaseWire>,
}

#[derive(Debug, Serialize)]
struct CaseWire {
    name: String,
    #[serde(serialize_with = "by_key")]
    given: Vec<(String, String)>,
    #[serde(serialize_with = "by_key")]
    expect: Vec<(String, String)>,
}

fn by_key<S: Serializer>(pairs: &[(String, String)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(pairs.iter().map(|(key, value)| (key, value)))
}

/// Explains the statement of this id, or the rules of this name.
pub(crate) fn answer(context: &Context, what: &str) -> Result<Explain, Failure> {
    let monograph = context.monograph()?;
    let scribe = Scribe {
        monograph,
        terminology: context.terminology,
    };
    let lines = monograph.rules().lines(context.terminology);
    let statements = meant(monograph, &lines, what);
    if statements.is_empty() {
        return Err(unknown(monograph, &lines, what));
    }
    Ok(Explain {
        report: "explain",
        monograph: scribe.edition(),
        explained: statements
            .into_iter()
            .map(|statement| explained(&scribe, &lines, statement))
            .collect(),
    })
}

/// The statement with this id, or those that bear a rule of this name.
fn meant<'m>(monograph: &'m Monograph, lines: &[RuleLine], what: &str) -> Vec<&'m Statement> {
    if let Some(statement) = monograph.find(what) {
        return vec![statement];
    }
    let (kind, name) = match what.split_once('/') {
        Some((kind, name)) => (Some(kind), name),
        None => (None, what),
    };
    let mut found: Vec<_> = lines
        .iter()
        .filter(|line| line.name == name && kind.is_none_or(|kind| kind == line.kind))
        .map(|line| line.statement)
        .collect();
    found.dedup();
    found
        .into_iter()
        .map(|no| monograph.statement(no))
        .collect()
}

fn unknown(monograph: &Monograph, lines: &[RuleLine], what: &str) -> Failure {
    let ids = monograph.statements().iter().map(Statement::id);
    let names = lines.iter().map(|line| line.name.as_str());
    let wanted = what.to_lowercase();
    let mut near: Vec<&str> = ids
        .chain(names)
        .filter(|id| wanted.len() > 2 && (id.contains(&wanted) || wanted.contains(id)))
        .collect();
    near.dedup();
    near.truncate(5);
    let failure = Failure::new(format!("there is no statement and no rule called '{what}'"));
    if near.is_empty() {
        failure.instead("`posology statements` lists the statements, `posology check` the rules")
    } else {
        failure.instead(format!("did you mean {}?", near.join(", ")))
    }
}

fn explained(scribe: &Scribe<'_>, lines: &[RuleLine], statement: &Statement) -> Explained {
    let monograph = scribe.monograph;
    let own: Vec<&RuleLine> = lines
        .iter()
        .filter(|l| l.statement == statement.no())
        .collect();
    let conflicts = monograph.rules().conflicts();
    Explained {
        statement: scribe.statement(statement),
        rules: own
            .iter()
            .filter(|line| line.kind != "conflict")
            .map(|line| rule(monograph, line))
            .collect(),
        readings: own
            .iter()
            .filter_map(|line| scribe.reading(line.no))
            .collect(),
        conflicts: conflicts
            .iter()
            .filter(|c| c.statement() == statement.no() || c.against == statement.id())
            .filter_map(|c| scribe.conflict(c.no()))
            .collect(),
        cases: monograph
            .cases()
            .iter()
            .filter(|case| case.statement() == statement.no())
            .map(case)
            .collect(),
    }
}

fn case(case: &Case) -> CaseWire {
    CaseWire {
        name: case.name().to_owned(),
        given: case.given().to_vec(),
        expect: case.expect().to_vec(),
    }
}

impl Shown for Explain {
    fn page(&self, page: &mut Page, _: &Context) {
        for one in &self.explained {
            page.space();
            page.line(
                0,
                &[
                    strong(one.statement.title.as_str()),
                    quiet(format!("  {}", one.statement.id)),
                ],
            );
            page.line(2, &[plain(format!("“{}”", one.statement.quote))]);
            page.line(2, &[quiet(format!("— {}", basis::sources(&one.statement)))]);
            page.line(
                2,
                &[quiet(format!(
                    "  checked against its source on {}",
                    basis::day_of(&one.statement.checked)
                ))],
            );
            if !one.rules.is_empty() {
                page.heading("In rules");
                for rule in &one.rules {
                    page.hanging(2, 4, &rule_line(rule));
                }
            }
            basis::readings(page, 0, &one.readings);
            basis::conflicts(page, 0, &one.conflicts);
            cases(page, &one.cases);
        }
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    fn exit(&self) -> Exit {
        Exit::Answered
    }
}

fn cases(page: &mut Page, cases: &[CaseWire]) {
    if cases.is_empty() {
        return;
    }
    page.heading("For example");
    let pairs = |pairs: &[(String, String)]| {
        let all: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key} {value}"))
            .collect();
        all.join(", ")
    };
    for case in cases {
        page.hanging(
            2,
            4,
            &[
                plain(pairs(&case.given)),
                strong(" → "),
                plain(pairs(&case.expect)),
                quiet(format!("  {}", case.name)),
            ],
        );
    }
}
