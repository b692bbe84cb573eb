//! The first pass over a record: what is told, of all that rules ask for.

use jiff::civil::Date;
use terminology::ConceptId;

use super::compile::Screener;
use super::findings::{DENIED, Findings, IS, MAY_BE, UNSURE};
use super::tables::Slot;
use crate::fact::{Fact, List, MedicineUse, State, VaccineStatus, What};
use crate::situation::{Days, started, taken};
use crate::truth::Truth;

/// What the facts say as a whole.
pub(super) struct Seen<'a> {
    pub(super) facts: &'a [Fact],
    pub(super) today: Date,
    pub(super) born: Option<Days>,
    pub(super) start: Option<Days>,
    pub(super) whole: [bool; 4],
    pub(super) indication: bool,
}

pub(super) fn place(list: List) -> usize {
    match list {
        List::Medicines => 0,
        List::Allergies => 1,
        List::Conditions => 2,
        List::Vaccines => 3,
    }
}

pub(super) fn list(slot: Slot) -> Option<List> {
    match slot {
        Slot::Condition => Some(List::Conditions),
        Slot::Allergy => Some(List::Allergies),
        Slot::Medicine => Some(List::Medicines),
        Slot::VaccinePlanned | Slot::VaccineGiven => Some(List::Vaccines),
        Slot::Indication => None,
    }
}

impl Screener {
    pub(super) fn gather<'a>(
        &self,
        facts: &'a [Fact],
        today: Date,
        out: &mut Findings,
    ) -> Seen<'a> {
        let mut seen = Seen {
            facts,
            today,
            born: None,
            start: None,
            whole: [false; 4],
            indication: false,
        };
        let mut unread = [false; 2];
        for (at, fact) in facts.iter().enumerate() {
            self.read(at, fact, &mut seen, &mut unread, out);
        }
        // A list with a line that was not recognised does not tell what is not on it.
        let [medicine, vaccine] = unread;
        for (list, unread) in [(List::Medicines, medicine), (List::Vaccines, vaccine)] {
            if let Some(whole) = seen.whole.get_mut(place(list)) {
                *whole &= !unread;
            }
        }
        seen
    }

    fn read(
        &self,
        at: usize,
        fact: &Fact,
        seen: &mut Seen<'_>,
        unread: &mut [bool; 2],
        out: &mut Findings,
    ) {
        let days = started(fact, self.medicine);
        seen.start = match (seen.start, days) {
            (Some(one), Some(other)) => Some(one.earlier(other)),
            (one, other) => one.or(other),
        };
        match &fact.what {
            What::Born(when) => {
                let days = Days::of(when);
                seen.born = Some(seen.born.map_or(days, |born| born.around(days)));
            }
            What::Complete(list) => {
                if let Some(whole) = seen.whole.get_mut(place(*list)) {
                    *whole = true;
                }
            }
            What::Measured { test, .. } => {
                if let Some(test) = self.test(*test) {
                    out.measured
                        .push((test, u32::try_from(at).unwrap_or(u32::MAX)));
                    if let Some(newest) = out.newest.get_mut(usize::from(test)) {
                        newest.see(fact.when.as_ref());
                    }
                }
            }
            What::Condition { condition, state } => self.condition(*condition, *state, out),
            What::Allergy { substance, state } => match state {
                State::Present | State::Past => {
                    out.mark(self.is(Slot::Allergy, *substance), IS);
                }
                State::Absent => out.mark(self.denied(Slot::Allergy, *substance), DENIED),
                State::NotSure => out.mark(self.denied(Slot::Allergy, *substance), UNSURE),
            },
            What::Medicine(used) => self.medicine(used, seen, unread, out),
            What::Vaccine {
                vaccine, status, ..
            } => self.vaccine(*vaccine, *status, unread, out),
            What::Indication(condition) => self.indication(*condition, seen, out),
            What::Prescription(prescription) => {
                if let Some(condition) = prescription.indication {
                    self.indication(condition, seen, out);
                }
            }
            What::Sex(_)
            | What::Administration(_)
            | What::Override(_)
            | What::Skin(_)
            | What::Package(_)
            | What::Handled(_)
            | What::SharpsFill(_)
            | What::Symptom(_)
            | What::Visit
            | What::Country(_) => {}
        }
    }

    fn condition(&self, condition: ConceptId, state: State, out: &mut Findings) {
        match state {
            State::Present => out.mark(self.is(Slot::Condition, condition), IS),
            State::Past => {
                out.mark(self.past_is(condition), IS);
                out.mark(self.past_over(condition), DENIED);
            }
            State::Absent => out.mark(self.denied(Slot::Condition, condition), DENIED),
            State::NotSure => out.mark(self.denied(Slot::Condition, condition), UNSURE),
        }
    }

    fn medicine(
        &self,
        used: &MedicineUse,
        seen: &Seen<'_>,
        unread: &mut [bool; 2],
        out: &mut Findings,
    ) {
        let taken = taken(used, seen.today);
        let Some(medicine) = used.medicine else {
            if taken != Truth::No {
                unread[0] = true;
            }
            return;
        };
        if medicine == self.medicine {
            return;
        }
        match taken {
            Truth::Yes => out.mark(self.is(Slot::Medicine, medicine), IS),
            Truth::Unknown => out.mark(self.is(Slot::Medicine, medicine), MAY_BE),
            Truth::No => out.mark(self.denied(Slot::Medicine, medicine), DENIED),
        }
    }

    fn vaccine(
        &self,
        vaccine: Option<ConceptId>,
        status: VaccineStatus,
        unread: &mut [bool; 2],
        out: &mut Findings,
    ) {
        match (vaccine, status) {
            (None, VaccineStatus::Given | VaccineStatus::Planned) => unread[1] = true,
            (Some(id), VaccineStatus::Given) => out.mark(self.is(Slot::VaccineGiven, id), IS),
            (Some(id), VaccineStatus::Planned) => out.mark(self.is(Slot::VaccinePlanned, id), IS),
            (Some(id), VaccineStatus::NotGiven) => {
                out.mark(self.denied(Slot::VaccineGiven, id), DENIED);
            }
            (None, VaccineStatus::NotGiven) => {}
        }
    }

    /// A wider condition than a rule asks for leaves open whether it is that one.
    fn indication(&self, condition: ConceptId, seen: &mut Seen<'_>, out: &mut Findings) {
        seen.indication = true;
        out.mark(self.denied(Slot::Indication, condition), MAY_BE);
        out.mark(self.is(Slot::Indication, condition), IS);
    }
}
