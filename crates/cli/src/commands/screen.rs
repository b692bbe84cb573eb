//! What in a record must not, or not just so, come together with the medicine?

use decide::screening::{About, Certainty, Finding, screen};
use decide::{Decision, Situation};
use monograph::Grade;
use serde::Serialize;

use super::Shown;
use crate::args::person::RecordArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::input::{Facts, record};
use crate::text::{Page, Run, basis, plain, quiet, strong, style};
use crate::wire::fact::{Input, input};
use crate::wire::{ConflictWire, Exit, Head, ReadingWire, Scribe, StatementWire, Tail};

/// All findings about one person, the gravest first.
#[derive(Debug, Serialize)]
pub(crate) struct Screened {
    #[serde(flatten)]
    head: Head,
    findings: Vec<FindingWire>,
    would_change: Vec<String>,
    #[serde(flatten)]
    tail: Tail,
    #[serde(skip)]
    worst: Option<Grade>,
}

/// What was found about one thing.
#[derive(Debug, Serialize)]
pub(crate) struct FindingWire {
    grade: &'static str,
    about: String,
    of: &'static str,
    certainty: &'static str,
    because: Vec<String>,
    says: String,
    said: Vec<SaidWire>,
    inputs: Vec<Input>,
    readings: Vec<ReadingWire>,
    conflicts: Vec<ConflictWire>,
    #[serde(skip)]
    class: Grade,
    #[serde(skip)]
    name: String,
}

/// What one rule says.
#[derive(Debug, Serialize)]
struct SaidWire {
    grade: &'static str,
    certainty: &'static str,
    says: String,
}

/// Screens the record of one person.
pub(crate) fn answer(context: &Context, args: &RecordArgs) -> Result<Screened, Failure> {
    let names = record::terminology(context, args.rxnorm.as_deref())?;
    let terminology = names.get();
    let setting = context.setting(terminology)?;
    let record = record::read(context, terminology, &args.record, args.patient.as_deref())?;
    let mut facts = Facts::new(context, terminology);
    facts.facts.extend(record.facts.iter().cloned());
    facts.country();
    let situation = Situation::new(facts.facts);
    let decision = screen(&setting, &situation);
    let mut screened = wire(&Scribe::of(&setting), context, &decision);
    record.end(&mut screened.head, &mut screened.tail);
    Ok(screened)
}

fn wire(
    scribe: &Scribe<'_>,
    context: &Context,
    decision: &Decision<decide::screening::Screening>,
) -> Screened {
    let missing = scribe.missing(decision);
    let whole = scribe.basis(decision.basis());
    let statements = scribe.cited([&whole], &missing);
    let findings = &decision.answer().findings;
    Screened {
        head: scribe.head(context, "screening", decision.tier()),
        findings: findings
            .iter()
            .map(|finding| finding_wire(scribe, finding))
            .collect(),
        would_change: whole.would_change,
        tail: Tail {
            missing,
            unread: Vec::new(),
            statements,
            notes: context.notes.clone(),
        },
        worst: decision.answer().worst(),
    }
}

pub(crate) fn finding_wire(scribe: &Scribe<'_>, finding: &Finding) -> FindingWire {
    let (of, about, name) = about(scribe, &finding.about);
    FindingWire {
        grade: finding.grade.word(),
        about,
        of,
        certainty: certainty(finding.certainty),
        because: scribe.because(&finding.because),
        says: finding
            .said
            .first()
            .map(|said| said.says.clone())
            .unwrap_or_default(),
        said: finding
            .said
            .iter()
            .map(|said| SaidWire {
                grade: said.grade.word(),
                certainty: certainty(said.certainty),
                says: said.says.clone(),
            })
            .collect(),
        inputs: finding
            .inputs
            .iter()
            .map(|fact| input(fact, scribe.terminology))
            .collect(),
        readings: finding
            .readings
            .iter()
            .filter_map(|no| scribe.reading(*no))
            .collect(),
        conflicts: finding
            .conflicts
            .iter()
            .filter_map(|no| scribe.conflict(*no))
            .collect(),
        class: finding.grade,
        name,
    }
}

