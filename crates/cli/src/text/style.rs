//! The colours. Each stands beside a word and a sign, never alone.

use anstyle::{AnsiColor, Style};

pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const QUIET: Style = Style::new().dimmed();
/// What stops: contraindicated, emergency, refused.
pub(crate) const STOP: Style = AnsiColor::Red.on_default().bold();
/// What is serious: avoid, same day.
pub(crate) const SERIOUS: Style = AnsiColor::Red.on_default();
/// What asks for a change or a call.
pub(crate) const CARE: Style = AnsiColor::Yellow.on_default();
/// What asks for watching or talking.
pub(crate) const WATCH: Style = AnsiColor::Cyan.on_default();
/// What is in order.
pub(crate) const FINE: Style = AnsiColor::Green.on_default();
/// A number that is ours and no source's.
pub(crate) const OURS: Style = AnsiColor::Magenta.on_default();
