//! What a prescriber asks for.

use std::num::NonZeroU8;

use monograph::{Form, Split};
use quantity::{DosePerWeight, Mass};

use crate::decision::Basis;
use crate::dose::answer::{NeededFact, NoDose, Refusal};
use crate::dose::limits::Limits;

/// What to work out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoseRequest {
    /// How much.
    pub wanted: Wanted,
    /// In how many doses a day.
    pub split: Division,
    /// How strong the illness is, where the dose depends on it.
    pub form: Option<Form>,
}

impl DoseRequest {
    /// A request for what the text says, once a day.
    #[must_use]
    pub fn new() -> DoseRequest {
        DoseRequest {
            wanted: Wanted::Nothing,
            split: Division::Once,
            form: None,
        }
    }

    /// So much a day for each kg of body weight.
    #[must_use]
    pub fn per_kg(per_kg: DosePerWeight) -> DoseRequest {
        DoseRequest {
            wanted: Wanted::PerWeight(per_kg),
            ..DoseRequest::new()
        }
    }

    /// So much at each injection.
    #[must_use]
    pub fn each(mass: Mass) -> DoseRequest {
        DoseRequest {
            wanted: Wanted::EachDose(mass),
            ..DoseRequest::new()
        }
    }

    /// The same in so many doses a day.
    #[must_use]
    pub fn in_doses(self, split: Division) -> DoseRequest {
        DoseRequest { split, ..self }
    }

    /// The same for this form of the illness.
    #[must_use]
    pub fn in_form(self, form: Form) -> DoseRequest {
        DoseRequest {
            form: Some(form),
            ..self
        }
    }
}

impl Default for DoseRequest {
    fn default() -> DoseRequest {
        DoseRequest::new()
    }
}

/// How much is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing was said: the text is asked.
    Nothing,
    /// So much a day for each kg of body weight.
    PerWeight(DosePerWeight),
    /// So much at each injection.
    EachDose(Mass),
}

/// In how many doses a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Division {
    /// One a day.
    Once,
    /// Two equal doses a day.
    InTwo,
}

impl Division {
    /// The number of doses a day, when the text allows it.
    pub(crate) fn doses(self, limits: &Limits, basis: &mut Basis) -> Result<NonZeroU8, NoDose> {
        match (self, limits.split) {
            (Division::Once, _) => Ok(NonZeroU8::MIN),
            (Division::InTwo, Some((Split::InTwo, _))) => Ok(TWO),
            (Division::InTwo, Some((Split::No, because))) => {
                basis.because.and(because);
                Err(NoDose::Refused(vec![Refusal::NotSplit { because }]))
            }
            (Division::InTwo, None) => {
                basis.misses("doses-a-day", None, limits.because);
                Err(NoDose::Needs(NeededFact::WhetherSplit))
            }
        }
    }
}

/// Two doses a day.
const TWO: NonZeroU8 = NonZeroU8::MIN.saturating_add(1);
