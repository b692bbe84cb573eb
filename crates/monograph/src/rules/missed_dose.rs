//! What is to be done about a missed dose?

use std::num::NonZeroU8;

use quantity::{CalendarSpan, ClockSpan};
use serde::Deserialize;
use terminology::Terminology;
use toml::Spanned;

use crate::condition::{Condition, FactName, Term};
use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::schedule::pairs;

/// One part of the answer about a missed dose.
///
/// ```toml
/// when = "near"
/// then = "skip"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedRule {
    /// When it applies.
    pub when: Missed,
    /// What follows.
    pub then: MissedThen,
    /// For whom, by the creatinine clearance; none means everybody. Only in a rule that asks after any
    /// missed dose.
    pub whom: Option<Condition>,
}

/// How a dose was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// In any way.
    Any,
    /// The next one is far enough away.
    Far,
    /// The next one is close.
    Near,
    /// More than one in a row.
    Several,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissedThen {
    /// The missed dose is taken now.
    Take,
    /// The missed dose is let go.
    Skip,
    /// The doctor is asked first.
    Ask,
    /// The doctor is told.
    Tell,
    /// No dose is ever taken twice to make up.
    NeverDouble,
    /// A dose that is taken late does not move the days of the plan.
    KeepDays,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct MissedWire {
    when: Spanned<String>,
    then: Spanned<String>,
    r#if: Option<Spanned<String>>,
}

const MISSED: &[(&str, Missed)] = &[
    ("any", Missed::Any),
    ("far", Missed::Far),
    ("near", Missed::Near),
    ("several", Missed::Several),
];
const THEN: &[(&str, MissedThen)] = &[
    ("take", MissedThen::Take),
    ("skip", MissedThen::Skip),
    ("ask", MissedThen::Ask),
    ("tell-doctor", MissedThen::Tell),
    ("never-double", MissedThen::NeverDouble),
    ("keep-days", MissedThen::KeepDays),
];

impl RuleKind for MissedRule {
    const KIND: &'static str = "missed-dose";
    type Wire = MissedWire;

    fn read(wire: MissedWire, cx: &mut Cx<'_>) -> Option<MissedRule> {
        let when = cx.word(&wire.when, MISSED);
        let then = cx.word(&wire.then, THEN);
        let whom = match &wire.r#if {
            None => Some(None),
            Some(word) => cx.condition(word).map(Some),
        };
        let (when, then, whom) = (when?, then?, whom?);
        let (Some(word), Some(condition)) = (&wire.r#if, &whom) else {
            return Some(MissedRule { when, then, whom });
        };
        // The decision looks at a clearance or an illness, and only before it asks. Any other `if` would be passed over,
        // and the rule would hold for everybody.
        if (when, then) != (Missed::Any, MissedThen::Ask) {
            cx.problem(
                "only a rule that asks after any missed dose looks at whom it is for",
                word.span(),
                "write `when = \"any\"` and `then = \"ask\"`, or delete `if`",
            );
            return None;
        }
        let looked_at = |term: &Term| {
            matches!(
                term,
                Term::Compare(FactName::CreatinineClearance, ..) | Term::Is(FactName::Condition, _)
            )
        };
        if !condition.terms().iter().all(looked_at) {
            cx.problem(
                "a rule about a missed dose looks at the creatinine clearance or at a condition, and at nothing else",
                word.span(),
                "write it as `creatinine-clearance < 30 mL/min` or `condition is dialysis`",
            );
            return None;
        }
        Some(MissedRule { when, then, whom })
    }

    fn line(&self, _: &Terminology) -> String {
        let when = match self.when {
            Missed::Any => "a missed dose",
            Missed::Far => "a missed dose, the next one far away",
            Missed::Near => "a missed dose, the next one close",
            Missed::Several => "several missed doses",
        };
        let then = match self.then {
            MissedThen::Take => "take it now",
            MissedThen::Skip => "skip it",
            MissedThen::Ask => "ask the doctor",
            MissedThen::Tell => "take one at most and tell the doctor",
            MissedThen::NeverDouble => "never two to make up",
            MissedThen::KeepDays => "the days of the plan stay",
        };
        match &self.whom {
            None => format!("{when}: {then}"),
            Some(whom) => format!("{when}, if {whom}: {then}"),
        }
    }

    fn check(rules: &[Rule<MissedRule>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            let same = first.when == second.when
                && first.whom.is_none()
                && second.whom.is_none()
                && first.regions.meet(second.regions)
                && acts(first.then)
                && acts(second.then);
            if same {
                cx.overlap(first, second, "what to do about a missed dose");
            }
        });
        let missing = [Missed::Far, Missed::Near]
            .into_iter()
            .find(|when| !rules.iter().any(|r| r.when == *when && acts(r.then)));
        if let (Some(missing), Some(rule)) = (missing, rules.iter().find(|r| !r.otherwise_ask)) {
            let word = MISSED
                .iter()
                .find(|(_, m)| *m == missing)
                .map_or("", |(word, _)| word);
            cx.problem(
                rule,
                format!(
                    "no rule says what to do when a dose was missed and the next one is `{word}`"
                ),
                format!("add a rule with `when = \"{word}\"`, or `otherwise = \"ask\"`"),
            );
        }
    }
}

