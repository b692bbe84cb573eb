//! How urgent is a sign at least? Rules that raise an answer and never make another one milder.

use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::condition::{Comparison, Condition, FactName, Term};
use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::{Regions, Rule};

/// How urgent a sign is, the milder first. The worst of all signs is the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// It is expected; it is asked about again.
    Expected,
    /// Call the doctor.
    Call,
    /// Contact the doctor as soon as possible: nothing is known about it here.
    Contact,
    /// Call the doctor the same day.
    SameDay,
    /// Call the emergency number.
    Emergency,
}

impl Urgency {
    /// All classes with their words, the milder first.
    pub const ALL: &'static [(&'static str, Urgency)] = &[
        ("expected", Urgency::Expected),
        ("call", Urgency::Call),
        ("contact", Urgency::Contact),
        ("same-day", Urgency::SameDay),
        ("emergency", Urgency::Emergency),
    ];

    /// The class right above; the highest stays.
    #[must_use]
    pub fn next(self) -> Urgency {
        match self {
            Urgency::Expected => Urgency::Call,
            Urgency::Call => Urgency::Contact,
            Urgency::Contact => Urgency::SameDay,
            Urgency::SameDay | Urgency::Emergency => Urgency::Emergency,
        }
    }

    /// The word of the class, in the monograph and in answers.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Urgency::Expected => "expected",
            Urgency::Call => "call",
            Urgency::Contact => "contact",
            Urgency::SameDay => "same-day",
            Urgency::Emergency => "emergency",
        }
    }
}

/// What a sign means for the next dose. It is never more than a question to the doctor, but where
/// the text itself says to inject no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NextDose {
    /// The text says nothing about it.
    NothingSaid,
    /// Ask the doctor whether to hold it.
    AskWhetherToHold,
    /// The text says to inject no more and to get help.
    NoMore,
}

impl NextDose {
    /// All with their words. `nothing-said` is what a rule without `hold` means.
    pub const ALL: &'static [(&'static str, NextDose)] = &[
        ("nothing-said", NextDose::NothingSaid),
        ("ask", NextDose::AskWhetherToHold),
        ("no-more", NextDose::NoMore),
    ];

    /// The word of it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            NextDose::NothingSaid => "nothing-said",
            NextDose::AskWhetherToHold => "ask",
            NextDose::NoMore => "no-more",
        }
    }
}

/// What a sign means for the place on the body where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SiteRest {
    /// The text says nothing about it.
    NothingSaid,
    /// The place rests until it is cleared.
    UntilCleared,
    /// The place rests until a doctor clears it.
    UntilDoctorClears,
}

impl SiteRest {
    /// All with their words. `nothing-said` is what a rule without `rest` means.
    pub const ALL: &'static [(&'static str, SiteRest)] = &[
        ("nothing-said", SiteRest::NothingSaid),
        ("until-cleared", SiteRest::UntilCleared),
        ("until-doctor-clears", SiteRest::UntilDoctorClears),
    ];

    /// The word of it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SiteRest::NothingSaid => "nothing-said",
            SiteRest::UntilCleared => "until-cleared",
            SiteRest::UntilDoctorClears => "until-doctor-clears",
        }
    }
}

/// A sign is at least so urgent.
///
/// A rule never makes another one milder: of all rules that apply, the worst answers. In `when` a
/// word of a scale means *this or worse*, and a fact that nobody told counts as if it held.
///
/// ```toml
/// signs = ["airway-sign"]
/// class = "emergency"
/// hold  = "no-more"
/// says  = "Call the emergency number now. Inject no more."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triage {
    /// The signs, or groups of signs.
    pub signs: Vec<ConceptId>,
    /// Where on the body; empty means anywhere.
    pub places: Vec<ConceptId>,
    /// How urgent it is at least.
    pub class: Urgency,
    /// When it holds, if not always.
    pub when: Option<Condition>,
    /// What it means for the next dose.
    pub hold: NextDose,
    /// What it means for the place on the body.
    pub rest: SiteRest,
    /// What to tell the person.
    pub says: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct TriageWire {
    signs: Vec<Spanned<String>>,
    places: Option<Vec<Spanned<String>>>,
    class: Spanned<String>,
    when: Option<Spanned<String>>,
    hold: Option<Spanned<String>>,
    rest: Option<Spanned<String>>,
    says: Spanned<String>,
}

impl RuleKind for Triage {
    const KIND: &'static str = "triage";
    type Wire = TriageWire;

