//! How is it injected, step by step?
//!
//! Patient tier: the guide repeats the steps of the monograph in their order. A bad answer never
//! leads to an injection.

use monograph::{Need, RouteInto, Rule, RuleNo, StatementNo, Step, StepAnswer, StepDose, StepThen};
use quantity::{ClockSpan, Mass};
use terminology::ConceptId;

use crate::decision::{Basis, Decision, Tier};
use crate::fact::{Fact, List, State, What};
use crate::missed_dose::show_conflicts;
use crate::schedule::{prescription, supported};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::Amount;
use crate::truth::Truth;

/// The steps of an injection, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InjectionGuide {
    /// The way into the body.
    pub into: Option<RouteInto>,
    /// The steps.
    pub steps: Vec<GuideStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideStep {
    /// The rule.
    pub rule: RuleNo,
    /// The statement that it comes from; its title is the title of the step.
    pub statement: StatementNo,
    /// The name by which it is answered.
    pub name: String,
    /// What to do.
    pub says: String,
    /// What is asked, and all answers that have a meaning.
    pub asks: Option<Question>,
    /// How long to wait.
    pub wait: Option<ClockSpan>,
    /// Whether it may be left out.
    pub need: Need,
    /// Whether it is for this person and dose. Unknown: it is shown, and says for whom it is.
    pub applies: Truth,
    /// For which doses it is.
    pub dose: StepDose,
}

/// A question of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub asks: String,
    /// The answers, those to go on with first.
    pub answers: Vec<String>,
}

/// What follows from an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepOutcome {
    /// What follows.
    pub then: Then,
    /// What to say; nothing when the guide goes on.
    pub says: String,
    /// The name of the step that comes next, when it is not the one after this.
    pub go_to: Option<String>,
}

/// What follows from an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Then {
    /// Go on with the next step.
    GoOn,
    /// Wait, and answer again.
    Wait,
    /// Choose another spot, and answer again.
    AnotherSpot,
    /// Throw the syringe away, write it down, and take another one.
    Discard,
    /// Do not inject: ask first. Also for an answer that is none of the answers.
    Stop,
}

/// The steps for this person, in their order.
///
/// Asks for the prescription (a full dose or a part of a syringe) and for allergies (statements
/// `inject.follow-instructions`, `inject.route`, `lit.no-purge`, `ours.partial-dose`,
/// `ours.latex`).
#[must_use]
pub fn guide(setting: &Setting<'_>, situation: &Situation) -> Decision<InjectionGuide> {
    let mut basis = open(setting);
    let dose = dose(setting, situation, &mut basis);
    let mut rules: Vec<&Rule<Step>> = held(setting).collect();
    rules.sort_by_key(|rule| rule.order);
    let mut steps = Vec::new();
    for rule in rules {
        let applies = dose
            .is(rule.dose)
            .and(allergic(setting, situation, rule, &mut basis));
        if applies != Truth::No {
            basis.because.and(rule.statement());
            steps.push(step(setting, rule, applies));
        }
    }
    let into = route(setting, &mut basis);
    conflicts(setting, &mut basis);
    supported(setting, &mut basis);
    Decision::new(InjectionGuide { into, steps }, Tier::Patient, basis)
}

/// What follows from an answer at a step?
///
/// An answer that is none of the answers of the step, "not sure" among them, stops: nobody injects
/// on a guess.
#[must_use]
pub fn answer(setting: &Setting<'_>, step: &str, answer: &str) -> Decision<StepOutcome> {
    let mut basis = open(setting);
    let outcome = match held(setting).find(|rule| rule.name() == step) {
        None => stopped("This is no step of the guide."),
        Some(rule) => {
            basis.because.and(rule.statement());
            outcome(setting, rule, answer, &mut basis)
        }
    };
    supported(setting, &mut basis);
    Decision::new(outcome, Tier::Patient, basis)
}

fn outcome(
    setting: &Setting<'_>,
    step: &Rule<Step>,
    answer: &str,
    basis: &mut Basis,
) -> StepOutcome {
    if step.asks.is_none() || step.good.iter().any(|good| good == answer) {
        return StepOutcome {
            then: Then::GoOn,
            says: String::new(),
            go_to: None,
        };
    }
    let Some(rule) = answers(setting, step.name()).find(|rule| rule.answer == answer) else {
        return stopped("Do not inject now. Ask your doctor, nurse or pharmacist first.");
    };
    basis.because.and(rule.statement());
    // The pharmacist is asked about what one label calls normal: the sources are shown.
    show_conflicts(setting, basis, |id| {
        setting
            .monograph
            .find(id)
            .is_some_and(|of| of.no() == step.statement())
    });
    StepOutcome {
        then: match rule.then {
            StepThen::Discard => Then::Discard,
            StepThen::Wait => Then::Wait,
            StepThen::AnotherSpot => Then::AnotherSpot,
            StepThen::Stop => Then::Stop,
        },
        says: rule.says.clone(),
        go_to: Some(rule.back_to.as_deref().unwrap_or(step.name()).to_owned()),
    }
}

fn stopped(says: &str) -> StepOutcome {
    StepOutcome {
        then: Then::Stop,
        says: says.to_owned(),
        go_to: None,
    }
}

