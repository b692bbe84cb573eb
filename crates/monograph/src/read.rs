//! Reads a monograph: the text, its sources, its rules and cases; then checks it as a whole.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use terminology::Terminology;
use toml::de::DeTable;

use crate::block::Header;
use crate::check;
use crate::contexts::Cx;
use crate::kinds::{RuleNo, Rules};
use crate::markdown::{self, StatementText};
use crate::model::{Attribution, Monograph, Part, Region, Regions, Source, Statement, StatementNo};
use crate::problem::{File, Problem, Problems};
use crate::rule::Case;
use crate::sources::{self, Checks, Sources};

/// The two files of a monograph, with the names to show in problems.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// The name of `monograph.md`.
    pub name: &'a str,
    /// The text of `monograph.md`.
    pub text: &'a str,
    /// The name of `source.toml`.
    pub sources_name: &'a str,
    /// The text of `source.toml`.
    pub sources: &'a str,
}

/// Reads and checks a monograph.
///
/// # Errors
/// All problems, in the order of the text, each with its place and a remedy. There is no
/// monograph beside a problem.
pub fn read(files: Files<'_>, terminology: &Terminology) -> Result<Monograph, Problems> {
    let mut problems = Vec::new();
    let sources_file: File = Arc::new(NamedSource::new(
        files.sources_name,
        Arc::from(files.sources),
    ));
    let sources = sources::read(files.sources, &sources_file, terminology, &mut problems);
    let reader = Reader {
        terminology,
        text: files.text,
        line_starts: line_starts(files.text),
        file: Arc::new(NamedSource::new(files.name, Arc::from(files.text))),
        problems: &mut problems,
    };
    let monograph = reader.read(sources, &sources_file);
    match monograph {
        Some(monograph) if problems.is_empty() => Ok(monograph),
        _ => Err(Problems(problems)),
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect()
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
    line_starts: Vec<usize>,
    file: File,
    problems: &'p mut Vec<Problem>,
}

impl Reader<'_, '_> {
    fn read(mut self, sources: Option<Sources>, sources_file: &File) -> Option<Monograph> {
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
        let Sources {
            edition,
            sources,
            checks,
        } = sources?;
        let statements: Vec<Statement> = outline
            .statements
            .iter()
            .enumerate()
            .map(|(i, text)| self.statement(i, text, &sources, &checks))
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
        checks.names_only_statements(&monograph, sources_file, self.problems);
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

    fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at)
    }

    // --- the statements -------------------------------------------------------------------------

    fn statement(
        &mut self,
        i: usize,
        text: &StatementText<'_>,
        sources: &[Source],
        checks: &Checks,
    ) -> Statement {
        if text.quote.is_empty() {
            self.problem(
                format!("`{}` says nothing", text.id),
                text.heading.clone(),
                "put the statement in our own words under its heading, as a quote: `> …`",
            );
        }
        let (attributions, regions) = self.attributions(text, sources);
        let (checked, again) = checks.of(text.id);
        Statement {
            no: StatementNo(u16::try_from(i).unwrap_or(u16::MAX)),
            id: text.id.to_owned(),
            title: text.title.to_owned(),
            quote: text.quote.clone(),
            part: text.part,
            regions,
            attributions,
            checked,
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
