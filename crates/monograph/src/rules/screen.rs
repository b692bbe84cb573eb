//! What in a record must not, or not just so, come together with the medicine?

use quantity::{CalendarSpan, Quantity};
use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::condition::{Condition, FactName, Term};
use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::rule::Rule;

/// A finding of a screening: when it is made, how grave it is, and what to do.
///
/// The first part of `when` names what the finding is about.
///
/// ```toml
/// when  = "medicine is tnf-blocker"
/// grade = "avoid"
/// says  = "Do not combine: more serious infections and no more benefit."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// When the finding is made.
    pub when: Condition,
    /// How grave it is where the statement holds.
    pub grade: Grade,
    /// How grave it is in the other region; none: it is not shown there.
    pub elsewhere: Option<Grade>,
    /// What to do, in a short sentence to a clinician.
    pub says: String,
    /// What a condition counts for that is over.
    pub past: Past,
    /// How old a measured value may be to count as known.
    pub fresh: Option<CalendarSpan>,
    /// Whether it speaks beside graver findings about the same thing.
    pub speaks: Speaks,
    /// What kind of harm it is about.
    pub harm: Harm,
    /// How strong the evidence is, in words.
    pub evidence: Option<String>,
    /// How bad the harm is that can come.
    pub seriousness: Option<Seriousness>,
    /// How the harm comes about, where a source says so.
    pub mechanism: Option<String>,
    /// What the sources recommend to do instead, where they say so.
    pub recommended: Option<String>,
}

/// How grave a finding is, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Good to know.
    Note,
    /// The person and the doctor talk about it before going on.
    Discuss,
    /// It can go together with closer checks.
    Monitor,
    /// It can go together with another dose or interval.
    Adjust,
    /// It should not go together.
    Avoid,
    /// It must not go together.
    Contraindicated,
}

impl Grade {
    /// All grades with their words, the mildest first.
    pub const ALL: &'static [(&'static str, Grade)] = &[
        ("note", Grade::Note),
        ("discuss", Grade::Discuss),
        ("monitor", Grade::Monitor),
        ("adjust", Grade::Adjust),
        ("avoid", Grade::Avoid),
        ("contraindicated", Grade::Contraindicated),
    ];

    /// The word of this grade.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Grade::Note => "note",
            Grade::Discuss => "discuss",
            Grade::Monitor => "monitor",
            Grade::Adjust => "adjust",
            Grade::Avoid => "avoid",
            Grade::Contraindicated => "contraindicated",
        }
    }

    /// The next graver one.
    #[must_use]
    pub fn raised(self) -> Grade {
        match self {
            Grade::Note => Grade::Discuss,
            Grade::Discuss => Grade::Monitor,
            Grade::Monitor => Grade::Adjust,
            Grade::Adjust => Grade::Avoid,
            Grade::Avoid | Grade::Contraindicated => Grade::Contraindicated,
        }
    }

    /// Whether a prescriber should not go on past it without a decision of his own.
    #[must_use]
    pub fn stops(self) -> bool {
        self >= Grade::Avoid
    }
}

/// What a condition counts for that the record calls past, resolved or in remission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// The same as now: the default, for it is the more cautious reading.
    Same,
    /// Nothing.
    Nothing,
    /// This condition: active tuberculosis that is over is a history of tuberculosis.
    As(ConceptId),
}

/// Whether a rule speaks beside others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// Always.
    Always,
    /// Only when no other rule of its grade or a graver one speaks about the same thing.
    WhenNothingElse,
}

/// What kind of harm a finding is about. A `graver` names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Harm {
    /// An infection that comes, grows or wakes up.
    Infection,
    /// An allergic reaction.
    Allergy,
    /// Anything else.
    Other,
}

const HARMS: &[(&str, Harm)] = &[
    ("infection", Harm::Infection),
    ("allergy", Harm::Allergy),
    ("other", Harm::Other),
];

/// How bad the harm is that can come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seriousness {
    /// It passes, or is treated at home.
    Minor,
    /// It needs treatment.
    Moderate,
    /// It can kill, maim or bring to a hospital.
    Serious,
}

