//! The resources of a record: from bytes to entries, the newest version of each.

use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::Timestamp;

use crate::ReadError;
use crate::json::{self, Node, NotJson, Object, Trouble};
use crate::report::Report;

/// A whole value of the bytes, with its line where there are several.
pub(crate) struct Piece<'a> {
    line: Option<usize>,
    node: Node<'a>,
}

/// One resource of the record.
#[derive(Debug)]
pub(crate) struct Entry<'x> {
    pub(crate) object: &'x Object<'x>,
    /// Its `resourceType`.
    pub(crate) kind: &'x str,
    pub(crate) id: Option<&'x str>,
    pub(crate) full_url: Option<&'x str>,
    /// `Bundle.entry[3].resource`, or `Condition`, or `line 4: Condition`.
    pub(crate) path: String,
    version: Version,
}

/// What tells which of two versions of a resource is newer.
#[derive(Debug, Clone, Copy, Default)]
struct Version {
    updated: Option<Timestamp>,
    number: Option<u64>,
    /// The place in a bundle of type history, which has the newest version first.
    history: Option<usize>,
}

/// That a resource was deleted.
struct Deleted<'x> {
    url: &'x str,
    version: Version,
    path: String,
}

/// Splits the bytes into JSON values. A file with a value on each line may have broken lines: they
/// are reported.
pub(crate) fn pieces<'a>(
    bytes: &'a [u8],
    report: &mut Report,
) -> Result<Vec<Piece<'a>>, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(ReadError::Utf16);
    }
    let whole = match std::str::from_utf8(bytes) {
        Ok(text) => json::values(text).map_err(|wrong| not_json(text, wrong)),
        Err(error) => Err(not_text(bytes, error.valid_up_to())),
    };
    match whole {
        Ok(values) if values.is_empty() => Err(ReadError::Empty),
        Ok(values) => Ok(whole_pieces(bytes, values)),
        Err(error @ ReadError::TooLarge { .. }) => Err(error),
        Err(error) => lines(bytes, report).ok_or(error),
    }
}

fn whole_pieces<'a>(bytes: &[u8], values: Vec<(usize, Node<'a>)>) -> Vec<Piece<'a>> {
    let several = values.len() > 1;
    let mut line = 1_usize;
    let mut from = 0;
    let mut pieces = Vec::with_capacity(values.len());
    for (at, node) in values {
        let between = bytes.get(from..at).unwrap_or_default();
        line = line.saturating_add(breaks(between));
        from = at;
        let line = several.then_some(line);
        pieces.push(Piece { line, node });
    }
    pieces
}

fn breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// Reads line by line. At least half of the lines that are not empty must be resources: otherwise
/// it is one broken text and no file of lines.
fn lines<'a>(bytes: &'a [u8], report: &mut Report) -> Option<Vec<Piece<'a>>> {
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let number = at.saturating_add(1);
        match line_value(line) {
            Ok(node) => good.push(Piece {
                line: Some(number),
                node,
            }),
            Err(why) => bad.push((number, why)),
        }
    }
    if good.is_empty() || good.len() < bad.len() {
        return None;
    }
    for (number, why) in bad {
        report.unread(format!("line {number}"), why);
    }
    Some(good)
}

fn line_value(line: &[u8]) -> Result<Node<'_>, String> {
    let Ok(text) = std::str::from_utf8(line) else {
        return Err("the line is not text in UTF-8".to_owned());
    };
    let mut values = json::values(text).map_err(|wrong| {
        let column = text.get(..wrong.at).unwrap_or_default().chars().count();
        format!("column {}: {}", column.saturating_add(1), wrong.why)
    })?;
    let is_resource = |node: &Node<'_>| {
        let object = node.as_object();
        object.is_some_and(|object| object.text("resourceType").is_some())
    };
    match (values.pop(), values.pop()) {
        (Some((_, node)), None) if is_resource(&node) => Ok(node),
        (_, _) => Err("the line is no FHIR resource".to_owned()),
    }
}

fn not_json(text: &str, wrong: NotJson) -> ReadError {
    let before = text.get(..wrong.at).unwrap_or(text);
    let (line, column) = place(before);
    let why = wrong.why;
    match wrong.sort {
        Trouble::Syntax => ReadError::NotJson { line, column, why },
        Trouble::TooLarge => ReadError::TooLarge { line, column, why },
    }
}

fn not_text(bytes: &[u8], valid: usize) -> ReadError {
    let before = bytes.get(..valid).unwrap_or_default();
    let (line, column) = place(&String::from_utf8_lossy(before));
    ReadError::NotJson {
        line,
        column,
        why: "this byte is not part of a text in UTF-8",
    }
}

/// Line and column, both from 1, behind this text.
fn place(before: &str) -> (usize, usize) {
    let line = breaks(before.as_bytes()).saturating_add(1);
    let last = before.rsplit('\n').next().unwrap_or_default();
    (line, last.chars().count().saturating_add(1))
}

