//! What is the medicine for, and for whom?

use quantity::{BodyWeight, CalendarSpan};
use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;

/// Whether the medicine is used for a condition, and from what age and weight on.
///
/// ```toml
/// for        = "familial-mediterranean-fever"
/// use        = "yes"
/// min-age    = "8 mo"
/// min-weight = "10 kg"
/// beside     = "colchicine"
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
    /// The lightest body weight.
    pub min_weight: Option<BodyWeight>,
    /// A medicine beside which it is used for this condition.
    pub beside: Option<ConceptId>,
    /// Medicines or classes, one of which did not help enough before.
    pub after: Vec<ConceptId>,
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
    /// The condition has several forms with different doses: which one is asked.
    AskForm,
    /// It is used in hospital only: no dose is worked out here.
    HospitalOnly,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    r#for: Spanned<String>,
    r#use: Spanned<String>,
    min_age: Option<Spanned<String>>,
    below_age: Option<Spanned<String>>,
    min_weight: Option<Spanned<String>>,
    beside: Option<Spanned<String>>,
    #[serde(default)]
    after: Vec<Spanned<String>>,
}

const USES: &[(&str, Use)] = &[
    ("yes", Use::Yes),
    ("no", Use::No),
    ("without-own-dose", Use::WithoutOwnDose),
    ("ask-form", Use::AskForm),
    ("hospital-only", Use::HospitalOnly),
];

impl RuleKind for Indication {
    const KIND: &'static str = "indication";
    const REPLACES: bool = true;
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Indication> {
        let condition = cx.concept(&wire.r#for, &[Kind::Condition]);
        let use_ = cx.word(&wire.r#use, USES);
        let min_age = cx.optional(wire.min_age.as_ref());
        let below_age = cx.optional(wire.below_age.as_ref());
        let min_weight = cx.optional(wire.min_weight.as_ref());
        let beside = medicine(wire.beside.as_ref(), cx);
        let after = cx.concepts(&wire.after, &[Kind::Medicine, Kind::MedicineClass]);
        Some(Indication {
            condition: condition?,
            use_: use_?,
            min_age: min_age?,
            below_age: below_age?,
            min_weight: min_weight?,
            beside: beside?,
            after: after?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let name = |id: ConceptId| terminology.get(id).name();
        let used = match self.use_ {
            Use::Yes => "used for",
            Use::No => "not used for",
            Use::WithoutOwnDose => "listed without a dose of its own:",
            Use::AskForm => "the form is asked in",
            Use::HospitalOnly => "used in hospital only for",
        };
        let after: Vec<&str> = self.after.iter().map(|id| name(*id)).collect();
        let part = |word: &str, value: Option<String>| {
            value.map_or_else(String::new, |value| format!("{word}{value}"))
        };
        format!(
            "{used} {}{}{}{}{}{}",
            name(self.condition),
            part(" from ", self.min_age.map(|age| age.to_string())),
            part(" below ", self.below_age.map(|age| age.to_string())),
            part(" from ", self.min_weight.map(|weight| weight.to_string())),
            part(" beside ", self.beside.map(|id| name(id).to_owned())),
            part(" after ", (!after.is_empty()).then(|| after.join(" or "))),
        )
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

/// A medicine or a class that may be left out.
fn medicine(word: Option<&Spanned<String>>, cx: &mut Cx<'_>) -> Option<Option<ConceptId>> {
    match word {
        None => Some(None),
        Some(word) => cx
            .concept(word, &[Kind::Medicine, Kind::MedicineClass])
            .map(Some),
    }
}

fn ages_meet(first: &Indication, second: &Indication) -> bool {
    let apart = |low: Option<CalendarSpan>, below: Option<CalendarSpan>| match (low, below) {
        (Some(low), Some(below)) => below <= low,
        _ => false,
    };
    !apart(first.min_age, second.below_age) && !apart(second.min_age, first.below_age)
}
