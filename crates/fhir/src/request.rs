//! MedicationRequest: an order, a plan, a proposal; for the medicine of the monograph, a
//! prescription.

use std::sync::Arc;

use decide::{MedicineStatus, What, When};
use terminology::{ConceptId, Kind};

use crate::concept::{Meaning, named};
use crate::context::{Context, Resource};
use crate::dosage::{self, Wanted};
use crate::medication::{self, Use};
use crate::report::Report;
use crate::status::unknown;
use crate::time;
use crate::treatment::{entered_in_error, reason_words};

pub(crate) fn read(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) {
    let element = &resource.element;
    if element.text("status") == Some("entered-in-error") {
        return entered_in_error(resource, report);
    }
    let order = order(resource, report);
    if let Some(reason) = element.one("statusReason") {
        reason_words(&reason, report);
    }
    let when = time::at(element, "authoredOn", context.zone, report)
        .or_else(|| context.visit(resource, "encounter", report));
    let (start, end) = bounds(resource, context, report);
    let of = Use {
        status: order.status(),
        start: start.or_else(|| order.is_begun().then(|| when.clone()).flatten()),
        end,
        when: when.clone(),
    };
    let medicines = medication::of(resource, context, report);
    medicines.facts(&of, resource, report);
    if medicines.is(context.medicine) {
        ours(resource, order, when, (context, report));
    }
}

/// What an order amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// It is in force.
    InForce,
    /// It is a draft, a plan or a proposal.
    Planned,
    OnHold,
    /// It ended or was stopped.
    Over,
    /// It was withdrawn before anything was given, or says that the medicine must not be given.
    NotTaken,
    Unknown,
}

impl Order {
    fn status(self) -> MedicineStatus {
        match self {
            Order::InForce => MedicineStatus::Taking,
            Order::Planned => MedicineStatus::Planned,
            Order::OnHold => MedicineStatus::OnHold,
            Order::Over => MedicineStatus::Stopped,
            Order::NotTaken => MedicineStatus::NotTaken,
            Order::Unknown => MedicineStatus::Unknown,
        }
    }

    fn is_begun(self) -> bool {
        match self {
            Order::InForce | Order::OnHold | Order::Over => true,
            Order::Planned | Order::NotTaken | Order::Unknown => false,
        }
    }
}

fn order(resource: &Resource<'_>, report: &mut Report) -> Order {
    let element = &resource.element;
    let by_status = match element.text("status") {
        Some("active") => intent(resource, report),
        Some("draft") => Order::Planned,
        Some("on-hold") => Order::OnHold,
        Some("completed" | "stopped") => Order::Over,
        Some("cancelled") => Order::NotTaken,
        Some("unknown") => Order::Unknown,
        other => {
            report.unread(element.path("status"), unknown("status", other));
            Order::Unknown
        }
    };
    if element.flag("doNotPerform") != Some(true) {
        return by_status;
    }
    report.note(
        element.path("doNotPerform"),
        "it asks not to give the medicine",
    );
    match by_status {
        Order::InForce | Order::Planned | Order::OnHold => Order::NotTaken,
        Order::Over | Order::NotTaken | Order::Unknown => Order::Unknown,
    }
}

/// An order that is active is in force; a plan or a proposal is not.
fn intent(resource: &Resource<'_>, report: &mut Report) -> Order {
    let element = &resource.element;
    match element.text("intent") {
        Some("order" | "original-order" | "reflex-order" | "filler-order" | "instance-order") => {
            Order::InForce
        }
        Some("proposal" | "plan" | "option") => Order::Planned,
        other => {
            report.unread(element.path("intent"), unknown("intent", other));
            Order::Unknown
        }
    }
}

/// From when to when the medicine is to be taken, where all instructions together say it.
fn bounds(
    resource: &Resource<'_>,
    context: &Context<'_>,
    report: &mut Report,
) -> (Option<When>, Option<When>) {
    let mut start: Option<When> = None;
    let mut end: Option<When> = None;
    let mut open = false;
    for instruction in resource.element.many("dosageInstruction") {
        let timing = instruction.one("timing");
        let repeat = timing.as_ref().and_then(|timing| timing.one("repeat"));
        let (from, to) = match &repeat {
            Some(repeat) => time::period(repeat, "boundsPeriod", context.zone, report),
            None => (None, None),
        };
        open |= to.is_none();
        start = match (start, from) {
            (Some(one), Some(other)) if other.earliest() < one.earliest() => Some(other),
            (None, from) => from,
            (start, _) => start,
        };
        end = match (end, to) {
            (Some(one), Some(other)) if other.latest() > one.latest() => Some(other),
            (None, to) => to,
            (end, _) => end,
        };
    }
    (start, if open { None } else { end })
}

/// An order of the medicine of the monograph: what for, and how.
fn ours(
    resource: &Resource<'_>,
    order: Order,
    when: Option<When>,
    (context, report): (&Context<'_>, &mut Report),
) {
    let indications = match order {
        Order::InForce | Order::Planned | Order::OnHold | Order::Unknown => {
            indications(resource, context, report)
        }
        Order::Over | Order::NotTaken => return,
    };
    for indication in &indications {
        report.fact(
            What::Indication(*indication),
            when.clone(),
            &resource.origin,
        );
    }
    let path = resource.element.path("dosageInstruction");
    match order {
        Order::InForce => {}
        Order::Planned | Order::OnHold | Order::Unknown | Order::Over | Order::NotTaken => {
            return report.note(path, "the order is not in force: its dose is not read");
        }
    }
    let wanted = Wanted {
        indication: match indications.as_slice() {
            [one] => Some(*one),
            _ => None,
        },
        by: requester(resource),
    };
    match dosage::prescription(resource, wanted, context, report) {
        Ok(prescription) => {
            report.fact(What::Prescription(prescription), when, &resource.origin);
        }
        Err(refused) => {
            let why = format!("{}; the prescription is not read", refused.why);
            report.unread(refused.path, why);
        }
    }
}

fn requester(resource: &Resource<'_>) -> Option<Arc<str>> {
    let requester = resource.element.one("requester")?;
    let name = requester
        .text("display")
        .or_else(|| requester.text("reference"))?;
    Some(Arc::from(name))
}

/// What it is prescribed for: the codes of the reason, and the Conditions it refers to.
fn indications(
    resource: &Resource<'_>,
    context: &Context<'_>,
    report: &mut Report,
) -> Vec<ConceptId> {
    let element = &resource.element;
    let mut found: Vec<ConceptId> = Vec::new();
    for reason in element.many("reasonCode") {
        found.extend(indication(&reason, reason.here(), context, report));
    }
    for reference in element.many("reasonReference") {
        match context.follow(&reference, resource.entry, "Condition") {
            Ok(condition) => {
                let condition = condition.element();
                match condition.one("code") {
                    Some(code) => found.extend(indication(&code, code.here(), context, report)),
                    None => report.unread(
                        condition.path("code"),
                        "it does not say which condition it is",
                    ),
                }
            }
            Err(why) => report.unread(reference.here(), why),
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn indication(
    code: &crate::element::Element<'_>,
    path: String,
    context: &Context<'_>,
    report: &mut Report,
) -> Option<ConceptId> {
    let named = named(code, &[Kind::Condition], context.terminology);
    if let Some(why) = named.remark {
        report.unread(path, why);
    }
    match named.meaning {
        Meaning::Clear(id) => Some(id),
        Meaning::Doubtful(_) | Meaning::Unknown => None,
    }
}
