//! All names in comparable form, to be found exactly, inside a text, by a beginning, or nearly.

use std::collections::HashMap;

use crate::concept::{ConceptId, Kind, NameSort};
use crate::words::Words;

/// One name in comparable form.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) form: Box<str>,
    pub(crate) concept: ConceptId,
    pub(crate) kind: Kind,
    pub(crate) sort: NameSort,
    /// Which of the concept's names it is.
    pub(crate) name: u16,
    pub(crate) words: u8,
    pub(crate) letters: u16,
    /// Which letters occur in it: the sets of two words differ by at most two for each slip.
    pub(crate) set: u64,
}

/// The number of an entry.
pub(crate) type EntryId = u32;

#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    entries: Vec<Entry>,
    by_form: HashMap<Box<str>, Vec<EntryId>>,
    /// For the first word of a name, how many words the longest name with it has.
    longest_from: HashMap<Box<str>, u8>,
    /// For each kind, in the order of the declaration: entries by their count of letters.
    by_letters: [Vec<Vec<EntryId>>; Kind::ALL.len()],
}

/// Why a name was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameRefused {
    Empty,
    Taken(ConceptId),
}

impl Names {
    /// Adds a name. The same name again for the same concept is one name.
    pub(crate) fn add(
        &mut self,
        words: &Words,
        (concept, kind): (ConceptId, Kind),
        (name, sort): (u16, NameSort),
    ) -> Result<(), NameRefused> {
        let form = words.as_str();
        let (Some(first), Ok(count)) = (words.word(0), u8::try_from(words.len())) else {
            return Err(NameRefused::Empty);
        };
        for other in self.of_form(form) {
            if other.kind == kind {
                return if other.concept == concept {
                    Ok(())
                } else {
                    Err(NameRefused::Taken(other.concept))
                };
            }
        }
        let id = EntryId::try_from(self.entries.len()).map_err(|_| NameRefused::Empty)?;
        let letters = form.chars().count();
        self.by_form.entry(form.into()).or_default().push(id);
        let longest = self.longest_from.entry(first.into()).or_default();
        *longest = (*longest).max(count);
        if let Some(buckets) = self.by_letters.get_mut(kind as usize) {
            if buckets.len() <= letters {
                buckets.resize(letters + 1, Vec::new());
            }
            if let Some(bucket) = buckets.get_mut(letters) {
                bucket.push(id);
            }
        }
        self.entries.push(Entry {
            form: form.into(),
            concept,
            kind,
            sort,
            name,
            words: count,
            letters: u16::try_from(letters).unwrap_or(u16::MAX),
            set: letter_set(form),
        });
        Ok(())
    }

    pub(crate) fn of_form(&self, form: &str) -> impl Iterator<Item = &Entry> {
        self.by_form
            .get(form)
            .into_iter()
            .flatten()
            .filter_map(|id| self.entry(*id))
    }

    /// How many words the longest name has that begins with this word; zero where none does.
    pub(crate) fn longest_from(&self, first: &str) -> usize {
        self.longest_from
            .get(first)
            .map_or(0, |count| usize::from(*count))
    }

    /// All names of these kinds.
    pub(crate) fn of_kinds(&self, kinds: &[Kind]) -> impl Iterator<Item = &Entry> {
        kinds
            .iter()
            .filter_map(|kind| self.by_letters.get(*kind as usize))
            .flatten()
            .flatten()
            .filter_map(|id| self.entry(*id))
    }

    /// The names of these kinds with this many letters.
    pub(crate) fn with_letters(
        &self,
        kinds: &[Kind],
        letters: usize,
    ) -> impl Iterator<Item = &Entry> {
        kinds
            .iter()
            .filter_map(move |kind| self.by_letters.get(*kind as usize)?.get(letters))
            .flatten()
            .filter_map(|id| self.entry(*id))
    }

    fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(usize::try_from(id).ok()?)
    }
}

/// The set of letters and digits of a form, the rest in one place.
pub(crate) fn letter_set(form: &str) -> u64 {
    form.bytes().fold(0, |set, byte| {
        set | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => 1 << (26 + byte - b'0'),
            b' ' => 0,
            _ => 1 << 40,
        }
    })
}
