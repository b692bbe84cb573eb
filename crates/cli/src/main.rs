//! The `posology` command: reads flags and records, asks the core, shows the answer.
//!
//! * `args` parses each value once into its type; `input` turns flags and records into facts.
//! * `commands` has one file for each question: it asks the core and fills in a wire document.
//! * `wire` is the shape of that document, in JSON described by `schemas/decision.schema.json`;
//!   `text` shows the same document to people. Both therefore say the same.

mod args;
mod commands;
mod context;
mod failure;
mod input;
mod moment;
mod text;
mod wire;

use std::io::Write as _;
use std::process::ExitCode;

use anstream::AutoStream;
use anyhow::Context as _;
use clap::Parser as _;

use args::{Cli, Color, Format};
use commands::Shown;
use context::Context;
use failure::Failure;
use text::Page;
use wire::Exit;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let color = cli.global.color;
    match run(cli) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            let mut stderr = AutoStream::new(std::io::stderr(), choice(color));
            let _ = writeln!(stderr, "{}", failure::shown(&failure));
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Exit> {
    let global = cli.global;
    let (format, color) = (global.format, global.color);
    let context = Context::new(&global)?;
    let shown = commands::answer(&context, cli.command)?;
    let text = match format {
        Format::Text => in_text(&*shown, &context),
        Format::Json => {
            let json = shown
                .json()
                .context("this answer has no form for programs")?;
            format!("{json}\n")
        }
    };
    print(&text, color)?;
    Ok(shown.exit())
}

fn in_text(shown: &dyn Shown, context: &Context) -> String {
    let mut page = Page::new(context.detail);
    shown.page(&mut page, context);
    page.into_string()
}

/// Writes the answer in one piece. Whoever closes the pipe early has seen enough.
fn print(text: &str, color: Color) -> Result<(), Failure> {
    let mut stdout = AutoStream::new(std::io::stdout().lock(), choice(color));
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::new(format!(
            "the answer could not be written: {error}"
        ))),
        _ => Ok(()),
    }
}

fn choice(color: Color) -> anstream::ColorChoice {
    match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
}
