//! What changes about a dose when the kidneys are weak or the person is old?

use std::cmp::Ordering;

use monograph::{Adjust, Change, Comparison, Condition, FactName, Rule, StatementNo, Term, Topic};
use quantity::{CalendarSpan, Quantity};

use crate::clearance::{Freshness, KidneyFunction};
use crate::decision::Basis;
use crate::dose::Person;
use crate::dose::answer::{Checked, Proposal};
use crate::fact::Fact;
use crate::person;
use crate::setting::Setting;
use crate::situation::Situation;
use crate::standing::standing;
use crate::truth::Truth;
use crate::weight::not;

/// What a prescriber should weigh, and whether the dose may be called checked.
pub(crate) fn weigh(
    setting: &Setting<'_>,
    situation: &Situation,
    person: &Person<'_>,
    kidney: &KidneyFunction,
    basis: &mut Basis,
) -> (Vec<Proposal>, Checked) {
    let mut proposals = Vec::new();
    let mut checked = Checked::Yes;
    if let (true, Freshness::Old { because }) = (kidney.day.is_some(), kidney.freshness) {
        basis.because.and(because);
        misses(because, basis);
    }
    let rules = standing(setting, setting.monograph.rules().adjustments().iter());
    for rule in rules {
        let asked = Asked {
            setting,
            situation,
            person,
            kidney,
        };
        let (truth, facts) = asked.condition(rule.when.as_ref());
        would_change(setting, rule, truth, basis);
        match (rule.change, truth) {
            (_, Truth::No) => {
                asked.says_no(rule, &facts, basis);
                continue;
            }
            (Change::AsksClearance, Truth::Yes | Truth::Unknown) => {
                if !kidney.is_known() {
                    misses(rule.statement(), basis);
                }
                basis.because.and(rule.statement());
            }
            (Change::NeedsClearance, Truth::Yes | Truth::Unknown) => {
                if kidney.is_known() {
                    continue;
                }
                if truth == Truth::Unknown {
                    asked.names_what_is_missing(rule, basis);
                    misses(rule.statement(), basis);
                    // An illness that nobody told of is asked about; an age that nobody told
                    // could be one at which the value is needed.
                    if !uses(rule, |fact| fact == FactName::Age) {
                        continue;
                    }
                }
                misses(rule.statement(), basis);
                checked = Checked::NotWithoutClearance {
                    because: rule.statement(),
                };
            }
            (Change::Interval(_) | Change::Nothing | Change::Care, Truth::Unknown) => {
                asked.names_what_is_missing(rule, basis);
                continue;
            }
            (Change::Interval(span), Truth::Yes) => {
                explain(setting, rule, basis);
                proposals.push(Proposal::Interval {
                    days: span.days(),
                    strength: rule.strength(),
                    because: rule.statement(),
                });
            }
            (Change::Care, Truth::Yes) => {
                explain(setting, rule, basis);
                proposals.push(Proposal::Care {
                    because: rule.statement(),
                });
            }
            // An old value is a warning when it is low, and no all-clear when it is not.
            (Change::Nothing, Truth::Yes) if asked.rests_on_old_clearance(rule) => continue,
            (Change::Nothing, Truth::Yes) => proposals.push(Proposal::NoChange {
                because: rule.statement(),
            }),
        }
        cite(setting, person, rule, &facts, basis);
    }
    (proposals, checked)
}

/// Says what a rule would propose if it held.
fn would_change(setting: &Setting<'_>, rule: &Rule<Adjust>, truth: Truth, basis: &mut Basis) {
    let (Change::Interval(span), Some(when)) = (rule.change, &rule.when) else {
        return;
    };
    if truth == Truth::Yes {
        return;
    }
    let terms: Vec<String> = when
        .terms()
        .iter()
        .map(|term| said(setting, term))
        .collect();
    basis.would_change(format!(
        "With {} the prescribed dose every {span} would be considered.",
        terms.join(" and ")
    ));
}

/// A term in words: `creatinine clearance below 30 mL/min`.
fn said(setting: &Setting<'_>, term: &Term) -> String {
    let fact = term.fact().word(setting.terminology).replace('-', " ");
    match term {
        Term::Is(_, concept) => setting.terminology.get(*concept).name().to_owned(),
        Term::Word(_, word) => format!("{fact} {word}"),
        Term::Compare(_, how, limit) => {
            let how = match how {
                Comparison::Below => "below",
                Comparison::AtMost => "of at most",
                Comparison::AtLeast => "of at least",
                Comparison::Above => "above",
            };
            format!("a {fact} {how} {limit}")
        }
    }
}

fn misses(because: StatementNo, basis: &mut Basis) {
    basis.misses("creatinine-clearance", None, because);
}

fn cite(
    setting: &Setting<'_>,
    person: &Person<'_>,
    rule: &Rule<Adjust>,
    facts: &[&Fact],
    basis: &mut Basis,
) {
    basis.because.and(rule.statement());
    if rule.reading().is_some() {
        basis.reads(rule.no());
    }
    facts.iter().for_each(|fact| basis.uses(fact));
    let by_age = uses(rule, |fact| fact == FactName::Age);
    if let (true, Some(age)) = (by_age, &person.age) {
        age.used(basis);
        topic(setting, Topic::OldAge, basis);
    }
}

