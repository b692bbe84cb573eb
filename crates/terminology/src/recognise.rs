//! What a record means: its codes and its words together, and whether they agree.

use crate::concept::{ConceptId, Kind, NameSort};
use crate::search::Hit;
use crate::system::System;
use crate::tables::Terminology;
use crate::words::{Joint, Words};

/// How many near names are offered.
const OFFERS: usize = 8;

/// A code in a record, as FHIR writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coding<'a> {
    /// The address of the code system, or its object identifier.
    pub system: &'a str,
    /// The code.
    pub code: &'a str,
    /// The name that the record gives the code.
    pub display: Option<&'a str>,
}

/// What a record means. A caller names every case: only the first two are a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognition {
    /// A code says it, and no words contradict it.
    ByCode {
        /// The concept.
        id: ConceptId,
        /// What the words add.
        words: WordsSay,
    },
    /// The words say it.
    ByName {
        /// The concept.
        id: ConceptId,
        /// The name that was found, as the record writes it in comparable form.
        matched: String,
        /// By which rule.
        how: NameRule,
    },
    /// A code says one thing and the words another. Neither is taken: ask.
    Conflict {
        /// What the code says.
        by_code: ConceptId,
        /// What the words say.
        by_name: ConceptId,
    },
    /// Several unrelated things are named. A careful reader looks at each of them.
    Ambiguous(Vec<ConceptId>),
    /// Nothing is named, and the words resemble these names. They are for a person to choose from.
    Near(Vec<Hit>),
    /// Nothing is known of it. That is not the same as "nothing to worry about".
    Unrecognised,
}

/// What the words beside a recognised code say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordsSay {
    /// There are none.
    Nothing,
    /// The same.
    TheSame,
    /// They hold no name that is known here.
    Unknown,
    /// They hold no name, and resemble names of something else.
    Resembling(Vec<Hit>),
}

/// By which rule words were taken as a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameRule {
    /// The words are a name of the concept.
    Name,
    /// The words are a brand of it.
    Brand,
    /// The ingredient with the four letters of a biosimilar: `adalimumab-adaz`.
    Biosimilar,
    /// The name is a whole word or several in longer words: `0.67 ML anakinra 149 MG/ML`.
    InText,
    /// A code says the wider thing, and the words the narrower: M04.2 (CAPS) with "NOMID".
    NarrowsCode,
}

impl Recognition {
    /// The one concept that was recognised without doubt.
    #[must_use]
    pub fn taken(&self) -> Option<ConceptId> {
        match self {
            Self::ByCode { id, .. } | Self::ByName { id, .. } => Some(*id),
            Self::Conflict { .. } | Self::Ambiguous(_) | Self::Near(_) | Self::Unrecognised => None,
        }
    }

    /// Every concept that a careful reader must look at: the one taken, both sides of a conflict, all
    /// of several. Not the near ones, which are guesses.
    #[must_use]
    pub fn possible(&self) -> Vec<ConceptId> {
        match self {
            Self::ByCode { id, .. } | Self::ByName { id, .. } => vec![*id],
            Self::Conflict { by_code, by_name } => vec![*by_code, *by_name],
            Self::Ambiguous(ids) => ids.clone(),
            Self::Near(_) | Self::Unrecognised => Vec::new(),
        }
    }
}

/// A name found in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Match {
    id: ConceptId,
    matched: String,
    how: NameRule,
}

/// One text of a record.
#[derive(Debug, Clone)]
struct Said {
    words: Words,
    typed: Typed,
}

/// Whether a person may have typed the words. The display beside a code of RxNorm or ICD-10-CM comes
/// from the code system: it holds no slips, and looking for them in every medicine of a hospital that
/// is none of ours would cost more than reading the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed {
    Perhaps,
    No,
}

