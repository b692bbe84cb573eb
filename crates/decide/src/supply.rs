//! Which syringe comes next, which must not be used, and how long do they last?
//!
//! Patient tier. Each syringe of each pack gets a verdict from what is recorded about it: usable,
//! ask first, or throw away. A pack with nothing recorded against it is usable; a time or a
//! temperature that nobody knows is unknown, and asks.

mod run_out;
mod verdict;

use std::sync::Arc;

use jiff::ZonedDateTime;
use jiff::civil::Date;
use monograph::{Happened, Rule, RuleNo, SyringeState};
use quantity::{ClockSpan, Temperature};

pub use run_out::RunOut;

use crate::decision::{Basis, Decision, Tier};
use crate::fact::{Fact, What, When};
use crate::missed_dose::show_conflicts;
use crate::schedule::supported;
use crate::setting::Setting;
use crate::situation::Situation;
use crate::stock::Item;
use verdict::Shelf;

/// The syringes at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supply {
    /// Every syringe, pack by pack.
    pub syringes: Vec<Syringe>,
    /// The one to take next: usable, with the earliest last day.
    pub next: Option<Item>,
    /// How many can be used: the usable ones, less the doses that name no syringe.
    pub usable: usize,
    /// Recorded doses since the first pack came that name neither a syringe nor a lot.
    pub unnamed: usize,
    /// When they run out.
    pub run_out: RunOut,
    /// Syringes to throw away.
    pub dispose: Vec<Item>,
    /// Syringes that two recorded doses name: a needle was used twice, or the record is wrong.
    pub reused: Vec<Item>,
    /// The sharps container.
    pub sharps: SharpsState,
    /// What to see to: the rules of kind `keep` that hold here.
    pub keep: Vec<RuleNo>,
}

/// One syringe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syringe {
    /// Which; the number is always known.
    pub item: Item,
    /// Its lot.
    pub lot: Option<Arc<str>>,
    /// The last day on which it may be used, by the printed date.
    pub last_day: Option<Date>,
    /// The last moment at which it may be used, when it is out of the refrigerator.
    pub use_by: Option<ZonedDateTime>,
    /// What follows.
    pub verdict: Verdict,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// What follows for a syringe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It may be used.
    Usable,
    /// It is not offered until a pharmacist was asked.
    Ask,
    /// It is thrown away.
    Discard,
    /// It was used or thrown away.
    Gone,
}

/// Why a syringe is not simply usable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Something happened to it.
    Happened(Happened),
    /// It was thrown away.
    ThrownAway,
    /// It was out of the refrigerator for too long.
    OutTooLong {
        /// How long in all.
        out: ClockSpan,
        /// The longest that is allowed (inclusive).
        most: ClockSpan,
    },
    /// It got too warm.
    TooWarm {
        /// The warmest.
        warmest: Temperature,
        /// The warmest that is allowed (inclusive).
        most: Temperature,
    },
    /// It went back into the refrigerator, which its leaflet forbids.
    WentBack,
    /// Nobody knows how long it was out.
    TimeUnknown,
    /// Nobody knows how warm it got.
    TemperatureUnknown,
    /// Nobody knows its date.
    DateUnknown,
    /// What is recorded about it lies after now, or ends before it begins.
    ClockInDoubt,
    /// The text has no rule for it.
    NoRule,
}

/// The sharps container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharpsState {
    /// It has room.
    HasRoom,
    /// It is to be replaced now.
    Replace,
    /// Nobody told how full it is, or the region has no rule.
    Unknown,
}

