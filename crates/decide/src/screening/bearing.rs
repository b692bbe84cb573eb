//! For the explanation: which facts bear on which rules.

use jiff::civil::Date;

use super::compile::Screener;
use super::findings::{Findings, IS, MAY_BE};
use super::gather::place;
use super::tables::{Limit, LimitOf};
use crate::fact::{Fact, What};

impl Screener {
    /// The targets of a question that a situation leaves open.
    pub(super) fn open_targets(&self, question: u16, facts: &[Fact], today: Date) -> Vec<u16> {
        let mut scratch = Findings::default();
        scratch.begin(self);
        let seen = self.gather(facts, today, &mut scratch);
        self.open(question, &seen, &scratch).collect()
    }

    /// Whether a fact says that a target is so, or may be.
    pub(super) fn says(&self, fact: &Fact, target: u16, today: Date) -> bool {
        let mut scratch = Findings::default();
        scratch.begin(self);
        self.gather(std::slice::from_ref(fact), today, &mut scratch);
        let marks = scratch.marks.get(usize::from(target));
        marks.is_some_and(|marks| marks & (IS | MAY_BE) != 0)
    }

    /// Whether a fact bears on any rule, other than by a value or the start of the treatment.
    pub(super) fn asks_for(&self, fact: &Fact, today: Date) -> bool {
        let mut scratch = Findings::default();
        scratch.begin(self);
        let seen = self.gather(std::slice::from_ref(fact), today, &mut scratch);
        self.fact(0, fact, &seen, &mut scratch);
        let age = |limit: &Limit| matches!(limit.what, LimitOf::Age(..));
        let bears = match &fact.what {
            What::Born(_) => self.limits.iter().any(age),
            What::Complete(list) => seen.whole.get(place(*list)) == Some(&true),
            // One that was not recognised keeps its list from being whole.
            What::Medicine(used) => used.medicine.is_none(),
            What::Vaccine { vaccine, .. } => vaccine.is_none(),
            What::Indication(_) => true,
            What::Prescription(prescription) => prescription.indication.is_some(),
            What::Condition { .. }
            | What::Allergy { .. }
            | What::Measured { .. }
            | What::Sex(_)
            | What::Administration(_)
            | What::Override(_)
            | What::Skin(_)
            | What::Package(_)
            | What::Handled(_)
            | What::SharpsFill(_)
            | What::Symptom(_)
            | What::Visit
            | What::Country(_) => false,
        };
        bears || !scratch.hits.is_empty() || scratch.marks.iter().any(|marks| *marks != 0)
    }
}
