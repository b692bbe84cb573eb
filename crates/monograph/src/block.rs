//! Reads one fenced block as a rule: the keys that all kinds share, then those of its kind.

use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::contexts::Cx;
use crate::kinds::{RuleKind, RuleNo};
use crate::markdown::BlockText;
use crate::model::{Regions, StatementNo};
use crate::rule::{Reading, Rule, Strength};

/// What stands around a block: where it is, and whose.
pub(crate) struct Header<'a> {
    pub(crate) block: &'a BlockText<'a>,
    pub(crate) statement: StatementNo,
    pub(crate) regions: Regions,
    pub(crate) no: RuleNo,
    pub(crate) line: usize,
}

/// Reads one block as a rule of kind `T`: the keys that all kinds share, then its own.
pub(crate) fn rule<T: RuleKind>(header: Header<'_>, cx: &mut Cx<'_>) -> Option<Rule<T>> {
    let mut table = match DeTable::parse(header.block.body) {
        Ok(table) => table,
        Err(error) => {
            cx.problem(
                error.message().to_owned(),
                error.span().unwrap_or(0..0),
                "write `key = \"value\"`; if this line is no part of the rule, close the fence above it",
            );
            return None;
        }
    };
    let shared = shared_keys(table.get_mut(), cx);
    let span = table.span();
    let own = Spanned::new(span, DeValue::Table(table.into_inner()));
    let wire = match T::Wire::deserialize(own.into_deserializer()) {
        Ok(wire) => wire,
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            cx.problem(
                error.message().to_owned(),
                at,
                format!("see how a `{}` is written in docs/RULES.md", T::KIND),
            );
            return None;
        }
    };
    let what = T::read(wire, cx)?;
    let shared = shared?;
    Some(Rule {
        no: header.no,
        name: header.block.name.to_owned(),
        statement: header.statement,
        regions: header.regions,
        strength: shared.strength,
        reading: shared.reading,
        instead_of: shared.instead_of,
        otherwise_ask: shared.otherwise_ask,
        line: header.line,
        at: header.block.info.clone(),
        what,
    })
}

struct Shared {
    strength: Option<Strength>,
    reading: Option<Reading>,
    instead_of: Option<String>,
    otherwise_ask: bool,
}

/// Takes `strength`, `instead-of`, `otherwise` and `[reading]` out of a block.
fn shared_keys(table: &mut DeTable<'_>, cx: &mut Cx<'_>) -> Option<Shared> {
    const STRENGTHS: &[(&str, Strength)] = &[
        ("consider", Strength::Consider),
        ("should", Strength::Should),
        ("must", Strength::Must),
    ];
    let strength = take_text(table, "strength", cx)?;
    let strength = match strength {
        None => None,
        Some(word) => Some(cx.word(&word, STRENGTHS)?),
    };
    let instead_of = take_text(table, "instead-of", cx)?.map(Spanned::into_inner);
    let otherwise = take_text(table, "otherwise", cx)?;
    let otherwise_ask = match otherwise {
        None => false,
        Some(word) => cx.word(&word, &[("ask", true)])?,
    };
    let reading = match table.remove("reading") {
        None => None,
        Some(value) => match ReadingWire::deserialize(value.into_deserializer()) {
            Ok(r) => Some(Reading {
                words: r.words,
                value: r.value,
                because: r.because,
                to_confirm: r.to_confirm,
            }),
            Err(error) => {
                cx.problem(
                    error.message().to_owned(),
                    error.span().unwrap_or(0..0),
                    "a reading has `words`, `value` and `because`",
                );
                return None;
            }
        },
    };
    Some(Shared {
        strength,
        reading,
        instead_of,
        otherwise_ask,
    })
}

fn take_text(
    table: &mut DeTable<'_>,
    key: &str,
    cx: &mut Cx<'_>,
) -> Option<Option<Spanned<String>>> {
    match table.remove(key) {
        None => Some(None),
        Some(value) => {
            let span = value.span();
            if let Some(text) = value.get_ref().as_str() {
                Some(Some(Spanned::new(span, text.to_owned())))
            } else {
                cx.problem(
                    format!("`{key}` is a text"),
                    span,
                    "put the value in quotes",
                );
                None
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ReadingWire {
    words: String,
    value: String,
    because: String,
    #[serde(default)]
    to_confirm: bool,
}
