//! The completions of a shell.

use clap::CommandFactory as _;
use clap_complete::Shell;
use serde::Serialize;

use super::Shown;
use crate::args::Cli;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::Page;
use crate::wire::Exit;

/// A script for a shell.
#[derive(Debug, Serialize)]
pub(crate) struct Completions {
    report: &'static str,
    shell: String,
    script: String,
}

/// The script that completes the commands and flags of this program.
pub(crate) fn answer(shell: Shell) -> Result<Completions, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "posology", &mut script);
    let script = String::from_utf8(script)
        .map_err(|_| Failure::new("this shell's completions could not be written"))?;
    Ok(Completions {
        report: "completions",
        shell: shell.to_string(),
        script,
    })
}

impl Shown for Completions {
    fn page(&self, page: &mut Page, _: &Context) {
        page.verbatim(&self.script);
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    fn exit(&self) -> Exit {
        Exit::Answered
    }
}