/// Collects the entries of all pieces, the newest version of each.
pub(crate) fn entries<'x>(pieces: &'x [Piece<'x>], report: &mut Report) -> Vec<Entry<'x>> {
    let mut found = Collector {
        entries: Vec::new(),
        deleted: Vec::new(),
        report,
    };
    for piece in pieces {
        let line = piece.line.map(|line| format!("line {line}: "));
        found.value(&piece.node, line.unwrap_or_default());
    }
    let Collector {
        entries, deleted, ..
    } = found;
    newest(entries, &deleted, report)
}

struct Collector<'x, 'r> {
    entries: Vec<Entry<'x>>,
    deleted: Vec<Deleted<'x>>,
    report: &'r mut Report,
}

impl<'x> Collector<'x, '_> {
    fn value(&mut self, node: &'x Node<'x>, line: String) {
        match node {
            Node::Object(object) => {
                let kind = object.text("resourceType").unwrap_or_default();
                self.resource(object, format!("{line}{kind}"), None, Version::default());
            }
            Node::Null
            | Node::Flag(_)
            | Node::Number(_)
            | Node::Text(_)
            | Node::List(_)
            | Node::TooDeep => {
                let why = format!("this is {} and no FHIR resource", node.sort());
                self.report.unread(format!("{line}$"), why);
            }
        }
    }

    fn resource(
        &mut self,
        object: &'x Object<'x>,
        path: String,
        full_url: Option<&'x str>,
        mut version: Version,
    ) {
        let Some(kind) = object.text("resourceType") else {
            let path = if path.is_empty() {
                "$".to_owned()
            } else {
                path
            };
            let why = "it does not say which resource it is (resourceType)";
            return self.report.unread(path, why);
        };
        if kind == "Bundle" {
            return self.bundle(object, &path);
        }
        let meta = object.object("meta");
        version.updated = meta
            .and_then(|meta| meta.text("lastUpdated"))
            .and_then(|text| text.parse().ok());
        version.number = meta
            .and_then(|meta| meta.text("versionId"))
            .and_then(|text| text.parse().ok());
        self.entries.push(Entry {
            object,
            kind,
            id: object.text("id").filter(|id| !id.is_empty()),
            full_url,
            path,
            version,
        });
    }

    fn bundle(&mut self, bundle: &'x Object<'x>, path: &str) {
        if let Some(key) = bundle.repeated() {
            let why = format!("the key `{key}` stands twice, so that the bundle is not read");
            return self.report.unread(path, why);
        }
        for unknown in ["modifierExtension", "implicitRules"] {
            if bundle.get(unknown).is_some() {
                let why = "it changes the meaning in a way that is not known here, so that the bundle is not read";
                return self.report.unread(format!("{path}.{unknown}"), why);
            }
        }
        let next = |link: &Node<'_>| matches!(link, Node::Object(link) if link.text("relation") == Some("next"));
        if bundle.list("link").iter().any(next) {
            let why = "the bundle goes on in a next page, which is not here";
            self.report.unread(format!("{path}.link"), why);
        }
        let history = bundle.text("type") == Some("history");
        match bundle.get("entry") {
            None => {}
            Some(Node::List(list)) => {
                for (at, entry) in list.items.iter().enumerate() {
                    let place = history.then_some(at);
                    self.entry(entry, format!("{path}.entry[{at}]"), place);
                }
            }
            Some(other) => {
                let why = format!("a list was expected and this is {}", other.sort());
                self.report.unread(format!("{path}.entry"), why);
            }
        }
    }

    fn entry(&mut self, entry: &'x Node<'x>, path: String, history: Option<usize>) {
        let Node::Object(entry) = entry else {
            let why = format!("an object was expected and this is {}", entry.sort());
            return self.report.unread(path, why);
        };
        if let Some(key) = entry.repeated() {
            let why = format!("the key `{key}` stands twice, so that the entry is not read");
            return self.report.unread(path, why);
        }
        if entry.get("modifierExtension").is_some() {
            let why = "an extension changes its meaning in a way that is not known here, so that the entry is not read";
            return self.report.unread(format!("{path}.modifierExtension"), why);
        }
        let version = Version {
            history,
            ..Version::default()
        };
        match entry.get("resource") {
            Some(Node::Object(resource)) => {
                let full_url = entry.text("fullUrl").filter(|url| !url.is_empty());
                self.resource(resource, format!("{path}.resource"), full_url, version);
            }
            Some(other) => {
                let why = format!("a resource was expected and this is {}", other.sort());
                self.report.unread(format!("{path}.resource"), why);
            }
            None => self.without_resource(entry, path, version),
        }
    }

    fn without_resource(&mut self, entry: &'x Object<'x>, path: String, mut version: Version) {
        let request = entry.object("request");
        let method = request.and_then(|request| request.text("method"));
        let url = request.and_then(|request| request.text("url"));
        match (method, url) {
            (Some("DELETE"), Some(url)) => {
                version.updated = entry
                    .object("response")
                    .and_then(|response| response.text("lastModified"))
                    .and_then(|text| text.parse().ok());
                self.deleted.push(Deleted { url, version, path });
            }
            _ => self.report.unread(path, "the entry holds no resource"),
        }
    }
}

