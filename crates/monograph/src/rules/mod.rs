//! The kinds of rules, one file per clinical question.

mod indication;
mod text;

pub use indication::{Indication, Use};
pub use text::{Conflict, NoRule, Page, PageName};
