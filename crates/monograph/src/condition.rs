//! When does a rule apply? `fact < quantity` or `fact is value`, joined by `and`.

use std::cmp::Ordering;
use std::fmt;

use quantity::Quantity;
use terminology::{ConceptId, Kind, Terminology};

/// A fact of a person that a condition may ask for. The list is closed: a word that is not here
/// is an error in the monograph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactName {
    /// Age, from the date of birth; calendar time.
    Age,
    /// Body weight.
    Weight,
    /// Creatinine clearance, measured or estimated; never an eGFR.
    CreatinineClearance,
    /// The last result of a laboratory test.
    Lab(ConceptId),
    /// What the medicine is prescribed for.
    Indication,
    /// A condition, present or past, or a state such as pregnancy.
    Condition,
    /// A medicine that is taken, on hold or about to be taken; beside `since-stop` one that was
    /// stopped. As a word: not recognised, or not cleared by the doctor.
    Medicine,
    /// An allergy.
    Allergy,
    /// A vaccine that is planned.
    VaccinePlanned,
    /// A vaccine that was given, and how long ago.
    VaccineGiven,
    /// Time since a vaccine of the kind that the same condition names was given.
    SinceVaccine,
    /// Time since a medicine of the kind that the same condition names was stopped.
    SinceStop,
    /// How strong a symptom is: mild, moderate, severe.
    Severity,
    /// How far a symptom reaches: local, spreading, widespread.
    Extent,
    /// How a symptom goes on: improving, same, worsening.
    Course,
    /// Fever beside a symptom: yes or no.
    Fever,
    /// Time since a symptom began.
    SinceOnset,
    /// Time since the treatment began.
    SinceStart,
    /// Time since the last injection.
    SinceInjection,
}

/// `<`, `<=`, `>=` or `>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Less than.
    Below,
    /// Less than or equal to.
    AtMost,
    /// Equal to or greater than.
    AtLeast,
    /// Greater than.
    Above,
}

impl Comparison {
    /// Whether a value that lies so relative to the limit meets the comparison.
    #[must_use]
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Below => order == Ordering::Less,
            Comparison::AtMost => order != Ordering::Greater,
            Comparison::AtLeast => order != Ordering::Less,
            Comparison::Above => order == Ordering::Greater,
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Comparison::Below => "<",
            Comparison::AtMost => "<=",
            Comparison::AtLeast => ">=",
            Comparison::Above => ">",
        }
    }
}

/// One part of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// `medicine is tnf-blocker`: the fact is the concept or something under it.
    Is(FactName, ConceptId),
    /// `severity is mild`: a word of a closed scale.
    Word(FactName, &'static str),
    /// `age >= 65 a`.
    Compare(FactName, Comparison, Quantity),
}

impl Term {
    /// The fact that this part asks for.
    #[must_use]
    pub fn fact(&self) -> FactName {
        match self {
            Term::Is(fact, _) | Term::Word(fact, _) | Term::Compare(fact, _, _) => *fact,
        }
    }
}

/// When a rule applies: all of its terms hold. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    terms: Vec<Term>,
    text: String,
}