    fn read(wire: TriageWire, cx: &mut Cx<'_>) -> Option<Triage> {
        let signs = signs(&wire.signs, cx);
        let places = cx.concepts(&wire.places.unwrap_or_default(), &[Kind::Place]);
        let class = cx.word(&wire.class, Urgency::ALL);
        let rest = match &wire.rest {
            None => Some(SiteRest::NothingSaid),
            Some(rest) => cx.word(rest, SiteRest::ALL),
        };
        let when = match &wire.when {
            None => Some(None),
            Some(when) => condition(when, Reads::ThisOrWorse, cx).map(Some),
        };
        let hold = hold(wire.hold.as_ref(), cx);
        let says = words(&wire.says, cx);
        Some(Triage {
            signs: signs?,
            places: places?,
            class: class?,
            when: when?,
            hold: hold?,
            rest: rest?,
            says: says?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let at = if self.places.is_empty() {
            String::new()
        } else {
            format!(" at the {}", names(&self.places, terminology))
        };
        let when = self
            .when
            .as_ref()
            .map(|when| format!(" when {when}"))
            .unwrap_or_default();
        let hold = match self.hold {
            NextDose::NothingSaid => "",
            NextDose::AskWhetherToHold => "; ask whether to hold the next dose",
            NextDose::NoMore => "; inject no more",
        };
        let names = names(&self.signs, terminology);
        format!("{names}{at}{when}: {}{hold}", self.class.word())
    }

    fn check(rules: &[Rule<Triage>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i + 1) {
                let same = first.signs == second.signs
                    && first.places == second.places
                    && first.when == second.when
                    && first.regions.meet(second.regions)
                    && first.statement == second.statement;
                if same {
                    cx.overlap(first, second, "how urgent the same signs are");
                }
            }
        }
        for rule in rules.iter().filter(|rule| rule.when.is_some()) {
            gap(rule, rules, cx);
        }
    }
}

/// A sign that has only a conditional rule has no answer where the condition fails.
fn gap(rule: &Rule<Triage>, rules: &[Rule<Triage>], cx: &mut CheckCx<'_>) {
    if rule.otherwise_ask {
        return;
    }
    let one = |sign: ConceptId| {
        rules.iter().any(|other| {
            other.when.is_none()
                && (other.places.is_empty() || other.places == rule.places)
                && (other.regions == Regions::All || other.regions == rule.regions)
                && other
                    .signs
                    .iter()
                    .any(|wider| cx.terminology.is_a(sign, *wider))
        })
    };
    // A group is covered by a rule for it, or by rules for each of its signs.
    let covered = |sign: ConceptId| {
        let mut members = cx.terminology.members(sign).filter(|m| m.id() != sign);
        one(sign) || {
            let first = members.next().is_some_and(|member| one(member.id()));
            first && members.all(|member| one(member.id()))
        }
    };
    let lost: Vec<&str> = rule
        .signs
        .iter()
        .filter(|sign| !covered(**sign))
        .map(|sign| cx.terminology.get(*sign).key())
        .collect();
    if !lost.is_empty() {
        let message = format!(
            "no rule answers when this one does not hold: {}",
            lost.join(", ")
        );
        let help = "add a rule without `when` for it, or write `otherwise = \"ask\"`";
        cx.problem(rule, message, help);
    }
}

pub(super) const SIGNS: &[Kind] = &[Kind::Symptom, Kind::SymptomGroup];

pub(super) fn signs(words: &[Spanned<String>], cx: &mut Cx<'_>) -> Option<Vec<ConceptId>> {
    if words.is_empty() {
        cx.problem_at_fence("this list of signs is empty", "name a sign by its key");
        return None;
    }
    cx.concepts(words, SIGNS)
}

pub(super) fn place(word: Option<&Spanned<String>>, cx: &mut Cx<'_>) -> Option<Option<ConceptId>> {
    match word {
        None => Some(None),
        Some(word) => cx.concept(word, &[Kind::Place]).map(Some),
    }
}

pub(super) fn hold(word: Option<&Spanned<String>>, cx: &mut Cx<'_>) -> Option<NextDose> {
    match word {
        None => Some(NextDose::NothingSaid),
        Some(word) => cx.word(word, NextDose::ALL),
    }
}

/// What people read is never blank.
pub(super) fn words(says: &Spanned<String>, cx: &mut Cx<'_>) -> Option<String> {
    if says.get_ref().trim().is_empty() {
        cx.problem(
            "this says nothing",
            says.span(),
            "write what the person is to do, in plain words",
        );
        return None;
    }
    Some(says.get_ref().clone())
}

pub(super) fn names(signs: &[ConceptId], terminology: &Terminology) -> String {
    let names: Vec<&str> = signs.iter().map(|id| terminology.get(*id).name()).collect();
    names.join(", ")
}

/// Which way a condition of triage is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    ThisOrWorse,
    ThisOrMilder,
}

/// A condition that cannot make an answer milder when things get worse.
pub(super) fn condition(
    when: &Spanned<String>,
    reads: Reads,
    cx: &mut Cx<'_>,
) -> Option<Condition> {
    let condition = cx.condition(when)?;
    let wrong = condition.terms().iter().find(|term| !fits(term, reads));
    if let Some(term) = wrong {
        let word = term.fact().word(cx.terminology).to_owned();
        cx.problem(
            format!("so `{word}` could make the answer milder when things get worse"),
            when.span(),
            "a rule that raises asks for `fever is yes`, `age >=` or `since-onset >=`; one that softens for `fever is no`, `age <` or `since-onset <`; a severity, extent or course stands for itself and beyond",
        );
        return None;
    }
    Some(condition)
}

fn fits(term: &Term, reads: Reads) -> bool {
    let up = reads == Reads::ThisOrWorse;
    match term {
        Term::Is(FactName::Indication | FactName::Condition, _) => up,
        Term::Is(..) => false,
        Term::Word(FactName::Fever, word) => (*word == "yes") == up,
        Term::Word(fact, _) => matches!(
            fact,
            FactName::Severity | FactName::Extent | FactName::Course
        ),
        Term::Compare(fact, how, _) => {
            let at_least = matches!(how, Comparison::AtLeast | Comparison::Above);
            match fact {
                FactName::Age | FactName::SinceOnset | FactName::SinceStart => at_least == up,
                FactName::SinceInjection => true,
                FactName::Weight
                | FactName::CreatinineClearance
                | FactName::Lab(_)
                | FactName::Indication
                | FactName::Condition
                | FactName::Medicine
                | FactName::Allergy
                | FactName::VaccinePlanned
                | FactName::VaccineGiven
                | FactName::SinceVaccine
                | FactName::SinceStop
                | FactName::Severity
                | FactName::Extent
                | FactName::Course
                | FactName::Fever => false,
            }
        }
    }
}
