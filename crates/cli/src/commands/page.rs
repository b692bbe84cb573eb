//! The pages that people read, with their sources.

use monograph::PageName;
use serde::Serialize;

use super::Shown;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::{Page, basis, plain, quiet, strong};
use crate::wire::{EditionWire, Exit, Scribe, StatementWire};

/// A page of the monograph.
#[derive(Debug, Serialize)]
pub(crate) struct Read {
    report: &'static str,
    page: &'static str,
    region: &'static str,
    monograph: EditionWire,
    statements: Vec<StatementWire>,
}

/// The statements of a page that hold in the region.
pub(crate) fn answer(context: &Context, page: PageName) -> Result<Read, Failure> {
    let monograph = context.monograph()?;
    let scribe = Scribe {
        monograph,
        terminology: context.terminology,
    };
    let mut shown: Vec<_> = monograph
        .rules()
        .pages()
        .iter()
        .filter(|rule| rule.on == page && rule.regions().include(context.region))
        .map(|rule| rule.statement())
        .collect();
    shown.sort_unstable();
    shown.dedup();
    Ok(Read {
        report: "page",
        page: page.word(),
        region: context.region.word(),
        monograph: scribe.edition(),
        statements: shown
            .into_iter()
            .map(|no| scribe.statement(monograph.statement(no)))
            .collect(),
    })
}

impl Shown for Read {
    fn page(&self, page: &mut Page, context: &Context) {
        let title = match self.page {
            "medicine" => "What the medicine is and does",
            "storage" => "Storing and travelling",
            "disposal" => "Throwing away needles and medicine",
            "reporting" => "Reporting a side effect",
            _ => "Preparing a visit",
        };
        page.line(
            0,
            &[
                strong(title),
                quiet(format!(
                    " · {} · edition of {}",
                    self.monograph.title,
                    basis::day_of(&self.monograph.edition)
                )),
            ],
        );
        page.line(
            0,
            &[quiet(format!(
                "The monograph says, where the {} holds:",
                crate::wire::region_name(context.region)
            ))],
        );
        for statement in &self.statements {
            page.space();
            page.line(0, &[strong(statement.title.as_str())]);
            page.line(2, &[plain(statement.quote.as_str())]);
            page.line(
                2,
                &[quiet(format!(
                    "— {}  {}",
                    basis::sources(statement),
                    statement.id
                ))],
            );
        }
        if self.statements.is_empty() {
            page.space();
            page.line(0, &[plain("Nothing stands on this page yet.")]);
        }
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    fn exit(&self) -> Exit {
        Exit::Answered
    }
}
