//! What is recorded: the plan that holds today, the doses, and whether the clock can be right.

use jiff::civil::Date;
use jiff::{SignedDuration, ZonedDateTime};
use monograph::StatementNo;

use super::{AskWhy, same_time};
use crate::decision::Basis;
use crate::fact::{Fact, What, When};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::Prescription;

/// A recorded dose whose moment is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) fact: &'a Fact,
    pub(crate) at: &'a ZonedDateTime,
}

/// The recorded doses whose moment is known, the earliest first.
pub(crate) fn given(situation: &Situation) -> Vec<Given<'_>> {
    let mut all: Vec<Given<'_>> = situation
        .facts()
        .iter()
        .filter_map(|fact| match (&fact.what, &fact.when) {
            (What::Administration(_), Some(When::At(at))) => Some(Given { fact, at }),
            _ => None,
        })
        .collect();
    all.sort_by_key(|given| given.at.timestamp());
    all
}

/// The recorded doses whose moment is not known.
fn undated(situation: &Situation) -> impl Iterator<Item = &Fact> {
    situation.facts().iter().filter(|fact| {
        let moment = matches!(fact.when, Some(When::At(_)));
        matches!(fact.what, What::Administration(_)) && !moment
    })
}

/// The last recorded dose. One of which only the day is known, and that may be the last, is none to
/// reckon with.
pub(super) fn last_given<'a>(
    situation: &'a Situation,
    asks: StatementNo,
    basis: &mut Basis,
) -> Result<Option<Given<'a>>, AskWhy> {
    let last = given(situation).pop();
    let may_be_later = |fact: &Fact| match (&fact.when, &last) {
        (None, _) | (_, None) => true,
        (Some(when), Some(last)) => when.latest() >= last.at.date(),
    };
    if let Some(fact) = undated(situation).find(|fact| may_be_later(fact)) {
        basis.uses(fact);
        basis.misses("administration-time", None, asks);
        return Err(AskWhy::LastTime);
    }
    Ok(last)
}

/// A fact of something that happened, recorded later than now: a clock is wrong. A little is let
/// pass, by the rule of kind `same-time`, for two clocks never agree.
pub(crate) fn recorded_later<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
) -> Option<&'a Fact> {
    let slack = same_time(setting).map_or(0, |rule| rule.clock_slack.seconds());
    let slack = SignedDuration::from_secs(i64::from(slack));
    situation.facts().iter().find(|fact| {
        let happened = matches!(
            fact.what,
            What::Administration(_) | What::Skin(_) | What::Handled(_) | What::Symptom(_)
        );
        let later = match &fact.when {
            Some(When::At(at)) => setting.now.duration_until(at) > slack,
            Some(when) => when.earliest() > setting.today(),
            None => false,
        };
        happened && later
    })
}

/// The prescription that holds today: of several the one that began last.
pub(crate) fn prescription<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    asks: StatementNo,
    basis: &mut Basis,
) -> Result<(&'a Fact, &'a Prescription), AskWhy> {
    let today = setting.today();
    let mut all: Vec<(&Fact, &Prescription)> = Vec::new();
    for fact in situation.facts() {
        if let What::Prescription(prescription) = &fact.what {
            all.push((fact, prescription));
        }
    }
    let holds = |p: &Prescription| {
        p.start.is_none_or(|start| start <= today) && p.end.is_none_or(|end| today <= end)
    };
    let mut holding = all.iter().filter(|(_, p)| holds(p)).copied();
    let Some(first) = holding.next() else {
        return Err(none_holds(&all, today, asks, basis));
    };
    let newest = holding.try_fold(first, |a, b| match a.1.start.cmp(&b.1.start) {
        std::cmp::Ordering::Less => Ok(b),
        std::cmp::Ordering::Greater => Ok(a),
        std::cmp::Ordering::Equal if a.1 == b.1 => Ok(a),
        std::cmp::Ordering::Equal => Err([a.0, b.0]),
    });
    newest.map_err(|both| {
        both.iter().for_each(|fact| basis.uses(fact));
        AskWhy::SeveralPrescriptions
    })
}

fn none_holds(
    all: &[(&Fact, &Prescription)],
    today: Date,
    asks: StatementNo,
    basis: &mut Basis,
) -> AskWhy {
    all.iter().for_each(|(fact, _)| basis.uses(fact));
    let later = all
        .iter()
        .filter_map(|(_, p)| p.start)
        .filter(|start| *start > today);
    let ended = all
        .iter()
        .filter_map(|(_, p)| p.end)
        .filter(|end| *end < today);
    match (later.min(), ended.max()) {
        (Some(start), _) => AskWhy::NotYet(start),
        (None, Some(end)) => AskWhy::Ended(end),
        (None, None) => {
            basis.misses("prescription", None, asks);
            AskWhy::NoPrescription
        }
    }
}
