//! Whether a resource has the shape that FHIR R4 gives it.
//!
//! A resource is checked once, before it is read: an element that R4 does not know, an element with
//! another shape, a key that stands twice or a modifier extension, and the whole resource is
//! reported and not read. A payload that is half understood could mean the opposite: a misspelt
//! `clinicalStatus` would make a resolved illness an active one.

use crate::elements::RESOURCE;
use crate::json::{Node, Object};

/// The shape of an element.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// A text, a date, a code.
    Text,
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A list of texts.
    Texts,
    /// One object of a type.
    One(&'static Type),
    /// A list of objects of a type.
    Many(&'static Type),
    /// R4 knows it, and it is not read here.
    Unread,
}

/// The elements of a type.
pub(crate) type Type = [(&'static str, Shape)];

/// Why a resource is not read: the path below it, and the reason.
pub(crate) struct Misshapen {
    pub(crate) below: String,
    pub(crate) why: String,
}

use Shape::{Flag, Many, Number, One, Text, Texts, Unread};

/// Checks a resource. A contained resource cannot contain another (FHIR R4, rule dom-2).
pub(crate) fn check(resource: &Object<'_>, elements: &Type) -> Result<(), Misshapen> {
    if let Some((below, why)) = resource.first_flaw() {
        let why = format!("{why}, so that the resource is not read");
        return Err(Misshapen { below, why });
    }
    if resource.get("implicitRules").is_some() {
        return Err(refused(
            "implicitRules",
            "it follows rules that are not known here, so that the resource is not read",
        ));
    }
    members(resource, &[elements, RESOURCE])
}

fn refused(key: &str, why: &str) -> Misshapen {
    Misshapen {
        below: format!(".{key}"),
        why: why.to_owned(),
    }
}

impl Misshapen {
    fn under(mut self, key: &str) -> Misshapen {
        self.below.insert_str(0, &format!(".{key}"));
        self
    }
}

fn members(object: &Object<'_>, types: &[&Type]) -> Result<(), Misshapen> {
    let mut all = object.members.iter();
    all.try_for_each(|(key, value)| member(key, value, types))
}

fn member(key: &str, value: &Node<'_>, types: &[&Type]) -> Result<(), Misshapen> {
    if *value == Node::Null || matches!(key, "id" | "extension") {
        return Ok(());
    }
    if key == "modifierExtension" {
        return Err(refused(
            key,
            "an extension changes its meaning in a way that is not known here, so that the resource is not read",
        ));
    }
    let shape = |key: &str| {
        let mut all = types.iter().flat_map(|elements| elements.iter());
        all.find(|(name, _)| *name == key).map(|(_, shape)| *shape)
    };
    match shape(key) {
        Some(shape) => fits(key, value, shape),
        None => match key.strip_prefix('_').and_then(shape) {
            // The extensions of a text or a number; what they may add does not change it.
            Some(Text | Flag | Number | Texts | Unread) => Ok(()),
            Some(One(_) | Many(_)) | None => Err(refused(
                key,
                "FHIR R4 has no such element here, so that the resource is not read",
            )),
        },
    }
}

fn fits(key: &str, value: &Node<'_>, shape: Shape) -> Result<(), Misshapen> {
    let wanted = match (shape, value) {
        (Text, Node::Text(_)) | (Flag, Node::Flag(_)) | (Number, Node::Number(_)) | (Unread, _) => {
            return Ok(());
        }
        (One(elements), Node::Object(object)) => {
            return members(object, &[elements]).map_err(|wrong| wrong.under(key));
        }
        (Many(elements), Node::List(list)) => return each(key, &list.items, elements),
        (Texts, Node::List(list)) => match list.items.iter().find(|item| !is_text(item)) {
            None => return Ok(()),
            Some(_) => "a list of texts",
        },
        (Text, _) => "a text",
        (Flag, _) => "true or false",
        (Number, _) => "a number",
        (One(_), _) => "one object",
        (Many(_), _) => "a list of objects",
        (Texts, _) => "a list of texts",
    };
    let why = format!(
        "{wanted} was expected and this is {}, so that the resource is not read",
        value.sort()
    );
    Err(refused(key, &why))
}

fn is_text(node: &Node<'_>) -> bool {
    matches!(node, Node::Text(_) | Node::Null)
}

fn each(key: &str, items: &[Node<'_>], elements: &'static Type) -> Result<(), Misshapen> {
    for (at, item) in items.iter().enumerate() {
        let Node::Object(object) = item else {
            let why = format!(
                "an object was expected and this is {}, so that the resource is not read",
                item.sort()
            );
            return Err(refused(&format!("{key}[{at}]"), &why));
        };
        members(object, &[elements]).map_err(|wrong| wrong.under(&format!("{key}[{at}]")))?;
    }
    Ok(())
}
