//! What the medicine is, what it should change, and what is asked and cited around a prescription.

use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;

/// A medicine belongs to a class. The terminology must say so too, or the monograph does not load:
/// the interaction rules go by class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The medicine.
    pub medicine: ConceptId,
    /// Its class.
    pub class: ConceptId,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ClassWire {
    medicine: Spanned<String>,
    is_a: Spanned<String>,
}

impl RuleKind for Class {
    const KIND: &'static str = "class";
    type Wire = ClassWire;

    fn read(wire: ClassWire, cx: &mut Cx<'_>) -> Option<Class> {
        let medicine = cx.concept(&wire.medicine, &[Kind::Medicine]);
        let class = cx.concept(&wire.is_a, &[Kind::MedicineClass]);
        Some(Class {
            medicine: medicine?,
            class: class?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let name = |id| terminology.get(id).name();
        format!("{} is a {}", name(self.medicine), name(self.class))
    }

    fn check(rules: &[Rule<Class>], cx: &mut CheckCx<'_>) {
        for rule in rules {
            if !cx.terminology.is_a(rule.medicine, rule.class) {
                let name = |id| cx.terminology.get(id).name().to_owned();
                let (medicine, class) = (name(rule.medicine), name(rule.class));
                cx.problem(
                    rule,
                    format!("the terminology does not say that {medicine} is a {class}"),
                    "add the class to the medicine, or correct this block",
                );
            }
        }
    }
}

/// What a diary follows, so that the effect can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// In which condition; none: in all.
    pub condition: Option<ConceptId>,
    /// What.
    pub what: Vec<Tracked>,
}

/// Something that a diary follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tracked {
    /// Pain in the joints.
    JointPain,
    /// Swelling of the joints.
    Swelling,
    /// Stiffness.
    Stiffness,
    /// How well one moves.
    Mobility,
    /// Fever.
    Fever,
    /// Rash.
    Rash,
    /// Headache.
    Headache,
    /// Flares.
    Flares,
    /// The blood value CRP.
    Crp,
    /// The blood value SAA.
    Saa,
    /// Every side effect or reaction; each is triaged when it is written down.
    SideEffects,
}

impl Tracked {
    /// All of them, with their words.
    pub const ALL: &'static [(&'static str, Tracked)] = &[
        ("joint-pain", Tracked::JointPain),
        ("swelling", Tracked::Swelling),
        ("stiffness", Tracked::Stiffness),
        ("mobility", Tracked::Mobility),
        ("fever", Tracked::Fever),
        ("rash", Tracked::Rash),
        ("headache", Tracked::Headache),
        ("flares", Tracked::Flares),
        ("crp", Tracked::Crp),
        ("saa", Tracked::Saa),
        ("side-effects", Tracked::SideEffects),
    ];

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, tracked)| *tracked == self)
            .map_or("", |(word, _)| word)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct TrackWire {
    r#for: Option<Spanned<String>>,
    what: Vec<Spanned<String>>,
}

impl RuleKind for Track {
    const KIND: &'static str = "track";
    type Wire = TrackWire;

    fn read(wire: TrackWire, cx: &mut Cx<'_>) -> Option<Track> {
        let condition = match &wire.r#for {
            None => None,
            Some(word) => Some(cx.concept(word, &[Kind::Condition])?),
        };
        let what = words(&wire.what, Tracked::ALL, cx)?;
        Some(Track { condition, what })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let words: Vec<&str> = self.what.iter().map(|tracked| tracked.word()).collect();
        let of = self.condition.map_or_else(String::new, |id| {
            format!(" in {}", terminology.get(id).name())
        });
        format!("the diary follows{of} {}", words.join(", "))
    }
}

/// What is asked when somebody begins to use the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// The questions.
    pub asks: Vec<IntakeQuestion>,
}

/// A question of the intake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IntakeQuestion {
    /// Which medicines were tried before.
    MedicinesBefore,
    /// Which medicines go on.
    MedicinesThatGoOn,
}

impl IntakeQuestion {
    /// All of them, with their words.
    pub const ALL: &'static [(&'static str, IntakeQuestion)] = &[
        ("medicines-before", IntakeQuestion::MedicinesBefore),
        ("medicines-that-go-on", IntakeQuestion::MedicinesThatGoOn),
    ];

    /// The question, for people.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            IntakeQuestion::MedicinesBefore => {
                "Which medicines did you try before for this illness?"
            }
            IntakeQuestion::MedicinesThatGoOn => "Which medicines will you keep taking?",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntakeWire {
    asks: Vec<Spanned<String>>,
}

impl RuleKind for Intake {
    const KIND: &'static str = "intake";
    type Wire = IntakeWire;

