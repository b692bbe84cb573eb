//! What is the medicine for, and for whom?

use quantity::CalendarSpan;
use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;

/// Whether the medicine is used for a condition, and from what age on.
///
/// ```toml
/// for     = "rheumatoid-arthritis"
/// use     = "yes"
/// min-age = "18 a"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indication {
    /// The condition.
    pub condition: ConceptId,
    /// Whether it is used.
    pub use_: Use,
    /// The youngest age, in completed calendar time.
    pub min_age: Option<CalendarSpan>,
    /// The age below which the rule holds (exclusive).
    pub below_age: Option<CalendarSpan>,
}

/// Whether the medicine is used for a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is used.
    Yes,
    /// It is not used: an order for it is refused with the reason.
    No,
    /// The source lists the condition and gives no dose of its own.
    WithoutOwnDose,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    r#for: Spanned<String>,
    r#use: Spanned<String>,
    min_age: Option<Spanned<String>>,
    below_age: Option<Spanned<String>>,
}

const USES: &[(&str, Use)] = &[
    ("yes", Use::Yes),
    ("no", Use::No),
    ("without-own-dose", Use::WithoutOwnDose),
];

impl RuleKind for Indication {
    const KIND: &'static str = "indication";
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Indication> {
        let condition = cx.concept(&wire.r#for, &[Kind::Condition]);
        let use_ = cx.word(&wire.r#use, USES);
        let min_age = cx.optional(wire.min_age.as_ref());
        let below_age = cx.optional(wire.below_age.as_ref());
        Some(Indication {
            condition: condition?,
            use_: use_?,
            min_age: min_age?,
            below_age: below_age?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let name = terminology.get(self.condition).name();
        let used = match self.use_ {
            Use::Yes => "used for",
            Use::No => "not used for",
            Use::WithoutOwnDose => "listed without a dose of its own:",
        };
        let from = self
            .min_age
            .map(|age| format!(" from {age}"))
            .unwrap_or_default();
        let below = self
            .below_age
            .map(|age| format!(" below {age}"))
            .unwrap_or_default();
        format!("{used} {name}{from}{below}")
    }

    fn check(rules: &[Rule<Indication>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i + 1) {
                let same = first.condition == second.condition
                    && first.regions.meet(second.regions)
                    && ages_meet(first, second)
                    && first.use_ != second.use_;
                if same {
                    let name = cx.terminology.get(first.condition).name().to_owned();
                    cx.overlap(
                        first,
                        second,
                        &format!("whether the medicine is used for {name}"),
                    );
                }
            }
        }
    }
}

fn ages_meet(first: &Indication, second: &Indication) -> bool {
    let apart = |low: Option<CalendarSpan>, below: Option<CalendarSpan>| match (low, below) {
        (Some(low), Some(below)) => below <= low,
        _ => false,
    };
    !apart(first.min_age, second.below_age) && !apart(second.min_age, first.below_age)
}
