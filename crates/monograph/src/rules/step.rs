//! How is it injected, step by step?

use std::num::NonZeroU16;

use quantity::ClockSpan;
use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::schedule::pairs;

/// The way into the body.
///
/// ```toml
/// into = "under-the-skin"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Where it goes.
    pub into: RouteInto,
}

/// Where an injection goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteInto {
    /// Under the skin: subcutaneous.
    UnderTheSkin,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RouteWire {
    into: Spanned<String>,
}

impl RuleKind for Route {
    const KIND: &'static str = "route";
    type Wire = RouteWire;

    fn read(wire: RouteWire, cx: &mut Cx<'_>) -> Option<Route> {
        Some(Route {
            into: cx.word(&wire.into, &[("under-the-skin", RouteInto::UnderTheSkin)])?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        match self.into {
            RouteInto::UnderTheSkin => "an injection under the skin (subcutaneous)".to_owned(),
        }
    }

    fn check(rules: &[Rule<Route>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            if first.regions.meet(second.regions) {
                cx.overlap(first, second, "the way into the body");
            }
        });
    }
}

/// One step of the injection guide. Its title is the title of the statement.
///
/// ```toml
/// order   = "40"
/// asks    = "How does the liquid look?"
/// answers = ["clear", "cloudy", "particles"]
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its place among all steps.
    pub order: NonZeroU16,
    /// What to do, in plain words.
    pub says: String,
    /// What is asked, where something is.
    pub asks: Option<String>,
    /// The answers that let the guide go on.
    pub good: Vec<String>,
    /// How long to wait at this step.
    pub wait: Option<ClockSpan>,
    /// For which doses.
    pub dose: StepDose,
    /// Only with an allergy to this, or when nobody has asked.
    pub allergy: Option<ConceptId>,
    /// Whether it may be left out.
    pub need: Need,
}

/// For which doses a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepDose {
    /// For every dose.
    Any,
    /// For a dose that uses whole syringes.
    Full,
    /// For a dose that uses a part of a syringe.
    Part,
}

/// Whether a step may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It belongs to every injection.
    Always,
    /// It is a help.
    Optional,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct StepWire {
    order: Spanned<String>,
    says: Spanned<String>,
    asks: Option<String>,
    #[serde(default)]
    good: Vec<String>,
    wait: Option<Spanned<String>>,
    dose: Option<Spanned<String>>,
    allergy: Option<Spanned<String>>,
    need: Option<Spanned<String>>,
}

const DOSES: &[(&str, StepDose)] = &[
    ("any", StepDose::Any),
    ("full", StepDose::Full),
    ("part", StepDose::Part),
];
const NEEDS: &[(&str, Need)] = &[("always", Need::Always), ("optional", Need::Optional)];

impl RuleKind for Step {
    const KIND: &'static str = "step";
    type Wire = StepWire;

    fn read(wire: StepWire, cx: &mut Cx<'_>) -> Option<Step> {
        let order = cx.value(&wire.order);
        let wait = cx.optional(wire.wait.as_ref());
        let dose = optional_word(wire.dose.as_ref(), DOSES, StepDose::Any, cx);
        let need = optional_word(wire.need.as_ref(), NEEDS, Need::Always, cx);
        let allergy = match &wire.allergy {
            None => Some(None),
            Some(word) => cx
                .concept(word, &[Kind::Allergen, Kind::Medicine, Kind::MedicineClass])
                .map(Some),
        };
        if wire.asks.is_some() == wire.good.is_empty() {
            cx.problem_at_fence(
                "a step that asks has answers to go on with, and one that does not ask has none",
                "write both `asks = \"…\"` and `good = [\"…\"]`, or neither",
            );
            return None;
        }
        if wire.says.get_ref().trim().is_empty() {
            cx.problem("this step says nothing", wire.says.span(), "say what to do");
            return None;
        }
        Some(Step {
            order: order?,
            says: wire.says.into_inner(),
            asks: wire.asks,
            good: wire.good,
            wait: wait?,
            dose: dose?,
            allergy: allergy?,
            need: need?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let asks = match &self.asks {
            None => String::new(),
            Some(asks) => format!(" {asks} [{}]", self.good.join(", ")),
        };
        let dose = match self.dose {
            StepDose::Any => "",
            StepDose::Full => ", full dose",
            StepDose::Part => ", part dose",
        };
        let need = match self.need {
            Need::Always => "",
            Need::Optional => ", a help",
        };
        let allergy = self.allergy.map_or_else(String::new, |allergy| {
            format!(", allergy to {}", terminology.get(allergy).plain())
        });
        format!(
            "step {}{dose}{need}{allergy}: {}{asks}",
            self.order, self.says
        )
    }

    fn check(rules: &[Rule<Step>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            if first.order == second.order && first.regions.meet(second.regions) {
                cx.overlap(first, second, "which step comes here");
            }
        });
    }
}

fn optional_word<T: Copy>(
    word: Option<&Spanned<String>>,
    words: &[(&str, T)],
    left_out: T,
    cx: &mut Cx<'_>,
) -> Option<T> {
    match word {
        None => Some(left_out),
        Some(word) => cx.word(word, words),
    }
}

/// What an answer in the injection guide leads to, when it is not a good one.
///
/// ```toml
/// step    = "look"
/// answer  = "cloudy"
/// then    = "discard"
/// back-to = "new-syringe"
/// says    = "…"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepAnswer {
    /// The name of the step.
    pub step: String,
    /// The answer.
    pub answer: String,
    /// What follows.
    pub then: StepThen,
    /// What to say, in plain words.
    pub says: String,
    /// The name of the step to go back to; none means this one.
    pub back_to: Option<String>,
}

