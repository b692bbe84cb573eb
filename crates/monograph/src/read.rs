//! Reads a monograph: the text, its sources, its rules and cases; then checks it as a whole.

use std::ops::Range;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;
use miette::NamedSource;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use terminology::{Kind, Terminology};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::check;
use crate::contexts::Cx;
use crate::kinds::{RuleKind, RuleNo, Rules};
use crate::markdown::{self, BlockText, StatementText};
use crate::model::{
    Attribution, Case, CheckAgain, Edition, Monograph, Part, Reading, Region, Regions, Rule,
    Source, SourceKind, Statement, StatementNo, Strength,
};
use crate::problem::{File, Problem, Problems};

/// Reads and checks a monograph from its two files.
///
/// `text` is `monograph.md`, `sources` is `source.toml`; `name` is what to call the text in
/// problems, and `sources_name` the other file.
///
/// # Errors
/// All problems, in the order of the text, each with its place and a remedy. There is no
/// monograph beside a problem.
pub fn read(
    name: &str,
    text: &str,
    sources_name: &str,
    sources: &str,
    terminology: &Terminology,
) -> Result<Monograph, Problems> {
    let mut problems = Vec::new();
    let read = Reader::new(
        name,
        text,
        sources_name,
        sources,
        terminology,
        &mut problems,
    )
    .read();
    match read {
        Some(monograph) if problems.is_empty() => Ok(monograph),
        _ => Err(Problems(problems)),
    }
}

/// What stands around a block: where it is, and whose.
pub(crate) struct Header<'a> {
    pub(crate) block: &'a BlockText<'a>,
    pub(crate) statement: StatementNo,
    pub(crate) regions: Regions,
    pub(crate) no: RuleNo,
    pub(crate) line: usize,
}

/// What stands above a case.
#[derive(Clone, Copy)]
enum Above {
    Nothing,
    /// A rule whose problem is told already.
    Broken,
    Rule(RuleNo, &'static str),
}

struct Reader<'a, 'p> {
    terminology: &'a Terminology,
    text: &'a str,
    sources_text: &'a str,
    file: File,
    sources_file: File,
    problems: &'p mut Vec<Problem>,
}

impl<'a, 'p> Reader<'a, 'p> {
    fn new(
        name: &str,
        text: &'a str,
        sources_name: &str,
        sources: &'a str,
        terminology: &'a Terminology,
        problems: &'p mut Vec<Problem>,
    ) -> Reader<'a, 'p> {
        Reader {
            terminology,
            text,
            sources_text: sources,
            file: Arc::new(NamedSource::new(name, Arc::from(text))),
            sources_file: Arc::new(NamedSource::new(sources_name, Arc::from(sources))),
            problems,
        }
    }

    fn read(mut self) -> Option<Monograph> {
        let sources = self.sources();
        let outline = markdown::outline(self.text, &self.file, self.problems);
        if outline.statements.is_empty() {
            self.problem(
                "there is no statement in this text",
                0..0,
                "write `## id · title` and its quote",
            );
            return None;
        }
        if u16::try_from(self.text.len() / 8).is_err() {
            self.problem(
                "this text is too long",
                0..0,
                "keep a monograph under 500 kB",
            );
            return None;
        }
        let (edition, sources, checked) = sources?;
        let statements: Vec<Statement> = outline
            .statements
            .iter()
            .enumerate()
            .map(|(i, text)| self.statement(i, text, &sources, &checked))
            .collect();
        let (rules, cases) = self.blocks(&outline.statements, &statements);
        let monograph = Monograph {
            edition,
            sources,
            parts: outline
                .parts
                .iter()
                .map(|title| Part {
                    title: (*title).to_owned(),
                })
                .collect(),
            statements,
            rules,
            cases,
        };
        self.checked_ids(&checked, &monograph);
        check::whole(
            &monograph,
            &outline.statements,
            self.terminology,
            &self.file,
            self.problems,
        );
        Some(monograph)
    }

    fn problem(&mut self, message: impl Into<String>, at: Range<usize>, help: impl Into<String>) {
        self.problems
            .push(Problem::new(&self.file, message, at, help));
    }

