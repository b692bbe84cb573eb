//! What does a person mean who types a sign? Only a name or a synonym is taken. What is near is
//! offered, and a sentence that says no is not read as an answer about anything.

use terminology::{ConceptId, Kind, Recognition, Terminology};

use super::report::Said;

/// How the words for a sign were understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Understood {
    /// It is this sign.
    Sign(ConceptId),
    /// It may be one of these: to be confirmed by the person. Until then the worst of them counts.
    Offered(Vec<ConceptId>),
    /// It is on no list.
    NotListed,
}

/// Whether the words hold a "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Negation {
    /// They do not, or the whole is the name of a sign, such as "cannot breathe".
    Absent,
    /// They say that this sign is not there, and nothing else.
    Denies(ConceptId),
    /// Somewhere there is a "no" or a "not": what it belongs to is not read.
    Somewhere,
}

/// A sign as it was understood.
pub(super) struct Heard {
    pub(super) understood: Understood,
    pub(super) negation: Negation,
}

impl Heard {
    /// The signs that it is or may be.
    pub(super) fn signs(&self) -> &[ConceptId] {
        match &self.understood {
            Understood::Sign(id) => std::slice::from_ref(id),
            Understood::Offered(ids) => ids,
            Understood::NotListed => &[],
        }
    }
}

/// Understands a sign that was chosen or typed.
pub(super) fn hear(said: &Said, terminology: &Terminology) -> Heard {
    match said {
        Said::Recognised(id) => {
            let sign = matches!(
                terminology.get(*id).kind(),
                Kind::Symptom | Kind::SymptomGroup
            );
            Heard {
                understood: if sign {
                    Understood::Sign(*id)
                } else {
                    Understood::NotListed
                },
                negation: Negation::Absent,
            }
        }
        Said::Words(text) => typed(text, terminology),
    }
}

fn typed(text: &str, terminology: &Terminology) -> Heard {
    let understood = match terminology.recognise(&[Kind::Symptom], &[], Some(text)) {
        Recognition::ByCode { id, .. } | Recognition::ByName { id, .. } => Understood::Sign(id),
        Recognition::Conflict { by_code, by_name } => Understood::Offered(vec![by_code, by_name]),
        Recognition::Ambiguous(ids) => Understood::Offered(ids),
        Recognition::Near(hits) => offered(text, hits.iter().map(|hit| hit.concept), terminology),
        Recognition::Unrecognised => offered(text, std::iter::empty(), terminology),
    };
    if let Understood::Sign(_) = understood {
        return Heard {
            understood,
            negation: Negation::Absent,
        };
    }
    match negation(text, terminology) {
        denial @ Negation::Denies(_) => Heard {
            understood: Understood::NotListed,
            negation: denial,
        },
        negation @ (Negation::Absent | Negation::Somewhere) => Heard {
            understood,
            negation,
        },
    }
}

/// Every sign that the sentence names, and those that its words resemble.
fn offered(
    text: &str,
    near: impl Iterator<Item = ConceptId>,
    terminology: &Terminology,
) -> Understood {
    let named = terminology.phrases(text, &[Kind::Symptom]).found;
    let mut offered: Vec<ConceptId> = Vec::new();
    for id in named.into_iter().map(|phrase| phrase.concept).chain(near) {
        if !offered.contains(&id) {
            offered.push(id);
        }
    }
    if offered.is_empty() {
        Understood::NotListed
    } else {
        Understood::Offered(offered)
    }
}

/// Words that say no. "Cannot" is none of them: "I cannot swallow" is a sign.
const DENIALS: &[&str] = &[
    "no", "not", "without", "never", "none", "nothing", "deny", "denies", "denied", "dont",
    "doesnt", "didnt", "isnt", "arent", "wasnt", "havent", "hasnt", "hadnt", "negative",
];

/// Words before a "no" that name nothing.
const BEFORE: &[&str] = &[
    "i", "he", "she", "we", "they", "it", "there", "is", "are", "was", "have", "has", "had", "do",
    "does", "did", "im",
];

/// Words after a "no" that name nothing.
const AFTER: &[&str] = &["have", "has", "had", "a", "an", "any", "the", "of", "for"];

fn negation(text: &str, terminology: &Terminology) -> Negation {
    let words = plain_words(text);
    let Some(at) = words.iter().position(|word| is(word, DENIALS)) else {
        return Negation::Absent;
    };
    let (before, rest) = words.split_at(at);
    let named: Vec<&str> = rest
        .iter()
        .skip(1)
        .map(String::as_str)
        .skip_while(|word| is(word, AFTER))
        .collect();
    let denied = terminology.recognise(&[Kind::Symptom], &[], Some(&named.join(" ")));
    match denied.taken() {
        Some(id) if before.iter().all(|word| is(word, BEFORE)) => Negation::Denies(id),
        Some(_) | None => Negation::Somewhere,
    }
}

fn is(word: &str, list: &[&str]) -> bool {
    list.contains(&word)
}

/// The words in small letters; an apostrophe parts none: "don't" is "dont".
fn plain_words(text: &str) -> Vec<String> {
    let text = text.replace(['\'', '\u{2019}', '\u{2018}', '\u{2bc}', '`'], "");
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
