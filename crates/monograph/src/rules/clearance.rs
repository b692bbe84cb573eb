//! How is kidney function worked out from a blood value?

use quantity::{CalendarSpan, Decimal};
use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::number::Plain;

/// A formula with its coefficients, or a value that must not be taken for a creatinine clearance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KidneyFormula {
    /// (`age_from` − age) × weight ÷ (`divisor` × creatinine), × `female` for women: mL/min, from
    /// an age on.
    CockcroftGault {
        /// The age from which on it holds.
        min_age: CalendarSpan,
        /// From what the age is taken away, in years.
        age_from: Decimal,
        /// What the creatinine in mg/dL is multiplied with.
        divisor: Decimal,
        /// The factor for women.
        female: Decimal,
    },
    /// `factor` × height ÷ creatinine: mL/min for 1.73 m² of body surface, below an age.
    BedsideSchwartz {
        /// The age below which it holds.
        below_age: CalendarSpan,
        /// What the height in cm over the creatinine in mg/dL is multiplied with.
        factor: Decimal,
    },
    /// This test is not a creatinine clearance: it is shown and not used in its place.
    IsNot {
        /// The test.
        test: ConceptId,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    formula: Option<Spanned<String>>,
    min_age: Option<Spanned<String>>,
    below_age: Option<Spanned<String>>,
    age_from: Option<Spanned<String>>,
    divisor: Option<Spanned<String>>,
    female: Option<Spanned<String>>,
    factor: Option<Spanned<String>>,
    is_not: Option<Spanned<String>>,
}

#[derive(Clone, Copy)]
enum Formula {
    CockcroftGault,
    BedsideSchwartz,
}

const FORMULAS: &[(&str, Formula)] = &[
    ("cockcroft-gault", Formula::CockcroftGault),
    ("bedside-schwartz", Formula::BedsideSchwartz),
];

impl RuleKind for KidneyFormula {
    const KIND: &'static str = "clearance";
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<KidneyFormula> {
        let Some(formula) = &wire.formula else {
            let Some(test) = &wire.is_not else {
                cx.problem_at_fence(
                    "this block names no formula",
                    "write `formula = \"cockcroft-gault\"`, or `is-not = \"egfr\"`",
                );
                return None;
            };
            let test = cx.concept(test, &[Kind::Lab])?;
            return Some(KidneyFormula::IsNot { test });
        };
        match cx.word(formula, FORMULAS)? {
            Formula::CockcroftGault => Some(KidneyFormula::CockcroftGault {
                min_age: needed("min-age", wire.min_age.as_ref(), cx)?,
                age_from: factor("age-from", wire.age_from.as_ref(), cx)?,
                divisor: factor("divisor", wire.divisor.as_ref(), cx)?,
                female: factor("female", wire.female.as_ref(), cx)?,
            }),
            Formula::BedsideSchwartz => Some(KidneyFormula::BedsideSchwartz {
                below_age: needed("below-age", wire.below_age.as_ref(), cx)?,
                factor: factor("factor", wire.factor.as_ref(), cx)?,
            }),
        }
    }

    fn line(&self, terminology: &Terminology) -> String {
        match self {
            KidneyFormula::CockcroftGault {
                min_age,
                age_from,
                divisor,
                female,
            } => format!(
                "Cockcroft-Gault from {min_age}: ({age_from} - age) × weight / ({divisor} × creatinine), × {female} for women, in mL/min"
            ),
            KidneyFormula::BedsideSchwartz { below_age, factor } => format!(
                "bedside Schwartz below {below_age}: {factor} × height / creatinine, in mL/min for 1.73 m²"
            ),
            KidneyFormula::IsNot { test } => {
                format!(
                    "{} is no creatinine clearance",
                    terminology.get(*test).name()
                )
            }
        }
    }

    fn check(rules: &[Rule<KidneyFormula>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i + 1) {
                if first.regions.meet(second.regions) && ages_meet(first, second) {
                    cx.overlap(first, second, "how kidney function is worked out");
                }
            }
        }
    }
}

fn needed<T>(key: &str, word: Option<&Spanned<String>>, cx: &mut Cx<'_>) -> Option<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    match word {
        Some(word) => cx.value(word),
        None => {
            cx.problem_at_fence(
                format!("this formula needs `{key}`"),
                format!("write `{key} = \"…\"`"),
            );
            None
        }
    }
}

/// A coefficient is above zero.
fn factor(key: &str, word: Option<&Spanned<String>>, cx: &mut Cx<'_>) -> Option<Decimal> {
    let Plain(value) = needed(key, word, cx)?;
    if value.is_zero() {
        cx.problem_at_fence(format!("`{key}` cannot be zero"), "correct the number");
        return None;
    }
    Some(value)
}

fn ages_meet(first: &KidneyFormula, second: &KidneyFormula) -> bool {
    match (first, second) {
        (KidneyFormula::CockcroftGault { .. }, KidneyFormula::CockcroftGault { .. })
        | (KidneyFormula::BedsideSchwartz { .. }, KidneyFormula::BedsideSchwartz { .. }) => true,
        (
            KidneyFormula::CockcroftGault { min_age, .. },
            KidneyFormula::BedsideSchwartz { below_age, .. },
        )
        | (
            KidneyFormula::BedsideSchwartz { below_age, .. },
            KidneyFormula::CockcroftGault { min_age, .. },
        ) => !matches!(below_age.partial_cmp(min_age), Some(order) if order.is_le()),
        (KidneyFormula::IsNot { .. }, _) | (_, KidneyFormula::IsNot { .. }) => false,
    }
}
