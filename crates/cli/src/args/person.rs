//! Who is asked about: a record, or a few facts in flags.

use std::path::PathBuf;

use clap::Args;
use decide::{MedicineStatus, State, When};
use quantity::{BodyWeight, CalendarSpan, Clearance, IndexedFiltration, Length, Quantity};

use super::values::{self, SexArg, Stated, Told};

/// A record, and whom of it.
#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// A FHIR R4 bundle or NDJSON; `-` reads it from the input
    #[arg(value_name = "RECORD")]
    pub(crate) record: PathBuf,
    /// Whom of the record, by the id of the Patient; needed when it holds several
    #[arg(long, value_name = "ID")]
    pub(crate) patient: Option<String>,
    /// A full RxNorm release of your own, to widen the product codes
    #[arg(long, value_name = "DIR")]
    pub(crate) rxnorm: Option<PathBuf>,
}

impl PersonArgs {
    /// Nothing but a record.
    pub(crate) fn of(args: RecordArgs) -> PersonArgs {
        PersonArgs {
            record: Some(args.record),
            patient: args.patient,
            rxnorm: args.rxnorm,
            ..PersonArgs::default()
        }
    }
}

/// Facts about the person. A measured value takes its day after an at sign: 12.4kg@2026-04-01.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "The person (a measured value takes its day: 12.4kg@2026-04-01)")]
pub(crate) struct PersonArgs {
    /// A FHIR R4 record to take the facts from; the flags are added to it
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Whom of the record, by the id of the Patient
    #[arg(long, value_name = "ID", requires = "record")]
    pub(crate) patient: Option<String>,
    /// A full RxNorm release of your own, to widen the product codes of the record
    #[arg(long, value_name = "DIR", requires = "record")]
    pub(crate) rxnorm: Option<PathBuf>,
    /// Age: 3y, 8mo, 20d
    #[arg(long, value_name = "AGE", value_parser = values::age)]
    pub(crate) age: Option<CalendarSpan>,
    /// Date of birth: 2023-02-14, or as far as it is known: 2023-02, 2023
    #[arg(long, value_name = "DATE", value_parser = values::born, conflicts_with = "age")]
    pub(crate) born: Option<When>,
    /// Sex, for the kidney formula
    #[arg(long, value_enum)]
    pub(crate) sex: Option<SexArg>,
    /// Body weight: 12.4kg, 27lb; again for an earlier one: 11.9kg@2026-01-10
    #[arg(long, value_name = "WEIGHT", value_parser = values::weight)]
    pub(crate) weight: Vec<Told<BodyWeight>>,
    /// Height: 92cm, for the kidney formula of children
    #[arg(long, value_name = "HEIGHT", value_parser = values::height)]
    pub(crate) height: Option<Told<Length>>,
    /// Serum creatinine: 1.4mg/dL, 120umol/L
    #[arg(long, value_name = "VALUE", value_parser = values::creatinine)]
    pub(crate) creatinine: Option<Told<Quantity>>,
    /// Creatinine clearance: 25mL/min
    #[arg(long, value_name = "VALUE", value_parser = values::clearance)]
    pub(crate) clearance: Option<Told<Clearance>>,
    /// Estimated filtration rate; it is shown and never used as a clearance: "44mL/min/1.73m2"
    #[arg(long, value_name = "VALUE", value_parser = values::egfr)]
    pub(crate) egfr: Option<Told<IndexedFiltration>>,
    /// A condition: dialysis, or dialysis=absent (present, past, absent, unsure); once for each
    #[arg(long, value_name = "NAME[=STATE]", value_parser = values::condition)]
    pub(crate) condition: Vec<Stated<State>>,
    /// An allergy: latex, or latex=absent; once for each
    #[arg(long, value_name = "NAME[=STATE]", value_parser = values::condition)]
    pub(crate) allergy: Vec<Stated<State>>,
    /// A medicine: methotrexate, or methotrexate=stopped (taking, planned, on-hold, stopped,
    /// not-taking); once for each
    #[arg(long, value_name = "NAME[=STATUS]", value_parser = values::medicine)]
    pub(crate) medicine: Vec<Stated<MedicineStatus>>,
}
