//! One resource after another, each to the file that knows it.

use std::sync::Arc;

use decide::{Origin, When};
use jiff::tz::TimeZone;
use terminology::{ConceptId, Terminology};

use crate::element::Element;
use crate::json::{Node, Object};
use crate::links::{Links, Target};
use crate::path::Path;
use crate::person::{self, Chosen, Deceased};
use crate::record::Entry;
use crate::report::Report;
use crate::{
    allergy, condition, elements, immunization, observation, patient, request, schema, time,
    treatment,
};

/// What every reader of a resource needs.
pub(crate) struct Context<'x> {
    pub(crate) terminology: &'x Terminology,
    pub(crate) zone: &'x TimeZone,
    pub(crate) links: Links<'x>,
    /// The medicine of the monograph.
    pub(crate) medicine: Option<ConceptId>,
    chosen: Chosen<'x>,
}

/// A resource that may be read: its shape is right and it is about the person.
pub(crate) struct Resource<'x> {
    pub(crate) entry: &'x Entry<'x>,
    pub(crate) element: Element<'x>,
    pub(crate) origin: Origin,
}

impl<'x> Context<'x> {
    pub(crate) fn new(
        terminology: &'x Terminology,
        zone: &'x TimeZone,
        entries: &'x [Entry<'x>],
        chosen: Chosen<'x>,
        medicine: Option<ConceptId>,
    ) -> Context<'x> {
        Context {
            terminology,
            zone,
            links: Links::new(entries),
            medicine,
            chosen,
        }
    }

    /// Reads one entry of the record.
    pub(crate) fn read(&self, entry: &'x Entry<'x>, deceased: &mut Deceased, report: &mut Report) {
        let Some(elements) = elements::of(entry.kind) else {
            return passed_over(entry, report);
        };
        if let Err(wrong) = schema::check(entry.object, elements) {
            return report.unread(format!("{}{}", entry.path, wrong.below), wrong.why);
        }
        if let Some((path, why)) = person::not_about(entry, self.chosen, &self.links) {
            return report.unread(path, why);
        }
        inside(entry, report);
        let resource = Resource {
            entry,
            element: Element::new(entry.object, Path::root(&entry.path)),
            origin: Arc::from(entry.origin()),
        };
        match entry.kind {
            "Patient" => self.patient(&resource, deceased, report),
            "Condition" => condition::read(&resource, self, report),
            "AllergyIntolerance" => allergy::read(&resource, self, report),
            "MedicationRequest" => request::read(&resource, self, report),
            "MedicationStatement" => treatment::statement(&resource, self, report),
            "MedicationAdministration" => treatment::administration(&resource, self, report),
            "MedicationDispense" => treatment::dispense(&resource, self, report),
            "Immunization" => immunization::given(&resource, self, report),
            "ImmunizationRecommendation" => immunization::recommended(&resource, self, report),
            "Observation" => observation::read(&resource, self, report),
            // Read where something refers to them.
            _ => {}
        }
    }

    fn patient(&self, resource: &Resource<'x>, deceased: &mut Deceased, report: &mut Report) {
        match self.chosen {
            Chosen::Entry(chosen) if person::is_same(chosen, resource.entry) => {
                patient::read(resource, self, deceased, report);
            }
            Chosen::Entry(_) | Chosen::Named(_) | Chosen::Nobody => {
                report.unread(resource.element.here(), "it is somebody else");
            }
        }
    }

    /// Follows the reference of an element, and checks the shape of what it leads to.
    pub(crate) fn follow(
        &self,
        reference: &Element<'_>,
        from: &'x Entry<'x>,
        wanted: &str,
    ) -> Result<Found<'x>, String> {
        let Some(address) = reference.text("reference") else {
            return Err("it refers to nothing that can be found".to_owned());
        };
        let (object, path, origin) = match self.links.follow(address, from) {
            Target::Entry(entry) => (entry.object, entry.path.clone(), entry),
            Target::Contained(object) => (object, format!("{} {address}", from.path), from),
            Target::Nowhere => return Err(format!("{address} is not in the record")),
            Target::Several => return Err(format!("{address} is in the record several times")),
        };
        let kind = object.text("resourceType").unwrap_or_default();
        if kind != wanted {
            return Err(format!("{address} is no {wanted}"));
        }
        self.shape(object, kind, address)?;
        Ok(Found {
            object,
            path,
            from: origin,
        })
    }

    fn shape(&self, object: &Object<'_>, kind: &str, address: &str) -> Result<(), String> {
        if address.starts_with('#') && !matches!(object.get("contained"), None | Some(Node::Null)) {
            return Err(format!(
                "{address} contains a resource and is itself contained"
            ));
        }
        let elements = elements::of(kind).ok_or_else(|| format!("{address} is not read here"))?;
        schema::check(object, elements)
            .map_err(|wrong| format!("{address}{}: {}", wrong.below, wrong.why))
    }

    /// When the visit began in which something was written down, for what has no date of its own.
    pub(crate) fn visit(
        &self,
        resource: &Resource<'x>,
        key: &str,
        report: &mut Report,
    ) -> Option<When> {
        let reference = resource.element.one(key)?;
        let found = self.follow(&reference, resource.entry, "Encounter").ok()?;
        let encounter = found.element();
        if encounter.text("status") == Some("entered-in-error") {
            return None;
        }
        time::period(&encounter, "period", self.zone, report).0
    }
}

/// Where a reference led.
pub(crate) struct Found<'x> {
    object: &'x Object<'x>,
    path: String,
    /// The entry in which further references of it stand.
    pub(crate) from: &'x Entry<'x>,
}

impl<'x> Found<'x> {
    pub(crate) fn element(&self) -> Element<'_> {
        Element::new(self.object, Path::root(&self.path))
    }

    pub(crate) fn is(&self, other: &Object<'_>) -> bool {
        std::ptr::addr_eq(self.object, other)
    }

    pub(crate) fn object(&self) -> &'x Object<'x> {
        self.object
    }
}

/// Resources inside another count only for what refers to them: a Medication, the reason of an
/// order. One that could stand alone is reported.
fn inside(entry: &Entry<'_>, report: &mut Report) {
    for (at, node) in entry.object.list("contained").iter().enumerate() {
        let path = || format!("{}.contained[{at}]", entry.path);
        let Node::Object(object) = node else {
            let why = format!("a resource was expected and this is {}", node.sort());
            report.unread(path(), why);
            continue;
        };
        let kind = object.text("resourceType").unwrap_or_default();
        if person::subject_key(kind).is_some() {
            let why = format!("a {kind} inside another resource is not read for itself");
            report.unread(path(), why);
        }
    }
}

/// A resource of a type that is not read.
fn passed_over(entry: &Entry<'_>, report: &mut Report) {
    if entry.kind != "OperationOutcome" {
        let why = format!("{} is not read here", entry.kind);
        return report.unread_alike(|| entry.path.clone(), why);
    }
    for issue in entry.object.list("issue") {
        let Node::Object(issue) = issue else { continue };
        let text = issue
            .text("diagnostics")
            .or_else(|| issue.object("details")?.text("text"))
            .or_else(|| issue.text("code"))
            .unwrap_or("without words");
        let severity = issue.text("severity").unwrap_or("issue");
        let path = format!("{}.issue", entry.path);
        report.unread(path, format!("the sender reports ({severity}): {text}"));
    }
}
