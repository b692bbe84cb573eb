//! The kinds of rules, one file per clinical question.

mod advice;
mod area;
mod edition;
mod indication;
mod missed_dose;
mod overdose;
mod raise;
mod schedule;
mod step;
mod storage;
mod text;
mod triage;

pub use advice::{Advise, Also, FollowUp, Principle, PrincipleName, Unlisted};
pub use area::{
    Area, ClearedBy, Distance, DistanceFrom, Grid, GridScale, Navel, Reach, RotateBy, Rotation,
    SkinRest, SkinSign,
};
pub use edition::Review;
pub use indication::{Indication, Use};
pub use missed_dose::{CloseWindow, Every, Missed, MissedRule, MissedThen, TooNear};
pub use overdose::{Callee, OverdoseRule, OverdoseSign};
pub use raise::Raise;
pub use schedule::{KeepTime, Repeated, SameTime, Skipped, Spread};
pub use step::{Guide, LeaveOut, Need, Route, RouteInto, Step, StepAnswer, StepDose, StepThen};
pub use storage::{
    GoBack, Happened, Keep, MonthDay, PrintedDate, RoomTime, Sharps, SyringeState, SyringeThen,
};
pub use text::{Conflict, ContactName, NoRule, Page, PageName, Reporting, Support};
pub use triage::{Combination, NextDose, SiteRest, Soften, Triage, Urgency};
