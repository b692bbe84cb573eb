//! One file for each question: it asks the core and fills in a document.

mod answered;
mod check;
mod completions;
mod dose;
mod explain;
mod missed;
mod monitor;
mod overdose;
mod page;
mod screen;
mod search;
mod site;
mod statements;
mod supply;
mod triage;

use crate::args::Command;
use crate::args::person::PersonArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::Page;
use crate::wire::Exit;

/// What a command answers: a document for programs, a page for people, an exit code.
pub(crate) trait Shown {
    /// The page for people.
    fn page(&self, page: &mut Page, context: &Context);
    /// The document for programs.
    fn json(&self) -> serde_json::Result<String>;
    /// What the caller learns without reading.
    fn exit(&self) -> Exit;
}

/// Answers one command.
pub(crate) fn answer(context: &Context, command: Command) -> Result<Box<dyn Shown>, Failure> {
    Ok(match command {
        Command::Check { path } => Box::new(check::answer(context, path.as_deref())?),
        Command::Statements => Box::new(statements::answer(context)?),
        Command::Explain { what } => Box::new(explain::answer(context, &what)?),
        Command::Read { page } => Box::new(page::answer(context, page)?),
        Command::Search(args) => Box::new(search::answer(context, &args)?),
        Command::Screen(args) => Box::new(screen::answer(context, &args)?),
        Command::Missed(args) => Box::new(missed::answer(context, &args)?),
        Command::Dose(args) => Box::new(dose::answer(context, &args)?),
        Command::Overdose(args) => Box::new(overdose::answer(context, &args)?),
        Command::Site(args) => site::answer(context, &args)?,
        Command::Supply(args) => Box::new(supply::answer(context, &args)?),
        Command::Monitor(args) => Box::new(monitor::answer(context, &PersonArgs::of(args))?),
        Command::Triage(args) => Box::new(triage::answer(context, &args)?),
        Command::Completions { shell } => Box::new(completions::answer(shell)?),
    })
}
