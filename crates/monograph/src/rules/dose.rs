//! How much, for which condition?

use quantity::{BodyWeight, CalendarSpan, DailyDose, DosePerWeight, Range};
use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::{RuleKind, Rules};
use crate::model::Rule;
use crate::rules::indication::Use;

/// Some limits of the dose for one condition. Each block states what its statement says; the blocks
/// that hold for a person together make up the limits. Two blocks may say the same; two that say
/// different things for one person are an error.
///
/// ```toml
/// for   = "nomid"
/// start = "1 to 2 mg/kg/d"
/// max   = "8 mg/kg/d"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseLimits {
    /// The condition.
    pub condition: ConceptId,
    /// How strong the condition is, where the dose depends on it.
    pub form: Option<Form>,
    /// The weight from which on the block holds.
    pub min_weight: Option<BodyWeight>,
    /// The weight below which the block holds.
    pub below_weight: Option<BodyWeight>,
    /// A fixed amount a day, whatever the weight.
    pub amount: Option<DailyDose>,
    /// What a prescription of another amount asks for.
    pub other_amount: Option<OtherAmount>,
    /// The dose at the start.
    pub start: Option<Range<DosePerWeight>>,
    /// By how much it is raised.
    pub step: Option<Range<DosePerWeight>>,
    /// Whether and how it is raised.
    pub raise: Option<Titration>,
    /// Within what time it may be raised.
    pub raise_within: Option<Range<CalendarSpan>>,
    /// The dose that most people stay on.
    pub usual: Option<Range<DosePerWeight>>,
    /// The most a day.
    pub max: Option<DosePerWeight>,
    /// Whether the daily amount may be split; once a day is preferred all the same.
    pub split: Option<Split>,
}

/// How strong a condition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Mild.
    Mild,
    /// Severe.
    Severe,
}

/// What a prescription of another amount than the fixed one asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherAmount {
    /// The prescriber is asked to confirm it; it is not changed.
    Confirm,
}

/// How a dose is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Titration {
    /// Step by step, as needed.
    Stepwise,
}

/// Whether a daily amount may be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// It is given once a day.
    No,
    /// It may be split in two equal doses.
    InTwo,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    r#for: Spanned<String>,
    form: Option<Spanned<String>>,
    min_weight: Option<Spanned<String>>,
    below_weight: Option<Spanned<String>>,
    amount: Option<Spanned<String>>,
    other_amount: Option<Spanned<String>>,
    start: Option<Spanned<String>>,
    step: Option<Spanned<String>>,
    raise: Option<Spanned<String>>,
    raise_within: Option<Spanned<String>>,
    usual: Option<Spanned<String>>,
    max: Option<Spanned<String>>,
    split: Option<Spanned<String>>,
}

const FORMS: &[(&str, Form)] = &[("mild", Form::Mild), ("severe", Form::Severe)];
const OTHER: &[(&str, OtherAmount)] = &[("confirm", OtherAmount::Confirm)];
const RAISES: &[(&str, Titration)] = &[("stepwise", Titration::Stepwise)];
const SPLITS: &[(&str, Split)] = &[("no", Split::No), ("in-two", Split::InTwo)];

impl RuleKind for DoseLimits {
    const KIND: &'static str = "dose";
    const REPLACES: bool = true;
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<DoseLimits> {
        let condition = cx.concept(&wire.r#for, &[Kind::Condition]);
        let form = cx.optional_word(wire.form.as_ref(), FORMS);
        let min_weight = cx.optional(wire.min_weight.as_ref());
        let below_weight = cx.optional(wire.below_weight.as_ref());
        let amount = cx.optional(wire.amount.as_ref());
        let other_amount = cx.optional_word(wire.other_amount.as_ref(), OTHER);
        let start = cx.optional(wire.start.as_ref());
        let step = cx.optional(wire.step.as_ref());
        let raise = cx.optional_word(wire.raise.as_ref(), RAISES);
        let raise_within = cx.optional(wire.raise_within.as_ref());
        let usual = cx.optional(wire.usual.as_ref());
        let max = cx.optional(wire.max.as_ref());
        let split = cx.optional_word(wire.split.as_ref(), SPLITS);
        let limits = DoseLimits {
            condition: condition?,
            form: form?,
            min_weight: min_weight?,
            below_weight: below_weight?,
            amount: amount?,
            other_amount: other_amount?,
            start: start?,
            step: step?,
            raise: raise?,
            raise_within: raise_within?,
            usual: usual?,
            max: max?,
            split: split?,
        };
        limits.fits_itself(cx).then_some(limits)
    }

    fn line(&self, terminology: &Terminology) -> String {
        let mut line = terminology.get(self.condition).name().to_owned();
        if let Some(form) = self.form {
            line += match form {
                Form::Mild => " (mild)",
                Form::Severe => " (severe)",
            };
        }
        let mut say = |text: String| {
            line.push_str(&text);
        };
        if let Some(weight) = self.min_weight {
            say(format!(" from {weight}"));
        }
        if let Some(weight) = self.below_weight {
            say(format!(" below {weight}"));
        }
        say(format!(": {}", self.said().join(", ")));
        line
    }

    fn check(rules: &[Rule<DoseLimits>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i + 1) {
                if let Some(key) = first.differs_from(second) {
                    let name = cx.terminology.get(first.condition).name().to_owned();
                    cx.overlap(first, second, &format!("`{key}` for {name}"));
                }
            }
        }
    }
}

