//! Which signs mean more together than each alone?

use monograph::{Combination, Rule, Urgency};
use terminology::ConceptId;

use super::notes::{Applied, Asked, Present, Told};
use super::weigh::Weighing;
use crate::truth::Truth;

impl<'m> Weighing<'_, 'm> {
    /// The worst class of all combinations that are there or may be there.
    pub(super) fn together(&mut self) -> Option<Urgency> {
        let setting = self.person.setting;
        let rules = setting.monograph.rules().combinations().iter();
        rules
            .filter(|rule| setting.holds(rule.regions()))
            .filter_map(|rule| self.combination(rule))
            .max()
    }

    fn combination(&mut self, rule: &'m Rule<Combination>) -> Option<Urgency> {
        let counts: Vec<&Present<'m>> = self
            .all
            .iter()
            .filter(|one| self.counts(one, rule))
            .collect();
        let mut truth = self
            .has(&counts, &rule.one)
            .and(self.has(&counts, &rule.with));
        if !rule.and.is_empty() {
            truth = truth.and(self.has(&counts, &rule.and));
        }
        if truth == Truth::No {
            return None;
        }
        if truth == Truth::Unknown {
            self.notes.unknown = Asked::ButNotTold;
        }
        if let Some(place) = rule.apart_from {
            for one in counts {
                let at = self.person.at(&one.report, place);
                self.notes
                    .rests_on(&at, Some(one.concept), rule.statement());
            }
        }
        let mut own = Applied::of(rule, rule.class, &rule.says);
        own.hold = rule.hold;
        own.truth = truth;
        self.notes.applied.push(own);
        Some(rule.class)
    }

    /// Whether one of these signs is there; unknown when it counts only because nobody told.
    fn has(&self, counts: &[&Present<'m>], list: &[ConceptId]) -> Truth {
        let of = counts
            .iter()
            .filter(|one| self.person.is_any(one.concept, list));
        of.map(|one| match one.told {
            Told::Itself | Told::Beside => Truth::Yes,
            Told::Nobody(_) => Truth::Unknown,
        })
        .fold(Truth::No, Truth::or)
    }

    /// Whether the sign counts: it is not known to be at the place that the rule leaves out.
    fn counts(&self, one: &Present<'m>, rule: &Combination) -> bool {
        rule.apart_from
            .is_none_or(|place| self.person.at(&one.report, place).truth != Truth::Yes)
    }
}
