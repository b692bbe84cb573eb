//! What all answers to clinical questions share: facts in, a document with its basis out.

use decide::Setting;
use serde::Serialize;

use super::Shown;
use crate::args::person::PersonArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::input::{Facts, record};
use crate::text::{Page, basis};
use crate::wire::{Decided, Exit};

/// The part of an answer that only its question knows.
pub(crate) trait Answered: Serialize {
    /// The question in a few words.
    fn title(&self) -> &'static str;
    /// The answer on the page, between its head and its basis.
    fn page(&self, page: &mut Page);
    /// Whether something stops.
    fn exit(&self) -> Exit;
}

impl<A: Answered> Shown for Decided<A> {
    fn page(&self, page: &mut Page, context: &Context) {
        basis::head(page, self.answer.title(), &self.head, context);
        page.space();
        self.answer.page(page);
        basis::below(page, &self.basis, &self.tail, context);
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    fn exit(&self) -> Exit {
        self.answer.exit()
    }
}

/// Asks a question about the person of these flags: reads the record if there is one, adds the
/// flags, and puts what could not be read under the answer.
pub(crate) fn ask<A>(
    context: &Context,
    person: &PersonArgs,
    question: impl FnOnce(Setting<'_>, Facts<'_>) -> Result<Decided<A>, Failure>,
) -> Result<Decided<A>, Failure> {
    let names = record::terminology(context, person.rxnorm.as_deref())?;
    let terminology = names.get();
    let setting = context.setting(terminology)?;
    let mut facts = Facts::new(context, terminology);
    let read = match &person.record {
        None => None,
        Some(path) => Some(record::read(
            context,
            terminology,
            path,
            person.patient.as_deref(),
        )?),
    };
    if let Some(record) = &read {
        facts.facts.extend(record.facts.iter().cloned());
    }
    facts.country();
    facts.person(person)?;
    let mut document = question(setting, facts)?;
    if let Some(record) = read {
        record.end(&mut document.head, &mut document.tail);
    }
    Ok(document)
}