impl Condition {
    /// The terms, all of which must hold.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The condition as its author wrote it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads a condition.
    ///
    /// # Errors
    /// A sentence that says which word cannot be read and which words can stand there.
    pub(crate) fn read(text: &str, terminology: &Terminology) -> Result<Condition, String> {
        let terms = text
            .split(" and ")
            .map(|part| read_term(part.trim(), terminology))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Condition {
            terms,
            text: text.to_owned(),
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn read_term(text: &str, terminology: &Terminology) -> Result<Term, String> {
    let (word, rest) = text.split_once(' ').ok_or_else(|| {
        format!("`{text}` is not a condition: write `fact is value` or `fact < quantity`")
    })?;
    let fact = fact_name(word, terminology)?;
    let (operator, value) = rest
        .trim_start()
        .split_once(' ')
        .ok_or_else(|| format!("`{text}` compares `{word}` with nothing"))?;
    match operator {
        "is" => read_is(fact, word, value.trim(), terminology),
        "<" => read_compare(fact, word, Comparison::Below, value),
        "<=" => read_compare(fact, word, Comparison::AtMost, value),
        ">=" => read_compare(fact, word, Comparison::AtLeast, value),
        ">" => read_compare(fact, word, Comparison::Above, value),
        other => Err(format!(
            "`{other}` is not a comparison: write `is`, `<`, `<=`, `>=` or `>`"
        )),
    }
}

const FACTS: &[(&str, FactName)] = &[
    ("age", FactName::Age),
    ("weight", FactName::Weight),
    ("creatinine-clearance", FactName::CreatinineClearance),
    ("indication", FactName::Indication),
    ("condition", FactName::Condition),
    ("medicine", FactName::Medicine),
    ("allergy", FactName::Allergy),
    ("vaccine-planned", FactName::VaccinePlanned),
    ("vaccine-given", FactName::VaccineGiven),
    ("since-vaccine", FactName::SinceVaccine),
    ("since-stop", FactName::SinceStop),
    ("severity", FactName::Severity),
    ("extent", FactName::Extent),
    ("course", FactName::Course),
    ("fever", FactName::Fever),
    ("since-onset", FactName::SinceOnset),
    ("since-start", FactName::SinceStart),
    ("since-injection", FactName::SinceInjection),
];

impl FactName {
    /// The word of this fact in a monograph and in answers.
    #[must_use]
    pub fn word(self, terminology: &Terminology) -> &str {
        match self {
            FactName::Lab(test) => terminology.get(test).key(),
            other => FACTS
                .iter()
                .find(|(_, f)| *f == other)
                .map_or("fact", |(word, _)| word),
        }
    }

    /// The word of this fact in answers, the same for every laboratory test: `lab`.
    #[must_use]
    pub fn sort(self) -> &'static str {
        FACTS
            .iter()
            .find(|(_, f)| *f == self)
            .map_or("lab", |(word, _)| word)
    }

    fn concepts(self) -> &'static [Kind] {
        match self {
            FactName::Indication | FactName::Condition => &[Kind::Condition],
            FactName::Medicine => &[Kind::Medicine, Kind::MedicineClass],
            FactName::Allergy => &[Kind::Allergen, Kind::Medicine, Kind::MedicineClass],
            FactName::VaccinePlanned | FactName::VaccineGiven => {
                &[Kind::Vaccine, Kind::VaccineGroup]
            }
            FactName::Age
            | FactName::Weight
            | FactName::CreatinineClearance
            | FactName::Lab(_)
            | FactName::SinceVaccine
            | FactName::SinceStop
            | FactName::Severity
            | FactName::Extent
            | FactName::Course
            | FactName::Fever
            | FactName::SinceOnset
            | FactName::SinceStart
            | FactName::SinceInjection => &[],
        }
    }

    fn words(self) -> &'static [&'static str] {
        match self {
            FactName::Severity => &["mild", "moderate", "severe"],
            FactName::Extent => &["local", "spreading", "widespread"],
            FactName::Course => &["improving", "same", "worsening"],
            FactName::Fever => &["yes", "no"],
            FactName::Medicine => &["not-recognised", "not-cleared"],
            FactName::VaccinePlanned | FactName::VaccineGiven => &["not-recognised"],
            FactName::Age
            | FactName::Weight
            | FactName::CreatinineClearance
            | FactName::Lab(_)
            | FactName::Indication
            | FactName::Condition
            | FactName::Allergy
            | FactName::SinceVaccine
            | FactName::SinceStop
            | FactName::SinceOnset
            | FactName::SinceStart
            | FactName::SinceInjection => &[],
        }
    }

