//! Which medicine an order, a statement, an administration or a dispense is about.

use std::sync::Arc;

use decide::{MedicineStatus, MedicineUse, What, When};
use terminology::{ConceptId, Kind};

use crate::concept::{self, Meaning, Named};
use crate::context::{Context, Found, Resource};
use crate::element::Element;
use crate::report::Report;
use crate::status;

/// What a medicine can be named as.
const KINDS: [Kind; 2] = [Kind::Medicine, Kind::MedicineClass];

/// So many medications are followed, each an ingredient of the one before.
const DEEPEST: usize = 8;

/// The medicine of a resource. There is always at least one entry: a medicine that is not
/// recognised is still a medicine.
#[derive(Debug)]
pub(crate) struct Medicines {
    all: Vec<Named>,
    /// The lot of the batch, where the Medication says it.
    pub(crate) lot: Option<Arc<str>>,
}

/// When a medicine was used and by which status, for its facts.
pub(crate) struct Use {
    pub(crate) status: MedicineStatus,
    pub(crate) start: Option<When>,
    pub(crate) end: Option<When>,
    pub(crate) when: Option<When>,
}

impl Medicines {
    /// Whether it is this medicine and nothing else, without doubt.
    pub(crate) fn is(&self, medicine: Option<ConceptId>) -> bool {
        match (self.all.as_slice(), medicine) {
            ([one], Some(id)) => one.meaning == Meaning::Clear(id),
            (_, _) => false,
        }
    }

    /// One fact for each medicine that may be meant; one without a concept where none is known.
    pub(crate) fn facts(&self, of: &Use, resource: &Resource<'_>, report: &mut Report) {
        for named in &self.all {
            let mut say = |medicine: Option<ConceptId>| {
                let what = What::Medicine(MedicineUse {
                    medicine,
                    text: Arc::clone(&named.text),
                    status: status::doubted_use(of.status, named),
                    start: of.start.clone(),
                    end: of.end.clone(),
                    cleared: None,
                });
                report.fact(what, of.when.clone(), &resource.origin);
            };
            match named.concepts() {
                [] => say(None),
                concepts => concepts.iter().for_each(|id| say(Some(*id))),
            }
        }
    }
}

/// Reads `medicationCodeableConcept` or `medicationReference`.
pub(crate) fn of(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) -> Medicines {
    let element = &resource.element;
    let code = element.one("medicationCodeableConcept");
    let reference = element.one("medicationReference");
    let mut medicines = Medicines {
        all: Vec::new(),
        lot: None,
    };
    if code.is_some() && reference.is_some() {
        let why = "it names a medicine twice, by a code and by a reference; both are read";
        report.unread(element.path("medicationReference"), why);
    }
    if let Some(code) = &code {
        let named = concept::named(code, &KINDS, context.terminology);
        medicines.add(named, &element.path("medicationCodeableConcept"), report);
    }
    if let Some(reference) = &reference {
        let mut trail = Trail {
            context,
            visited: Vec::new(),
            report,
        };
        trail.follow(reference, resource, &mut medicines);
    }
    if code.is_none() && reference.is_none() {
        report.unread(
            element.path("medication[x]"),
            "it does not say which medicine it is",
        );
        medicines.all.push(nameless(""));
    }
    medicines
}

fn nameless(text: &str) -> Named {
    Named {
        meaning: Meaning::Unknown,
        text: Arc::from(text),
        remark: None,
    }
}

impl Medicines {
    fn add(&mut self, named: Named, path: &str, report: &mut Report) {
        if let Some(why) = &named.remark {
            report.unread(path, why.clone());
        }
        self.all.push(named);
    }
}

/// The Medications on the way from a resource to a medicine.
struct Trail<'t, 'x> {
    context: &'t Context<'x>,
    visited: Vec<Found<'x>>,
    report: &'t mut Report,
}

impl<'x> Trail<'_, 'x> {
    fn follow(&mut self, reference: &Element<'_>, resource: &Resource<'x>, into: &mut Medicines) {
        self.step(reference, resource.entry, into);
    }

    fn step(
        &mut self,
        reference: &Element<'_>,
        from: &'x crate::record::Entry<'x>,
        into: &mut Medicines,
    ) {
        match self.context.follow(reference, from, "Medication") {
            Ok(found) if self.visited.iter().any(|seen| seen.is(found.object())) => {
                self.lost(reference, "the reference leads back to itself", into);
            }
            Ok(_) if self.visited.len() >= DEEPEST => {
                self.lost(reference, "the references go on and on", into);
            }
            Ok(found) => {
                self.visited.push(found);
                self.medication(reference, into);
                self.visited.pop();
            }
            Err(why) => self.lost(reference, &why, into),
        }
    }

    /// A medicine that the reference does not lead to; its display may still name it.
    fn lost(&mut self, reference: &Element<'_>, why: &str, into: &mut Medicines) {
        self.report.unread(reference.here(), why);
        match reference.text("display") {
            Some(display) => {
                let named = concept::in_words(display, &KINDS, self.context.terminology);
                into.add(named, &reference.path("display"), self.report);
            }
            None => into
                .all
                .push(nameless(reference.text("reference").unwrap_or_default())),
        }
    }

    fn medication(&mut self, reference: &Element<'_>, into: &mut Medicines) {
        let Some(found) = self.visited.last() else {
            return;
        };
        let (object, from) = (found.object(), found.from);
        let path = found.element().here();
        let medication = Element::new(object, crate::path::Path::root(&path));
        if medication.text("status") == Some("entered-in-error") {
            return self.lost(reference, "the medication was entered in error", into);
        }
        let lot = medication
            .one("batch")
            .and_then(|batch| batch.text("lotNumber"));
        into.lot = into.lot.take().or_else(|| lot.map(Arc::from));
        let named = medication
            .one("code")
            .map(|code| concept::named(&code, &KINDS, self.context.terminology));
        match named {
            Some(named) if !named.concepts().is_empty() => {
                into.add(named, &medication.path("code"), self.report);
            }
            named => self.ingredients(&medication, named, from, into),
        }
    }

    /// What a Medication is made of, where its code says nothing.
    fn ingredients(
        &mut self,
        medication: &Element<'_>,
        whole: Option<Named>,
        from: &'x crate::record::Entry<'x>,
        into: &mut Medicines,
    ) {
        let before = into.all.len();
        for ingredient in medication.many("ingredient") {
            if ingredient.flag("isActive") == Some(false) {
                continue;
            }
            if let Some(code) = ingredient.one("itemCodeableConcept") {
                let named = concept::named(&code, &KINDS, self.context.terminology);
                into.add(named, &ingredient.path("itemCodeableConcept"), self.report);
            }
            if let Some(item) = ingredient.one("itemReference") {
                self.step(&item, from, into);
            }
        }
        if into.all.len() == before {
            match whole {
                Some(named) => into.add(named, &medication.path("code"), self.report),
                None => {
                    let why = "it does not say which medicine it is";
                    self.report.unread(medication.path("code"), why);
                    into.all.push(nameless(""));
                }
            }
        }
    }
}
