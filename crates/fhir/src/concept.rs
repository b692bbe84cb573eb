//! What a CodeableConcept means: its codes and its words together.

use std::sync::Arc;

use terminology::{Coding, ConceptId, Kind, NameRule, Recognition, System, Terminology, WordsSay};

use crate::element::Element;
use crate::json::Node;

/// Words that turn a medicine or substance named inside a sentence into its opposite, or may do so:
/// "no longer takes etanercept", "allergic to adalimumab". A name found beside one of them is not
/// taken for granted. Ours: no list of a source; it can only make a reading more careful.
const TURNING: [&str; 20] = [
    "no",
    "not",
    "never",
    "none",
    "without",
    "denies",
    "denied",
    "stop",
    "stopped",
    "stopping",
    "discontinue",
    "discontinued",
    "avoid",
    "avoided",
    "refused",
    "declined",
    "allergic",
    "allergy",
    "intolerant",
    "former",
];

/// What a CodeableConcept means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// One concept, without doubt.
    Clear(ConceptId),
    /// Each of these may be meant. Never taken as one of them; each is to be looked at.
    Doubtful(Vec<ConceptId>),
    /// No concept that is known here.
    Unknown,
}

/// A meaning with the words of the record and with what a reader should be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) meaning: Meaning,
    /// The words of the record.
    pub(crate) text: Arc<str>,
    /// Why it is not clear, or what is odd about it.
    pub(crate) remark: Option<String>,
}

impl Named {
    /// The concepts to be looked at.
    pub(crate) fn concepts(&self) -> &[ConceptId] {
        match &self.meaning {
            Meaning::Clear(id) => std::slice::from_ref(id),
            Meaning::Doubtful(ids) => ids,
            Meaning::Unknown => &[],
        }
    }
}

/// Reads a CodeableConcept among concepts of these kinds.
pub(crate) fn named(codeable: &Element<'_>, kinds: &[Kind], terminology: &Terminology) -> Named {
    let codings: Vec<Coding<'_>> = codings(codeable);
    let text = codeable.text("text");
    let words = words(&codings, text);
    let recognition = terminology.recognise(kinds, &codings, text);
    judge(recognition, words, &codings, terminology)
}

/// Reads words without a code, such as the display of a reference.
pub(crate) fn in_words(text: &str, kinds: &[Kind], terminology: &Terminology) -> Named {
    let recognition = terminology.recognise(kinds, &[], Some(text));
    judge(recognition, Arc::from(text), &[], terminology)
}

fn codings<'x>(codeable: &'x Element<'x>) -> Vec<Coding<'x>> {
    codeable
        .many("coding")
        .map(|coding| Coding {
            system: coding.text("system").unwrap_or_default(),
            code: coding.text("code").unwrap_or_default(),
            display: coding.text("display"),
        })
        .collect()
}

