//! The shape of an answer for programs, and the source of the text for people.
//!
//! The core's types are not `Serialize`: these are, and `schemas/decision.schema.json` describes
//! them. A document is owned and complete: nothing is looked up when it is shown.

pub(crate) mod fact;

use decide::{Basis, Because, Decision, Setting, Tier};
use jiff::ZonedDateTime;
use monograph::{Monograph, Region, Regions, RuleNo, StatementNo, Strength};
use quantity::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use terminology::Terminology;

use crate::context::Context;
use fact::Input;

/// What the program says to its caller beside the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Answered.
    Answered,
    /// Answered, and something stops.
    Stops,
}

impl Exit {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Answered => 0,
            Exit::Stops => 1,
        }
    }
}

/// An exact number: every digit is written, none is added.
#[derive(Debug, Clone)]
pub(crate) struct Number(pub(crate) Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.normalize().to_string())
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

/// An answer to one question with its whole basis.
#[derive(Debug, Serialize)]
pub(crate) struct Decided<A> {
    #[serde(flatten)]
    pub(crate) head: Head,
    /// The answer, in typed fields.
    pub(crate) answer: A,
    #[serde(flatten)]
    pub(crate) basis: BasisWire,
    #[serde(flatten)]
    pub(crate) tail: Tail,
}

/// Which question, for whom, when, by which text.
#[derive(Debug, Serialize)]
pub(crate) struct Head {
    pub(crate) decision: &'static str,
    pub(crate) tier: &'static str,
    pub(crate) at: String,
    pub(crate) region: &'static str,
    pub(crate) monograph: EditionWire,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) patient: Option<String>,
    #[serde(skip)]
    pub(crate) when: ZonedDateTime,
    /// What must stand above everything, such as that the person has died.
    #[serde(skip)]
    pub(crate) alert: Option<String>,
}

/// Which monograph, of what day.
#[derive(Debug, Serialize)]
pub(crate) struct EditionWire {
    pub(crate) id: String,
    pub(crate) edition: String,
    #[serde(skip)]
    pub(crate) title: String,
}

/// What an answer rests on.
#[derive(Debug, Default, Serialize)]
pub(crate) struct BasisWire {
    /// Ids of statements; the first decided.
    pub(crate) because: Vec<String>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) readings: Vec<ReadingWire>,
    pub(crate) conflicts: Vec<ConflictWire>,
    pub(crate) would_change: Vec<String>,
}

/// What the whole document ends with.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Tail {
    pub(crate) missing: Vec<MissingWire>,
    pub(crate) unread: Vec<UnreadWire>,
    /// Every statement that the document names, once.
    pub(crate) statements: Vec<StatementWire>,
    /// How the input was read.
    pub(crate) notes: Vec<String>,
}

/// A number that is ours.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ReadingWire {
    pub(crate) words: String,
    pub(crate) value: String,
    pub(crate) because: String,
    pub(crate) statement: String,
    pub(crate) to_confirm: bool,
}

/// Two sources that differ.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ConflictWire {
    pub(crate) statement: String,
    pub(crate) against: String,
    pub(crate) acts: String,
    pub(crate) because: String,
    /// Where the statement that acts holds, when it is not everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<&'static str>,
}

impl ConflictWire {
    /// ` in the EU`, or nothing when it acts everywhere.
    pub(crate) fn place(&self) -> String {
        let region = self.region.map(str::to_uppercase);
        region
            .map(|region| format!(" in the {region}"))
            .unwrap_or_default()
    }

    /// The statement that does not act.
    pub(crate) fn over(&self) -> &str {
        if self.acts == self.statement {
            &self.against
        } else {
            &self.statement
        }
    }
}

/// A fact that nobody told.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MissingWire {
    pub(crate) fact: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) about: Option<String>,
    pub(crate) because: Vec<String>,
    #[serde(skip)]
    pub(crate) shown: String,
    /// What sort of thing is asked for, as a heading in the list.
    #[serde(skip)]
    pub(crate) sort: String,
}

