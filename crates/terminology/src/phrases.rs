//! What a sentence says: every name in it, and what was not understood.

use crate::concept::{ConceptId, Kind};
use crate::tables::Terminology;
use crate::words::Words;

/// A sentence taken apart.
///
/// What is in `rest` was not understood. For a symptom that means "contact your doctor", never "fine".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The names found, from left to right.
    pub found: Vec<Phrase>,
    /// The runs of words between them that say something we do not know.
    pub rest: Vec<String>,
}

/// A name found in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// What it names. The first of several kinds that were asked for.
    pub concept: ConceptId,
    /// The words, in comparable form.
    pub words: String,
    /// Whether a word of denial stands before it.
    pub stated: Stated,
}

/// How a thing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stated {
    /// Nothing speaks against it.
    Plainly,
    /// A word such as "no" or "without" stands right before it. It may be denied, or the word may
    /// belong to what went before ("better? no, swelling"): unknown, and so never read as absent.
    AfterNo,
}

/// Words that carry no meaning of their own beside a symptom. Ours; they only keep `rest` short.
const FILLERS: [&str; 62] = [
    "a",
    "after",
    "all",
    "also",
    "am",
    "an",
    "and",
    "are",
    "at",
    "bad",
    "been",
    "but",
    "day",
    "days",
    "feel",
    "feeling",
    "feels",
    "few",
    "for",
    "from",
    "get",
    "getting",
    "got",
    "had",
    "has",
    "have",
    "he",
    "her",
    "him",
    "his",
    "i",
    "im",
    "in",
    "is",
    "it",
    "its",
    "ive",
    "little",
    "lot",
    "me",
    "mild",
    "my",
    "now",
    "of",
    "on",
    "our",
    "really",
    "she",
    "since",
    "so",
    "some",
    "still",
    "the",
    "there",
    "they",
    "this",
    "today",
    "very",
    "was",
    "we",
    "with",
    "yesterday",
];

const DENIALS: [&str; 6] = ["no", "not", "without", "never", "denies", "isnt"];

impl Terminology {
    /// Every name of these kinds in a sentence, the longest first at each word.
    ///
    /// ```
    /// use terminology::{Kind, Terminology};
    /// let t = Terminology::shipped();
    /// let read = t.phrases("My lips are swelling and I can't breathe", &[Kind::Symptom]);
    /// let keys: Vec<_> = read.found.iter().map(|f| t.get(f.concept).key()).collect();
    /// assert_eq!(keys, ["lip-swelling", "trouble-breathing"]);
    /// assert!(read.rest.is_empty());
    /// ```
    #[must_use]
    pub fn phrases(&self, sentence: &str, kinds: &[Kind]) -> Reading {
        let words = self.words(sentence);
        let mut reading = Reading::default();
        let mut unknown: Vec<&str> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.word(at) {
            let Some((count, concept)) = self.longest_at(&words, at, kinds) else {
                unknown.push(word);
                at += 1;
                continue;
            };
            let stated = match unknown.last() {
                Some(before) if DENIALS.contains(before) => Stated::AfterNo,
                Some(_) | None => Stated::Plainly,
            };
            reading.set_aside(&mut unknown);
            reading.found.push(Phrase {
                concept,
                words: words.run(at, count).unwrap_or(word).to_owned(),
                stated,
            });
            at += count;
        }
        reading.set_aside(&mut unknown);
        reading
    }

    fn longest_at(&self, words: &Words, at: usize, kinds: &[Kind]) -> Option<(usize, ConceptId)> {
        let longest = self.names.longest_from(words.word(at)?);
        (1..=longest).rev().find_map(|count| {
            let form = words.run(at, count)?;
            let entries = || self.names.of_form(form);
            let concept = kinds
                .iter()
                .find_map(|kind| entries().find(|entry| entry.kind == *kind))?
                .concept;
            Some((count, concept))
        })
    }
}

impl Reading {
    /// Keeps the words since the last name, unless they say nothing.
    fn set_aside(&mut self, unknown: &mut Vec<&str>) {
        let says_something = |word: &&str| !FILLERS.contains(word) && !DENIALS.contains(word);
        if unknown.iter().any(says_something) {
            self.rest.push(unknown.join(" "));
        }
        unknown.clear();
    }
}
