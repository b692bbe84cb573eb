//! What can be written after `posology`. Each value is parsed here, once, into its type.

pub(crate) mod pairs;
pub(crate) mod person;
pub(crate) mod plan;
pub(crate) mod stock;
pub(crate) mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::moment::Moment;
use person::{PersonArgs, RecordArgs};
use plan::PlanArgs;
use values::Country;

/// Answers questions about one medicine from its monograph, with reasons.
#[derive(Debug, Parser)]
#[command(
    name = "posology",
    version,
    max_term_width = 80,
    after_help = AFTER_HELP,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Every answer names the statements that it rests on, with source and date, the
facts that it used, and the facts that nobody told. What is not told is never
read as \"no\". It computes for professionals and quotes for patients; it does not
replace a doctor. In an emergency call the emergency number first.

Exit code: 0 answered; 1 answered, and something stops (contraindicated, avoid,
a dose refused or not to be judged, an emergency or a call today, an overdose, a
syringe to throw away); 2 the input was not understood, and nothing was answered.";

/// Options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct GlobalArgs {
    /// The time to answer for, as 2026-05-02T15:00[America/Chicago]; without it, now
    #[arg(long, global = true, value_name = "TIME", value_parser = values::moment)]
    pub(crate) at: Option<Moment>,
    /// Whose label is followed
    #[arg(long, global = true, value_enum, default_value_t = RegionArg::Us)]
    pub(crate) region: RegionArg,
    /// The country for telephone numbers, by its two letters; without it, that of the region
    #[arg(long, global = true, value_name = "CC", value_parser = values::country)]
    pub(crate) country: Option<Country>,
    /// Text for people, or JSON for programs
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Show every statement in its words, every reading and conflict with its reason
    #[arg(long, global = true)]
    pub(crate) full: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

/// Whose label is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RegionArg {
    Us,
    Eu,
}

/// Who reads the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// The questions.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Screen a patient record: what must not be combined, what to adjust, what to watch
    #[command(after_help = "Example:\n  posology screen examples/adult-ra-on-etanercept.json")]
    Screen(RecordArgs),
    /// Work out a dose: range, mark of the syringe, interval
    #[command(after_help = DOSE_EXAMPLES)]
    Dose(DoseArgs),
    /// A dose was forgotten: take it, skip it, or ask
    #[command(after_help = MISSED_EXAMPLES)]
    Missed(MissedArgs),
    /// Too much, or two doses too near to each other: what to do
    #[command(after_help = OVERDOSE_EXAMPLES)]
    Overdose(OverdoseArgs),
    /// Where to inject next
    #[command(after_help = SITE_EXAMPLES)]
    Site(SiteArgs),
    /// How urgent are these symptoms
    #[command(after_help = TRIAGE_EXAMPLES)]
    Triage(TriageArgs),
    /// Which checks are due: blood tests, visits, weight
    Monitor(RecordArgs),
    /// What is still good in the refrigerator, and how long it lasts
    #[command(after_help = SUPPLY_EXAMPLES)]
    Supply(SupplyArgs),
    /// Read a page of the monograph, with its sources
    Read {
        /// The page: medicine, storage, disposal, reporting or visit
        #[arg(value_parser = values::page)]
        page: monograph::PageName,
    },
    /// Explain a statement or a rule: words, sources, readings, conflicts, cases
    Explain {
        /// The id of a statement (dose.nomid-max) or a rule (nomid, or dose/nomid)
        #[arg(value_name = "STATEMENT|RULE")]
        what: String,
    },
    /// List each statement and what carries it
    Statements,
    /// Check a monograph: one line for each rule, or its problems
    Check {
        /// The folder of a monograph, or its monograph.md; without it, the one in this program
        path: Option<PathBuf>,
    },
    /// Look up a medicine, a condition, a test, a symptom by what people type
    Search(SearchArgs),
    /// Print the completions of a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
}

const DOSE_EXAMPLES: &str = "\
Examples:
  posology dose --for nomid --weight 12.4kg --per-kg 2mg/kg --age 3y
  posology dose --for rheumatoid-arthritis --amount 100mg --age 58y \\
      --clearance 25mL/min";

const MISSED_EXAMPLES: &str = "\
Example:
  posology missed --every 1d --usual 08:00 --last 2026-05-01T08:05 \\
      --at 2026-05-02T15:00[America/Chicago]";

const OVERDOSE_EXAMPLES: &str = "\
Example:
  posology overdose --every 1d --usual 08:00 --amount 100mg \\
      --took 100mg@2026-05-02T08:00 --took 100mg@2026-05-02T14:00";

const SITE_EXAMPLES: &str = "\
Example:
  posology site --used thigh-left@2026-05-01T08:05 --skin thigh-right=bruised";

const TRIAGE_EXAMPLES: &str = "\
Example:
  posology triage \"lips are swelling\" hives --severity severe --since 2d";

const SUPPLY_EXAMPLES: &str = "\
Example:
  posology supply --pack id=A,expiry=2026-08,count=28 \\
      --event pack=A,what=out,from=2026-05-01T08:00,until=2026-05-01T20:00 --every 1d";