impl Terminology {
    /// What a record means that gives these codes and these words, among concepts of these kinds.
    ///
    /// Codes of systems that are not ours are passed over; their display is read like the text.
    #[must_use]
    pub fn recognise(
        &self,
        kinds: &[Kind],
        codings: &[Coding<'_>],
        text: Option<&str>,
    ) -> Recognition {
        let mut coded = Vec::new();
        for coding in codings {
            let id = System::from_uri(coding.system)
                .and_then(|system| self.by_code(system, coding.code))
                .filter(|id| kinds.contains(&self.get(*id).kind()));
            coded.extend(id);
        }
        self.narrow(&mut coded);
        let said = self.said(codings, text);
        match coded.as_slice() {
            [] => self.by_words(kinds, &said),
            [id] => self.code_and_words(kinds, *id, &said),
            _ => Recognition::Ambiguous(coded),
        }
    }

    fn said(&self, codings: &[Coding<'_>], text: Option<&str>) -> Vec<Said> {
        let mut said: Vec<Said> = Vec::with_capacity(codings.len() + 1);
        let ours = |coding: &Coding<'_>| System::from_uri(coding.system).is_some();
        let displays = codings.iter().filter_map(|coding| {
            let typed = if ours(coding) {
                Typed::No
            } else {
                Typed::Perhaps
            };
            coding.display.map(|display| (display, typed))
        });
        for (text, typed) in displays.chain(text.map(|text| (text, Typed::Perhaps))) {
            let words = self.words(without_tag(text));
            if !words.is_empty()
                && !said
                    .iter()
                    .any(|other| other.words.as_str() == words.as_str())
            {
                said.push(Said { words, typed });
            }
        }
        said
    }

    fn by_words(&self, kinds: &[Kind], said: &[Said]) -> Recognition {
        let matches: Vec<Match> = said
            .iter()
            .flat_map(|said| self.matches(kinds, &said.words))
            .collect();
        let mut ids: Vec<ConceptId> = matches.iter().map(|found| found.id).collect();
        self.narrow(&mut ids);
        match ids.as_slice() {
            [] => self.offer(kinds, said),
            [id] => match matches.into_iter().find(|found| found.id == *id) {
                Some(Match { id, matched, how }) => Recognition::ByName { id, matched, how },
                None => Recognition::Unrecognised,
            },
            _ => Recognition::Ambiguous(ids),
        }
    }

    fn offer(&self, kinds: &[Kind], said: &[Said]) -> Recognition {
        let hits = self.resembling(kinds, said);
        if hits.is_empty() {
            Recognition::Unrecognised
        } else {
            Recognition::Near(hits)
        }
    }

    fn resembling(&self, kinds: &[Kind], said: &[Said]) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        let typed = said.iter().filter(|said| said.typed == Typed::Perhaps);
        for hit in typed.flat_map(|said| self.near(&said.words, kinds, OFFERS)) {
            if !hits.iter().any(|other| other.concept == hit.concept) {
                hits.push(hit);
            }
        }
        hits.truncate(OFFERS);
        hits
    }

    /// The words beside a code that is known: they agree, narrow it, add to it, or contradict it.
    fn code_and_words(&self, kinds: &[Kind], id: ConceptId, said: &[Said]) -> Recognition {
        let mut others = Vec::new();
        let mut narrower = None;
        let mut agreed = false;
        for said in said {
            let matches = self.matches(kinds, &said.words);
            let same = matches.iter().any(|found| self.related(found.id, id));
            agreed |= same;
            for found in matches {
                if self.related(found.id, id) {
                    if found.id != id && self.is_a(found.id, id) {
                        narrower = Some(found);
                    }
                } else if same {
                    others.push(found.id);
                } else {
                    return Recognition::Conflict {
                        by_code: id,
                        by_name: found.id,
                    };
                }
            }
        }
        if !others.is_empty() {
            others.push(narrower.map_or(id, |found| found.id));
            self.narrow(&mut others);
            return Recognition::Ambiguous(others);
        }
        if let Some(Match { id, matched, .. }) = narrower {
            let how = NameRule::NarrowsCode;
            return Recognition::ByName { id, matched, how };
        }
        let words = if agreed {
            WordsSay::TheSame
        } else {
            self.beside(kinds, id, said)
        };
        Recognition::ByCode { id, words }
    }

    fn beside(&self, kinds: &[Kind], id: ConceptId, said: &[Said]) -> WordsSay {
        if said.is_empty() {
            return WordsSay::Nothing;
        }
        let mut hits = self.resembling(kinds, said);
        hits.retain(|hit| !self.related(hit.concept, id));
        if hits.is_empty() {
            WordsSay::Unknown
        } else {
            WordsSay::Resembling(hits)
        }
    }

    fn related(&self, one: ConceptId, other: ConceptId) -> bool {
        self.is_a(one, other) || self.is_a(other, one)
    }

    /// Leaves each concept once, and none that another of them already says more exactly.
    fn narrow(&self, ids: &mut Vec<ConceptId>) {
        ids.sort_unstable();
        ids.dedup();
        let all = ids.clone();
        ids.retain(|id| {
            !all.iter()
                .any(|other| other != id && self.is_a(*other, *id))
        });
    }

    /// The names in one text. A medicine or its class is found inside longer words; everything else
    /// only as the whole, for "no history of tuberculosis" is not tuberculosis.
    fn matches(&self, kinds: &[Kind], words: &Words) -> Vec<Match> {
        let whole: Vec<Match> = self
            .whole(kinds, words)
            .chain(self.without_affix(kinds, words))
            .collect();
        if !whole.is_empty() {
            return whole;
        }
        let inside: Vec<Kind> = kinds
            .iter()
            .copied()
            .filter(|kind| read_inside(*kind))
            .collect();
        if inside.is_empty() {
            return Vec::new();
        }
        self.inside(&inside, words)
    }

    fn whole(&self, kinds: &[Kind], words: &Words) -> impl Iterator<Item = Match> {
        self.names
            .of_form(words.as_str())
            .filter(|entry| kinds.contains(&entry.kind))
            .map(|entry| Match {
                id: entry.concept,
                matched: words.as_str().to_owned(),
                how: match entry.sort {
                    NameSort::Brand => NameRule::Brand,
                    NameSort::Name | NameSort::Plain | NameSort::Synonym => NameRule::Name,
                },
            })
    }

    /// "allergy to latex" names latex; "hepatitis B vaccination" names what "hepatitis B" does; "my lips
    /// are swelling" names what "lips are swelling" does.
    fn without_affix(&self, kinds: &[Kind], words: &Words) -> Vec<Match> {
        let mut found = Vec::new();
        for kind in kinds {
            let mut rests = affixes(*kind)
                .iter()
                .filter_map(|affix| affix.strip(words.as_str()));
            let named = |rest: &str| {
                let entry = self.names.of_form(rest).find(|entry| entry.kind == *kind)?;
                Some(Match {
                    id: entry.concept,
                    matched: rest.to_owned(),
                    how: NameRule::Name,
                })
            };
            found.extend(rests.find_map(named));
        }
        found
    }

    /// The longest names in a text from left to right, each once, none overlapping another.
    fn inside(&self, kinds: &[Kind], words: &Words) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (step, next) = match self.name_at(kinds, words, at) {
                Some((count, next)) => (count, Some(next)),
                None => (1, None),
            };
            if let Some(next) = next.filter(|next| !found.iter().any(|f| f.id == next.id)) {
                found.push(next);
            }
            at += step;
        }
        found
    }

    fn name_at(&self, kinds: &[Kind], words: &Words, at: usize) -> Option<(usize, Match)> {
        if is_negated(words, at) {
            return None;
        }
        let longest = self.names.longest_from(words.word(at)?);
        (1..=longest).rev().find_map(|count| {
            let form = words.run(at, count)?;
            let entry = self
                .names
                .of_form(form)
                .find(|entry| kinds.contains(&entry.kind))?;
            let suffixed = entry.kind == Kind::Medicine && has_suffix(words, at + count);
            let (how, count) = if suffixed {
                (NameRule::Biosimilar, count + 1)
            } else {
                (NameRule::InText, count)
            };
            let matched = words.run(at, count)?.to_owned();
            let id = entry.concept;
            Some((count, Match { id, matched, how }))
        })
    }
}

