//! What in the record is more, or sooner, than was prescribed?

use std::num::NonZeroU8;

use jiff::civil::Date;
use monograph::OverdoseSign;
use quantity::{BodyWeight, Mass};

use super::{Excess, Record, rule};
use crate::decision::Basis;
use crate::dose::at_mark;
use crate::fact::{Fact, What, When};
use crate::schedule::{AskWhy, given, prescription, recorded_later, span, too_near};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::{Administration, Amount, Frequency, Prescription};

/// Compares the recorded doses with the plan.
pub(super) fn compare(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Record {
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
    found.free_days(&doses);
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

/// From one day to another, in calendar days.
fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
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

    /// Doses on days that the plan leaves free. A dose that is late stands on a free day as well,
    /// and the days of the plan stay (rule of kind `missed-dose`, keep-days): so it is a dose on a
    /// free day, fewer days after another one than the plan says. Without a first day of the plan
    /// nobody knows its days: each may be free.
    fn free_days(&mut self, doses: &[Dose<'_>]) {
        let Some(Frequency::EveryDays(every)) = self.prescription.frequency else {
            return;
        };
        let Some(rule) = rule(self.setting, OverdoseSign::FreeDay) else {
            return;
        };
        self.basis.reads(rule.no());
        let mut before: Option<&Dose<'_>> = None;
        for dose in doses.iter().filter(|dose| dose.day.is_some()) {
            if let (Some(earlier), Some(day)) = (before, dose.day)
                && let Some(first) = earlier.day.filter(|first| *first < day)
                && days_between(first, day) < i64::from(every.get())
                && self.may_be_free(day, every)
                && !self.is_told(day)
            {
                self.basis.uses(earlier.fact);
                self.basis.uses(dose.fact);
                let excess = Excess::FreeDay {
                    day,
                    before: first,
                    every,
                };
                self.add(Some(day), OverdoseSign::FreeDay, excess);
            }
            before = Some(dose);
        }
    }

    /// Whether the plan leaves this day free, as far as its first day is known. It says nothing
    /// about the days before.
    fn may_be_free(&self, day: Date, every: NonZeroU8) -> bool {
        self.prescription.start.is_none_or(|start| {
            let since = days_between(start, day);
            since >= 0 && since % i64::from(every.get()) != 0
        })
    }

    /// Whether something on this day is already told as too near.
    fn is_told(&self, day: Date) -> bool {
        let near = |excess: &Excess| match excess {
            Excess::TooNear { .. } | Excess::FreeDay { .. } => true,
            Excess::AtOnce { .. } | Excess::OnDay { .. } | Excess::Doses { .. } => false,
        };
        let mut excesses = self.excesses.iter();
        excesses.any(|(of, excess)| *of == Some(day) && near(excess))
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

    /// What is prescribed for one dose: by weight a share of the day, or the mark of the syringe
    /// that it comes to, where that is more.
    fn each(&mut self) -> Option<Mass> {
        match self.prescription.amount {
            Some(Amount::EachTime(mass)) => Some(mass),
            Some(Amount::PerWeightDaily(per_weight)) => {
                let doses = self
                    .doses_a_day()
                    .and_then(|doses| u8::try_from(doses).ok());
                let doses = doses.and_then(NonZeroU8::new).unwrap_or(NonZeroU8::MIN);
                let daily = per_weight.for_weight(self.weight()?).ok()?;
                let share = daily.split(doses).ok()?;
                let mark = at_mark(self.setting, self.situation, (daily, doses), self.basis);
                Some(mark.map_or(share, |mark| mark.max(share)))
            }
            None => {
                self.misses("amount");
                None
            }
        }
    }

    /// What is prescribed for a day: as many times one dose; by weight the whole amount, where that
    /// is more.
    fn daily(&mut self) -> Option<Mass> {
        let each = self.each()?;
        match self.prescription.amount {
            Some(Amount::PerWeightDaily(per_weight)) => {
                let daily = per_weight.for_weight(self.weight()?).ok()?;
                let whole = daily.split(NonZeroU8::MIN).ok()?;
                let times = u32::try_from(self.doses_a_day().unwrap_or(1)).ok()?;
                Some(each.times(times).ok()?.max(whole))
            }
            Some(Amount::EachTime(_)) | None => {
                let doses = u32::try_from(self.doses_a_day()?).ok()?;
                each.times(doses).ok()
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
