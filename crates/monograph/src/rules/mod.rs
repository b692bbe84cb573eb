//! The kinds of rules, one file per clinical question.

mod adjust;
mod advice;
mod area;
mod clearance;
pub(crate) mod dose;
mod edition;
mod graded;
mod guard;
mod indication;
mod medicine;
mod missed_dose;
mod monitor;
mod number;
mod overdose;
mod product;
mod question;
mod raise;
mod schedule;
mod screen;
mod step;
mod storage;
mod text;
mod triage;

pub use adjust::{Adjust, Change};
pub use advice::{Advise, Also, FollowUp, Principle, PrincipleName, Unlisted};
pub use area::{
    Area, ClearedBy, Distance, DistanceFrom, Grid, GridScale, Navel, Reach, RotateBy, Rotation,
    SkinRest, SkinSign,
};
pub use clearance::KidneyFormula;
pub use dose::{DoseLimits, Form, OtherAmount, Split, Titration};
pub use edition::Review;
pub use graded::{Combination, Soften};
pub use guard::Guard;
pub use indication::{Indication, Use};
pub use medicine::{
    Class, Explain, Factor, Intake, IntakeQuestion, PrescriptionRule, Topic, Track, Tracked,
};
pub use missed_dose::{CloseWindow, Every, Missed, MissedRule, MissedThen, TooNear};
pub use monitor::{Monitor, Watched};
pub use overdose::{Callee, OverdoseRule, OverdoseSign};
pub use product::{Above, Below, MarksFrom, PartDose, Product, Rest};
pub use question::Question;
pub use raise::Raise;
pub use schedule::{KeepTime, Repeated, SameTime, Skipped, Spread};
pub use screen::{Grade, Graver, Harm, Past, Screen, Seriousness, Speaks};
pub use step::{Guide, LeaveOut, Need, Route, RouteInto, Step, StepAnswer, StepDose, StepThen};
pub use storage::{
    GoBack, Happened, Keep, MonthDay, PrintedDate, RoomTime, Sharps, SyringeState, SyringeThen,
};
pub use text::{Conflict, ContactName, NoRule, Page, PageName, Reporting, Support};
pub use triage::{NextDose, SiteRest, Triage, Urgency};