fn step(setting: &Setting<'_>, rule: &Rule<Step>, applies: Truth) -> GuideStep {
    let question = rule.asks.as_ref().map(|asks| {
        let bad = answers(setting, rule.name()).map(|answer| answer.answer.clone());
        Question {
            asks: asks.clone(),
            answers: rule.good.iter().cloned().chain(bad).collect(),
        }
    });
    GuideStep {
        rule: rule.no(),
        statement: rule.statement(),
        name: rule.name().to_owned(),
        says: rule.says.clone(),
        asks: question,
        wait: rule.wait,
        need: rule.need,
        applies,
        dose: rule.dose,
    }
}

fn held<'a>(setting: &Setting<'a>) -> impl Iterator<Item = &'a Rule<Step>> + use<'a> {
    let region = setting.region;
    let rules = setting.monograph.rules().steps();
    rules
        .iter()
        .filter(move |rule| rule.regions().include(region))
}

fn answers<'a, 'n>(
    setting: &Setting<'a>,
    step: &'n str,
) -> impl Iterator<Item = &'a Rule<StepAnswer>> + use<'a, 'n> {
    let region = setting.region;
    let rules = setting.monograph.rules().step_answers();
    rules
        .iter()
        .filter(move |rule| rule.step == step && rule.regions().include(region))
}

/// Which kinds of doses the prescription can need.
#[derive(Clone, Copy)]
struct DoseKind {
    full: Truth,
    part: Truth,
}

impl DoseKind {
    fn is(self, wanted: StepDose) -> Truth {
        match wanted {
            StepDose::Any => Truth::Yes,
            StepDose::Full => self.full,
            StepDose::Part => self.part,
        }
    }
}

fn dose(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> DoseKind {
    let unknown = DoseKind {
        full: Truth::Unknown,
        part: Truth::Unknown,
    };
    let asks = basis
        .because
        .iter()
        .next()
        .unwrap_or(setting.monograph.first().no());
    let Ok((fact, prescription)) = prescription(setting, situation, asks, basis) else {
        return unknown;
    };
    basis.uses(fact);
    match (prescription.amount, syringe(setting)) {
        (Some(Amount::EachTime(mass)), Some(content)) => kind_of(mass, content),
        (Some(_), _) => unknown,
        (None, _) => {
            basis.misses("amount", None, asks);
            unknown
        }
    }
}

/// Whole syringes are full doses; what is left is a part of one.
fn kind_of(mass: Mass, content: Mass) -> DoseKind {
    let whole = mass.down_to_step(content);
    DoseKind {
        full: Truth::from(mass >= content),
        part: Truth::from(whole != Ok(mass)),
    }
}

/// What one syringe holds.
pub(crate) fn syringe(setting: &Setting<'_>) -> Option<Mass> {
    let rules = setting.monograph.rules().products();
    rules
        .iter()
        .filter(|rule| setting.holds(rule.regions()))
        .find_map(|rule| rule.content)
}

/// Whether the step is for this person by its allergy. A step without one is for everybody.
fn allergic(
    setting: &Setting<'_>,
    situation: &Situation,
    rule: &Rule<Step>,
    basis: &mut Basis,
) -> Truth {
    let Some(wanted) = rule.allergy else {
        return Truth::Yes;
    };
    let mut known: Option<(Truth, &Fact)> = None;
    for fact in situation.facts() {
        if let Some(told) = told(setting, fact, wanted)
            && known.is_none_or(|(known, _)| told > known)
        {
            known = Some((told, fact));
        }
    }
    match known {
        Some((truth, fact)) => {
            basis.uses(fact);
            truth
        }
        None => {
            basis.misses("allergy", Some(wanted), rule.statement());
            Truth::Unknown
        }
    }
}

/// What a fact says about an allergy.
fn told(setting: &Setting<'_>, fact: &Fact, wanted: ConceptId) -> Option<Truth> {
    if let What::Complete(List::Allergies) = &fact.what {
        return Some(Truth::No);
    }
    let What::Allergy { substance, state } = &fact.what else {
        return None;
    };
    setting
        .terminology
        .is_a(*substance, wanted)
        .then_some(match state {
            // An allergy of the past is not known to be gone.
            State::Present | State::Past => Truth::Yes,
            State::NotSure => Truth::Unknown,
            State::Absent => Truth::No,
        })
}

fn route(setting: &Setting<'_>, basis: &mut Basis) -> Option<RouteInto> {
    let rules = setting.monograph.rules().routes();
    let rule = rules.iter().find(|rule| setting.holds(rule.regions()))?;
    basis.because.and(rule.statement());
    Some(rule.into)
}

fn conflicts(setting: &Setting<'_>, basis: &mut Basis) {
    let statements: Vec<StatementNo> = held(setting).map(Rule::statement).collect();
    show_conflicts(setting, basis, |id| {
        let of = setting.monograph.find(id).map(monograph::Statement::no);
        of.is_some_and(|of| statements.contains(&of))
    });
}

/// Rests on the rule that nothing is left out.
fn open(setting: &Setting<'_>) -> Basis {
    let rules = setting.monograph.rules().guides();
    let rule = rules.iter().find(|rule| setting.holds(rule.regions()));
    Basis::of(rule.map_or(setting.monograph.first().no(), Rule::statement))
}
