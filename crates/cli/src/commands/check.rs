//! Is the text of a monograph in order?

use std::path::{Path, PathBuf};

use miette::{GraphicalReportHandler, GraphicalTheme};
use monograph::{Monograph, Problems, RuleLine};
use serde::Serialize;
use terminology::Terminology;

use super::Shown;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::{Page, Run, plain, quiet, strong, style};
use crate::wire::{EditionWire, Exit, Scribe, region_word, strength};

/// The check of one monograph.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    report: &'static str,
    monograph: Option<EditionWire>,
    statements: usize,
    cases: usize,
    rules: Vec<RuleWire>,
    problems: Vec<ProblemWire>,
    #[serde(skip)]
    graphical: String,
}

/// One rule in one line.
#[derive(Debug, Serialize)]
pub(crate) struct RuleWire {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) statement: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) strength: Option<&'static str>,
    pub(crate) says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reading: Option<String>,
    pub(crate) line: usize,
}

#[derive(Debug, Serialize)]
struct ProblemWire {
    file: String,
    line: usize,
    column: usize,
    message: String,
    remedy: String,
}

/// Checks the monograph at a path, or the one in this program.
pub(crate) fn answer(context: &Context, path: Option<&Path>) -> Result<Check, Failure> {
    let Some(path) = path else {
        return Ok(match monograph::anakinra() {
            Ok(monograph) => clean(monograph, context.terminology),
            Err(problems) => wrong(problems),
        });
    };
    let (text_file, sources_file) = files(path)?;
    let (text, sources) = (read(&text_file)?, read(&sources_file)?);
    let (name, sources_name) = (
        text_file.display().to_string(),
        sources_file.display().to_string(),
    );
    let files = monograph::Files {
        name: &name,
        text: &text,
        sources_name: &sources_name,
        sources: &sources,
    };
    let read = monograph::read(files, context.terminology);
    Ok(match &read {
        Ok(monograph) => clean(monograph, context.terminology),
        Err(problems) => wrong(problems),
    })
}

/// The two files of a monograph.
fn files(path: &Path) -> Result<(PathBuf, PathBuf), Failure> {
    let text = if path.is_dir() {
        path.join("monograph.md")
    } else {
        path.to_owned()
    };
    if !text.is_file() {
        return Err(Failure::new(format!("there is no file {}", text.display()))
            .instead("name the folder of a monograph, or its monograph.md"));
    }
    let sources = text.with_file_name("source.toml");
    if !sources.is_file() {
        return Err(
            Failure::new(format!("there is no file {}", sources.display()))
                .instead("the sources of a monograph stand in source.toml beside its text"),
        );
    }
    Ok((text, sources))
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", path.display())))
}

fn clean(monograph: &Monograph, terminology: &Terminology) -> Check {
    let scribe = Scribe {
        monograph,
        terminology,
    };
    let lines = monograph.rules().lines(terminology);
    Check {
        report: "check",
        monograph: Some(scribe.edition()),
        statements: monograph.statements().len(),
        cases: monograph.cases().len(),
        rules: lines.iter().map(|line| rule(monograph, line)).collect(),
        problems: Vec::new(),
        graphical: String::new(),
    }
}

/// A rule of a monograph in one line.
pub(crate) fn rule(monograph: &Monograph, line: &RuleLine) -> RuleWire {
    RuleWire {
        kind: line.kind,
        name: line.name.clone(),
        statement: monograph.statement(line.statement).id().to_owned(),
        region: region_word(line.regions),
        strength: line.strength.map(strength),
        says: line.says.clone(),
        reading: line.reading.clone(),
        line: line.line,
    }
}

fn wrong(problems: &Problems) -> Check {
    let mut graphical = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode())
        .with_width(80)
        .with_links(false)
        .with_urls(false);
    for problem in problems.list() {
        let _ = handler.render_report(&mut graphical, problem);
        graphical.push('\n');
    }
    Check {
        report: "check",
        monograph: None,
        statements: 0,
        cases: 0,
        rules: Vec::new(),
        problems: problems
            .list()
            .iter()
            .map(|problem| {
                let (file, line, column) = problem.place();
                ProblemWire {
                    file: file.to_owned(),
                    line,
                    column,
                    message: problem.message().to_owned(),
                    remedy: problem.remedy().to_owned(),
                }
            })
            .collect(),
        graphical,
    }
}

impl Shown for Check {
    fn page(&self, page: &mut Page, _: &Context) {
        if !self.problems.is_empty() {
            page.verbatim(&self.graphical);
            let count = counted(self.problems.len(), "problem", "problems");
            page.line(0, &[Run::new(style::STOP, format!("✖ {count}"))]);
            return;
        }
        for rule in &self.rules {
            page.unwrapped(&rule_line(rule));
        }
        page.space();
        page.line(
            0,
            &[
                Run::new(style::FINE, "✔ clean"),
                plain(format!(
                    ": {}, {}, {}",
                    counted(self.statements, "statement", "statements"),
                    counted(self.rules.len(), "rule", "rules"),
                    counted(self.cases, "case", "cases"),
                )),
            ],
        );
        if let Some(edition) = &self.monograph {
            page.line(
                0,
                &[quiet(format!(
                    "{}, edition of {}",
                    edition.title, edition.edition
                ))],
            );
        }
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    fn exit(&self) -> Exit {
        if self.problems.is_empty() {
            Exit::Answered
        } else {
            Exit::Stops
        }
    }
}

/// A rule in one line: kind and name, what it says, the reading, the statement.
pub(crate) fn rule_line(rule: &RuleWire) -> Vec<Run> {
    let mut runs = vec![
        strong(rule.kind),
        plain(format!(" {}: {}", rule.name, rule.says)),
    ];
    if let Some(strength) = rule.strength {
        runs.push(plain(format!(" ({strength})")));
    }
    if let Some(reading) = &rule.reading {
        runs.push(Run::new(style::OURS, format!(" · ours: {reading}")));
    }
    let region = rule.region.map(|r| format!(" · {r}")).unwrap_or_default();
    runs.push(quiet(format!(" · {}{region}", rule.statement)));
    runs
}

/// A number with its noun.
pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