const SERIOUSNESS: &[(&str, Seriousness)] = &[
    ("minor", Seriousness::Minor),
    ("moderate", Seriousness::Moderate),
    ("serious", Seriousness::Serious),
];

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    when: Spanned<String>,
    grade: Spanned<String>,
    elsewhere: Option<Spanned<String>>,
    says: Spanned<String>,
    past: Option<Spanned<String>>,
    fresh: Option<Spanned<String>>,
    speaks: Option<Spanned<String>>,
    harm: Option<Spanned<String>>,
    evidence: Option<String>,
    seriousness: Option<Spanned<String>>,
    mechanism: Option<String>,
    recommended: Option<String>,
}

impl RuleKind for Screen {
    const KIND: &'static str = "screen";
    const REPLACES: bool = true;
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Screen> {
        let when = cx.condition(&wire.when);
        let fits = when
            .as_ref()
            .is_some_and(|condition| answerable(condition, &wire.when, cx));
        let grade = cx.word(&wire.grade, Grade::ALL);
        let elsewhere = optional_word(wire.elsewhere.as_ref(), Grade::ALL, cx);
        let past = past(wire.past.as_ref(), cx);
        let fresh = cx.optional(wire.fresh.as_ref());
        let speaks = optional_word(
            wire.speaks.as_ref(),
            &[("when-nothing-else", Speaks::WhenNothingElse)],
            cx,
        );
        let harm = optional_word(wire.harm.as_ref(), HARMS, cx);
        let seriousness = optional_word(wire.seriousness.as_ref(), SERIOUSNESS, cx);
        if wire.says.get_ref().trim().is_empty() {
            cx.problem(
                "this finding says nothing",
                wire.says.span(),
                "say in a short sentence what to do",
            );
            return None;
        }
        let screen = Screen {
            when: when.filter(|_| fits)?,
            grade: grade?,
            elsewhere: elsewhere?,
            says: wire.says.into_inner(),
            past: past?,
            fresh: fresh?,
            speaks: speaks?.unwrap_or(Speaks::Always),
            harm: harm?.unwrap_or(Harm::Other),
            evidence: wire.evidence,
            seriousness: seriousness?,
            mechanism: wire.mechanism,
            recommended: wire.recommended,
        };
        Some(screen)
    }

    fn line(&self, terminology: &Terminology) -> String {
        let elsewhere = self
            .elsewhere
            .map(|grade| format!(", elsewhere {}", grade.word()))
            .unwrap_or_default();
        let past = match self.past {
            Past::Same => String::new(),
            Past::Nothing => ", not when it is over".to_owned(),
            Past::As(other) => format!(", when it is over as {}", terminology.get(other).key()),
        };
        let fresh = self
            .fresh
            .map(|span| format!(", from a value of the last {span}"))
            .unwrap_or_default();
        format!(
            "{}{elsewhere} when {}{past}{fresh}: {}",
            self.grade.word(),
            self.when,
            self.says
        )
    }

    /// One question has one grade in one place, unless a rule says which of two stands or a
    /// conflict of their statements is declared.
    fn check(rules: &[Rule<Screen>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i.saturating_add(1)) {
                if first.contradicts(second)
                    && !cx.conflict_declared(first.statement, second.statement)
                {
                    let question = format!("how grave it is when {}", first.when);
                    cx.overlap(first, second, &question);
                }
            }
            unasked(first, cx);
        }
    }
}

impl Rule<Screen> {
    /// Whether two rules give one harm of one thing two grades, where both hold.
    fn contradicts(&self, other: &Rule<Screen>) -> bool {
        self.when.terms() == other.when.terms()
            && self.regions.meet(other.regions)
            && self.harm == other.harm
            && self.speaks == other.speaks
            && self.grade != other.grade
    }
}

/// What a rule wants to know, somebody must ask.
fn unasked(rule: &Rule<Screen>, cx: &mut CheckCx<'_>) {
    for term in rule.when.terms() {
        let Term::Is(fact, concept) = term else {
            continue;
        };
        let asked = cx
            .questions
            .iter()
            .any(|question| question.covers(*fact, *concept, cx.terminology));
        if !asked {
            let key = cx.terminology.get(*concept).key().to_owned();
            cx.problem(
                rule,
                format!("nobody asks whether `{key}` is so, which this rule needs"),
                "add a `question` block that asks for it",
            );
        }
    }
}