/// Cites the statements that explain a change.
fn explain(setting: &Setting<'_>, rule: &Rule<Adjust>, basis: &mut Basis) {
    topic(setting, Topic::Kidney, basis);
    if uses(rule, |fact| fact == FactName::Condition) {
        topic(setting, Topic::Dialysis, basis);
    }
}

fn uses(rule: &Rule<Adjust>, wanted: impl Fn(FactName) -> bool) -> bool {
    rule.when
        .as_ref()
        .is_some_and(|when| when.terms().iter().any(|term| wanted(term.fact())))
}

fn topic(setting: &Setting<'_>, wanted: Topic, basis: &mut Basis) {
    for rule in setting.monograph.rules().explanations() {
        if rule.topic == wanted && setting.holds(rule.regions()) {
            basis.because.and(rule.statement());
        }
    }
}

/// The person as a condition of an adjustment asks for it.
struct Asked<'a> {
    setting: &'a Setting<'a>,
    situation: &'a Situation,
    person: &'a Person<'a>,
    kidney: &'a KidneyFunction,
}

impl<'a> Asked<'a> {
    /// Whether a condition holds, and the facts that said so beside age, weight and kidney.
    fn condition(&self, when: Option<&Condition>) -> (Truth, Vec<&'a Fact>) {
        let mut truth = Truth::Yes;
        let mut facts = Vec::new();
        for term in when.map_or(&[][..], Condition::terms) {
            let (one, said) = self.term(term);
            truth = truth.and(one);
            facts.extend(said);
        }
        (truth, facts)
    }

    fn term(&self, term: &Term) -> (Truth, Vec<&'a Fact>) {
        match term {
            Term::Is(FactName::Condition, wanted) => {
                person::condition(self.setting, self.situation, *wanted)
            }
            Term::Compare(FactName::Age, how, limit) => (self.age(*how, *limit), Vec::new()),
            Term::Compare(FactName::Weight, how, limit) => {
                let weight = self.person.weight.as_ref().ok();
                let value = weight.map(|weight| weight.value.quantity());
                (compare(value, *how, *limit), Vec::new())
            }
            Term::Compare(FactName::CreatinineClearance, how, limit) => {
                let value = self.kidney.kidney.clearance().map(|c| c.quantity());
                (compare(value, *how, *limit), Vec::new())
            }
            Term::Is(..) | Term::Word(..) | Term::Compare(..) => (Truth::Unknown, Vec::new()),
        }
    }

    fn age(&self, how: Comparison, limit: Quantity) -> Truth {
        let at_least = CalendarSpan::try_from(limit)
            .ok()
            .zip(self.person.age.as_ref())
            .map_or(Truth::Unknown, |(span, age)| age.at_least(span));
        match how {
            Comparison::AtLeast | Comparison::Above => at_least,
            Comparison::Below | Comparison::AtMost => not(at_least),
        }
    }

    fn rests_on_old_clearance(&self, rule: &Rule<Adjust>) -> bool {
        let old = matches!(self.kidney.freshness, Freshness::Old { .. });
        old && uses(rule, |fact| fact == FactName::CreatinineClearance)
    }

    /// That a rule does not hold rests on facts too, where the answer would be weaker without them.
    fn says_no(&self, rule: &Rule<Adjust>, facts: &[&Fact], basis: &mut Basis) {
        let no_clearance = !self.kidney.is_known();
        let weaker = match rule.change {
            Change::NeedsClearance => no_clearance,
            Change::AsksClearance | Change::Interval(_) | Change::Nothing | Change::Care => true,
        };
        let by_age = uses(rule, |fact| fact == FactName::Age);
        if let (true, true, Some(age)) = (weaker, by_age, &self.person.age) {
            age.used(basis);
        }
        if no_clearance {
            facts.iter().for_each(|fact| basis.uses(fact));
        }
    }

    fn names_what_is_missing(&self, rule: &Rule<Adjust>, basis: &mut Basis) {
        let terms = rule.when.as_ref().map_or(&[][..], Condition::terms);
        for term in terms {
            if self.term(term).0 != Truth::Unknown {
                continue;
            }
            match term {
                Term::Is(_, concept) if !self.kidney.is_known() => {
                    basis.misses("condition", Some(*concept), rule.statement());
                }
                Term::Compare(FactName::CreatinineClearance, ..) => {
                    misses(rule.statement(), basis);
                }
                Term::Compare(FactName::Age, ..) => basis.misses("age", None, rule.statement()),
                Term::Compare(FactName::Weight, ..) => {
                    basis.misses("weight", None, rule.statement());
                }
                Term::Is(..) | Term::Word(..) | Term::Compare(..) => {}
            }
        }
    }
}

fn compare(value: Option<Quantity>, how: Comparison, limit: Quantity) -> Truth {
    let order: Option<Ordering> = value.and_then(|value| value.compare(&limit));
    order.map_or(Truth::Unknown, |order| Truth::from(how.holds(order)))
}