/// Whether names of the kind are looked for inside longer words.
fn read_inside(kind: Kind) -> bool {
    match kind {
        Kind::Medicine | Kind::MedicineClass => true,
        Kind::Condition
        | Kind::Vaccine
        | Kind::VaccineGroup
        | Kind::Allergen
        | Kind::Lab
        | Kind::Symptom
        | Kind::SymptomGroup
        | Kind::Place => false,
    }
}

/// The name rule of biosimilars: a hyphen and four letters. Source: `other-biologics`, finding 2.
fn has_suffix(words: &Words, at: usize) -> bool {
    words.joint(at) == Some(Joint::Hyphen)
        && words
            .word(at)
            .is_some_and(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// "anti-adalimumab antibodies" and "non-anakinra" name no medicine that is taken.
fn is_negated(words: &Words, at: usize) -> bool {
    words.joint(at) == Some(Joint::Hyphen)
        && at
            .checked_sub(1)
            .and_then(|before| words.word(before))
            .is_some_and(|word| matches!(word, "anti" | "non"))
}

/// Words around a name that do not change what it names.
enum Affix {
    Before(&'static str),
    After(&'static str),
}

impl Affix {
    fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        match self {
            Self::Before(affix) => text.strip_prefix(affix),
            Self::After(affix) => text.strip_suffix(affix),
        }
    }
}

fn affixes(kind: Kind) -> &'static [Affix] {
    match kind {
        Kind::Allergen => &[
            Affix::Before("allergy to "),
            Affix::Before("allergic to "),
            Affix::Before("allergic reaction to "),
            Affix::Before("hypersensitivity to "),
            Affix::After(" allergy"),
        ],
        Kind::Vaccine | Kind::VaccineGroup => &[
            Affix::After(" vaccine"),
            Affix::After(" vaccination"),
            Affix::After(" immunization"),
        ],
        Kind::Symptom => &[
            Affix::Before("i have got "),
            Affix::Before("i have an "),
            Affix::Before("i have a "),
            Affix::Before("i have "),
            Affix::Before("ive got "),
            Affix::Before("i feel "),
            Affix::Before("i am "),
            Affix::Before("im "),
            Affix::Before("i "),
            Affix::Before("he is "),
            Affix::Before("she is "),
            Affix::Before("he has "),
            Affix::Before("she has "),
            Affix::Before("he "),
            Affix::Before("she "),
            Affix::Before("my "),
            Affix::Before("the "),
            Affix::Before("a "),
        ],
        Kind::Medicine
        | Kind::MedicineClass
        | Kind::Condition
        | Kind::Lab
        | Kind::SymptomGroup
        | Kind::Place => &[],
    }
}

/// SNOMED CT ends a full name with its sort in brackets: "Rheumatoid arthritis (disorder)".
fn without_tag(said: &str) -> &str {
    const TAGS: [&str; 11] = [
        "disorder",
        "finding",
        "situation",
        "substance",
        "product",
        "medicinal product",
        "clinical drug",
        "procedure",
        "observable entity",
        "body structure",
        "event",
    ];
    let said = said.trim();
    TAGS.iter()
        .find_map(|tag| {
            said.strip_suffix(')')?
                .strip_suffix(tag)?
                .strip_suffix('(')
                .map(str::trim_end)
        })
        .unwrap_or(said)
}
