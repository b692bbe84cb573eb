//! What was prescribed, in flags.

use clap::Args;
use jiff::civil::{Date, Time};
use quantity::{ClockSpan, DosePerWeight, Mass};

use super::values;

/// The prescription, or the one that is thought about.
#[derive(Debug, Args)]
#[command(next_help_heading = "The plan")]
pub(crate) struct PlanArgs {
    /// What it is for: nomid, dira, rheumatoid-arthritis
    #[arg(long = "for", value_name = "CONDITION")]
    pub(crate) indication: Option<String>,
    /// The amount of each injection: 100mg
    #[arg(long, value_name = "MG", value_parser = values::mass, conflicts_with = "per_kg")]
    pub(crate) amount: Option<Mass>,
    /// The amount of a day for each kg of body weight: 2mg/kg
    #[arg(long, value_name = "MG/KG", value_parser = values::per_kg)]
    pub(crate) per_kg: Option<DosePerWeight>,
    /// Every so many days: 1d, 2d
    #[arg(long, value_name = "DAYS", value_parser = values::every)]
    pub(crate) every: Option<std::num::NonZeroU8>,
    /// So many times a day, every day
    #[arg(long, value_name = "N", value_parser = values::times, conflicts_with = "every")]
    pub(crate) times_a_day: Option<std::num::NonZeroU8>,
    /// A usual time of day: 08:00; once for each
    #[arg(long, value_name = "HH:MM", value_parser = values::time_of_day)]
    pub(crate) usual: Vec<Time>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = crate::moment::date)]
    pub(crate) start: Option<Date>,
    /// The last day
    #[arg(long, value_name = "DATE", value_parser = crate::moment::date)]
    pub(crate) end: Option<Date>,
    /// How near the next dose is "close", where the prescriber has set it: 6h
    #[arg(long, value_name = "HOURS", value_parser = values::close)]
    pub(crate) close: Option<ClockSpan>,
    /// An area that the prescriber allows: thigh-left; once for each
    #[arg(long, value_name = "PLACE")]
    pub(crate) allow: Vec<String>,
}
