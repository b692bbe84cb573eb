//! Was it too much, and whom to call?
//!
//! Patient tier. Whatever the record says, the numbers to call are in the answer. The record is
//! compared with the plan of the prescriber so that a person sees what points to too much; that
//! nothing points to it is never said to be safe. A record is never refused: it is checked.

use std::sync::Arc;

use jiff::civil::Date;
use monograph::{Callee as Who, OverdoseRule, OverdoseSign, Rule};
use quantity::{BodyWeight, ClockSpan, Mass};
use terminology::{Kind, Recognition};

use crate::decision::{Basis, Decision, Tier};
use crate::fact::{Fact, What, When};
use crate::missed_dose::show_conflicts;
use crate::schedule::{AskWhy, given, prescription, recorded_later, span, supported, too_near};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::{Administration, Amount, Frequency, Prescription};
use crate::triage::Said;
use crate::truth::Truth;

/// Whom to call, and what in the record points to too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdose {
    /// What the record says.
    pub record: Record,
    /// Whether a sign of danger was reported. Nobody asked is unknown, and counts as danger.
    pub danger: Truth,
    /// Whom to call, the first one first. Never empty.
    pub calls: Vec<Call>,
}

/// What the record says about too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// This points to too much, the newest first. Never empty.
    TooMuch(Vec<Excess>),
    /// Nothing recorded points to it. That does not show that it was not so.
    NothingFound,
    /// The record cannot be compared with a plan, for this reason.
    CannotTell(AskWhy),
}

/// Something in the record that is more, or sooner, than was prescribed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excess {
    /// More at once than was prescribed for one dose.
    AtOnce {
        /// When.
        when: Option<When>,
        /// What was recorded.
        given: Mass,
        /// What was prescribed.
        prescribed: Mass,
    },
    /// More on a calendar day than was prescribed for a day.
    OnDay {
        /// The day.
        day: Date,
        /// What was recorded.
        given: Mass,
        /// What was prescribed.
        prescribed: Mass,
    },
    /// More doses on a calendar day than were prescribed.
    Doses {
        /// The day.
        day: Date,
        /// How many were recorded.
        given: usize,
        /// How many were prescribed.
        prescribed: usize,
    },
    /// Two doses nearer to each other than half of the usual time (ours).
    TooNear {
        /// The later of the two.
        second: When,
        /// How far apart they were.
        apart: ClockSpan,
        /// Less than this is too near.
        least: ClockSpan,
    },
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who.
    pub who: Who,
    /// The number. None where we have none: the local emergency number, or the own doctor.
    pub number: Option<Arc<str>>,
}

/// Was it too much, and whom to call?
///
/// Asks for the recorded doses, the prescription, the signs that were reported and the country
/// (statements `dose.overdose`, `dose.never-double`, `ours.too-near`, `ours.emergency-elsewhere`).
#[must_use]
pub fn overdose(setting: &Setting<'_>, situation: &Situation) -> Decision<Overdose> {
    let mut basis = match rule(setting, OverdoseSign::Suspected) {
        None => Basis::of(setting.monograph.first().no()),
        Some(rule) => Basis::of(rule.statement()),
    };
    let record = compare(setting, situation, &mut basis);
    let danger = danger(setting, situation, &mut basis);
    let calls = calls(setting, situation, &mut basis);
    conflicts(setting, &mut basis);
    supported(setting, &mut basis);
    let answer = Overdose {
        record,
        danger,
        calls,
    };
    Decision::new(answer, Tier::Patient, basis)
}

fn rule<'a>(setting: &Setting<'a>, when: OverdoseSign) -> Option<&'a Rule<OverdoseRule>> {
    rules(setting, when).next()
}

fn rules<'a>(
    setting: &Setting<'a>,
    when: OverdoseSign,
) -> impl Iterator<Item = &'a Rule<OverdoseRule>> + use<'a> {
    let region = setting.region;
    let rules = setting.monograph.rules().overdoses();
    rules
        .iter()
        .filter(move |rule| rule.when == when && rule.regions().include(region))
}