/// Which syringe comes next, which must not be used, and how long do they last?
///
/// Asks for the packs, what happened to their syringes, the recorded doses and the prescription
/// (statements `store.*`, `us.room-temperature`, `eu.room-temperature`, `ours.strictest-time`,
/// `eu.frozen`, `eu.expiry`, `ours.dropped`, `inject.new-syringe`, `inject.never-reuse`,
/// `us.sharps`).
#[must_use]
pub fn supply(setting: &Setting<'_>, situation: &Situation) -> Decision<Supply> {
    let mut basis = open(setting);
    let shelf = Shelf::of(setting, situation, &mut basis);
    let mut usable: Vec<&Syringe> = shelf
        .syringes
        .iter()
        .filter(|syringe| syringe.verdict == Verdict::Usable)
        .collect();
    usable.sort_by_key(|s| (s.last_hour(), s.last_day, s.item.clone()));
    let run_out = run_out::run_out(setting, situation, &usable, shelf.unnamed, &mut basis);
    let of = |verdict| {
        let all = shelf.syringes.iter();
        let with = all.filter(move |syringe| syringe.verdict == verdict);
        with.map(|syringe| syringe.item.clone())
            .collect::<Vec<Item>>()
    };
    let answer = Supply {
        next: usable.first().map(|syringe| syringe.item.clone()),
        usable: usable.len().saturating_sub(shelf.unnamed),
        unnamed: shelf.unnamed,
        run_out,
        dispose: of(Verdict::Discard),
        reused: shelf.reused.clone(),
        sharps: sharps(setting, situation, &mut basis),
        keep: keep(setting),
        syringes: shelf.syringes,
    };
    conflicts(setting, &mut basis);
    supported(setting, &mut basis);
    Decision::new(answer, Tier::Patient, basis)
}

impl Syringe {
    /// The day on which it must be used at the latest, the printed date and the clock together.
    fn last_hour(&self) -> Option<Date> {
        let by_clock = self.use_by.as_ref().map(ZonedDateTime::date);
        match (by_clock, self.last_day) {
            (Some(clock), Some(printed)) => Some(clock.min(printed)),
            (clock, printed) => clock.or(printed),
        }
    }
}

/// The rule about something that happened to a syringe.
fn state<'a>(setting: &Setting<'a>, was: Happened) -> Option<&'a Rule<SyringeState>> {
    let rules = setting.monograph.rules().syringe_states();
    rules
        .iter()
        .find(|rule| rule.was == was && setting.holds(rule.regions()))
}

fn sharps(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> SharpsState {
    let rules = setting.monograph.rules().sharps();
    let Some(rule) = rules.iter().find(|rule| setting.holds(rule.regions())) else {
        return SharpsState::Unknown;
    };
    let mut newest: Option<(&Fact, quantity::Quantity)> = None;
    for fact in situation.facts() {
        if let What::SharpsFill(fill) = &fact.what
            && newest.is_none_or(|(held, _)| day(held) <= day(fact))
        {
            newest = Some((fact, *fill));
        }
    }
    let Some((fact, fill)) = newest else {
        basis.misses("sharps-fill", None, rule.statement());
        return SharpsState::Unknown;
    };
    basis.uses(fact);
    match fill.compare(&rule.replace_at) {
        None => SharpsState::Unknown,
        Some(std::cmp::Ordering::Less) => SharpsState::HasRoom,
        Some(std::cmp::Ordering::Equal | std::cmp::Ordering::Greater) => {
            basis.because.and(rule.statement());
            SharpsState::Replace
        }
    }
}

/// For the order of two facts: the moment, or the end of the day.
fn day(fact: &Fact) -> Option<(Date, Option<jiff::Timestamp>)> {
    fact.when.as_ref().map(|when| match when {
        When::At(at) => (at.date(), Some(at.timestamp())),
        When::Day(_) | When::Month(_) | When::Year(_) => (when.latest(), None),
    })
}

fn keep(setting: &Setting<'_>) -> Vec<RuleNo> {
    let rules = setting.monograph.rules().keeps();
    rules
        .iter()
        .filter(|rule| setting.holds(rule.regions()))
        .map(Rule::no)
        .collect()
}

/// The conflict between the two leaflets, when a time out of the refrigerator is in question.
fn conflicts(setting: &Setting<'_>, basis: &mut Basis) {
    let times = setting.monograph.rules().room_times();
    let asked = times
        .iter()
        .any(|rule| basis.because.contains(rule.statement()));
    show_conflicts(setting, basis, |id| {
        let of = setting.monograph.find(id).map(monograph::Statement::no);
        asked && times.iter().any(|rule| Some(rule.statement()) == of)
    });
}

/// Rests on the rule about a date that has passed.
fn open(setting: &Setting<'_>) -> Basis {
    let rule = state(setting, Happened::Outdated);
    Basis::of(rule.map_or(setting.monograph.first().no(), Rule::statement))
}