/// What follows from an answer that is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepThen {
    /// Throw the syringe away and take another one.
    Discard,
    /// Wait, and look again.
    Wait,
    /// Choose another spot.
    AnotherSpot,
    /// Do not inject; ask first.
    Stop,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct StepAnswerWire {
    step: String,
    answer: String,
    then: Spanned<String>,
    says: String,
    back_to: Option<String>,
}

const STEP_THEN: &[(&str, StepThen)] = &[
    ("discard", StepThen::Discard),
    ("wait", StepThen::Wait),
    ("another-spot", StepThen::AnotherSpot),
    ("stop", StepThen::Stop),
];

impl RuleKind for StepAnswer {
    const KIND: &'static str = "answer";
    type Wire = StepAnswerWire;

    fn read(wire: StepAnswerWire, cx: &mut Cx<'_>) -> Option<StepAnswer> {
        let then = cx.word(&wire.then, STEP_THEN)?;
        if then == StepThen::Discard && wire.back_to.is_none() {
            cx.problem(
                "this does not say where the next syringe is taken",
                wire.then.span(),
                "name the step to go back to: `back-to = \"…\"`",
            );
            return None;
        }
        Some(StepAnswer {
            step: wire.step,
            answer: wire.answer,
            then,
            says: wire.says,
            back_to: wire.back_to,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        let then = match self.then {
            StepThen::Discard => "discard the syringe, take another",
            StepThen::Wait => "wait and look again",
            StepThen::AnotherSpot => "choose another spot",
            StepThen::Stop => "do not inject, ask first",
        };
        format!(
            "step `{}`, {}: {then}. {}",
            self.step, self.answer, self.says
        )
    }

    fn check(rules: &[Rule<StepAnswer>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            let same = first.step == second.step && first.answer == second.answer;
            if same && first.regions.meet(second.regions) {
                cx.overlap(first, second, "what follows from this answer");
            }
        });
    }
}

/// How the steps are followed.
///
/// ```toml
/// leave-out = "nothing"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guide {
    /// What may be left out.
    pub leave_out: LeaveOut,
}

/// What may be left out of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveOut {
    /// Nothing but the steps that are a help.
    Nothing,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct GuideWire {
    leave_out: Spanned<String>,
}

impl RuleKind for Guide {
    const KIND: &'static str = "guide";
    type Wire = GuideWire;

    fn read(wire: GuideWire, cx: &mut Cx<'_>) -> Option<Guide> {
        Some(Guide {
            leave_out: cx.word(&wire.leave_out, &[("nothing", LeaveOut::Nothing)])?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        match self.leave_out {
            LeaveOut::Nothing => "every step in its order; nothing is left out".to_owned(),
        }
    }

    fn check(rules: &[Rule<Guide>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            if first.regions.meet(second.regions) {
                cx.overlap(first, second, "how the steps are followed");
            }
        });
    }
}
