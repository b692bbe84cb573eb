//! Is one part of a rule so, not so, or not known?

use super::compile::Screener;
use super::findings::{Answer, DENIED, Findings, IS, MAY_BE, UNSURE};
use super::gather::{Seen, list, place};
use super::tables::{Limit, LimitOf, Part, Slot};
use crate::fact::{Fact, What};
use crate::situation::{Days, fresh, order};
use crate::truth::Truth;

impl Screener {
    pub(super) fn all(&self, parts: &[Part], seen: &Seen<'_>, out: &Findings) -> Answer {
        parts
            .iter()
            .map(|part| self.part(*part, None, seen, out))
            .min()
            .unwrap_or(Answer::Yes)
    }

    pub(super) fn part(
        &self,
        part: Part,
        own: Option<u32>,
        seen: &Seen<'_>,
        out: &Findings,
    ) -> Answer {
        match part {
            Part::Target(target) => self.target(target, seen, out),
            Part::Limit(limit) => out.answer(limit),
            Part::Own(how, span) => {
                let fact = own.and_then(|at| seen.facts.get(at as usize));
                match fact.and_then(ended) {
                    None => Answer::Possible,
                    Some(days) => partly(days.since(how, span, seen.today)),
                }
            }
            Part::Word(_) => Answer::Yes,
            Part::Unanswerable => Answer::Unasked,
        }
    }

    pub(super) fn target(&self, target: u16, seen: &Seen<'_>, out: &Findings) -> Answer {
        let marks = out.marks.get(usize::from(target)).copied().unwrap_or(0);
        let slot = self.targets.get(usize::from(target)).map(|t| t.slot);
        let whole = slot
            .and_then(list)
            .and_then(|list| seen.whole.get(place(list)).copied());
        let told = match slot {
            Some(Slot::Indication) => seen.indication,
            _ => whole.unwrap_or(false),
        };
        if marks & IS != 0 {
            Answer::Yes
        } else if marks & MAY_BE != 0 {
            Answer::Possible
        } else if marks & UNSURE != 0 {
            Answer::Unasked
        } else if marks & DENIED != 0 || told {
            Answer::No
        } else {
            Answer::Unasked
        }
    }
}

/// The day from which "since" is counted: of a stop, of a vaccine.
fn ended(fact: &Fact) -> Option<Days> {
    let when = if let What::Medicine(used) = &fact.what {
        used.end.as_ref()
    } else {
        fact.when.as_ref()
    };
    when.map(Days::of)
}

fn partly(truth: Truth) -> Answer {
    match truth {
        Truth::No => Answer::No,
        Truth::Unknown => Answer::Possible,
        Truth::Yes => Answer::Yes,
    }
}

pub(super) fn limit_met(limit: &Limit, seen: &Seen<'_>, out: &Findings) -> Answer {
    let since = |days: Option<Days>, how, span| {
        days.map_or(Answer::Unasked, |days| {
            partly(days.since(how, span, seen.today))
        })
    };
    match limit.what {
        LimitOf::Age(how, span) => since(seen.born, how, span),
        LimitOf::Start(how, span) => since(seen.start, how, span),
        LimitOf::Value {
            test,
            how,
            limit,
            fresh: span,
            ..
        } => {
            let values = out.newest(test, seen.facts).filter_map(|fact| {
                let What::Measured { value, .. } = &fact.what else {
                    return None;
                };
                let fresh = fresh(fact.when.as_ref(), span, seen.today);
                Some((order(value, &limit).map(|order| how.holds(order)), fresh))
            });
            let one = |(meets, fresh)| match (meets, fresh) {
                (Some(true), true) => Answer::Yes,
                (Some(true), false) => Answer::Possible,
                (Some(false), true) => Answer::No,
                (Some(false) | None, _) => Answer::Unasked,
            };
            values.map(one).max().unwrap_or(Answer::Unasked)
        }
    }
}
