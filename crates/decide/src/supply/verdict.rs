//! May this syringe be used?

use std::num::NonZeroU16;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};
use monograph::{GoBack, Happened, MonthDay, RoomTime, Rule, SyringeThen};
use quantity::{ClockSpan, Mass};

use super::{Reason, Syringe, Verdict, state};
use crate::decision::Basis;
use crate::fact::{Fact, What, When};
use crate::schedule::{AskWhy, prescription};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::steps::syringe as syringe_content;
use crate::stock::{Handled, Handling, Item, Outing, Package, Return};
use crate::treatment::Administration;

/// All packs with what is recorded about them.
pub(super) struct Shelf {
    pub(super) syringes: Vec<Syringe>,
    pub(super) unnamed: usize,
    pub(super) reused: Vec<Item>,
}

impl Shelf {
    pub(super) fn of(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Shelf {
        let record = Record::of(setting, situation);
        if record.packages.is_empty() {
            let asks = basis.because.iter().next();
            basis.misses(
                "package",
                None,
                asks.unwrap_or(setting.monograph.first().no()),
            );
        }
        record.names_inputs(basis);
        let mut syringes: Vec<Syringe> = Vec::new();
        for (_, package) in &record.packages {
            for number in 1..=package.count.get() {
                syringes.extend(NonZeroU16::new(number).map(|n| record.syringe(package, n, basis)));
            }
        }
        record.take_by_lot(&mut syringes);
        Shelf {
            unnamed: record.unnamed(),
            reused: record.reused(),
            syringes,
        }
    }
}

struct Record<'a> {
    setting: &'a Setting<'a>,
    packages: Vec<(&'a Fact, &'a Package)>,
    handled: Vec<(&'a Fact, &'a Handled)>,
    doses: Vec<(&'a Fact, &'a Administration)>,
    /// The prescription has ended: the fact, where one says so.
    ended: Option<Vec<&'a Fact>>,
}