    fn read(wire: IntakeWire, cx: &mut Cx<'_>) -> Option<Intake> {
        Some(Intake {
            asks: words(&wire.asks, IntakeQuestion::ALL, cx)?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        let asks: Vec<&str> = self.asks.iter().map(|ask| ask.question()).collect();
        format!("asks: {}", asks.join(" "))
    }
}

/// What a prescription must say, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrescriptionRule {
    /// These parts are told, none is guessed.
    Needs(Vec<Factor>),
    /// A prescription without an end is reviewed at each visit.
    ReviewedAtVisits,
    /// Only a prescriber sets or changes it; a patient records it.
    SetByPrescriber,
    /// A specialist begins it and watches over it.
    SetBySpecialist,
}

/// A part of a prescription (statement `dose.factors`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factor {
    /// The illness.
    Indication,
    /// The body weight.
    Weight,
    /// How strong the medicine is: the content of a syringe.
    Strength,
    /// How many doses a day.
    DosesADay,
    /// The time between doses.
    Interval,
}

impl Factor {
    /// All of them, with their words.
    pub const ALL: &'static [(&'static str, Factor)] = &[
        ("indication", Factor::Indication),
        ("weight", Factor::Weight),
        ("strength", Factor::Strength),
        ("doses-a-day", Factor::DosesADay),
        ("interval", Factor::Interval),
    ];

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, factor)| *factor == self)
            .map_or("", |(word, _)| word)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct PrescriptionWire {
    needs: Option<Vec<Spanned<String>>>,
    without_end: Option<Spanned<String>>,
    set_by: Option<Spanned<String>>,
}

impl RuleKind for PrescriptionRule {
    const KIND: &'static str = "prescription";
    type Wire = PrescriptionWire;

    fn read(wire: PrescriptionWire, cx: &mut Cx<'_>) -> Option<PrescriptionRule> {
        match (&wire.needs, &wire.without_end, &wire.set_by) {
            (Some(needs), None, None) => words(needs, Factor::ALL, cx).map(PrescriptionRule::Needs),
            (None, Some(word), None) => cx
                .word(word, &[("review-at-visit", ())])
                .map(|()| PrescriptionRule::ReviewedAtVisits),
            (None, None, Some(word)) => {
                let specialist = cx.word(word, &[("prescriber", false), ("specialist", true)])?;
                Some(if specialist {
                    PrescriptionRule::SetBySpecialist
                } else {
                    PrescriptionRule::SetByPrescriber
                })
            }
            _ => {
                cx.problem_at_fence(
                    "this block says one thing about a prescription",
                    "write `needs`, `without-end` or `set-by`",
                );
                None
            }
        }
    }

    fn line(&self, _: &Terminology) -> String {
        match self {
            PrescriptionRule::Needs(factors) => {
                let words: Vec<&str> = factors.iter().map(|factor| factor.word()).collect();
                format!("a prescription says: {}", words.join(", "))
            }
            PrescriptionRule::ReviewedAtVisits => {
                "a prescription without an end is reviewed at each visit".to_owned()
            }
            PrescriptionRule::SetByPrescriber => "only a prescriber sets or changes it".to_owned(),
            PrescriptionRule::SetBySpecialist => "a specialist begins it".to_owned(),
        }
    }
}

/// A statement that explains an answer and is cited beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explain {
    /// The answers that it explains.
    pub topic: Topic,
}

/// What an explaining statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A change because of the kidneys.
    Kidney,
    /// Dialysis.
    Dialysis,
    /// An age of 65 or more.
    OldAge,
    /// How soon the medicine helps.
    Response,
}

const TOPICS: &[(&str, Topic)] = &[
    ("kidney", Topic::Kidney),
    ("dialysis", Topic::Dialysis),
    ("old-age", Topic::OldAge),
    ("response", Topic::Response),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainWire {
    topic: Spanned<String>,
}

impl RuleKind for Explain {
    const KIND: &'static str = "explain";
    type Wire = ExplainWire;

    fn read(wire: ExplainWire, cx: &mut Cx<'_>) -> Option<Explain> {
        Some(Explain {
            topic: cx.word(&wire.topic, TOPICS)?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        let topic = TOPICS
            .iter()
            .find(|(_, topic)| *topic == self.topic)
            .map_or("", |(word, _)| word);
        format!("cited where the answer is about {topic}")
    }
}

/// A list of words, none of them twice, at least one.
fn words<T: Copy + PartialEq>(
    list: &[Spanned<String>],
    known: &[(&str, T)],
    cx: &mut Cx<'_>,
) -> Option<Vec<T>> {
    let mut read = Vec::new();
    for word in list {
        let value = cx.word(word, known)?;
        if read.contains(&value) {
            cx.problem("this word stands twice", word.span(), "delete one of them");
            return None;
        }
        read.push(value);
    }
    if read.is_empty() {
        cx.problem_at_fence("this list is empty", "name at least one word");
        return None;
    }
    Some(read)
}
