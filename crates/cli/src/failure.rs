//! Input that was not understood: one plain sentence, and what to write instead.

use std::fmt;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Failure {
    sentence: String,
    instead: Option<String>,
}

impl Failure {
    /// A sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Failure {
        Failure {
            sentence: sentence.into(),
            instead: None,
        }
    }

    /// A value of a flag that cannot be used.
    pub(crate) fn of_flag(flag: &str, value: &str, why: impl fmt::Display) -> Failure {
        Failure::new(format!("invalid value '{value}' for '{flag}': {why}"))
    }

    /// What to write instead.
    pub(crate) fn instead(mut self, instead: impl Into<String>) -> Failure {
        self.instead = Some(instead.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        match &self.instead {
            Some(instead) => write!(f, "\n\n  {instead}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

/// The failure as it stands on a terminal, in the manner of the errors of flags.
pub(crate) fn shown(error: &anyhow::Error) -> String {
    let style = crate::text::style::STOP;
    let mut sentence = String::new();
    for (i, cause) in error.chain().enumerate() {
        if i > 0 {
            sentence.push_str(": ");
        }
        sentence.push_str(&clean(&cause.to_string()));
    }
    format!("{style}error:{style:#} {sentence}")
}

/// What was typed is shown again, and must not move the cursor.
fn clean(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}
