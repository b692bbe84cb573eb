//! What may these words mean?

use serde::Serialize;
use terminology::{Concept, Hit, How, Kind, Terminology};

use super::Shown;
use crate::args::SearchArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::input;
use crate::text::{Page, Run, plain, quiet, strong, style};
use crate::wire::Exit;

/// What the words may mean, the best first.
#[derive(Debug, Serialize)]
pub(crate) struct Search {
    report: &'static str,
    words: String,
    hits: Vec<HitWire>,
}

/// One thing that the words may mean. It is offered, never taken.
#[derive(Debug, Serialize)]
struct HitWire {
    key: String,
    kind: &'static str,
    name: String,
    plain: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<String>,
    is: Vec<String>,
    matched: String,
    how: &'static str,
    slips: usize,
    codes: Vec<CodeWire>,
    lookalikes: Vec<LookalikeWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct CodeWire {
    system: &'static str,
    code: String,
}

/// A name that is easily mixed up with this one.
#[derive(Debug, Serialize)]
struct LookalikeWire {
    key: String,
    name: String,
    is: Vec<String>,
}

/// Looks the words up.
pub(crate) fn answer(context: &Context, args: &SearchArgs) -> Result<Search, Failure> {
    let words = args.words.join(" ");
    let widened = input::record::terminology(context, args.rxnorm.as_deref())?;
    let terminology = widened.get();
    let kinds: &[Kind] = match &args.kind {
        Some(kind) => std::slice::from_ref(kind),
        None => &Kind::ALL,
    };
    let hits = terminology.search(&words, kinds, usize::from(args.limit));
    Ok(Search {
        report: "search",
        words,
        hits: hits.iter().map(|hit| hit_wire(terminology, hit)).collect(),
    })
}

fn hit_wire(terminology: &Terminology, hit: &Hit) -> HitWire {
    let concept = terminology.get(hit.concept);
    let (how, slips) = match hit.how {
        How::Exact => ("exact", 0),
        How::Prefix => ("prefix", 0),
        How::Within => ("within", 0),
        How::Scattered => ("scattered", 0),
        How::Near { slips } => ("near", slips),
    };
    HitWire {
        key: concept.key().to_owned(),
        kind: concept.kind().word(),
        name: concept.name().to_owned(),
        plain: concept.plain().to_owned(),
        brand: concept.brand().map(str::to_owned),
        is: parents(terminology, concept),
        matched: hit.matched.clone(),
        how,
        slips,
        codes: concept
            .codes()
            .iter()
            .map(|code| CodeWire {
                system: code.system().word(),
                code: code.code().to_owned(),
            })
            .collect(),
        lookalikes: terminology
            .lookalikes(hit.concept)
            .iter()
            .map(|id| {
                let other = terminology.get(*id);
                LookalikeWire {
                    key: other.key().to_owned(),
                    name: other.name().to_owned(),
                    is: parents(terminology, other),
                }
            })
            .collect(),
        note: concept.note().map(str::to_owned),
    }
}

fn parents(terminology: &Terminology, concept: &Concept) -> Vec<String> {
    concept
        .parents()
        .iter()
        .map(|id| terminology.get(*id).name().to_owned())
        .collect()
}

impl Shown for Search {
    fn page(&self, page: &mut Page, _: &Context) {
        if self.hits.is_empty() {
            page.line(
                0,
                &[plain(format!("Nothing here is called “{}”.", self.words))],
            );
            page.line(
                0,
                &[quiet("That is not the same as “nothing to worry about”.")],
            );
            return;
        }
        let near = self.hits.iter().all(|hit| hit.how == "near");
        if near {
            page.line(
                0,
                &[plain(format!(
                    "Nothing here is called “{}”. Did you mean:",
                    self.words
                ))],
            );
        }
        for hit in &self.hits {
            page.space();
            one(page, hit);
        }
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    fn exit(&self) -> Exit {
        Exit::Answered
    }
}

fn one(page: &mut Page, hit: &HitWire) {
    let brand = hit
        .brand
        .as_ref()
        .map(|b| format!(" ({b})"))
        .unwrap_or_default();
    let is = if hit.is.is_empty() {
        String::new()
    } else {
        format!(": {}", hit.is.join(", "))
    };
    page.hanging(
        0,
        2,
        &[
            strong(hit.name.as_str()),
            plain(brand),
            quiet(format!("  {}{is}", hit.kind)),
        ],
    );
    if hit.plain != hit.name {
        page.line(2, &[plain(hit.plain.as_str())]);
    }
    let how = match hit.how {
        "near" => format!(
            "near: “{}”, {} away",
            hit.matched,
            super::check::counted(hit.slips, "slip", "slips")
        ),
        _ => format!("by “{}”", hit.matched),
    };
    page.line(2, &[quiet(format!("key {} · {how}", hit.key))]);
    if !hit.codes.is_empty() {
        let mut systems: Vec<&str> = Vec::new();
        let codes: Vec<String> = hit
            .codes
            .iter()
            .filter(|code| {
                let first = !systems.contains(&code.system);
                systems.push(code.system);
                first
            })
            .map(|code| format!("{}\u{a0}{}", code.system, code.code))
            .collect();
        let more = hit.codes.len().saturating_sub(codes.len());
        let tail = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        page.line(2, &[quiet(format!("{}{tail}", codes.join(", ")))]);
    }
    for other in &hit.lookalikes {
        page.hanging(
            2,
            4,
            &[
                Run::new(style::CARE, "▲ easily mixed up with "),
                strong(other.name.as_str()),
                plain(if other.is.is_empty() {
                    String::new()
                } else {
                    format!(": {}", other.is.join(", "))
                }),
            ],
        );
    }
    if let Some(note) = &hit.note {
        page.line(2, &[quiet(note.as_str())]);
    }
}