/// What a finding is about: its sort, its key, and its name for people.
fn about(scribe: &Scribe<'_>, about: &About) -> (&'static str, String, String) {
    let named = |of, id: &terminology::ConceptId, words: fn(&str) -> String| {
        let concept = scribe.terminology.get(*id);
        (of, concept.key().to_owned(), words(concept.name()))
    };
    match about {
        About::Condition(id) => named("condition", id, str::to_owned),
        About::Allergy(id) => named("allergy", id, |name| format!("allergy to {name}")),
        About::Medicine(id) => named("medicine", id, str::to_owned),
        About::UnknownMedicine(text) => (
            "unknown-medicine",
            text.to_string(),
            format!("{text} (not recognised)"),
        ),
        About::VaccinePlanned(id) => {
            named("vaccine-planned", id, |name| format!("{name}, planned"))
        }
        About::VaccineGiven(id) => named("vaccine-given", id, |name| format!("{name}, given")),
        About::UnknownVaccine(text) => (
            "unknown-vaccine",
            text.to_string(),
            format!("{text} (not recognised)"),
        ),
        About::Indication(id) => named("indication", id, |name| format!("ordered for {name}")),
        About::Measured(id) => named("measured", id, str::to_owned),
        About::Age => ("age", "age".to_owned(), "age".to_owned()),
        About::Treatment => (
            "treatment",
            "treatment".to_owned(),
            "the treatment".to_owned(),
        ),
    }
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Possible => "possible",
        Certainty::Certain => "certain",
    }
}

/// The sign, the word and the colour of a grade.
fn badge(grade: Grade) -> Run {
    let (style, words) = match grade {
        Grade::Contraindicated => (style::STOP, "■ CONTRAINDICATED"),
        Grade::Avoid => (style::SERIOUS, "▲ AVOID"),
        Grade::Adjust => (style::CARE, "◆ ADJUST"),
        Grade::Monitor => (style::WATCH, "● MONITOR"),
        Grade::Discuss => (style::WATCH, "○ DISCUSS"),
        Grade::Note => (style::QUIET, "· NOTE"),
    };
    Run::new(style, words)
}

impl Shown for Screened {
    fn page(&self, page: &mut Page, context: &Context) {
        basis::head(page, "Screening", &self.head, context);
        if self.findings.is_empty() {
            page.space();
            page.line(
                0,
                &[plain(
                    "Nothing was found in what was told. What was not told stands below.",
                )],
            );
        }
        for finding in &self.findings {
            page.space();
            finding.page(page, &self.tail.statements);
        }
        basis::would_change(page, &self.would_change);
        basis::ending(page, &self.tail, context);
        page.space();
        page.line(0, &[strong(self.count())]);
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    fn exit(&self) -> Exit {
        match self.worst {
            Some(Grade::Contraindicated | Grade::Avoid) => Exit::Stops,
            Some(Grade::Adjust | Grade::Monitor | Grade::Discuss | Grade::Note) | None => {
                Exit::Answered
            }
        }
    }
}

impl Screened {
    /// How many findings of each grade, and how much was not told.
    fn count(&self) -> String {
        let grades: Vec<String> = Grade::ALL
            .iter()
            .rev()
            .filter_map(|(word, grade)| {
                let n = self.findings.iter().filter(|f| f.class == *grade).count();
                (n > 0).then(|| format!("{n} {word}"))
            })
            .collect();
        let found = match self.findings.len() {
            0 => "No finding".to_owned(),
            1 => format!("1 finding: {}", grades.join(", ")),
            n => format!("{n} findings: {}", grades.join(", ")),
        };
        format!("{found}. Not told: {}.", self.tail.missing.len())
    }
}

impl FindingWire {
    /// Whether the medicine should or must not go with it.
    pub(crate) fn stops(&self) -> bool {
        match self.class {
            Grade::Contraindicated | Grade::Avoid => true,
            Grade::Adjust | Grade::Monitor | Grade::Discuss | Grade::Note => false,
        }
    }

    /// Every statement that it names.
    pub(crate) fn cites(&self) -> impl Iterator<Item = &str> {
        let conflicts = self.conflicts.iter();
        let both = conflicts.flat_map(|c| [c.statement.as_str(), c.against.as_str()]);
        let because = self.because.iter().map(String::as_str);
        let readings = self.readings.iter().map(|r| r.statement.as_str());
        because.chain(readings).chain(both)
    }

    pub(crate) fn page(&self, page: &mut Page, statements: &[StatementWire]) {
        let mut first = vec![badge(self.class), strong(format!("  {}", self.name))];
        if self.certainty == "possible" {
            first.push(plain("  possible: not all that it asks for is known"));
        }
        page.hanging(0, 2, &first);
        for said in &self.said {
            let mut runs = vec![plain(said.says.as_str())];
            if said.grade != self.grade {
                runs.push(quiet(format!("  ({})", said.grade)));
            }
            page.hanging(2, 4, &runs);
        }
        basis::finding_reasons(page, 2, &self.because, statements);
        for input in &self.inputs {
            let mut runs = vec![quiet("from  ")];
            runs.extend(basis::input_runs(input));
            page.hanging(2, 8, &runs);
        }
        basis::finding_readings(page, 2, &self.readings);
        basis::finding_conflicts(page, 2, &self.conflicts);
    }
}
