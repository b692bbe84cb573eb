//! What follows from a monograph for one person now?
//!
//! One file per clinical question. Every function here is pure and total: the same monograph, the
//! same [`Situation`] and the same `now` give the same [`Decision`]; there is no error type, and a
//! missing fact is part of the answer. Nothing here reads a clock, a disk, a network or chance.
//!
//! * A [`Fact`] is one dated thing that somebody said or measured, with where it comes from.
//! * A [`Situation`] is all facts about a person; it is folded from [`Event`]s.
//! * A [`Decision`] has an answer, a tier, and the whole basis of the answer.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod clearance;
mod decision;
pub mod dose;
mod event;
mod fact;
pub mod guard;
mod indication;
mod missed_dose;
pub mod monitoring;
mod overdose;
pub mod page;
mod person;
pub mod schedule;
pub mod screening;
mod setting;
mod site;
mod situation;
mod standing;
pub mod steps;
mod stock;
mod supply;
mod treatment;
mod triage;
mod truth;
mod weight;

pub use decision::{Basis, Because, Decision, Missing, Tier};
pub use event::{Event, EventId, fold};
pub use fact::{
    Fact, List, MedicineStatus, MedicineUse, Origin, Sex, State, VaccineStatus, What, When,
};
pub use missed_dose::{Act, MissedDose, Tell, Times, missed_dose};
pub use overdose::{Call, Excess, Overdose, Record, overdose};
pub use schedule::{AskWhy, ClockChange, Drift, LastDose, NextDose, Plan, Schedule, Slot, Travel};
pub use setting::Setting;
pub use site::{
    LastUse, Offered, Ranked, Resting, SameArea, SiteAnswer, SiteAsk, SiteWarning, site, site_check,
};
pub use situation::{Days, Situation, after, before, taken};
pub use steps::{GuideStep, InjectionGuide, Question, StepOutcome, Then};
pub use stock::{Handled, Handling, Item, Outing, Package, Return};
pub use supply::{Reason, RunOut, SharpsState, Supply, Syringe, Verdict, supply};
pub use treatment::{
    Administration, Amount, Cell, Frequency, Override, Prescription, Site, Skin, SkinSeen,
};
pub use triage::{
    Advice, Callee, Course, Extent, Negation, Report, Said, Severity, SignAnswer, TriageAnswer,
    Understood, reports_of, triage,
};
pub use truth::Truth;