/// A part of a record that could not be read.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct UnreadWire {
    pub(crate) path: String,
    pub(crate) why: String,
}

/// A statement with its sources.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StatementWire {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) quote: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<&'static str>,
    pub(crate) sources: Vec<SourceWire>,
    pub(crate) checked: String,
}

/// Who says a statement.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SourceWire {
    pub(crate) title: String,
    pub(crate) edition: String,
    pub(crate) date: String,
    pub(crate) place: String,
}

/// The word of a tier.
pub(crate) fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Patient => "patient",
        Tier::Clinician => "clinician",
    }
}

/// Turns what the core answers into its wire shape.
pub(crate) struct Scribe<'a> {
    pub(crate) monograph: &'a Monograph,
    pub(crate) terminology: &'a Terminology,
}

impl<'a> Scribe<'a> {
    pub(crate) fn of(setting: &Setting<'a>) -> Scribe<'a> {
        Scribe {
            monograph: setting.monograph,
            terminology: setting.terminology,
        }
    }

    pub(crate) fn head(&self, context: &Context, decision: &'static str, of: Tier) -> Head {
        Head {
            decision,
            tier: tier(of),
            at: context.at.to_string(),
            region: context.region.word(),
            monograph: self.edition(),
            patient: None,
            when: context.at.clone(),
            alert: None,
        }
    }

    pub(crate) fn edition(&self) -> EditionWire {
        let edition = self.monograph.edition();
        EditionWire {
            id: edition.id.clone(),
            edition: edition.date.to_string(),
            title: edition.title.clone(),
        }
    }

    pub(crate) fn basis(&self, basis: &Basis) -> BasisWire {
        BasisWire {
            because: self.because(&basis.because),
            inputs: basis
                .inputs
                .iter()
                .map(|fact| fact::input(fact, self.terminology))
                .collect(),
            readings: basis
                .readings
                .iter()
                .filter_map(|no| self.reading(*no))
                .collect(),
            conflicts: basis
                .conflicts
                .iter()
                .filter_map(|no| self.conflict(*no))
                .collect(),
            would_change: basis.would_change.clone(),
        }
    }

    pub(crate) fn missing(&self, of: &Decision<impl Sized>) -> Vec<MissingWire> {
        let plain = of.tier() == Tier::Patient;
        of.basis()
            .missing
            .iter()
            .map(|missing| {
                let about = missing.about.map(|id| self.terminology.get(id));
                let name = about.map(|concept| {
                    if plain {
                        concept.plain()
                    } else {
                        concept.name()
                    }
                });
                MissingWire {
                    fact: missing.fact.to_owned(),
                    about: about.map(|concept| concept.key().to_owned()),
                    because: self.because(&missing.because),
                    shown: missing_words(missing.fact, name),
                    sort: missing.fact.replace('-', " "),
                }
            })
            .collect()
    }

    pub(crate) fn because(&self, because: &Because) -> Vec<String> {
        because.iter().map(|no| self.id(no)).collect()
    }

    pub(crate) fn id(&self, no: StatementNo) -> String {
        self.monograph.statement(no).id().to_owned()
    }

    pub(crate) fn reading(&self, no: RuleNo) -> Option<ReadingWire> {
        let (statement, reading) = self.monograph.rules().reading(no)?;
        Some(ReadingWire {
            words: reading.words.clone(),
            value: reading.value.clone(),
            because: reading.because.clone(),
            statement: self.id(statement),
            to_confirm: reading.to_confirm,
        })
    }

    pub(crate) fn conflict(&self, no: RuleNo) -> Option<ConflictWire> {
        let rules = self.monograph.rules().conflicts();
        let rule = rules.iter().find(|rule| rule.no() == no)?;
        Some(ConflictWire {
            statement: self.id(rule.statement()),
            against: rule.against.clone(),
            acts: rule.acts.clone(),
            because: rule.because.clone(),
            region: self
                .monograph
                .find(&rule.acts)
                .and_then(|statement| region_word(statement.regions())),
        })
    }

    /// Every statement that a document names: what it rests on, what misses something, and both
    /// sides of what differs.
    pub(crate) fn cited<'w>(
        &self,
        bases: impl IntoIterator<Item = &'w BasisWire>,
        missing: &[MissingWire],
    ) -> Vec<StatementWire> {
        let mut ids: Vec<&str> = Vec::new();
        for basis in bases {
            ids.extend(basis.because.iter().map(String::as_str));
            ids.extend(basis.readings.iter().map(|r| r.statement.as_str()));
            ids.extend(
                basis
                    .conflicts
                    .iter()
                    .flat_map(|c| [c.statement.as_str(), c.against.as_str()]),
            );
        }
        ids.extend(
            missing
                .iter()
                .flat_map(|m| m.because.iter().map(String::as_str)),
        );
        let mut seen = std::collections::HashSet::new();
        ids.retain(|id| seen.insert(*id));
        ids.into_iter()
            .filter_map(|id| self.monograph.find(id))
            .map(|statement| self.statement(statement))
            .collect()
    }