/// What the record calls it: its text, a name beside a code, or the code.
fn words(codings: &[Coding<'_>], text: Option<&str>) -> Arc<str> {
    let display = || codings.iter().find_map(|coding| coding.display);
    match text.or_else(display) {
        Some(words) => Arc::from(words),
        None => Arc::from(codes(codings)),
    }
}

/// The codes for a reader: `SNOMED CT 69896004`.
fn codes(codings: &[Coding<'_>]) -> String {
    let code = |coding: &Coding<'_>| match System::from_uri(coding.system) {
        Some(system) => format!("{system} {}", coding.code),
        None if coding.system.is_empty() => format!("{} of no system", coding.code),
        None => format!("{} {}", coding.system, coding.code),
    };
    let all: Vec<String> = codings
        .iter()
        .filter(|coding| !coding.code.is_empty())
        .map(code)
        .collect();
    all.join(", ")
}

fn judge(
    recognition: Recognition,
    text: Arc<str>,
    codings: &[Coding<'_>],
    terminology: &Terminology,
) -> Named {
    let name = |id: &ConceptId| terminology.get(*id).name().to_owned();
    let names = |ids: &[ConceptId]| ids.iter().map(name).collect::<Vec<_>>().join(" or ");
    let (meaning, remark) = match recognition {
        Recognition::ByCode { id, words } => {
            (Meaning::Clear(id), beside(id, &words, &text, terminology))
        }
        Recognition::ByName {
            id,
            how: NameRule::InText,
            ..
        } if turns(&text) => {
            let why = format!("\"{text}\" names {} in words that may deny it", name(&id));
            (Meaning::Doubtful(vec![id]), Some(why))
        }
        Recognition::ByName { id, .. } => (Meaning::Clear(id), None),
        Recognition::Conflict { by_code, by_name } => {
            let why = format!(
                "the code says {} and the words \"{text}\" say {}",
                name(&by_code),
                name(&by_name)
            );
            (Meaning::Doubtful(vec![by_code, by_name]), Some(why))
        }
        Recognition::Ambiguous(ids) => {
            let why = format!("\"{text}\" can mean {}", names(&ids));
            (Meaning::Doubtful(ids), Some(why))
        }
        Recognition::Near(hits) => {
            let near: Vec<ConceptId> = hits.iter().map(|hit| hit.concept).collect();
            let why = format!(
                "{} is not known here; similar: {}",
                full(&text, codings),
                names(&near)
            );
            (Meaning::Unknown, Some(why))
        }
        Recognition::Unrecognised if text.is_empty() => (
            Meaning::Unknown,
            Some("it has no code and no words".to_owned()),
        ),
        Recognition::Unrecognised => {
            let why = format!("{} is not known here", full(&text, codings));
            (Meaning::Unknown, Some(why))
        }
    };
    Named {
        meaning,
        text,
        remark,
    }
}

/// Words and codes: `"Gout" (ICD-10-CM M10.9)`.
fn full(text: &str, codings: &[Coding<'_>]) -> String {
    let codes = codes(codings);
    if codes.is_empty() || codes == text {
        format!("\"{text}\"")
    } else {
        format!("\"{text}\" ({codes})")
    }
}

/// What to tell of the words beside a code that is known.
fn beside(
    id: ConceptId,
    words: &WordsSay,
    text: &str,
    terminology: &Terminology,
) -> Option<String> {
    match words {
        WordsSay::Nothing | WordsSay::TheSame | WordsSay::Unknown => None,
        WordsSay::Resembling(hits) => {
            // The long name of a test holds the names of illnesses; only another test is odd.
            let is_test = terminology.get(id).kind() == Kind::Lab;
            let near: Vec<&str> = hits
                .iter()
                .map(|hit| terminology.get(hit.concept))
                .filter(|concept| !is_test || concept.kind() == Kind::Lab)
                .map(terminology::Concept::name)
                .collect();
            (!near.is_empty()).then(|| {
                format!(
                    "the code says {}, which is read; the words \"{text}\" resemble {}",
                    terminology.get(id).name(),
                    near.join(", ")
                )
            })
        }
    }
}

fn turns(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| {
        TURNING
            .iter()
            .any(|turning| turning.eq_ignore_ascii_case(word))
    })
}

/// The code of a status. Where several codings say different things, those of HL7 count, and where
/// these differ too, none.
pub(crate) fn status_code<'x>(codeable: &Element<'x>) -> Option<&'x str> {
    let codings = || {
        let list = codeable.object().list("coding").iter();
        list.filter_map(Node::as_object)
            .filter_map(|coding| Some((coding.text("system"), coding.text("code")?)))
    };
    let of_hl7 = |system: Option<&str>| system.is_some_and(|system| system.contains("hl7.org"));
    let only = |mut codes: Vec<&'x str>| {
        codes.sort_unstable();
        codes.dedup();
        match codes.as_slice() {
            [code] => Some(*code),
            _ => None,
        }
    };
    let standard: Vec<&str> = codings()
        .filter(|(system, _)| of_hl7(*system))
        .map(|(_, code)| code)
        .collect();
    if standard.is_empty() {
        return only(codings().map(|(_, code)| code).collect());
    }
    only(standard)
}

/// A concept that is named by its key.
pub(crate) fn clear(id: ConceptId) -> Named {
    Named {
        meaning: Meaning::Clear(id),
        text: Arc::from(""),
        remark: None,
    }
}
