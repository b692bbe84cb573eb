//! What changes about the dose when the kidneys are weak or the person is old?

use quantity::CalendarSpan;
use serde::Deserialize;
use terminology::Terminology;
use toml::Spanned;

use crate::condition::{Condition, FactName};
use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;

/// A change of the dose to weigh, or a fact that must be known before a dose is called checked.
///
/// ```toml
/// when     = "creatinine-clearance < 30 mL/min"
/// change   = "interval"
/// interval = "2 d"
/// strength = "consider"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjust {
    /// When it holds; none: for everyone.
    pub when: Option<Condition>,
    /// What changes.
    pub change: Change,
}

/// What an adjustment changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The prescribed dose once every so many calendar days.
    Interval(CalendarSpan),
    /// Nothing changes.
    Nothing,
    /// Care is needed, without a number.
    Care,
    /// The creatinine clearance is asked for.
    AsksClearance,
    /// Without a creatinine clearance the dose is not called checked.
    NeedsClearance,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    when: Option<Spanned<String>>,
    change: Spanned<String>,
    interval: Option<Spanned<String>>,
}

#[derive(Clone, Copy)]
enum Word {
    Interval,
    Nothing,
    Care,
    Asks,
    Needs,
}

const WORDS: &[(&str, Word)] = &[
    ("interval", Word::Interval),
    ("nothing", Word::Nothing),
    ("care", Word::Care),
    ("asks-clearance", Word::Asks),
    ("needs-clearance", Word::Needs),
];

impl RuleKind for Adjust {
    const KIND: &'static str = "adjust";
    const REPLACES: bool = true;
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Adjust> {
        let when = match &wire.when {
            None => None,
            Some(text) => {
                let condition = cx.condition(text)?;
                if let Some(term) = condition.terms().iter().find(|t| !readable(t.fact())) {
                    let word = term.fact().word(cx.terminology).to_owned();
                    cx.problem(
                        format!("an adjustment does not look at `{word}`"),
                        text.span(),
                        "use `age`, `weight`, `creatinine-clearance` or `condition`",
                    );
                    return None;
                }
                Some(condition)
            }
        };
        let change = match (cx.word(&wire.change, WORDS)?, &wire.interval) {
            (Word::Interval, Some(interval)) => Change::Interval(interval_of(interval, cx)?),
            (Word::Interval, None) => {
                cx.problem_at_fence("the interval is missing", "write `interval = \"2 d\"`");
                return None;
            }
            (Word::Nothing | Word::Care | Word::Asks | Word::Needs, Some(interval)) => {
                cx.problem(
                    "an interval stands only beside `change = \"interval\"`",
                    interval.span(),
                    "delete it, or change the word",
                );
                return None;
            }
            (Word::Nothing, None) => Change::Nothing,
            (Word::Care, None) => Change::Care,
            (Word::Asks, None) => Change::AsksClearance,
            (Word::Needs, None) => Change::NeedsClearance,
        };
        Some(Adjust { when, change })
    }

    fn line(&self, _: &Terminology) -> String {
        let what = match self.change {
            Change::Interval(span) => format!("the dose every {span}"),
            Change::Nothing => "no change".to_owned(),
            Change::Care => "care".to_owned(),
            Change::AsksClearance => "the creatinine clearance is asked for".to_owned(),
            Change::NeedsClearance => {
                "not called checked without a creatinine clearance".to_owned()
            }
        };
        match &self.when {
            None => what,
            Some(when) => format!("{when}: {what}"),
        }
    }

    fn check(rules: &[Rule<Adjust>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i + 1) {
                let intervals = |rule: &Rule<Adjust>| match rule.change {
                    Change::Interval(span) => Some(span),
                    Change::Nothing
                    | Change::Care
                    | Change::AsksClearance
                    | Change::NeedsClearance => None,
                };
                let differ = matches!(
                    (intervals(first), intervals(second)),
                    (Some(a), Some(b)) if a != b
                );
                if first.regions.meet(second.regions) && first.when == second.when && differ {
                    cx.overlap(first, second, "the interval");
                }
            }
        }
    }
}

/// A whole number of days, at least one.
fn interval_of(text: &Spanned<String>, cx: &mut Cx<'_>) -> Option<CalendarSpan> {
    let span: CalendarSpan = cx.value(text)?;
    if span.months() == 0 && span.days() >= 1 {
        return Some(span);
    }
    cx.problem(
        "an interval is a whole number of days",
        text.span(),
        "write it as `2 d`",
    );
    None
}

/// The facts that the dose decision knows how to look up.
fn readable(fact: FactName) -> bool {
    match fact {
        FactName::Age | FactName::Weight | FactName::CreatinineClearance | FactName::Condition => {
            true
        }
        FactName::Lab(_)
        | FactName::Indication
        | FactName::Medicine
        | FactName::Allergy
        | FactName::VaccinePlanned
        | FactName::VaccineGiven
        | FactName::SinceVaccine
        | FactName::SinceStop
        | FactName::Severity
        | FactName::Extent
        | FactName::Course
        | FactName::Fever
        | FactName::SinceOnset
        | FactName::SinceStart
        | FactName::SinceInjection => false,
    }
}
