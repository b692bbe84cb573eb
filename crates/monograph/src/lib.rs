//! What does the text of a monograph say?
//!
//! A monograph is a Markdown file whose headings are its statements, with one small flat TOML
//! block per rule under the statement that it comes from. This crate reads the file once,
//! checks it as a whole, and hands out an immutable [`Monograph`]. A [`Monograph`] exists only
//! when it was checked; every problem says where it is and what to do.
//!
//! What follows for a person is not decided here: that is the room `decide`.
//!
//! Two things to keep when changing this crate:
//!
//! * Every fence and every line of the file is accounted for: it is read, or it is a problem.
//! * A number that no source states stands in a [`Reading`], never in a rule and never in Rust.

mod block;
mod check;
mod condition;
mod contexts;
mod kinds;
mod markdown;
mod model;
mod problem;
mod read;
mod rule;
mod rules;
mod shipped;
mod sources;

pub use condition::{Comparison, Condition, FactName, Term};
pub use kinds::{RuleLine, RuleNo, Rules};
pub use model::{
    Attribution, CheckAgain, Edition, Monograph, Part, Region, Regions, Source, SourceKind,
    Statement, StatementNo,
};
pub use problem::{Problem, Problems};
pub use read::{Files, read};
pub use rule::{Carried, Case, Reading, Rule, Strength};
pub use rules::*;
pub use shipped::anakinra;
