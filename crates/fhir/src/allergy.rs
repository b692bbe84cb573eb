//! AllergyIntolerance: what a person reacts to.

use decide::{State, What, When};
use terminology::Kind;

use crate::concept::{Named, named};
use crate::condition;
use crate::context::{Context, Resource};
use crate::report::Report;
use crate::status::{self, Standing};
use crate::time;

/// What a person can be allergic to.
pub(crate) const KINDS: [Kind; 3] = [Kind::Allergen, Kind::Medicine, Kind::MedicineClass];

pub(crate) fn read(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) {
    let Standing::Says(state) = status::state(resource, report) else {
        return;
    };
    let element = &resource.element;
    let when = condition::onset(resource, context, report)
        .or_else(|| time::at(element, "recordedDate", context.zone, report))
        .or_else(|| time::at(element, "lastOccurrence", context.zone, report))
        .or_else(|| context.visit(resource, "encounter", report));
    if element.text("type") == Some("intolerance") {
        let says = "it is called an intolerance and is read as an allergy";
        report.note(element.here(), says);
    }
    let mut seen = Seen {
        resource,
        state,
        when,
        substances: Vec::new(),
    };
    let mut named_at_all = false;
    if let Some(code) = element.one("code") {
        named_at_all = true;
        seen.add(
            &named(&code, &KINDS, context.terminology),
            element.path("code"),
            report,
        );
    }
    for reaction in element.many("reaction") {
        if let Some(substance) = reaction.one("substance") {
            named_at_all = true;
            let named = named(&substance, &KINDS, context.terminology);
            seen.add(&named, reaction.path("substance"), report);
        }
    }
    if !named_at_all {
        report.unread(
            element.path("code"),
            "it does not say what the person reacts to",
        );
    }
}

/// The substances of one resource, each said once.
struct Seen<'x> {
    resource: &'x Resource<'x>,
    state: State,
    when: Option<When>,
    substances: Vec<terminology::ConceptId>,
}

impl Seen<'_> {
    fn add(&mut self, named: &Named, path: String, report: &mut Report) {
        if let Some(why) = &named.remark {
            report.unread(path, why.clone());
        }
        for substance in named.concepts() {
            if self.substances.contains(substance) {
                continue;
            }
            self.substances.push(*substance);
            let what = What::Allergy {
                substance: *substance,
                state: status::doubted(self.state, named),
            };
            report.fact(what, self.when.clone(), &self.resource.origin);
        }
    }
}