impl<'a> Record<'a> {
    fn of(setting: &'a Setting<'a>, situation: &'a Situation) -> Record<'a> {
        let (mut packages, mut handled, mut doses) = (Vec::new(), Vec::new(), Vec::new());
        for fact in situation.facts() {
            if let What::Package(package) = &fact.what {
                packages.push((fact, package));
            } else if let What::Handled(what) = &fact.what {
                handled.push((fact, what));
            } else if let What::Administration(given) = &fact.what {
                doses.push((fact, given));
            }
        }
        packages.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        packages.dedup_by(|(_, a), (_, b)| a == b);
        let mut scratch = Basis::of(setting.monograph.first().no());
        let plan = prescription(
            setting,
            situation,
            setting.monograph.first().no(),
            &mut scratch,
        );
        let ended = matches!(plan, Err(AskWhy::Ended(_))).then(|| {
            let facts = situation.facts().iter();
            facts
                .filter(|f| matches!(f.what, What::Prescription(_)))
                .collect()
        });
        Record {
            setting,
            packages,
            handled,
            doses,
            ended,
        }
    }

    fn names_inputs(&self, basis: &mut Basis) {
        self.packages.iter().for_each(|(fact, _)| basis.uses(fact));
        self.handled.iter().for_each(|(fact, _)| basis.uses(fact));
        for (fact, dose) in &self.doses {
            if dose.syringe.is_some() || dose.lot.is_some() || self.counts(fact) {
                basis.uses(fact);
            }
        }
        self.ended
            .iter()
            .flatten()
            .for_each(|fact| basis.uses(fact));
    }

    fn syringe(&self, package: &Package, number: NonZeroU16, basis: &mut Basis) -> Syringe {
        let item = Item {
            package: Arc::clone(&package.id),
            syringe: Some(number),
        };
        let mut reasons: Vec<(Verdict, Reason)> = Vec::new();
        let last_day = self.printed(package, &mut reasons, basis);
        let use_by = self.outings(package, &item, &mut reasons, basis);
        for handling in self.of_item(&item) {
            self.handling(handling, &mut reasons, basis);
        }
        if self
            .doses
            .iter()
            .any(|(_, dose)| dose.syringe.as_ref() == Some(&item))
        {
            self.handling(&Handling::Used, &mut reasons, basis);
        }
        if self.ended.is_some() {
            self.happened(Happened::NotNeeded, &mut reasons, basis);
        }
        let reasons = weighed(reasons);
        Syringe {
            item,
            lot: package.lot.clone(),
            last_day,
            use_by,
            verdict: reasons
                .first()
                .map_or(Verdict::Usable, |(verdict, _)| *verdict),
            reasons: reasons.into_iter().map(|(_, reason)| reason).collect(),
        }
    }

    fn of_item<'s>(&'s self, item: &'s Item) -> impl Iterator<Item = &'s Handling> {
        let about = move |handled: &Handled| {
            handled.item.package == item.package
                && (handled.item.syringe.is_none() || handled.item.syringe == item.syringe)
        };
        self.handled
            .iter()
            .filter(move |(_, handled)| about(handled))
            .map(|(_, handled)| &handled.how)
    }

    fn handling(
        &self,
        handling: &Handling,
        reasons: &mut Vec<(Verdict, Reason)>,
        basis: &mut Basis,
    ) {
        match handling {
            Handling::Opened => self.happened(Happened::Opened, reasons, basis),
            Handling::Frozen => self.happened(Happened::Frozen, reasons, basis),
            Handling::Shaken => self.happened(Happened::Shaken, reasons, basis),
            Handling::Dropped => self.happened(Happened::Dropped, reasons, basis),
            Handling::InLight => self.happened(Happened::InLight, reasons, basis),
            Handling::Used => {
                self.happened(Happened::Used, &mut Vec::new(), basis);
                reasons.push((Verdict::Gone, Reason::Happened(Happened::Used)));
            }
            Handling::Discarded => reasons.push((Verdict::Gone, Reason::ThrownAway)),
            Handling::Out(_) => {}
        }
    }

    /// What the rule says about something that happened.
    fn happened(&self, was: Happened, reasons: &mut Vec<(Verdict, Reason)>, basis: &mut Basis) {
        let Some(rule) = state(self.setting, was) else {
            reasons.push((Verdict::Ask, Reason::NoRule));
            return;
        };
        basis.because.and(rule.statement());
        if rule.reading().is_some() {
            basis.reads(rule.no());
        }
        let verdict = match rule.then {
            SyringeThen::Ask => Verdict::Ask,
            SyringeThen::Discard => Verdict::Discard,
        };
        reasons.push((verdict, Reason::Happened(was)));
    }

    /// The last day by the printed date.
    fn printed(
        &self,
        package: &Package,
        reasons: &mut Vec<(Verdict, Reason)>,
        basis: &mut Basis,
    ) -> Option<Date> {
        let rules = self.setting.monograph.rules().printed_dates();
        let rule = rules.iter().find(|rule| self.setting.holds(rule.regions()));
        let (Some(rule), Some(expiry)) = (rule, package.expiry) else {
            let asks = rule.map_or(self.setting.monograph.first().no(), Rule::statement);
            basis.misses("expiry", None, asks);
            reasons.push((Verdict::Ask, Reason::DateUnknown));
            return None;
        };
        basis.because.and(rule.statement());
        let last = match rule.month {
            MonthDay::Last => expiry.last_of_month(),
        };
        if self.setting.today() > last {
            self.happened(Happened::Outdated, reasons, basis);
        }
        Some(last)
    }

    /// How long and how warm it was out of the refrigerator; until when it may be used.
    fn outings(
        &self,
        package: &Package,
        item: &Item,
        reasons: &mut Vec<(Verdict, Reason)>,
        basis: &mut Basis,
    ) -> Option<ZonedDateTime> {
        let mut outings: Vec<&Outing> = Vec::new();
        for handling in self.of_item(item) {
            if let Handling::Out(outing) = handling {
                outings.push(outing);
            }
        }
        if outings.is_empty() {
            return None;
        }
        let rules = self.setting.monograph.rules().room_times();
        let Some(rule) = rules.iter().find(|rule| rule.leaflet == package.leaflet) else {
            reasons.push((Verdict::Ask, Reason::NoRule));
            return None;
        };
        basis.because.and(rule.statement());
        if rule.reading().is_some() {
            basis.reads(rule.no());
        }
        if package.leaflet.is_none() {
            basis.misses("leaflet", None, rule.statement());
        }
        for outing in &outings {
            warmth(outing, rule, reasons);
            if rule.back == GoBack::Never && outing.until != Return::StillOut {
                reasons.push((Verdict::Discard, Reason::WentBack));
            }
        }
        self.time_out(&outings, rule, reasons)
    }

    fn time_out(
        &self,
        outings: &[&Outing],
        rule: &RoomTime,
        reasons: &mut Vec<(Verdict, Reason)>,
    ) -> Option<ZonedDateTime> {
        let now = self.setting.now;
        let mut spans: Vec<(Timestamp, Timestamp)> = Vec::new();
        for outing in outings {
            match moments(outing, now) {
                Err(reason) => reasons.push((Verdict::Ask, reason)),
                Ok(span) => spans.push(span),
            }
        }
        let out = in_all(spans);
        if out > rule.most {
            let most = rule.most;
            reasons.push((Verdict::Discard, Reason::OutTooLong { out, most }));
            return None;
        }
        let still_out = outings
            .iter()
            .any(|outing| outing.until == Return::StillOut);
        let left = rule.most.seconds().saturating_sub(out.seconds());
        let left = SignedDuration::from_secs(i64::from(left));
        still_out.then(|| now.checked_add(left).ok()).flatten()
    }

    /// Doses that name a lot and no syringe use up whole syringes of that lot, the first ones that
    /// are not gone.
    fn take_by_lot(&self, syringes: &mut [Syringe]) {
        let content = syringe_content(self.setting);
        for (_, dose) in &self.doses {
            let (None, Some(lot)) = (&dose.syringe, &dose.lot) else {
                continue;
            };
            for _ in 0..how_many(dose.amount, content) {
                let of_lot =
                    |s: &&mut Syringe| s.lot.as_ref() == Some(lot) && s.verdict != Verdict::Gone;
                if let Some(syringe) = syringes.iter_mut().find(of_lot) {
                    syringe.verdict = Verdict::Gone;
                    syringe.reasons.insert(0, Reason::Happened(Happened::Used));
                }
            }
        }
    }

    /// Whether a dose without a name was given since the first pack came.
    fn counts(&self, fact: &Fact) -> bool {
        let came = self
            .packages
            .iter()
            .filter_map(|(fact, _)| fact.when.as_ref());
        let first = came.map(When::earliest).min();
        match (&fact.when, first) {
            (Some(given), Some(first)) => given.latest() >= first,
            (None, _) | (_, None) => false,
        }
    }

    fn unnamed(&self) -> usize {
        let content = syringe_content(self.setting);
        let unnamed = self.doses.iter().filter(|(fact, dose)| {
            dose.syringe.is_none() && dose.lot.is_none() && self.counts(fact)
        });
        unnamed
            .map(|(_, dose)| how_many(dose.amount, content))
            .sum()
    }

    fn reused(&self) -> Vec<Item> {
        let mut named: Vec<&Item> = self
            .doses
            .iter()
            .filter_map(|(_, dose)| dose.syringe.as_ref())
            .collect();
        named.sort_unstable();
        let mut twice: Vec<Item> = named
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] if a == b => Some((*a).clone()),
                _ => None,
            })
            .collect();
        twice.dedup();
        twice
    }
}

