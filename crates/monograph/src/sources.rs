//! Reads `source.toml`: which monograph this is, where its statements come from, and when each was last
//! compared with its source.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::Date;
use terminology::{Kind, Terminology};
use toml::Spanned;
use toml::value::Datetime;

use crate::model::{CheckAgain, Edition, Monograph, Region, Source, SourceKind};
use crate::problem::{File, Problem};

/// The list of sources, read.
pub(crate) struct Sources {
    pub(crate) edition: Edition,
    pub(crate) sources: Vec<Source>,
    pub(crate) checks: Checks,
}

/// When the statements were last compared with their sources.
pub(crate) struct Checks {
    on: Date,
    own: BTreeMap<String, OwnCheck>,
}

struct OwnCheck {
    at: Range<usize>,
    on: Date,
    again: CheckAgain,
}

impl Checks {
    /// The day of the last comparison of a statement, and when it is to be compared again if sooner than the rest.
    pub(crate) fn of(&self, id: &str) -> (Date, Option<CheckAgain>) {
        match self.own.get(id) {
            Some(own) => (own.on, Some(own.again.clone())),
            None => (self.on, None),
        }
    }

    /// A date of checking for a statement that does not exist is a slip.
    pub(crate) fn names_only_statements(
        &self,
        monograph: &Monograph,
        file: &File,
        problems: &mut Vec<Problem>,
    ) {
        for (id, own) in &self.own {
            if monograph.find(id).is_none() {
                problems.push(Problem::new(
                    file,
                    format!("there is no statement `{id}`"),
                    own.at.clone(),
                    "name the id of a statement of this monograph",
                ));
            }
        }
    }
}

/// Reads the list. Problems are pushed; nothing is returned beside one.
pub(crate) fn read(
    text: &str,
    file: &File,
    terminology: &Terminology,
    problems: &mut Vec<Problem>,
) -> Option<Sources> {
    let wire: wire::Sources = match toml::from_str(text) {
        Ok(wire) => wire,
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            problems.push(Problem::new(
                file,
                error.message(),
                at,
                "correct this line of the list of sources",
            ));
            return None;
        }
    };
    let mut reader = Reader {
        file,
        terminology,
        problems,
    };
    let sources: Vec<_> = wire
        .source
        .iter()
        .filter_map(|s| reader.source(s))
        .collect();
    let complete = sources.len() == wire.source.len();
    let edition = reader.edition(&wire.monograph);
    let checks = reader.checks(wire.checked);
    Some(Sources {
        edition: edition?,
        sources: complete.then_some(sources)?,
        checks: checks?,
    })
}

struct Reader<'a> {
    file: &'a File,
    terminology: &'a Terminology,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, message: impl Into<String>, at: Range<usize>, help: impl Into<String>) {
        self.problems
            .push(Problem::new(self.file, message, at, help));
    }

    fn checks(&mut self, wire: wire::Checked) -> Option<Checks> {
        let on = self.date(&wire.on);
        let mut own = BTreeMap::new();
        for (id, check) in wire.statement {
            let at = check.on.span();
            let (on, again) = (self.date(&check.on)?, self.date(&check.again)?);
            own.insert(
                id,
                OwnCheck {
                    at,
                    on,
                    again: CheckAgain {
                        on: again,
                        because: check.because,
                    },
                },
            );
        }
        Some(Checks { on: on?, own })
    }

    fn edition(&mut self, wire: &wire::Edition) -> Option<Edition> {
        let medicine = self
            .terminology
            .by_key(wire.medicine.get_ref())
            .filter(|id| self.terminology.get(*id).kind() == Kind::Medicine);
        if medicine.is_none() {
            self.problem(
                "the terminology has no such medicine",
                wire.medicine.span(),
                "name it by its key",
            );
        }
        let region = Region::from_word(wire.default_region.get_ref());
        if region.is_none() {
            self.problem(
                "this is not a region",
                wire.default_region.span(),
                "write `us` or `eu`",
            );
        }
        let date = self.date(&wire.edition);
        let review_by =
            date.and_then(|d| d.checked_add(i32::from(wire.review_months).months()).ok());
        Some(Edition {
            id: wire.id.clone(),
            title: wire.title.clone(),
            date: date?,
            review_by: review_by?,
            review_because: wire.because.clone(),
            medicine: medicine?,
            region: region?,
        })
    }

    fn date(&mut self, value: &Spanned<Datetime>) -> Option<Date> {
        let date = value.get_ref().to_string().parse().ok();
        if date.is_none() {
            self.problem("this is not a date", value.span(), "write it as 2026-11-24");
        }
        date
    }

    fn optional_date(&mut self, value: Option<&Spanned<Datetime>>) -> Option<Option<Date>> {
        match value {
            None => Some(None),
            Some(value) => self.date(value).map(Some),
        }
    }

    fn source(&mut self, wire: &wire::Source) -> Option<Source> {
        let kind = SOURCE_KINDS
            .iter()
            .find(|(word, _)| word == wire.kind.get_ref())
            .map(|(_, k)| *k);
        if kind.is_none() {
            let words: Vec<&str> = SOURCE_KINDS.iter().map(|(word, _)| *word).collect();
            self.problem(
                "this is not a kind of source",
                wire.kind.span(),
                format!("write one of {}", words.join(", ")),
            );
        }
        let region = match wire.region.get_ref().as_str() {
            "any" => Some(None),
            word => Region::from_word(word).map(Some),
        };
        if region.is_none() {
            self.problem(
                "this is not a region",
                wire.region.span(),
                "write `us`, `eu` or `any`",
            );
        }
        let reviewed = self.optional_date(wire.reviewed.as_ref());
        let updated = self.optional_date(wire.updated.as_ref());
        Some(Source {
            key: wire.key.clone(),
            title: wire.title.clone(),
            edition: wire.edition.clone(),
            date: wire.date.clone(),
            reviewed: reviewed?,
            updated: updated?,
            kind: kind?,
            region: region?,
            note: wire.note.clone().unwrap_or_default(),
        })
    }
}

const SOURCE_KINDS: &[(&str, SourceKind)] = &[
    ("consumer monograph", SourceKind::ConsumerMonograph),
    ("label", SourceKind::Label),
    ("leaflet", SourceKind::Leaflet),
    ("article", SourceKind::Article),
    ("reference", SourceKind::Reference),
    ("ours", SourceKind::Ours),
];

mod wire {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use toml::Spanned;
    use toml::value::Datetime;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Sources {
        pub(super) monograph: Edition,
        pub(super) checked: Checked,
        pub(super) source: Vec<Source>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub(super) struct Edition {
        pub(super) id: String,
        pub(super) title: String,
        pub(super) edition: Spanned<Datetime>,
        pub(super) medicine: Spanned<String>,
        pub(super) default_region: Spanned<String>,
        pub(super) review_months: u16,
        pub(super) because: String,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Checked {
        pub(super) on: Spanned<Datetime>,
        #[serde(default)]
        pub(super) statement: BTreeMap<String, Check>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Check {
        pub(super) on: Spanned<Datetime>,
        pub(super) again: Spanned<Datetime>,
        pub(super) because: String,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Source {
        pub(super) key: String,
        pub(super) title: String,
        pub(super) edition: String,
        pub(super) date: String,
        pub(super) reviewed: Option<Spanned<Datetime>>,
        pub(super) updated: Option<Spanned<Datetime>>,
        pub(super) kind: Spanned<String>,
        pub(super) region: Spanned<String>,
        pub(super) note: Option<String>,
    }
}
