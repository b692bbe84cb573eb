//! Which input is so unlikely that we stop and ask?

use quantity::{CalendarSpan, Decimal};
use serde::Deserialize;
use terminology::Terminology;
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::number::Plain;

/// A limit beyond which a value is asked about again. A guard asks; it never keeps a record out.
///
/// ```toml
/// on     = "dose"
/// factor = "5"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// A dose so many times the last one or more, or such a part of it or less.
    DoseJump {
        /// How many times.
        factor: Decimal,
    },
    /// A body weight that differs from the last one by more than so many percent.
    WeightChange {
        /// Percent of the last weight.
        percent: Decimal,
    },
    /// How old a body weight may be for a dose by weight.
    WeightAge {
        /// The age of the person from which on the limit holds.
        min_age: Option<CalendarSpan>,
        /// The age of the person below which it holds.
        below_age: Option<CalendarSpan>,
        /// The oldest weight that counts, in days.
        at_most: CalendarSpan,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    on: Spanned<String>,
    factor: Option<Spanned<String>>,
    change: Option<Spanned<String>>,
    min_age: Option<Spanned<String>>,
    below_age: Option<Spanned<String>>,
    at_most: Option<Spanned<String>>,
}

#[derive(Clone, Copy)]
enum On {
    Dose,
    Weight,
    WeightAge,
}

const ON: &[(&str, On)] = &[
    ("dose", On::Dose),
    ("weight", On::Weight),
    ("weight-age", On::WeightAge),
];

impl RuleKind for Guard {
    const KIND: &'static str = "guard";
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Guard> {
        let on = cx.word(&wire.on, ON)?;
        let ages = wire.min_age.is_some() || wire.below_age.is_some();
        match (on, &wire.factor, &wire.change, &wire.at_most, ages) {
            (On::Dose, Some(factor), None, None, false) => {
                let Plain(value) = cx.value(factor)?;
                above_one(value, factor, cx).map(|factor| Guard::DoseJump { factor })
            }
            (On::Weight, None, Some(change), None, false) => {
                let percent: quantity::Quantity = cx.value(change)?;
                if percent.unit() != quantity::Unit::Percent || percent.value().is_zero() {
                    cx.problem(
                        "this is not a change in percent",
                        change.span(),
                        "write `10 %`",
                    );
                    return None;
                }
                let percent = percent.value();
                Some(Guard::WeightChange { percent })
            }
            (On::WeightAge, None, None, Some(at_most), _) => {
                let min_age = cx.optional(wire.min_age.as_ref())?;
                let below_age = cx.optional(wire.below_age.as_ref())?;
                Some(Guard::WeightAge {
                    min_age,
                    below_age,
                    at_most: days(at_most, cx)?,
                })
            }
            _ => {
                cx.problem_at_fence(
                    "these keys do not belong together",
                    "`dose` has `factor`, `weight` has `change`, `weight-age` has `at-most` and ages",
                );
                None
            }
        }
    }

    fn line(&self, _: &Terminology) -> String {
        match self {
            Guard::DoseJump { factor } => {
                format!("asks when a dose is {factor} times the last one or more, or as much less")
            }
            Guard::WeightChange { percent } => {
                format!("asks when a weight differs from the last by more than {percent}%")
            }
            Guard::WeightAge {
                min_age,
                below_age,
                at_most,
            } => {
                let from = min_age.map_or_else(String::new, |age| format!(" from {age}"));
                let below = below_age.map_or_else(String::new, |age| format!(" below {age}"));
                format!("a weight older than {at_most} does not count{from}{below}")
            }
        }
    }

    fn check(rules: &[Rule<Guard>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i + 1) {
                if first.regions.meet(second.regions) && same_question(first, second) {
                    cx.overlap(first, second, "the same guard");
                }
            }
        }
        for rule in rules {
            if let Some(end) = open_end(rule, rules) {
                cx.problem(
                    rule,
                    format!("no limit says how old a weight may be {end}"),
                    "add a guard on `weight-age` for those ages",
                );
            }
        }
    }
}

fn above_one(value: Decimal, at: &Spanned<String>, cx: &mut Cx<'_>) -> Option<Decimal> {
    if value > Decimal::ONE {
        return Some(value);
    }
    cx.problem("a factor is above 1", at.span(), "write it as `5`");
    None
}

fn days(text: &Spanned<String>, cx: &mut Cx<'_>) -> Option<CalendarSpan> {
    let span: CalendarSpan = cx.value(text)?;
    if span.months() == 0 {
        return Some(span);
    }
    cx.problem(
        "this limit is written in days",
        text.span(),
        "write it as `30 d`",
    );
    None
}

fn same_question(first: &Guard, second: &Guard) -> bool {
    match (first, second) {
        (Guard::DoseJump { .. }, Guard::DoseJump { .. })
        | (Guard::WeightChange { .. }, Guard::WeightChange { .. }) => true,
        (
            Guard::WeightAge {
                min_age: low_a,
                below_age: below_a,
                ..
            },
            Guard::WeightAge {
                min_age: low_b,
                below_age: below_b,
                ..
            },
        ) => {
            let apart = |low: &Option<CalendarSpan>, below: &Option<CalendarSpan>| matches!((low, below), (Some(low), Some(below)) if below <= low);
            !apart(low_a, below_b) && !apart(low_b, below_a)
        }
        (Guard::DoseJump { .. }, Guard::WeightChange { .. } | Guard::WeightAge { .. })
        | (Guard::WeightChange { .. }, Guard::DoseJump { .. } | Guard::WeightAge { .. })
        | (Guard::WeightAge { .. }, Guard::DoseJump { .. } | Guard::WeightChange { .. }) => false,
    }
}

/// An end of a band of ages at which no other band goes on.
fn open_end(rule: &Rule<Guard>, rules: &[Rule<Guard>]) -> Option<String> {
    let bands = || {
        rules.iter().filter_map(|other| match other.what {
            Guard::WeightAge {
                min_age, below_age, ..
            } => Some((min_age, below_age)),
            Guard::DoseJump { .. } | Guard::WeightChange { .. } => None,
        })
    };
    let (min_age, below_age) = match rule.what {
        Guard::WeightAge {
            min_age, below_age, ..
        } => (min_age, below_age),
        Guard::DoseJump { .. } | Guard::WeightChange { .. } => return None,
    };
    if let Some(end) = below_age
        && !bands().any(|(low, _)| low == Some(end))
    {
        return Some(format!("from {end} on"));
    }
    if let Some(start) = min_age
        && !bands().any(|(_, below)| below == Some(start))
    {
        return Some(format!("below {start}"));
    }
    None
}