fn compare(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Record {
    let asks = basis
        .because
        .iter()
        .next()
        .unwrap_or(setting.monograph.first().no());
    if let Some(later) = recorded_later(setting, situation) {
        basis.uses(later);
        return Record::CannotTell(AskWhy::ClockInDoubt);
    }
    let doses = recorded(situation, setting);
    let Some(newest) = doses.last() else {
        basis.misses("administration", None, asks);
        return Record::CannotTell(AskWhy::LastDose);
    };
    let (fact, prescription) = match prescription(setting, situation, asks, basis) {
        Ok(found) => found,
        Err(why) => {
            basis.uses(newest.fact);
            return Record::CannotTell(why);
        }
    };
    basis.uses(fact);
    let mut found = Found {
        setting,
        situation,
        prescription,
        basis,
        excesses: Vec::new(),
    };
    found.at_once(&doses);
    found.days(&doses);
    found.pairs();
    let excesses = found.newest_first();
    if excesses.is_empty() {
        basis.uses(newest.fact);
        return Record::NothingFound;
    }
    Record::TooMuch(excesses)
}

/// A recorded dose with its calendar day, where it is known.
#[derive(Clone, Copy)]
struct Dose<'a> {
    fact: &'a Fact,
    what: &'a Administration,
    day: Option<Date>,
}

/// The recorded doses in the order of their days; those without a day first.
fn recorded<'a>(situation: &'a Situation, setting: &Setting<'_>) -> Vec<Dose<'a>> {
    let mut doses = Vec::new();
    for fact in situation.facts() {
        if let What::Administration(what) = &fact.what {
            let day = match &fact.when {
                Some(When::At(at)) => {
                    Some(at.with_time_zone(setting.now.time_zone().clone()).date())
                }
                Some(When::Day(day)) => Some(*day),
                Some(When::Month(_) | When::Year(_)) | None => None,
            };
            doses.push(Dose { fact, what, day });
        }
    }
    doses.sort_by_key(|dose| dose.day);
    doses
}

struct Found<'a, 'b> {
    setting: &'a Setting<'a>,
    situation: &'a Situation,
    prescription: &'a Prescription,
    basis: &'b mut Basis,
    /// What was found, with the day for the order.
    excesses: Vec<(Option<Date>, Excess)>,
}

