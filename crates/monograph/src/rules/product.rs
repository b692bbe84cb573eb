//! What does one syringe hold, and what can it measure?

use quantity::{Mass, Strength as Concentration, Volume};
use serde::Deserialize;
use terminology::Terminology;
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;

/// Some facts about the syringe. Each block states what its statement says; together they make up
/// the [`Syringe`] of a region.
///
/// ```toml
/// content = "100 mg"
/// volume  = "0.67 mL"
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Product {
    /// How much medicine a full syringe holds.
    pub content: Option<Mass>,
    /// In what volume.
    pub volume: Option<Volume>,
    /// The printed strength: rounded, and no base for a mark.
    pub printed: Option<Concentration>,
    /// The lowest mark.
    pub lowest: Option<Mass>,
    /// The highest mark.
    pub highest: Option<Mass>,
    /// How far apart the marks are.
    pub step: Option<Mass>,
    /// What happens to the rest of a syringe.
    pub rest: Option<Rest>,
    /// What a dose below the lowest mark means.
    pub below: Option<Below>,
    /// What a dose above the content means.
    pub above: Option<Above>,
    /// From what a mark in mL is worked out.
    pub marks_from: Option<MarksFrom>,
    /// Who shows how a part of a syringe is set.
    pub part_dose: Option<PartDose>,
}

/// What happens to the rest of a syringe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// It is thrown away: one syringe is for one dose.
    Discard,
}

/// What a dose below the lowest mark means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// This syringe cannot measure it; it is not rounded up.
    NotMeasurable,
}

/// What a dose above the content of one syringe means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above {
    /// Several syringes, each a separate injection.
    SeveralSyringes,
    /// The doctor says so.
    DoctorSays,
}

/// From what a mark in mL is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarksFrom {
    /// From content and volume, not from the printed strength.
    Content,
}

/// Who shows how a part of a syringe is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartDose {
    /// A nurse or pharmacist.
    ShownByNurseOrPharmacist,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    content: Option<Spanned<String>>,
    volume: Option<Spanned<String>>,
    printed: Option<Spanned<String>>,
    lowest_mark: Option<Spanned<String>>,
    highest_mark: Option<Spanned<String>>,
    marks_every: Option<Spanned<String>>,
    rest: Option<Spanned<String>>,
    below: Option<Spanned<String>>,
    above: Option<Spanned<String>>,
    marks_from: Option<Spanned<String>>,
    part_dose: Option<Spanned<String>>,
}

impl RuleKind for Product {
    const KIND: &'static str = "product";
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Product> {
        let content = cx.optional(wire.content.as_ref());
        let volume = cx.optional(wire.volume.as_ref());
        let printed = cx.optional(wire.printed.as_ref());
        let lowest = cx.optional(wire.lowest_mark.as_ref());
        let highest = cx.optional(wire.highest_mark.as_ref());
        let step = cx.optional(wire.marks_every.as_ref());
        let rest = cx.optional_word(wire.rest.as_ref(), &[("discard", Rest::Discard)]);
        let below = cx.optional_word(
            wire.below.as_ref(),
            &[("not-measurable", Below::NotMeasurable)],
        );
        let above = cx.optional_word(
            wire.above.as_ref(),
            &[
                ("several-syringes", Above::SeveralSyringes),
                ("doctor-says", Above::DoctorSays),
            ],
        );
        let marks_from =
            cx.optional_word(wire.marks_from.as_ref(), &[("content", MarksFrom::Content)]);
        let part_dose = cx.optional_word(
            wire.part_dose.as_ref(),
            &[(
                "shown-by-nurse-or-pharmacist",
                PartDose::ShownByNurseOrPharmacist,
            )],
        );
        let product = Product {
            content: content?,
            volume: volume?,
            printed: printed?,
            lowest: lowest?,
            highest: highest?,
            step: step?,
            rest: rest?,
            below: below?,
            above: above?,
            marks_from: marks_from?,
            part_dose: part_dose?,
        };
        product.fits_itself(cx).then_some(product)
    }

    fn line(&self, _: &Terminology) -> String {
        self.said().join(", ")
    }

    fn check(rules: &[Rule<Product>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i + 1) {
                if first.regions.meet(second.regions)
                    && let Some(key) = first.differs_from(second)
                {
                    cx.overlap(first, second, &format!("`{key}` of the syringe"));
                }
            }
        }
    }
}

impl Product {
    fn said(&self) -> Vec<String> {
        let mut said = Vec::new();
        let mut say = |word: &str, value: Option<String>| {
            if let Some(value) = value {
                said.push(format!("{word}{value}"));
            }
        };
        say("holds ", self.content.map(|v| v.to_string()));
        say("in ", self.volume.map(|v| v.to_string()));
        say("printed ", self.printed.map(|v| v.to_string()));
        say("marks from ", self.lowest.map(|v| v.to_string()));
        say("marks to ", self.highest.map(|v| v.to_string()));
        say("marks every ", self.step.map(|v| v.to_string()));
        let plain = String::new;
        say(
            "the rest is thrown away",
            self.rest.map(|Rest::Discard| plain()),
        );
        say(
            "a dose below the lowest mark cannot be measured",
            self.below.map(|Below::NotMeasurable| plain()),
        );
        say(
            "above the content: ",
            self.above.map(|above| {
                match above {
                    Above::SeveralSyringes => "several syringes, each its own injection",
                    Above::DoctorSays => "the doctor says so",
                }
                .to_owned()
            }),
        );
        say(
            "a mark is worked out from content and volume",
            self.marks_from.map(|MarksFrom::Content| plain()),
        );
        say(
            "a nurse or pharmacist shows a part dose",
            self.part_dose
                .map(|PartDose::ShownByNurseOrPharmacist| plain()),
        );
        said
    }

    fn fits_itself(&self, cx: &mut Cx<'_>) -> bool {
        let zero = |mass: Option<Mass>| mass.is_some_and(|m| m.value().is_zero());
        let empty = zero(self.content)
            || zero(self.step)
            || self.volume.is_some_and(|v| v.value().is_zero());
        if empty {
            cx.problem_at_fence(
                "a syringe cannot hold nothing, nor have marks every 0 mg",
                "write the amount that is printed on it",
            );
            return false;
        }
        if self.said().is_empty() {
            cx.problem_at_fence("this block says nothing", "add `content`, `volume` …");
            return false;
        }
        true
    }

    fn differs_from(&self, other: &Product) -> Option<&'static str> {
        fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            matches!((a, b), (Some(a), Some(b)) if a != b)
        }
        let keys = [
            ("content", differ(self.content, other.content)),
            ("volume", differ(self.volume, other.volume)),
            ("printed", differ(self.printed, other.printed)),
            ("lowest-mark", differ(self.lowest, other.lowest)),
            ("highest-mark", differ(self.highest, other.highest)),
            ("marks-every", differ(self.step, other.step)),
        ];
        keys.iter()
            .find(|(_, differs)| *differs)
            .map(|(key, _)| *key)
    }
}