/// Whether it answers take, skip or ask.
fn acts(then: MissedThen) -> bool {
    match then {
        MissedThen::Take | MissedThen::Skip | MissedThen::Ask => true,
        MissedThen::Tell | MissedThen::NeverDouble | MissedThen::KeepDays => false,
    }
}

/// How often a dose is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// So many times a day.
    TimesADay(NonZeroU8),
    /// Once in so many calendar days.
    Days(CalendarSpan),
}

impl std::fmt::Display for Every {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Every::TimesADay(times) => write!(f, "{times} a day"),
            Every::Days(days) => write!(f, "one in {days}"),
        }
    }
}

/// How near the next dose is "close".
///
/// ```toml
/// every = "1 d"
/// span  = "12 h"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseWindow {
    /// How often a dose is due.
    pub every: Every,
    /// Less than this before the next dose is close.
    pub span: ClockSpan,
}

/// How near two doses are too near.
///
/// ```toml
/// every = "1 d"
/// span  = "12 h"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooNear {
    /// How often a dose is due.
    pub every: Every,
    /// Two doses less than this apart are too near.
    pub span: ClockSpan,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct WindowWire {
    every: Option<Spanned<String>>,
    doses_a_day: Option<Spanned<String>>,
    span: Spanned<String>,
}

impl WindowWire {
    fn read(self, cx: &mut Cx<'_>) -> Option<(Every, ClockSpan)> {
        let span = cx.value(&self.span);
        let every = match (&self.every, &self.doses_a_day) {
            (Some(every), None) => cx.value(every).map(Every::Days),
            (None, Some(times)) => cx.value(times).map(Every::TimesADay),
            (None, None) | (Some(_), Some(_)) => {
                cx.problem_at_fence(
                    "this does not say how often a dose is due",
                    "write either `every = \"1 d\"` or `doses-a-day = \"2\"`",
                );
                None
            }
        };
        Some((every?, span?))
    }
}

macro_rules! window {
    ($name:ident, $kind:literal, $says:literal, $question:literal) => {
        impl RuleKind for $name {
            const KIND: &'static str = $kind;
            type Wire = WindowWire;

            fn read(wire: WindowWire, cx: &mut Cx<'_>) -> Option<$name> {
                let (every, span) = wire.read(cx)?;
                Some($name { every, span })
            }

            fn line(&self, _: &Terminology) -> String {
                format!($says, self.every, self.span)
            }

            fn check(rules: &[Rule<$name>], cx: &mut CheckCx<'_>) {
                pairs(rules, |first, second| {
                    if first.every == second.every && first.regions.meet(second.regions) {
                        cx.overlap(first, second, $question);
                    }
                });
                for rule in rules {
                    if rule.reading.is_none() {
                        cx.problem(
                            rule,
                            "no source states this time",
                            "put it into a `[reading]` with `words`, `value` and `because`",
                        );
                    }
                }
            }
        }
    };
}
window!(
    CloseWindow,
    "close-window",
    "with {}, the next dose is close when it is less than {} away",
    "how near is close"
);
window!(
    TooNear,
    "too-near",
    "with {}, two doses less than {} apart are too near",
    "how near is too near"
);