impl Found<'_, '_> {
    fn at_once(&mut self, doses: &[Dose<'_>]) {
        let Some(prescribed) = self.each() else {
            return;
        };
        for dose in doses {
            if let Some(given) = dose.what.amount
                && given > prescribed
            {
                self.basis.uses(dose.fact);
                let when = dose.fact.when.clone();
                self.add(
                    dose.day,
                    OverdoseSign::MoreThanPrescribed,
                    Excess::AtOnce {
                        when,
                        given,
                        prescribed,
                    },
                );
            }
        }
    }

    fn days(&mut self, doses: &[Dose<'_>]) {
        let dated = |dose: &&Dose<'_>| dose.day.is_some();
        let dated: Vec<Dose<'_>> = doses.iter().filter(dated).copied().collect();
        for of_day in dated.chunk_by(|a, b| a.day == b.day) {
            let Some(day) = of_day.first().and_then(|dose| dose.day) else {
                continue;
            };
            let excess = self
                .amount_on(day, of_day)
                .or_else(|| self.doses_on(day, of_day));
            if let Some(excess) = excess {
                of_day.iter().for_each(|dose| self.basis.uses(dose.fact));
                self.add(Some(day), OverdoseSign::MoreThanPrescribed, excess);
            }
        }
    }

    fn amount_on(&mut self, day: Date, of_day: &[Dose<'_>]) -> Option<Excess> {
        if of_day.len() < 2 {
            return None;
        }
        let prescribed = self.daily()?;
        let given = of_day
            .iter()
            .filter_map(|dose| dose.what.amount)
            .try_fold(Mass::mg(0.into()).ok()?, |sum, amount| {
                sum.checked_add(amount).ok()
            })?;
        (given > prescribed).then_some(Excess::OnDay {
            day,
            given,
            prescribed,
        })
    }

    /// Where the amounts do not tell, the number of doses does: an unknown amount is not nothing.
    fn doses_on(&mut self, day: Date, of_day: &[Dose<'_>]) -> Option<Excess> {
        let all_known = of_day.iter().all(|dose| dose.what.amount.is_some());
        let prescribed = self.doses_a_day()?;
        let more = of_day.len() > prescribed && !(all_known && self.daily().is_some());
        more.then_some(Excess::Doses {
            day,
            given: of_day.len(),
            prescribed,
        })
    }

    fn pairs(&mut self) {
        let frequency = self.prescription.frequency;
        let Some(rule) = frequency.and_then(|frequency| too_near(self.setting, frequency)) else {
            return;
        };
        let given = given(self.situation);
        self.basis.reads(rule.no());
        for (first, second) in given.iter().zip(given.iter().skip(1)) {
            let apart = span(first.at, second.at);
            if apart < rule.span {
                self.basis.uses(first.fact);
                self.basis.uses(second.fact);
                self.basis.because.and(rule.statement());
                let excess = Excess::TooNear {
                    second: When::At(second.at.clone()),
                    apart,
                    least: rule.span,
                };
                let day = second
                    .at
                    .with_time_zone(self.setting.now.time_zone().clone());
                self.add(Some(day.date()), OverdoseSign::TooNear, excess);
            }
        }
    }

    fn add(&mut self, day: Option<Date>, sign: OverdoseSign, excess: Excess) {
        if let Some(rule) = rule(self.setting, sign) {
            self.basis.because.and(rule.statement());
        }
        self.excesses.push((day, excess));
    }

    fn newest_first(mut self) -> Vec<Excess> {
        self.excesses
            .sort_by_key(|(day, _)| std::cmp::Reverse(*day));
        self.excesses
            .into_iter()
            .map(|(_, excess)| excess)
            .collect()
    }

    /// What is prescribed for one dose.
    fn each(&mut self) -> Option<Mass> {
        match self.prescription.amount {
            Some(Amount::EachTime(mass)) => Some(mass),
            Some(Amount::PerWeightDaily(_)) => self.daily(),
            None => {
                self.misses("amount");
                None
            }
        }
    }

    /// What is prescribed for a day: by weight with the lowest of the newest weights.
    fn daily(&mut self) -> Option<Mass> {
        match self.prescription.amount {
            Some(Amount::EachTime(mass)) => {
                let doses = u32::try_from(self.doses_a_day()?).ok()?;
                mass.times(doses).ok()
            }
            Some(Amount::PerWeightDaily(per_weight)) => {
                let weight = self.weight()?;
                let daily = per_weight.for_weight(weight).ok()?;
                daily.split(std::num::NonZeroU8::MIN).ok()
            }
            None => {
                self.misses("amount");
                None
            }
        }
    }

    fn weight(&mut self) -> Option<BodyWeight> {
        let test = self.setting.terminology.by_key("weight")?;
        let newest: Vec<(&Fact, quantity::Quantity)> = self.situation.newest(test).collect();
        if newest.is_empty() {
            self.misses("weight");
        }
        newest.iter().for_each(|(fact, _)| self.basis.uses(fact));
        newest
            .iter()
            .filter_map(|(_, value)| BodyWeight::try_from(*value).ok())
            .min()
    }

    fn doses_a_day(&mut self) -> Option<usize> {
        match self.prescription.frequency {
            Some(Frequency::TimesADay(times)) => Some(usize::from(times.get())),
            Some(Frequency::EveryDays(_)) => Some(1),
            None => {
                self.misses("frequency");
                None
            }
        }
    }

    fn misses(&mut self, fact: &'static str) {
        let asks = self.setting.monograph.first().no();
        let asks = rule(self.setting, OverdoseSign::MoreThanPrescribed)
            .map_or(asks, |rule| rule.statement());
        self.basis.misses(fact, None, asks);
    }
}

/// Whether a sign of danger was reported. No report, and words that are not understood, leave it
/// unknown.
fn danger(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Truth {
    let Some(rule) = rule(setting, OverdoseSign::Danger) else {
        return Truth::Unknown;
    };
    basis.reads(rule.no());
    let mut danger = Truth::Unknown;
    for fact in situation.facts() {
        let What::Symptom(report) = &fact.what else {
            continue;
        };
        let symptom = match &report.symptom {
            Said::Recognised(id) => Some(*id),
            Said::Words(text) => understood(setting, text),
        };
        let is_sign = |id| {
            rule.signs
                .iter()
                .any(|sign| setting.terminology.is_a(id, *sign))
        };
        if symptom.is_some_and(is_sign) {
            basis.uses(fact);
            danger = Truth::Yes;
        }
    }
    if danger == Truth::Unknown {
        basis.misses("symptom", None, rule.statement());
    }
    danger
}

fn understood(setting: &Setting<'_>, text: &str) -> Option<terminology::ConceptId> {
    match setting
        .terminology
        .recognise(&[Kind::Symptom], &[], Some(text))
    {
        Recognition::ByCode { id, .. } | Recognition::ByName { id, .. } => Some(id),
        Recognition::Conflict { .. }
        | Recognition::Ambiguous(_)
        | Recognition::Near(_)
        | Recognition::Unrecognised => None,
    }
}

/// Whom to call: by the rules in the order of the text, each one once, with the numbers of the
/// country. The rule about danger is the first, for an unknown danger counts as one.
fn calls(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Vec<Call> {
    let country = country(setting, situation, basis);
    let contacts = country.and_then(|country| setting.terminology.contacts(country));
    let mut who: Vec<Who> = Vec::new();
    let mut all: Vec<&Rule<OverdoseRule>> = rules(setting, OverdoseSign::Danger).collect();
    all.extend(rules(setting, OverdoseSign::Suspected));
    for rule in all {
        basis.because.and(rule.statement());
        let new: Vec<Who> = rule
            .call
            .iter()
            .filter(|w| !who.contains(w))
            .copied()
            .collect();
        who.extend(new);
    }
    if who.is_empty() {
        who.push(Who::Emergency);
    }
    let number = |who: Who| match who {
        Who::Emergency => contacts.and_then(terminology::Contacts::emergency),
        Who::Poison => contacts.and_then(terminology::Contacts::poison),
        Who::Doctor => None,
    };
    who.into_iter()
        .map(|who| Call {
            who,
            number: number(who).map(Arc::from),
        })
        .collect()
}

/// The country whose numbers are shown. When nobody told, the source's own: it names those of the
/// US. In another region nobody knows.
fn country<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    basis: &mut Basis,
) -> Option<&'a str> {
    let elsewhere = rule(setting, OverdoseSign::Elsewhere);
    let mut told = None;
    for fact in situation.facts() {
        if let What::Country(country) = &fact.what {
            told = Some((fact, &**country));
        }
    }
    let home = match setting.region {
        monograph::Region::Us => Some("US"),
        monograph::Region::Eu => None,
    };
    let country = match told {
        Some((fact, country)) => {
            basis.uses(fact);
            Some(country)
        }
        None => {
            let asks = elsewhere.map_or(setting.monograph.first().no(), |rule| rule.statement());
            basis.misses("country", None, asks);
            basis.would_change("in another country: other numbers");
            home
        }
    };
    if country != Some("US")
        && let Some(rule) = elsewhere
    {
        basis.because.and(rule.statement());
    }
    country
}

fn conflicts(setting: &Setting<'_>, basis: &mut Basis) {
    let rules = setting.monograph.rules().overdoses();
    show_conflicts(setting, basis, |id| {
        let statement = setting.monograph.find(id).map(monograph::Statement::no);
        rules.iter().any(|rule| Some(rule.statement()) == statement)
    });
}
