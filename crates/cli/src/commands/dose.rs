//! Which dose follows from the text for this person?

mod page;
mod says;
mod wire;

use decide::Situation;
use decide::dose::{Division, DoseRequest, propose};

use super::answered::ask;
use crate::args::DoseArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::wire::{Decided, Scribe};
use wire::DoseWire;

/// Works out the dose of the flags, for a prescriber to review.
pub(crate) fn answer(context: &Context, args: &DoseArgs) -> Result<Decided<DoseWire>, Failure> {
    ask(context, &args.person, |setting, mut facts| {
        facts.dose(args)?;
        let situation = Situation::new(facts.facts);
        let decision = propose(&setting, &situation, &request(args));
        let scribe = Scribe::of(&setting);
        let answer = wire::dose(&scribe, decision.answer());
        Ok(scribe.decided(context, "dose", &decision, answer))
    })
}

fn request(args: &DoseArgs) -> DoseRequest {
    let mut request = match (args.per_kg, args.amount) {
        (Some(per_kg), _) => DoseRequest::per_kg(per_kg),
        (None, Some(mass)) => DoseRequest::each(mass),
        (None, None) => DoseRequest::new(),
    };
    if args.split {
        request = request.in_doses(Division::InTwo);
    }
    match args.form {
        Some(form) => request.in_form(form),
        None => request,
    }
}