    /// Cites further statements in a document, each once.
    pub(crate) fn cite_also<'w>(&self, tail: &mut Tail, ids: impl Iterator<Item = &'w str>) {
        for id in ids {
            let known = tail.statements.iter().any(|statement| statement.id == id);
            if let (false, Some(statement)) = (known, self.monograph.find(id)) {
                tail.statements.push(self.statement(statement));
            }
        }
    }

    pub(crate) fn statement(&self, statement: &monograph::Statement) -> StatementWire {
        StatementWire {
            id: statement.id().to_owned(),
            title: statement.title().to_owned(),
            quote: statement.quote().to_owned(),
            region: region_word(statement.regions()),
            sources: statement
                .attributions()
                .iter()
                .filter_map(|said| {
                    let source = self.monograph.source(&said.source)?;
                    Some(SourceWire {
                        title: source.title.clone(),
                        edition: source.edition.clone(),
                        date: source.date.clone(),
                        place: said.place.clone(),
                    })
                })
                .collect(),
            checked: statement.checked().to_string(),
        }
    }

    /// A whole document around an answer.
    pub(crate) fn decided<A, D>(
        &self,
        context: &Context,
        question: &'static str,
        decision: &Decision<D>,
        answer: A,
    ) -> Decided<A> {
        let missing = self.missing(decision);
        let basis = self.basis(decision.basis());
        let statements = self.cited([&basis], &missing);
        Decided {
            head: self.head(context, question, decision.tier()),
            answer,
            basis,
            tail: Tail {
                missing,
                unread: Vec::new(),
                statements,
                notes: context.notes.clone(),
            },
        }
    }
}

/// The word of a region; none where a statement holds everywhere.
pub(crate) fn region_word(regions: Regions) -> Option<&'static str> {
    match regions {
        Regions::All => None,
        Regions::Only(region) => Some(region.word()),
    }
}

/// The word of a strength.
pub(crate) fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Consider => "consider",
        Strength::Should => "should",
        Strength::Must => "must",
    }
}

/// The name of a region for people.
pub(crate) fn region_name(region: Region) -> &'static str {
    match region {
        Region::Us => "US label",
        Region::Eu => "EU label",
    }
}

/// A missing fact under the heading of its sort. Nothing named means the list as a whole.
fn missing_words(fact: &str, about: Option<&str>) -> String {
    match (fact, about) {
        (_, Some(about)) => about.to_owned(),
        ("condition" | "allergy" | "medicine" | "vaccine-planned" | "vaccine-given", None) => {
            "whether the list is whole".to_owned()
        }
        (fact, None) => fact.replace('-', " "),
    }
}
