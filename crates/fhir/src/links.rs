//! Where a reference leads: `#id`, `Medication/9`, an address, a `urn:uuid`.

use std::collections::HashMap;

use crate::json::{Node, Object};
use crate::record::{Entry, tail, without_version};

/// All resources of a record, to be found by a reference.
#[derive(Debug)]
pub(crate) struct Links<'x> {
    entries: &'x [Entry<'x>],
    by_url: HashMap<&'x str, usize>,
    by_id: HashMap<(&'x str, &'x str), Vec<usize>>,
}

/// Where a reference leads.
#[derive(Debug, Clone)]
pub(crate) enum Target<'x> {
    /// To a resource of its own.
    Entry(&'x Entry<'x>),
    /// To a resource inside the one that refers to it.
    Contained(&'x Object<'x>),
    /// To nothing in this record.
    Nowhere,
    /// To several resources of this record.
    Several,
}

impl<'x> Links<'x> {
    pub(crate) fn new(entries: &'x [Entry<'x>]) -> Links<'x> {
        let mut by_url = HashMap::new();
        let mut by_id: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            if let Some(url) = entry.full_url {
                by_url.insert(without_version(url), at);
            }
            if let Some(id) = entry.id {
                by_id.entry((entry.kind, id)).or_default().push(at);
            }
        }
        Links {
            entries,
            by_url,
            by_id,
        }
    }

    /// Follows a reference that stands in `from`.
    pub(crate) fn follow(&self, reference: &str, from: &Entry<'x>) -> Target<'x> {
        if let Some(id) = reference.strip_prefix('#') {
            return contained(id, from).map_or(Target::Nowhere, Target::Contained);
        }
        let reference = without_version(reference);
        if let Some(entry) = self
            .by_url
            .get(reference)
            .and_then(|at| self.entries.get(*at))
        {
            return Target::Entry(entry);
        }
        let places = self
            .by_id
            .get(&tail(reference))
            .map_or(&[][..], Vec::as_slice);
        let base = base_of(reference).or(from.base());
        let mut found = places
            .iter()
            .filter_map(|at| self.entries.get(*at))
            .filter(|entry| fits(entry.base(), base));
        match (found.next(), found.next()) {
            (None, _) => Target::Nowhere,
            (Some(entry), None) => Target::Entry(entry),
            (Some(_), Some(_)) => Target::Several,
        }
    }
}

/// The resource inside another with this id.
fn contained<'x>(id: &str, from: &Entry<'x>) -> Option<&'x Object<'x>> {
    let inside = from.object.list("contained").iter();
    inside
        .filter_map(Node::as_object)
        .find(|object| object.text("id") == Some(id) && !id.is_empty())
}

/// The server of an absolute reference; `None` for a relative one.
fn base_of(reference: &str) -> Option<&str> {
    let (kind, id) = tail(reference);
    let rest = reference.strip_suffix(id)?.strip_suffix('/')?;
    reference
        .starts_with("http")
        .then(|| rest.strip_suffix(kind)?.strip_suffix('/'))
        .flatten()
}

/// Two addresses of servers fit unless both are known and differ.
fn fits(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        (None, _) | (_, None) => true,
    }
}

/// Whether two references to a patient mean the same one.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let (one, other) = (without_version(one), without_version(other));
    one == other
        || (tail(one) == tail(other) && fits(base_of(one), base_of(other)) && one.contains('/'))
}
