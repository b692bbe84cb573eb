//! The kinds of rules, one file per clinical question.

mod advice;
mod edition;
mod indication;
mod raise;
mod text;
mod triage;

pub use advice::{Advise, Also, FollowUp, Principle, PrincipleName, Unlisted};
pub use edition::Review;
pub use indication::{Indication, Use};
pub use raise::Raise;
pub use text::{Conflict, ContactName, NoRule, Page, PageName, Reporting};
pub use triage::{Combination, NextDose, SiteRest, Soften, Triage, Urgency};