impl DoseLimits {
    /// The limits that a block states, in words.
    fn said(&self) -> Vec<String> {
        let mut said = Vec::new();
        let mut say = |word: &str, value: Option<String>| {
            if let Some(value) = value {
                said.push(format!("{word}{value}"));
            }
        };
        say("", self.amount.map(|a| a.to_string()));
        say("start ", self.start.map(|r| r.to_string()));
        say("step ", self.step.map(|r| r.to_string()));
        say("usually ", self.usual.map(|r| r.to_string()));
        say("at most ", self.max.map(|m| m.to_string()));
        say("raised within ", self.raise_within.map(|r| r.to_string()));
        if let Some(Titration::Stepwise) = self.raise {
            say("raised step by step", Some(String::new()));
        }
        if let Some(OtherAmount::Confirm) = self.other_amount {
            say("another amount is confirmed", Some(String::new()));
        }
        if let Some(split) = self.split {
            let how = match split {
                Split::No => "once a day",
                Split::InTwo => "once a day, or split in two",
            };
            say(how, Some(String::new()));
        }
        said
    }

    /// A start above the most, or a block that says nothing, is a slip.
    fn fits_itself(&self, cx: &mut Cx<'_>) -> bool {
        if self.said().is_empty() {
            cx.problem_at_fence(
                "this block states no limit",
                "add `start`, `max`, `amount` …",
            );
            return false;
        }
        let above = |range: Option<Range<DosePerWeight>>| match (range, self.max) {
            (Some(range), Some(max)) => range.high() > max,
            _ => false,
        };
        if above(self.start) || above(self.usual) {
            cx.problem_at_fence(
                "the dose is above its own maximum",
                "correct one of the two",
            );
            return false;
        }
        true
    }

    /// Whether both blocks can hold for one person.
    fn meets(&self, other: &Rule<DoseLimits>, regions: crate::model::Regions) -> bool {
        let apart = |low: Option<BodyWeight>, below: Option<BodyWeight>| match (low, below) {
            (Some(low), Some(below)) => below <= low,
            _ => false,
        };
        let forms_apart = matches!((self.form, other.form), (Some(a), Some(b)) if a != b);
        self.condition == other.condition
            && regions.meet(other.regions)
            && !forms_apart
            && !apart(self.min_weight, other.below_weight)
            && !apart(other.min_weight, self.below_weight)
    }
}

impl Rule<DoseLimits> {
    /// The key on which two blocks for one person differ.
    fn differs_from(&self, other: &Rule<DoseLimits>) -> Option<&'static str> {
        if !self.what.meets(other, self.regions) {
            return None;
        }
        fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            matches!((a, b), (Some(a), Some(b)) if a != b)
        }
        let keys = [
            ("amount", differ(self.amount, other.amount)),
            ("start", differ(self.start, other.start)),
            ("step", differ(self.step, other.step)),
            (
                "raise-within",
                differ(self.raise_within, other.raise_within),
            ),
            ("usual", differ(self.usual, other.usual)),
            ("max", differ(self.max, other.max)),
            ("split", differ(self.split, other.split)),
        ];
        keys.iter()
            .find(|(_, differs)| *differs)
            .map(|(key, _)| *key)
    }
}

/// A condition that the medicine is used for, without a dose: a gap.
pub(crate) fn gaps(rules: &Rules, cx: &mut CheckCx<'_>) {
    for indication in &rules.indications {
        let dosed = rules.doses.iter().any(|dose| {
            cx.terminology.is_a(indication.condition, dose.condition)
                && dose.regions.meet(indication.regions)
                && (dose.amount.is_some() || dose.start.is_some())
        });
        match indication.use_ {
            Use::Yes if !dosed && !indication.otherwise_ask => {
                let name = cx.terminology.get(indication.condition).name().to_owned();
                cx.problem(
                    indication,
                    format!("no dose is stated for {name}"),
                    "add a `dose` block with `amount` or `start`, or `otherwise = \"ask\"`",
                );
            }
            Use::Yes | Use::No | Use::WithoutOwnDose | Use::AskForm | Use::HospitalOnly => {}
        }
    }
}