    fn problem_in_sources(
        &mut self,
        message: impl Into<String>,
        at: Range<usize>,
        help: impl Into<String>,
    ) {
        self.problems
            .push(Problem::new(&self.sources_file, message, at, help));
    }

    fn line(&self, at: usize) -> usize {
        self.text
            .get(..at)
            .map_or(1, |before| before.matches('\n').count() + 1)
    }

    // --- the sources --------------------------------------------------------------------------

    fn sources(&mut self) -> Option<(Edition, Vec<Source>, wire::Checked)> {
        let wire: wire::Sources = match toml::from_str(self.sources_text) {
            Ok(wire) => wire,
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                self.problem_in_sources(
                    error.message(),
                    at,
                    "correct this line of the list of sources",
                );
                return None;
            }
        };
        let sources: Vec<_> = wire.source.iter().filter_map(|s| self.source(s)).collect();
        let complete = sources.len() == wire.source.len();
        let edition = self.edition(&wire.monograph);
        complete.then_some((edition?, sources, wire.checked))
    }

    fn edition(&mut self, wire: &wire::Edition) -> Option<Edition> {
        let medicine = self
            .terminology
            .by_key(wire.medicine.get_ref())
            .filter(|id| self.terminology.get(*id).kind() == Kind::Medicine);
        if medicine.is_none() {
            self.problem_in_sources(
                "the terminology has no such medicine",
                wire.medicine.span(),
                "name it by its key",
            );
        }
        let region = Region::from_word(wire.default_region.get_ref());
        if region.is_none() {
            self.problem_in_sources(
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

    fn date(&mut self, value: &Spanned<toml::value::Datetime>) -> Option<Date> {
        let date = value.get_ref().to_string().parse().ok();
        if date.is_none() {
            self.problem_in_sources("this is not a date", value.span(), "write it as 2026-11-24");
        }
        date
    }

    fn optional_date(
        &mut self,
        value: Option<&Spanned<toml::value::Datetime>>,
    ) -> Option<Option<Date>> {
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
            self.problem_in_sources(
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
            self.problem_in_sources(
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

    /// A date of checking for a statement that does not exist is a slip.
    fn checked_ids(&mut self, checked: &wire::Checked, monograph: &Monograph) {
        for (id, check) in &checked.statement {
            if monograph.find(id).is_none() {
                self.problem_in_sources(
                    format!("there is no statement `{id}`"),
                    check.on.span(),
                    "name the id of a statement of this monograph",
                );
            }
        }
    }

    // --- the statements -------------------------------------------------------------------------

    fn statement(
        &mut self,
        i: usize,
        text: &StatementText<'_>,
        sources: &[Source],
        checked: &wire::Checked,
    ) -> Statement {
        if text.quote.is_empty() {
            self.problem(
                format!("`{}` says nothing", text.id),
                text.heading.clone(),
                "put the statement in our own words under its heading, as a quote: `> …`",
            );
        }
        let (attributions, regions) = self.attributions(text, sources);
        let own = checked.statement.get(text.id);
        let checked_on = self.date(own.map_or(&checked.on, |check| &check.on));
        let again = own.and_then(|check| {
            Some(CheckAgain {
                on: self.date(&check.again)?,
                because: check.because.clone(),
            })
        });
        Statement {
            no: StatementNo(u16::try_from(i).unwrap_or(u16::MAX)),
            id: text.id.to_owned(),
            title: text.title.to_owned(),
            quote: text.quote.clone(),
            part: text.part,
            regions,
            attributions,
            checked: checked_on.unwrap_or(Date::MIN),
            again,
            line: self.line(text.heading.start),
        }
    }

    /// `seed, dosage 1; us-pp, section 2.1 · us`
    fn attributions(
        &mut self,
        text: &StatementText<'_>,
        sources: &[Source],
    ) -> (Vec<Attribution>, Regions) {
        let Some((line, at)) = text.attribution.clone() else {
            self.problem(
                format!("`{}` does not say where it comes from", text.id),
                text.heading.clone(),
                "end the quote with a line such as `> — seed, dosage 1`",
            );
            return (Vec::new(), Regions::All);
        };
        let (list, region) = line
            .split_once(" · ")
            .map_or((line, None), |(l, r)| (l, Some(r)));
        let regions = match region.map(|word| (word, Region::from_word(word.trim()))) {
            None => Regions::All,
            Some((_, Some(region))) => Regions::Only(region),
            Some((word, None)) => {
                self.problem(
                    format!("`{word}` is not a region"),
                    at.clone(),
                    "write ` · us` or ` · eu`",
                );
                Regions::All
            }
        };
        let attributions = list
            .split("; ")
            .filter_map(|item| self.attribution(item, &at, sources))
            .collect();
        (attributions, regions)
    }

    fn attribution(
        &mut self,
        item: &str,
        at: &Range<usize>,
        sources: &[Source],
    ) -> Option<Attribution> {
        let (source, place) = item.split_once(", ").unwrap_or((item, ""));
        if sources.iter().any(|s| s.key == source) {
            return Some(Attribution {
                source: source.to_owned(),
                place: place.to_owned(),
            });
        }
        self.problem(
            format!("there is no source `{source}`"),
            at.clone(),
            "cite a key of source.toml, a comma and the place: `seed, dosage 1`",
        );
        None
    }

    // --- the blocks -------------------------------------------------------------------------------

    fn blocks(
        &mut self,
        texts: &[StatementText<'_>],
        statements: &[Statement],
    ) -> (Rules, Vec<Case>) {
        let mut rules = Rules::default();
        let mut cases = Vec::new();
        let mut next = 0_u16;
        for (text, statement) in texts.iter().zip(statements) {
            let mut above = Above::Nothing;
            for block in &text.blocks {
                let header = Header {
                    block,
                    statement: statement.no,
                    regions: statement.regions,
                    no: RuleNo(next),
                    line: self.line(block.info.start),
                };
                if block.kind == "case" {
                    cases.extend(self.case(&header, above));
                    continue;
                }
                next = next.saturating_add(1);
                let mut cx = Cx {
                    terminology: self.terminology,
                    file: &self.file,
                    base: block.body_at,
                    fence: block.info.clone(),
                    problems: self.problems,
                };
                above = match rules.read_block(header, &mut cx) {
                    Some((no, kind)) => Above::Rule(no, kind),
                    None => Above::Broken,
                };
            }
        }
        (rules, cases)
    }

    fn case(&mut self, header: &Header<'_>, above: Above) -> Option<Case> {
        let block = header.block;
        let (rule, kind) = match above {
            Above::Rule(rule, kind) => (rule, kind),
            Above::Broken => return None,
            Above::Nothing => {
                self.problem(
                    "this case stands under no rule",
                    block.info.clone(),
                    "put it below the rule that it is an example of",
                );
                return None;
            }
        };
        let table = match DeTable::parse(block.body) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                self.problem(
                    error.message(),
                    block.body_at + at.start..block.body_at + at.end,
                    "write `key = \"value\"`; if this line is no part of the rule, close the fence above it",
                );
                return None;
            }
        };
        let (mut given, mut expect) = (Vec::new(), Vec::new());
        for (key, value) in &table {
            let Some(text) = value.get_ref().as_str() else {
                let span = value.span();
                self.problem(
                    "a case holds only texts",
                    block.body_at + span.start..block.body_at + span.end,
                    "put the value in quotes",
                );
                continue;
            };
            let pair = (key.get_ref().to_string(), text.to_owned());
            if pair.0.starts_with("expect") {
                expect.push(pair)
            } else {
                given.push(pair)
            }
        }
        if expect.is_empty() {
            self.problem(
                "this case expects nothing",
                block.info.clone(),
                "add `expect = \"…\"`",
            );
        }
        Some(Case {
            name: block.name.to_owned(),
            statement: header.statement,
            rule,
            kind,
            given,
            expect,
            line: header.line,
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
                format!("see how a `{}` is written in CONTRIBUTING.md", T::KIND),
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
        Some(value) => match wire::Reading::deserialize(value.into_deserializer()) {
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

    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub(super) struct Reading {
        pub(super) words: String,
        pub(super) value: String,
        pub(super) because: String,
        #[serde(default)]
        pub(super) to_confirm: bool,
    }
}