/// Which of two versions is newer; `None` where nothing tells.
fn newer(one: Version, other: Version) -> Option<Ordering> {
    if let (Some(one), Some(other)) = (one.updated, other.updated)
        && one != other
    {
        return Some(one.cmp(&other));
    }
    if let (Some(one), Some(other)) = (one.number, other.number)
        && one != other
    {
        return Some(one.cmp(&other));
    }
    match (one.history, other.history) {
        (Some(one), Some(other)) => Some(other.cmp(&one)),
        _ => None,
    }
}

/// Leaves the newest version of each resource and none that was deleted later.
fn newest<'x>(
    entries: Vec<Entry<'x>>,
    deleted: &[Deleted<'_>],
    report: &mut Report,
) -> Vec<Entry<'x>> {
    let mut place: HashMap<(&str, &str, Option<&str>), Vec<usize>> = HashMap::new();
    let mut kept: Vec<Option<Entry<'x>>> = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(id) = entry.id else {
            kept.push(Some(entry));
            continue;
        };
        let places = place.entry((entry.kind, id, entry.base())).or_default();
        match beside(&entry, places, &mut kept, report) {
            Beside::Left => {}
            Beside::Kept => {
                places.push(kept.len());
                kept.push(Some(entry));
            }
        }
    }
    let mut left: Vec<Entry<'x>> = kept.into_iter().flatten().collect();
    for gone in deleted {
        delete(gone, &mut left, report);
    }
    left
}

enum Beside {
    Kept,
    Left,
}

/// Compares an entry with the versions of it that were met before.
fn beside(
    entry: &Entry<'_>,
    places: &[usize],
    kept: &mut [Option<Entry<'_>>],
    report: &mut Report,
) -> Beside {
    for place in places {
        let Some(slot) = kept.get_mut(*place) else {
            continue;
        };
        let Some(earlier) = slot else { continue };
        if earlier.object == entry.object {
            return Beside::Left;
        }
        match newer(entry.version, earlier.version) {
            Some(Ordering::Greater) => {
                let says = format!("an older version; the newer one stands at {}", entry.path);
                report.note(earlier.path.clone(), says);
                *slot = None;
            }
            Some(Ordering::Less) => {
                let says = format!("an older version; the newer one stands at {}", earlier.path);
                report.note(entry.path.clone(), says);
                return Beside::Left;
            }
            Some(Ordering::Equal) | None => {
                let why = format!(
                    "it differs from {}, which has the same id, and nothing tells which is newer; both are read",
                    earlier.path
                );
                report.unread(entry.path.clone(), why);
            }
        }
    }
    Beside::Kept
}

fn delete(gone: &Deleted<'_>, left: &mut Vec<Entry<'_>>, report: &mut Report) {
    let same = |entry: &Entry<'_>| {
        let (kind, id) = tail(gone.url);
        Some(id) == entry.id && kind == entry.kind
    };
    let mut says = format!("{} was deleted", gone.url);
    for entry in left.iter().filter(|entry| same(entry)) {
        match newer(gone.version, entry.version) {
            Some(Ordering::Greater) => {}
            Some(Ordering::Less) => says = format!("{} was deleted and written again", gone.url),
            Some(Ordering::Equal) | None => {
                let why = format!(
                    "it is to be deleted ({}), and is read all the same",
                    gone.path
                );
                report.unread(entry.path.clone(), why);
            }
        }
    }
    left.retain(|entry| {
        !same(entry) || newer(gone.version, entry.version) != Some(Ordering::Greater)
    });
    report.note(gone.path.clone(), says);
}

/// The type and the id at the end of an address, without a version.
pub(crate) fn tail(url: &str) -> (&str, &str) {
    let url = without_version(url);
    match url.rsplit_once('/') {
        Some((before, id)) => (before.rsplit('/').next().unwrap_or(before), id),
        None => ("", url),
    }
}

pub(crate) fn without_version(url: &str) -> &str {
    url.split_once("/_history/")
        .map_or(url, |(before, _)| before)
}

impl<'x> Entry<'x> {
    /// The address of the server that the resource comes from.
    pub(crate) fn base(&self) -> Option<&'x str> {
        let url = self.full_url.filter(|url| url.starts_with("http"))?;
        let rest = without_version(url).strip_suffix(self.id?)?;
        rest.strip_suffix('/')?
            .strip_suffix(self.kind)?
            .strip_suffix('/')
    }

    /// Its name in a fact: `MedicationRequest/12`, or its path where it has no id.
    pub(crate) fn origin(&self) -> String {
        match self.id {
            Some(id) => format!("{}/{id}", self.kind),
            None => self.path.clone(),
        }
    }
}
