//! Which signs mean more together than each alone?

use monograph::{Combination, Rule, Urgency};
use terminology::ConceptId;

use super::holds::Person;
use super::weigh::{Notes, Present, applied, is_any};
use crate::truth::Truth;

/// The worst class of all combinations that are there or may be there.
pub(super) fn found<'m>(
    person: &Person<'m>,
    all: &[Present],
    notes: &mut Notes<'m>,
) -> Option<Urgency> {
    let rules = person.setting.monograph.rules().combinations();
    let mut worst = None;
    for rule in rules
        .iter()
        .filter(|rule| person.setting.holds(rule.regions()))
    {
        if there(person, all, rule, notes) {
            let mut own = applied(rule, rule.class, &rule.says);
            own.hold = rule.hold;
            notes.applied.push(own);
            worst = worst.max(Some(rule.class));
        }
    }
    worst
}

fn there(
    person: &Person<'_>,
    all: &[Present],
    rule: &Rule<Combination>,
    notes: &mut Notes<'_>,
) -> bool {
    let counts: Vec<&Present> = all.iter().filter(|one| apart(person, one, rule)).collect();
    let has = |list: &[ConceptId]| counts.iter().any(|one| is_any(person, one.concept, list));
    let there = has(&rule.one) && has(&rule.with) && (rule.and.is_empty() || has(&rule.and));
    if there && let Some(place) = rule.apart_from {
        for one in counts {
            let at = person.at(&one.report, place);
            notes.rests_on(&at, Some(one.concept), rule.statement());
        }
    }
    there
}

/// Whether the sign counts: it is not known to be at the place that the rule leaves out.
fn apart(person: &Person<'_>, one: &Present, rule: &Combination) -> bool {
    rule.apart_from
        .is_none_or(|place| person.at(&one.report, place).truth != Truth::Yes)
}
