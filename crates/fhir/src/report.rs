//! What a reading found: facts, what could not be read, and what was left out on purpose.

use std::collections::HashMap;
use std::sync::Arc;

use decide::{Fact, Origin, What, When};

/// Something that could not be read. It is never a reason for silence: a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it stands, such as `Bundle.entry[3].resource.code`; in a file of several lines
    /// `line 4: Condition.code`.
    pub path: String,
    /// Why it was not read, in a plain sentence.
    pub why: String,
}

/// Something that was read and is left out on purpose, or that a reader should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it stands.
    pub path: String,
    /// What was done with it, in a plain sentence.
    pub says: String,
}

#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) facts: Vec<Fact>,
    pub(crate) unread: Vec<Unread>,
    pub(crate) notes: Vec<Note>,
    /// For things that occur many times: their place in `unread`, and how many there were.
    alike: HashMap<String, (usize, usize)>,
}

impl Report {
    pub(crate) fn fact(&mut self, what: What, when: Option<When>, from: &Origin) {
        self.facts.push(Fact {
            what,
            when,
            from: Arc::clone(from),
        });
    }

    pub(crate) fn unread(&mut self, path: impl Into<String>, why: impl Into<String>) {
        self.unread.push(Unread {
            path: path.into(),
            why: why.into(),
        });
    }

    /// Reports the first of many that are alike, and counts the others.
    pub(crate) fn unread_alike(&mut self, path: impl FnOnce() -> String, why: String) {
        if let Some((_, count)) = self.alike.get_mut(&why) {
            *count = count.saturating_add(1);
            return;
        }
        self.alike.insert(why.clone(), (self.unread.len(), 1));
        self.unread(path(), why);
    }

    pub(crate) fn note(&mut self, path: impl Into<String>, says: impl Into<String>) {
        self.notes.push(Note {
            path: path.into(),
            says: says.into(),
        });
    }

    /// Writes the counts behind what is alike.
    pub(crate) fn close(&mut self) {
        for (at, count) in self.alike.values() {
            if let (Some(unread), true) = (self.unread.get_mut(*at), *count > 1) {
                unread.why = format!("{} ({count} of them)", unread.why);
            }
        }
        self.alike.clear();
    }
}
