//! An element of a resource whose shape was checked, with its path.

use crate::json::{Node, Object};
use crate::path::Path;

/// An object of a resource and where it stands. The schema was checked before, so that a key that
/// has another shape than the schema says is not met here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'x> {
    object: &'x Object<'x>,
    path: Path<'x>,
}

impl<'x> Element<'x> {
    pub(crate) fn new(object: &'x Object<'x>, path: Path<'x>) -> Element<'x> {
        Element { object, path }
    }

    pub(crate) fn object(&self) -> &'x Object<'x> {
        self.object
    }

    /// The path of the element itself.
    pub(crate) fn here(&self) -> String {
        self.path.to_string()
    }

    /// The path of one of its keys.
    pub(crate) fn path(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.object.get(key).is_some()
    }

    /// The first of these keys that it has.
    pub(crate) fn first_of(&self, keys: &[&'static str]) -> Option<&'static str> {
        keys.iter().copied().find(|key| self.has(key))
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, key: &str) -> Option<&'x str> {
        self.object
            .text(key)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        if let Some(Node::Flag(flag)) = self.object.get(key) {
            Some(*flag)
        } else {
            None
        }
    }

    /// The digits of a number, as they were sent.
    pub(crate) fn number(&self, key: &str) -> Option<&'x str> {
        if let Some(Node::Number(digits)) = self.object.get(key) {
            Some(digits)
        } else {
            None
        }
    }

    pub(crate) fn one(&'x self, key: &'x str) -> Option<Element<'x>> {
        let object = self.object.object(key)?;
        Some(Element::new(object, self.path.key(key)))
    }

    pub(crate) fn many(&'x self, key: &'x str) -> impl Iterator<Item = Element<'x>> {
        let items = self.object.list(key).iter().enumerate();
        items.filter_map(move |(at, item)| {
            let path = self.path.item(key, at);
            Some(Element::new(item.as_object()?, path))
        })
    }

    pub(crate) fn texts(&self, key: &str) -> impl Iterator<Item = &'x str> {
        self.object.list(key).iter().filter_map(Node::as_text)
    }
}
