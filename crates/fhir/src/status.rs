//! What the statuses of FHIR R4 mean here. The tables are shown in `docs/fhir.md`.

use decide::{MedicineStatus, State};

use crate::concept::{Meaning, Named, status_code};
use crate::context::Resource;
use crate::report::Report;

/// Whether a resource counts at all.
pub(crate) enum Standing<T> {
    /// It counts, and says this.
    Says(T),
    /// It was entered in error: it never was so.
    Error,
}

/// The state of a Condition or an AllergyIntolerance, from `verificationStatus` and
/// `clinicalStatus`.
///
/// What nobody has confirmed yet (unconfirmed, provisional, differential) is *not sure*: it is
/// neither taken as present nor dropped.
pub(crate) fn state(resource: &Resource<'_>, report: &mut Report) -> Standing<State> {
    let element = &resource.element;
    let verification = element.one("verificationStatus");
    let clinical = clinical(resource, report);
    let code = verification.as_ref().and_then(status_code);
    Standing::Says(match (verification.is_some(), code) {
        (false, _) | (true, Some("confirmed")) => clinical,
        (true, Some("unconfirmed" | "provisional" | "differential")) => match clinical {
            State::Present | State::NotSure => State::NotSure,
            State::Past => State::Past,
            State::Absent => State::Absent,
        },
        (true, Some("refuted")) => State::Absent,
        (true, Some("entered-in-error")) => {
            report.note(element.here(), "it was entered in error and does not count");
            return Standing::Error;
        }
        (true, other) => {
            let why = unknown("verification status", other);
            report.unread(element.path("verificationStatus"), why);
            State::NotSure
        }
    })
}

fn clinical(resource: &Resource<'_>, report: &mut Report) -> State {
    let element = &resource.element;
    let Some(clinical) = element.one("clinicalStatus") else {
        return without_clinical(resource, report);
    };
    match status_code(&clinical) {
        Some("active" | "recurrence" | "relapse") => {
            if element.first_of(&ABATEMENT).is_some() {
                let why = "it is active and has ended; it is read as active";
                report.unread(element.path("clinicalStatus"), why);
            }
            State::Present
        }
        Some("inactive" | "remission" | "resolved") => State::Past,
        other => {
            let why = unknown("clinical status", other);
            report.unread(element.path("clinicalStatus"), why);
            State::NotSure
        }
    }
}

pub(crate) const ABATEMENT: [&str; 5] = [
    "abatementDateTime",
    "abatementPeriod",
    "abatementAge",
    "abatementRange",
    "abatementString",
];

fn without_clinical(resource: &Resource<'_>, report: &mut Report) -> State {
    let element = &resource.element;
    if element.first_of(&ABATEMENT).is_some() {
        return State::Past;
    }
    let says = "it has no clinical status and is read as present";
    report.note(element.here(), says);
    State::Present
}

/// The sentence for a status that is missing or unknown.
pub(crate) fn unknown(which: &str, code: Option<&str>) -> String {
    match code {
        Some(code) => format!("the {which} `{code}` is not known"),
        None => format!("the {which} is missing"),
    }
}

/// What a state becomes where it is not clear which thing is meant: a doubt is never a "no".
pub(crate) fn doubted(state: State, named: &Named) -> State {
    match (&named.meaning, state) {
        (Meaning::Clear(_), state) => state,
        (Meaning::Doubtful(_) | Meaning::Unknown, _) => State::NotSure,
    }
}

/// What a medicine's status becomes where it is not clear which medicine is meant.
pub(crate) fn doubted_use(status: MedicineStatus, named: &Named) -> MedicineStatus {
    match &named.meaning {
        Meaning::Clear(_) | Meaning::Unknown => status,
        Meaning::Doubtful(_) => MedicineStatus::Unknown,
    }
}
