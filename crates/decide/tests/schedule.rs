//! When is the next dose due? Over all changes of the clocks of eight zones from 2020 to 2035.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{Case, at, cases, dose, fact, situation, with_setting};
use decide::{
    ClockChange, Drift, Frequency, Prescription, Schedule, Situation, Slot, Tier, What, schedule,
};
use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;
use jiff::{ToSpan, ZonedDateTime};
use monograph::Region;
use proptest::prelude::*;

/// Gaps and folds at 01:00, 02:00, midnight and 23:00, of an hour and of half an hour, in both
/// halves of the earth, and a zone that changes nothing.
const ZONES: [&str; 8] = [
    "America/New_York",
    "Europe/Dublin",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/Santiago",
    "America/Nuuk",
    "Africa/Casablanca",
    "Asia/Kathmandu",
];

fn check(case: &Case) {
    let situation = situation(&case.given);
    with_setting(&case.given, |setting| {
        let decision = schedule::next(setting, &situation);
        assert_eq!(decision.tier(), Tier::Patient);
        for (key, expected) in &case.expect {
            let found = match (key.as_str(), decision.answer()) {
                ("expect", Schedule::Next(next)) => next.slot.at.to_string(),
                ("expect", Schedule::Ask(why)) => format!("ask: {why:?}"),
                ("expect-open", Schedule::Next(next)) => next
                    .open
                    .as_ref()
                    .map_or("none".to_owned(), |slot| slot.at.to_string()),
                ("expect-to-next", Schedule::Next(next)) => {
                    next.last.as_ref().unwrap().to_next.quantity().ucum()
                }
                ("expect-drift", Schedule::Next(next)) => match next.last.as_ref().unwrap().drift {
                    Some(Drift::Early(span)) => format!("{} early", span.quantity().ucum()),
                    Some(Drift::Late(span)) => format!("{} late", span.quantity().ucum()),
                    None => "none".to_owned(),
                },
                ("expect-travel", Schedule::Next(next)) => next
                    .travel
                    .as_ref()
                    .map_or("none".to_owned(), |t| format!("{} to {}", t.from, t.to)),
                ("expect-uneven", Schedule::Next(next)) => next
                    .uneven
                    .map_or("none".to_owned(), |span| span.quantity().ucum()),
                (other, answer) => panic!("{}: `{other}`: {answer:?}", case.name),
            };
            assert_eq!(&found, expected, "{}: {key}\n{decision:#?}", case.name);
        }
        let inputs = &decision.basis().inputs;
        let again = schedule::next(setting, &Situation::new(inputs.clone()));
        assert_eq!(again, decision, "{}: from the inputs named", case.name);
        for i in 0..inputs.len() {
            let mut fewer = inputs.clone();
            fewer.remove(i);
            let without = schedule::next(setting, &Situation::new(fewer));
            assert_ne!(without, decision, "{}: without input {i}", case.name);
        }
    });
}

#[test]
fn the_cases_hold() {
    let cases = cases(&["same-time", "spread"], "schedule");
    assert!(cases.len() > 10, "{}", cases.len());
    cases.iter().for_each(check);
}

fn slots(zone: &str, frequency: Frequency, times: &[Time], from: Date, until: Date) -> Vec<Slot> {
    let now = from
        .to_zoned_datetime(TimeZone::get(zone).unwrap())
        .unwrap();
    let prescription = Prescription {
        frequency: Some(frequency),
        times: times.to_vec(),
        start: Some(from),
        end: Some(until),
        ..Prescription::default()
    };
    let situation = Situation::new(vec![fact(What::Prescription(prescription), None)]);
    at(&now, Region::Us, |setting| {
        schedule::planned(setting, &situation, from).collect()
    })
}

/// The days on which the zone is shifted, with the day before and after.
fn changes(zone: &str) -> Vec<Date> {
    let zone = TimeZone::get(zone).unwrap();
    let mut days = Vec::new();
    let mut day = date(2020, 1, 1);
    while day < date(2036, 1, 1) {
        let start = day.to_zoned_datetime(zone.clone()).unwrap();
        let end = day
            .tomorrow()
            .unwrap()
            .to_zoned_datetime(zone.clone())
            .unwrap();
        if start.duration_until(&end).as_secs() != 86_400 {
            days.push(day);
        }
        day = day.tomorrow().unwrap();
    }
    days
}

#[test]
fn every_slot_once_over_every_change() {
    let mut all = 0;
    for zone in ZONES {
        let changes = changes(zone);
        all += changes.len();
        for day in changes {
            for half_hour in 0..48_i8 {
                let usual = time(half_hour / 2, half_hour % 2 * 30, 0, 0);
                once(zone, day, usual);
            }
        }
    }
    assert!(all > 150, "the zones hold {all} changes");
}

