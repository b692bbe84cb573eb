//! Checks of the monograph as a whole: nothing twice, nothing uncarried, nothing uncited.

use std::collections::HashMap;

use terminology::Terminology;

use crate::contexts::CheckCx;
use crate::kinds::RuleKind;
use crate::markdown::StatementText;
use crate::model::Monograph;
use crate::problem::{File, Problem};
use crate::rule::{Carried, Rule};

/// All checks that need the whole monograph.
pub(crate) fn whole(
    monograph: &Monograph,
    texts: &[StatementText<'_>],
    terminology: &Terminology,
    file: &File,
    problems: &mut Vec<Problem>,
) {
    ids(texts, file, problems);
    let mut cx = CheckCx {
        terminology,
        statements: &monograph.statements,
        conflicts: &monograph.rules.conflicts,
        questions: &monograph.rules.questions,
        file,
        problems,
    };
    monograph.rules.check(&mut cx);
    // A block that could not be read carries nothing and leaves a gap: that problem is told, not its
    // consequences.
    if cx.problems.is_empty() {
        crate::rules::dose::gaps(&monograph.rules, &mut cx);
        coverage(monograph, texts, file, problems);
    }
}

/// An id names one statement.
fn ids(texts: &[StatementText<'_>], file: &File, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<&str, &StatementText<'_>> = HashMap::new();
    for text in texts {
        if let Some(first) = seen.insert(text.id, text) {
            problems.push(
                Problem::new(
                    file,
                    format!("`{}` stands here twice", text.id),
                    text.heading.clone(),
                    "give one of them another id",
                )
                .and_at(first.heading.clone(), "the first"),
            );
        }
    }
}

/// A name names one rule of its kind.
pub(crate) fn names<T>(rules: &[Rule<T>], cx: &mut CheckCx<'_>) {
    let mut seen: HashMap<&str, &Rule<T>> = HashMap::new();
    for rule in rules {
        if let Some(first) = seen.insert(rule.name.as_str(), rule) {
            let problem = Problem::new(
                cx.file,
                format!("two rules of this kind are called `{}`", rule.name),
                rule.at.clone(),
                "give one of them another name",
            )
            .and_at(first.at.clone(), "the first");
            cx.problems.push(problem);
        }
    }
}

/// `instead-of` names a rule that exists, in a kind whose decisions heed it: elsewhere both rules would act.
pub(crate) fn replaced<T: RuleKind>(rules: &[Rule<T>], cx: &mut CheckCx<'_>) {
    for rule in rules {
        let Some(other) = &rule.instead_of else {
            continue;
        };
        if !T::REPLACES {
            cx.problem(
                rule,
                format!("a `{}` cannot stand instead of another", T::KIND),
                "narrow one of the two rules, or delete one",
            );
        } else if !rules.iter().any(|rule| rule.name == *other) {
            cx.problem(
                rule,
                format!("there is no rule `{other}` of this kind to stand instead of"),
                "name a rule of the same kind",
            );
        }
    }
}

/// Every statement is carried by something, or says why not.
fn coverage(
    monograph: &Monograph,
    texts: &[StatementText<'_>],
    file: &File,
    problems: &mut Vec<Problem>,
) {
    for (statement, carried) in monograph.carried() {
        let Some(text) = texts.get(statement.no.index()) else {
            continue;
        };
        match carried {
            Carried::By(rules) => {
                let excused = monograph
                    .rules
                    .no_rules
                    .iter()
                    .find(|rule| rule.statement == statement.no);
                if let (Some(excuse), false) = (excused, rules.is_empty()) {
                    problems.push(Problem::new(
                        file,
                        format!("`{}` has rules and says that it has none", statement.id),
                        excuse.at.clone(),
                        "delete the `no-rule` block",
                    ));
                }
            }
            Carried::NoRule { .. } => {}
            Carried::Nothing => problems.push(Problem::new(
                file,
                format!("nothing carries `{}`", statement.id),
                text.heading.clone(),
                "add a rule below it, or a `no-rule` block that says why there is none",
            )),
        }
    }
}