/// Each reason once, the weightiest first.
fn weighed(reasons: Vec<(Verdict, Reason)>) -> Vec<(Verdict, Reason)> {
    let mut once: Vec<(Verdict, Reason)> = Vec::new();
    for reason in reasons {
        if !once.contains(&reason) {
            once.push(reason);
        }
    }
    once.sort_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
    once
}

fn warmth(outing: &Outing, rule: &RoomTime, reasons: &mut Vec<(Verdict, Reason)>) {
    match (outing.warmest, rule.warmest) {
        (Some(warmest), Some(most)) if warmest > most => {
            reasons.push((Verdict::Discard, Reason::TooWarm { warmest, most }));
        }
        (None, Some(_)) => reasons.push((Verdict::Ask, Reason::TemperatureUnknown)),
        (Some(_), Some(_)) | (_, None) => {}
    }
}

/// From when until when it was out; until now when it still is.
fn moments(outing: &Outing, now: &ZonedDateTime) -> Result<(Timestamp, Timestamp), Reason> {
    let from = outing.from.as_ref().ok_or(Reason::TimeUnknown)?;
    let until = match &outing.until {
        Return::StillOut => now,
        Return::Back(back) => back,
        Return::SomeTime => return Err(Reason::TimeUnknown),
    };
    let span = (from.timestamp(), until.timestamp());
    if span.0 > span.1 || span.1 > now.timestamp() {
        return Err(Reason::ClockInDoubt);
    }
    Ok(span)
}

/// How long in all; what overlaps counts once.
fn in_all(mut spans: Vec<(Timestamp, Timestamp)>) -> ClockSpan {
    spans.sort_unstable();
    let mut seconds = 0_i64;
    let mut reached: Option<Timestamp> = None;
    for (from, until) in spans {
        let from = reached.map_or(from, |reached| reached.max(from));
        seconds = seconds.saturating_add(from.duration_until(until).as_secs().max(0));
        reached = Some(reached.map_or(until, |reached| reached.max(until)));
    }
    ClockSpan::of_seconds(u32::try_from(seconds).unwrap_or(u32::MAX))
}

/// How many syringes a dose uses: whole ones, at least one. An amount that nobody knows takes one.
pub(super) fn how_many(amount: Option<Mass>, content: Option<Mass>) -> usize {
    let (Some(amount), Some(content)) = (amount, content) else {
        return 1;
    };
    let mut count = 1_usize;
    let mut held = content;
    while held < amount && count < 100 {
        let Ok(more) = held.checked_add(content) else {
            break;
        };
        held = more;
        count = count.saturating_add(1);
    }
    count
}