fn past(word: Option<&Spanned<String>>, cx: &mut Cx<'_>) -> Option<Past> {
    match word.map(|word| (word, word.get_ref().as_str())) {
        None => Some(Past::Same),
        Some((_, "nothing")) => Some(Past::Nothing),
        Some((word, _)) => cx.concept(word, &[Kind::Condition]).map(Past::As),
    }
}

/// A word that may be left out: `Some(None)` when it is, `None` when it cannot be read.
fn optional_word<T: Copy>(
    word: Option<&Spanned<String>>,
    words: &[(&str, T)],
    cx: &mut Cx<'_>,
) -> Option<Option<T>> {
    match word {
        None => Some(None),
        Some(word) => cx.word(word, words).map(Some),
    }
}

/// Whether a record can answer a condition: no fact of a symptom, each calendar span in calendar
/// units, and "since" beside what it is counted from.
fn answerable(condition: &Condition, at: &Spanned<String>, cx: &mut Cx<'_>) -> bool {
    let anchor = condition.terms().first().map(Term::fact);
    for (i, term) in condition.terms().iter().enumerate() {
        if let Some((message, help)) = unanswerable(term, i, anchor) {
            cx.problem(message, at.span(), help);
            return false;
        }
    }
    true
}

fn unanswerable(
    term: &Term,
    place: usize,
    anchor: Option<FactName>,
) -> Option<(&'static str, &'static str)> {
    match term.fact() {
        FactName::Severity
        | FactName::Extent
        | FactName::Course
        | FactName::Fever
        | FactName::SinceOnset
        | FactName::SinceInjection => Some((
            "a record does not tell this: it is a question about a symptom",
            "use a condition, a medicine, an allergy, a vaccine, an age or a measured value",
        )),
        FactName::SinceVaccine if anchor != Some(FactName::VaccineGiven) => Some((
            "since which vaccine?",
            "begin the condition with `vaccine-given is …`",
        )),
        FactName::SinceStop if anchor != Some(FactName::Medicine) => Some((
            "since which medicine was stopped?",
            "begin the condition with `medicine is …`",
        )),
        FactName::Age | FactName::SinceStart | FactName::SinceVaccine | FactName::SinceStop => {
            calendar(term)
        }
        FactName::Medicine | FactName::VaccinePlanned | FactName::VaccineGiven => {
            let word = matches!(term, Term::Word(_, _));
            (word && place > 0).then_some((
                "this word can only stand first",
                "begin the condition with it",
            ))
        }
        FactName::Weight
        | FactName::CreatinineClearance
        | FactName::Lab(_)
        | FactName::Indication
        | FactName::Condition
        | FactName::Allergy => None,
    }
}

fn calendar(term: &Term) -> Option<(&'static str, &'static str)> {
    let span = |limit: &Quantity| CalendarSpan::try_from(*limit).is_err();
    let clock = matches!(term, Term::Compare(_, _, limit) if span(limit));
    clock.then_some((
        "this is counted in the calendar",
        "write whole days, weeks, months or years: `d`, `wk`, `mo`, `a`",
    ))
}

/// Findings of one kind are graver for some people.
///
/// ```toml
/// when  = "age >= 65 a"
/// harm = "infection"
/// up-to = "avoid"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graver {
    /// For whom.
    pub when: Condition,
    /// Which findings rise by one grade.
    pub harm: Harm,
    /// The gravest grade to which a finding rises; a graver one stays as it is.
    pub up_to: Grade,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct GraverWire {
    when: Spanned<String>,
    harm: Spanned<String>,
    up_to: Spanned<String>,
}

impl RuleKind for Graver {
    const KIND: &'static str = "graver";
    type Wire = GraverWire;

    fn read(wire: GraverWire, cx: &mut Cx<'_>) -> Option<Graver> {
        let when = cx.condition(&wire.when);
        let fits = when
            .as_ref()
            .is_some_and(|condition| answerable(condition, &wire.when, cx));
        let harm = cx.word(&wire.harm, HARMS);
        let up_to = cx.word(&wire.up_to, Grade::ALL);
        Some(Graver {
            when: when.filter(|_| fits)?,
            harm: harm?,
            up_to: up_to?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        let harm = HARMS
            .iter()
            .find(|(_, harm)| *harm == self.harm)
            .map_or("other", |(word, _)| word);
        format!(
            "findings about {harm} rise by one grade, up to {}, when {}",
            self.up_to.word(),
            self.when
        )
    }
}