/// The flags of `dose`.
#[derive(Debug, Args)]
pub(crate) struct DoseArgs {
    /// What it is for: nomid, dira, rheumatoid-arthritis
    #[arg(long = "for", value_name = "CONDITION")]
    pub(crate) indication: Option<String>,
    /// The amount of a day for each kg of body weight: 2mg/kg
    #[arg(long, value_name = "MG/KG", value_parser = values::per_kg)]
    pub(crate) per_kg: Option<quantity::DosePerWeight>,
    /// The amount of each injection: 100mg
    #[arg(long, value_name = "MG", value_parser = values::mass, conflicts_with = "per_kg")]
    pub(crate) amount: Option<quantity::Mass>,
    /// Give the day's amount in two injections
    #[arg(long)]
    pub(crate) split: bool,
    /// How strong the illness is, where the dose depends on it: mild or severe
    #[arg(long, value_name = "WORD", value_parser = values::form)]
    pub(crate) form: Option<monograph::Form>,
    /// The amount of each injection that is prescribed now: 20mg
    #[arg(long, value_name = "MG", value_parser = values::mass)]
    pub(crate) previous: Option<quantity::Mass>,
    /// Go beyond a limit: statement=dose.nomid-max,up-to=9mg/kg,by=NAME,reason=WORDS
    #[arg(long = "override", value_name = "…", value_parser = values::beyond)]
    pub(crate) beyond: Vec<values::Beyond>,
    #[command(flatten)]
    pub(crate) person: PersonArgs,
}

/// The flags of `missed`.
#[derive(Debug, Args)]
pub(crate) struct MissedArgs {
    #[command(flatten)]
    pub(crate) person: PersonArgs,
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
    /// When the last dose was taken: 2026-05-01T08:05, or only the day, or unknown; again for each
    /// dose before
    #[arg(long, value_name = "TIME", value_parser = values::happening)]
    pub(crate) last: Vec<values::Happening>,
}

/// The flags of `overdose`.
#[derive(Debug, Args)]
pub(crate) struct OverdoseArgs {
    #[command(flatten)]
    pub(crate) person: PersonArgs,
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
    /// A dose that was taken: 100mg@2026-05-01T08:05, or only the time; once for each
    #[arg(long, value_name = "DOSE", value_parser = values::taken)]
    pub(crate) took: Vec<values::Taken>,
    /// A symptom, in quotes, in your own words; once for each
    #[arg(long, value_name = "WORDS")]
    pub(crate) symptom: Vec<String>,
}

/// The flags of `site`.
#[derive(Debug, Args)]
pub(crate) struct SiteArgs {
    #[command(flatten)]
    pub(crate) person: PersonArgs,
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
    /// A place that was used: thigh-left@2026-05-01T08:05; once for each
    #[arg(long, value_name = "PLACE@TIME", value_parser = values::used)]
    pub(crate) used: Vec<values::Used>,
    /// How the skin of a place is: thigh-right=bruised, or thigh-right=sore@2026-05-01
    #[arg(long, value_name = "PLACE=STATE", value_parser = values::skin)]
    pub(crate) skin: Vec<values::SkinTold>,
    /// Who gives the injection, self or helper: a helper reaches more places
    #[arg(long, value_name = "WHO", default_value = "self", value_parser = values::reach)]
    pub(crate) by: monograph::Reach,
    /// A place to check instead of being offered one: thigh-left/0.1
    #[arg(long, value_name = "PLACE")]
    pub(crate) wanted: Option<String>,
}

/// The flags of `triage`.
#[derive(Debug, Args)]
pub(crate) struct TriageArgs {
    #[command(flatten)]
    pub(crate) person: PersonArgs,
    /// The symptoms, each in quotes, in your own words
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// How strong: mild, moderate or severe
    #[arg(long, value_name = "WORD")]
    pub(crate) severity: Option<String>,
    /// How far it reaches: local, spreading or widespread
    #[arg(long, value_name = "WORD")]
    pub(crate) extent: Option<String>,
    /// How it goes on: improving, same or worsening
    #[arg(long, value_name = "WORD")]
    pub(crate) course: Option<String>,
    /// Whether there is fever: yes or no
    #[arg(long, value_name = "yes|no")]
    pub(crate) fever: Option<String>,
    /// Where on the body: injection-site
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// How long ago it began: 2d, 3h
    #[arg(long, value_name = "SPAN", value_parser = values::span)]
    pub(crate) since: Option<quantity::Quantity>,
    /// How long ago the treatment began: 10d
    #[arg(long, value_name = "SPAN", value_parser = values::span)]
    pub(crate) since_start: Option<quantity::Quantity>,
    /// How long ago the last injection was: 4h
    #[arg(long, value_name = "SPAN", value_parser = values::span)]
    pub(crate) since_injection: Option<quantity::Quantity>,
}

/// The flags of `supply`.
#[derive(Debug, Args)]
pub(crate) struct SupplyArgs {
    #[command(flatten)]
    pub(crate) person: PersonArgs,
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
    /// A pack: id=A,expiry=2026-08,count=28 and, if known, lot=…,leaflet=us,received=2026-04-01
    #[arg(long, value_name = "PACK", value_parser = stock::pack)]
    pub(crate) pack: Vec<stock::Pack>,
    /// What happened: pack=A,what=frozen; pack=A,syringe=3,what=out,from=TIME,until=TIME
    #[arg(long, value_name = "EVENT", value_parser = stock::event)]
    pub(crate) event: Vec<stock::PackEvent>,
    /// A dose that was taken from them: 100mg@2026-05-01T08:05; once for each
    #[arg(long, value_name = "DOSE", value_parser = values::taken)]
    pub(crate) took: Vec<values::Taken>,
    /// How full the sharps container is: 75%
    #[arg(long, value_name = "PERCENT", value_parser = stock::percent)]
    pub(crate) sharps: Option<quantity::Quantity>,
}

/// The flags of `search`.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// The words
    #[arg(required = true)]
    pub(crate) words: Vec<String>,
    /// Only one kind: medicine, class, condition, vaccine, allergen, lab, symptom, place
    #[arg(long, value_name = "KIND", value_parser = values::kind)]
    pub(crate) kind: Option<terminology::Kind>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(crate) limit: u8,
    /// A full RxNorm release of your own, to widen the product codes
    #[arg(long, value_name = "DIR")]
    pub(crate) rxnorm: Option<PathBuf>,
}
