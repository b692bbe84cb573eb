//! MedicationStatement, MedicationAdministration and MedicationDispense: what is taken, was given
//! and was handed out.

use decide::{Administration, MedicineStatus, Site, What, When};
use quantity::Mass;
use terminology::Kind;

use crate::concept::{Meaning, named};
use crate::context::{Context, Resource};
use crate::element::Element;
use crate::measure;
use crate::medication::{self, Medicines, Use};
use crate::report::Report;
use crate::status::unknown;
use crate::time;

pub(crate) fn statement(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) {
    let element = &resource.element;
    let code = element.text("status");
    let status = match code {
        Some("active") => MedicineStatus::Taking,
        Some("completed" | "stopped") => MedicineStatus::Stopped,
        Some("intended") => MedicineStatus::Planned,
        Some("on-hold") => MedicineStatus::OnHold,
        Some("not-taken") => MedicineStatus::NotTaken,
        Some("unknown") => MedicineStatus::Unknown,
        Some("entered-in-error") => return entered_in_error(resource, report),
        other => {
            report.unread(element.path("status"), unknown("status", other));
            MedicineStatus::Unknown
        }
    };
    reasons(resource, report);
    let (start, end) = effective(resource, context, report);
    let when = time::at(element, "dateAsserted", context.zone, report)
        .or_else(|| start.clone())
        .or_else(|| context.visit(resource, "context", report));
    let of = Use {
        status,
        start,
        end,
        when,
    };
    medication::of(resource, context, report).facts(&of, resource, report);
}

pub(crate) fn administration(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) {
    let element = &resource.element;
    let code = element.text("status");
    if code == Some("entered-in-error") {
        return entered_in_error(resource, report);
    }
    reasons(resource, report);
    let medicines = medication::of(resource, context, report);
    let (start, _) = effective(resource, context, report);
    let given = match code {
        Some("completed") => Given::Whole,
        Some("stopped" | "in-progress") => Given::Part,
        Some("not-done") => {
            report.note(element.here(), "it was not given");
            Given::No
        }
        Some("on-hold" | "unknown") => {
            report.note(element.here(), "it is not known whether it was given");
            Given::No
        }
        other => {
            report.unread(element.path("status"), unknown("status", other));
            Given::No
        }
    };
    if medicines.is(context.medicine) && given != Given::No {
        return injection(resource, context, (given, &medicines, start), report);
    }
    // One administration does not tell whether the medicine is taken on and on.
    let status = match code {
        Some("in-progress") => MedicineStatus::Taking,
        Some("on-hold") => MedicineStatus::OnHold,
        _ => MedicineStatus::Unknown,
    };
    let of = Use {
        status,
        when: start.clone(),
        start: (given != Given::No).then_some(start).flatten(),
        end: None,
    };
    medicines.facts(&of, resource, report);
}

/// How much of a dose was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    Whole,
    Part,
    No,
}

fn injection(
    resource: &Resource<'_>,
    context: &Context<'_>,
    (given, medicines, when): (Given, &Medicines, Option<When>),
    report: &mut Report,
) {
    if when.is_none() {
        let why = "it does not say when it was given";
        report.unread(resource.element.path("effective[x]"), why);
    }
    let dosage = resource.element.one("dosage");
    let amount = match given {
        Given::Whole => dosage.as_ref().and_then(|dosage| amount(dosage, report)),
        Given::Part | Given::No => {
            let says = "it was not finished: how much was given is not known";
            report.note(resource.element.here(), says);
            None
        }
    };
    let site = dosage
        .as_ref()
        .and_then(|dosage| site(dosage, context, report));
    let what = What::Administration(Administration {
        amount,
        site,
        lot: medicines.lot.clone(),
        syringe: None,
    });
    report.fact(what, when, &resource.origin);
}

/// A dose in mg. A volume or a count of syringes is reported: it would have to be guessed.
fn amount(dosage: &Element<'_>, report: &mut Report) -> Option<Mass> {
    let dose = dosage.one("dose")?;
    let mass = measure::quantity(&dose).and_then(|quantity| {
        Mass::try_from(quantity).map_err(|error| format!("the amount is not read: {error}"))
    });
    match mass {
        Ok(mass) => Some(mass),
        Err(why) => {
            report.unread(dose.here(), why);
            None
        }
    }
}

fn site(dosage: &Element<'_>, context: &Context<'_>, report: &mut Report) -> Option<Site> {
    let site = dosage.one("site")?;
    let named = named(&site, &[Kind::Place], context.terminology);
    if let Some(why) = &named.remark {
        report.unread(site.here(), why.clone());
    }
    match named.meaning {
        Meaning::Clear(area) => Some(Site { area, cell: None }),
        Meaning::Doubtful(_) | Meaning::Unknown => None,
    }
}

pub(crate) fn dispense(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) {
    let element = &resource.element;
    // That a medicine was handed out does not say that it is taken, nor that it is not.
    let status = match element.text("status") {
        Some("completed" | "in-progress" | "stopped" | "unknown") => MedicineStatus::Unknown,
        Some("preparation") => MedicineStatus::Planned,
        Some("on-hold") => MedicineStatus::OnHold,
        Some("cancelled" | "declined") => {
            report.note(element.here(), "it was not handed out");
            MedicineStatus::Unknown
        }
        Some("entered-in-error") => return entered_in_error(resource, report),
        other => {
            report.unread(element.path("status"), unknown("status", other));
            MedicineStatus::Unknown
        }
    };
    let when = time::at(element, "whenHandedOver", context.zone, report)
        .or_else(|| time::at(element, "whenPrepared", context.zone, report))
        .or_else(|| context.visit(resource, "context", report));
    let of = Use {
        status,
        start: when.clone(),
        end: None,
        when,
    };
    medication::of(resource, context, report).facts(&of, resource, report);
}

pub(crate) fn entered_in_error(resource: &Resource<'_>, report: &mut Report) {
    let says = "it was entered in error and does not count";
    report.note(resource.element.here(), says);
}

/// `effectiveDateTime` or `effectivePeriod`.
fn effective(
    resource: &Resource<'_>,
    context: &Context<'_>,
    report: &mut Report,
) -> (Option<When>, Option<When>) {
    let element = &resource.element;
    let (start, end) = time::period(element, "effectivePeriod", context.zone, report);
    let at = time::at(element, "effectiveDateTime", context.zone, report);
    (at.or(start), end)
}

/// Why it has its status, for a reader: it may be a reaction.
fn reasons(resource: &Resource<'_>, report: &mut Report) {
    for reason in resource.element.many("statusReason") {
        reason_words(&reason, report);
    }
}

pub(crate) fn reason_words(reason: &Element<'_>, report: &mut Report) {
    let display = reason
        .many("coding")
        .find_map(|coding| coding.object().text("display").map(str::to_owned));
    let words = reason.text("text").map(str::to_owned).or(display);
    if let Some(words) = words {
        report.note(reason.here(), format!("the reason of its status: {words}"));
    }
}