    /// A unit in which the fact can be compared, in UCUM; none when it cannot.
    fn unit(self) -> Option<&'static str> {
        match self {
            FactName::Age
            | FactName::SinceStart
            | FactName::SinceOnset
            | FactName::SinceInjection
            | FactName::SinceVaccine
            | FactName::SinceStop => Some("d"),
            FactName::Weight => Some("kg"),
            FactName::CreatinineClearance => Some("mL/min"),
            FactName::Lab(_) => Some(""),
            FactName::Indication
            | FactName::Condition
            | FactName::Medicine
            | FactName::Allergy
            | FactName::VaccinePlanned
            | FactName::VaccineGiven
            | FactName::Severity
            | FactName::Extent
            | FactName::Course
            | FactName::Fever => None,
        }
    }
}

fn fact_name(word: &str, terminology: &Terminology) -> Result<FactName, String> {
    if let Some((_, fact)) = FACTS.iter().find(|(name, _)| *name == word) {
        return Ok(*fact);
    }
    match terminology.by_key(word) {
        Some(test) if terminology.get(test).kind() == Kind::Lab => Ok(FactName::Lab(test)),
        _ => {
            let known: Vec<&str> = FACTS.iter().map(|(name, _)| *name).collect();
            Err(format!(
                "`{word}` is not a fact: write {}, or the key of a laboratory test",
                known.join(", ")
            ))
        }
    }
}

/// A fact alone (`age`), or as one concept (`condition is cancer`).
pub(crate) fn read_fact(
    text: &str,
    terminology: &Terminology,
) -> Result<(FactName, Option<ConceptId>), String> {
    if !text.contains(' ') {
        return Ok((fact_name(text, terminology)?, None));
    }
    match read_term(text, terminology)? {
        Term::Is(fact, concept) => Ok((fact, Some(concept))),
        Term::Word(..) | Term::Compare(..) => Err(format!(
            "`{text}` is more than a fact: write `fact is value`"
        )),
    }
}

fn read_is(
    fact: FactName,
    word: &str,
    value: &str,
    terminology: &Terminology,
) -> Result<Term, String> {
    if let Some(known) = fact.words().iter().find(|known| **known == value) {
        return Ok(Term::Word(fact, known));
    }
    let kinds = fact.concepts();
    match terminology.by_key(value) {
        Some(id) if kinds.contains(&terminology.get(id).kind()) => Ok(Term::Is(fact, id)),
        _ if kinds.is_empty() && !fact.words().is_empty() => {
            Err(format!("`{word}` is one of: {}", fact.words().join(", ")))
        }
        _ if kinds.is_empty() => Err(format!(
            "`{word}` is compared with a quantity, as in `{word} < …`"
        )),
        _ => Err(format!(
            "the terminology has no key `{value}` that `{word}` could be"
        )),
    }
}

fn read_compare(fact: FactName, word: &str, how: Comparison, value: &str) -> Result<Term, String> {
    let Some(unit) = fact.unit() else {
        return Err(format!("`{word}` is not a quantity: write `{word} is …`"));
    };
    let quantity: Quantity = value
        .trim()
        .parse()
        .map_err(|e| format!("`{value}`: {e}"))?;
    let fits = unit.is_empty()
        || quantity::Unit::from_ucum(unit).is_some_and(|u| fits(u, quantity.unit()));
    if fits {
        Ok(Term::Compare(fact, how, quantity))
    } else {
        Err(format!(
            "`{word}` cannot be compared with `{value}`: use a unit such as `{unit}`"
        ))
    }
}

/// Times may be written in days, weeks, months, years or hours; all else in its own dimension.
fn fits(wanted: quantity::Unit, given: quantity::Unit) -> bool {
    let time = |u: quantity::Unit| matches!(u.ucum(), "d" | "wk" | "mo" | "a" | "h" | "min" | "s");
    wanted.dimension() == given.dimension() || (time(wanted) && time(given))
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign())
    }
}