fn once(zone: &str, day: Date, usual: Time) {
    let (from, until) = (
        day.checked_sub(3.days()).unwrap(),
        day.checked_add(3.days()).unwrap(),
    );
    let every_day = Frequency::EveryDays(1.try_into().unwrap());
    let slots = slots(zone, every_day, &[usual], from, until);
    let days: Vec<Date> = slots.iter().map(|slot| slot.day).collect();
    let expected: Vec<Date> = from.series(1.day()).take(7).collect();
    assert_eq!(days, expected, "{zone} {day} {usual}");
    for pair in slots.windows(2) {
        let hours = pair[0].at.duration_until(&pair[1].at).as_hours();
        assert!(
            (23..=25).contains(&hours),
            "{zone} {day} {usual}: {hours} h apart"
        );
    }
    for slot in &slots {
        let real = slot.at.datetime() == slot.day.to_datetime(usual);
        assert_eq!(real, slot.clock != ClockChange::Skipped, "{zone} {slot:?}");
        if slot.clock == ClockChange::Repeated {
            let hour_before = slot.at.checked_sub(1.hour()).unwrap();
            assert_ne!(
                hour_before.time(),
                usual,
                "{zone} {slot:?}: the first of the two"
            );
        }
    }
    // The clock-time trap: adding 24 h drifts away from the usual time over the change.
    let drifted = slots[0].at.checked_add(144.hours()).unwrap();
    assert_ne!(
        drifted.time(),
        usual,
        "{zone} {day}: a change that changes nothing"
    );
}

#[test]
fn the_named_gap_and_fold() {
    let ny = "America/New_York";
    let every_day = Frequency::EveryDays(1.try_into().unwrap());
    let of = |day: Date, usual| slots(ny, every_day, &[usual], day, day).remove(0);
    let gap = of(date(2026, 3, 8), time(2, 30, 0, 0));
    assert_eq!(
        gap.at.to_string(),
        "2026-03-08T03:30:00-04:00[America/New_York]"
    );
    assert_eq!(gap.clock, ClockChange::Skipped);
    let fold = of(date(2026, 11, 1), time(1, 30, 0, 0));
    assert_eq!(
        fold.at.to_string(),
        "2026-11-01T01:30:00-04:00[America/New_York]"
    );
    assert_eq!(fold.clock, ClockChange::Repeated);
}

#[test]
fn a_day_that_an_island_leaves_out_has_no_dose() {
    let every_day = Frequency::EveryDays(1.try_into().unwrap());
    let slots = slots(
        "Pacific/Apia",
        every_day,
        &[time(8, 0, 0, 0)],
        date(2011, 12, 28),
        date(2012, 1, 1),
    );
    let days: Vec<i8> = slots.iter().map(|slot| slot.day.day()).collect();
    assert_eq!(days, [28, 29, 31, 1]);
}

#[test]
fn every_other_day_is_two_calendar_days() {
    for zone in ZONES {
        let every_other = Frequency::EveryDays(2.try_into().unwrap());
        let slots = slots(
            zone,
            every_other,
            &[time(2, 30, 0, 0)],
            date(2024, 1, 1),
            date(2025, 12, 31),
        );
        assert_eq!(slots.len(), 366, "{zone}");
        for pair in slots.windows(2) {
            assert_eq!(pair[0].day.checked_add(2.days()).unwrap(), pair[1].day);
        }
        assert!(slots.iter().any(|slot| slot.day == date(2024, 2, 28)));
        assert!(slots.iter().any(|slot| slot.day == date(2024, 3, 1)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// 2,000 plans in the nightly run; here 300: each slot once, in order, in any zone.
    #[test]
    fn plans(zone in 0..ZONES.len(), hour in 0_i8..24, minute in 0_i8..60, every in 1_u8..4,
             year in 2020_i16..2035, month in 1_i8..13, day in 1_i8..29) {
        let from = date(year, month, day);
        let until = from.checked_add(60.days()).unwrap();
        let every_days = Frequency::EveryDays(every.try_into().unwrap());
        let slots = slots(ZONES[zone], every_days, &[time(hour, minute, 0, 0)], from, until);
        let days: Vec<Date> = slots.iter().map(|slot| slot.day).collect();
        let expected: Vec<Date> = from.series(i64::from(every).days()).take_while(|d| *d <= until).collect();
        prop_assert_eq!(days, expected);
        prop_assert!(slots.windows(2).all(|p| p[0].at.timestamp() < p[1].at.timestamp()));
    }

    /// The next dose is after now, and no nearer to the last one than half of the interval.
    #[test]
    fn next_is_far_from_the_last(zone in 0..ZONES.len(), to in 0..ZONES.len(), now in 1_577_836_800_i64..2_051_222_400,
                                 before in 0_i64..200_000, every in 1_u8..3) {
        let stamp = |s: i64| jiff::Timestamp::from_second(s).unwrap();
        let now: ZonedDateTime = stamp(now).to_zoned_datetime(TimeZone::get(ZONES[to]).unwrap());
        let last = stamp(now.timestamp().as_second() - before).to_zoned_datetime(TimeZone::get(ZONES[zone]).unwrap());
        let prescription = Prescription {
            frequency: Some(Frequency::EveryDays(every.try_into().unwrap())),
            times: vec![time(8, 0, 0, 0)],
            ..Prescription::default()
        };
        let facts = vec![fact(What::Prescription(prescription), None), dose(&last)];
        let decision = at(&now, Region::Us, |setting| schedule::next(setting, &Situation::new(facts)));
        let Schedule::Next(next) = decision.answer() else { panic!("{decision:?}") };
        prop_assert!(next.slot.at.timestamp() > now.timestamp());
        let half = i64::from(every) * 12 * 3600;
        prop_assert!(last.duration_until(&next.slot.at).as_secs() >= half);
    }
}
