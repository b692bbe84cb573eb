//! Where does the next injection go?
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Case, at, cases, fact, get, situation, with_setting};
use decide::{
    Administration, Decision, Fact, Offered, SameArea, Site, SiteAnswer, SiteAsk, SiteWarning,
    Situation, Skin, SkinSeen, Tier, What, When, site, site_check,
};
use jiff::{ToSpan, ZonedDateTime};
use monograph::{Reach, Region};
use proptest::prelude::*;
use terminology::Terminology;

fn text(site: Site) -> String {
    let area = Terminology::shipped().get(site.area).key();
    match site.cell {
        None => area.to_owned(),
        Some(cell) => format!("{area} {} {}", cell.row, cell.column),
    }
}

fn by(case: &Case) -> Reach {
    match get(&case.given, "ask-by") {
        None | Some("self") => Reach::Person,
        Some("helper") => Reach::Helper,
        Some(other) => panic!("`{other}` gives no injection"),
    }
}

fn check(case: &Case) {
    let situation = situation(&case.given);
    with_setting(&case.given, |setting| {
        let decision = site(setting, &situation, by(case));
        assert_eq!(decision.tier(), Tier::Patient);
        let answer = decision.answer();
        for (key, expected) in &case.expect {
            let found = match key.as_str() {
                "expect" => match answer.offered {
                    Offered::Spot(site) => text(site),
                    Offered::Ask(why) => format!("ask: {why:?}"),
                },
                "expect-spots" => answer.ranked.len().to_string(),
                "expect-resting" => {
                    let resting = answer.resting.iter();
                    let resting: Vec<String> = resting
                        .map(|r| format!("{} {} {:?}", text(r.site), r.sign.word(), r.cleared_by))
                        .collect();
                    resting.join(", ")
                }
                "expect-missing" => {
                    let missing = decision.basis().missing.iter();
                    missing.map(|m| m.fact).collect::<Vec<_>>().join(", ")
                }
                "expect-check" => {
                    let wanted = common::site(get(&case.given, "ask-site").unwrap());
                    let checked = site_check(setting, &situation, by(case), wanted);
                    format!("{:?}", checked.answer())
                }
                other => panic!("`{other}` is not expected"),
            };
            assert_eq!(&found, expected, "{}: {key}", case.name);
        }
        let inputs = &decision.basis().inputs;
        let again = site(setting, &Situation::new(inputs.clone()), by(case));
        assert_eq!(again, decision, "{}: from the inputs named", case.name);
        for i in 0..inputs.len() {
            let mut fewer = inputs.clone();
            fewer.remove(i);
            let without = site(setting, &Situation::new(fewer), by(case));
            assert_ne!(without, decision, "{}: without input {i}", case.name);
        }
    });
}

#[test]
fn the_cases_hold() {
    let kinds = ["area", "grid", "distance", "rotation", "skin-rest"];
    let cases = cases(&kinds, "site");
    assert!(cases.len() > 20, "{}", cases.len());
    cases.iter().for_each(check);
}

fn used(site: Site, at: &ZonedDateTime) -> Fact {
    let given = Administration {
        site: Some(site),
        ..Administration::default()
    };
    fact(What::Administration(given), Some(When::At(at.clone())))
}

/// A life with the medicine: every dose goes where it is offered.
fn live(
    doses: usize,
    hours: i64,
    by: Reach,
    born: Option<&str>,
    mut see: impl FnMut(&Decision<SiteAnswer>, &[Site]),
) {
    let mut now: ZonedDateTime = "2026-01-01T08:00[America/Chicago]".parse().unwrap();
    let mut facts: Vec<Fact> = born
        .map(|day| fact(What::Born(When::Day(day.parse().unwrap())), None))
        .into_iter()
        .collect();
    let mut sites = Vec::new();
    for _ in 0..doses {
        let decision = at(&now, Region::Us, |s| {
            site(s, &Situation::new(facts.clone()), by)
        });
        see(&decision, &sites);
        let Offered::Spot(spot) = decision.answer().offered else {
            panic!("nothing is offered after {} doses", sites.len());
        };
        facts.push(used(spot, &now));
        sites.push(spot);
        now = now.checked_add(hours.hours()).unwrap();
    }
}

#[test]
fn a_year_of_doses_rotates() {
    let adult = Some("1980-01-01");
    let lives = [
        (24, Reach::Person, adult),
        (12, Reach::Person, adult),
        (24, Reach::Helper, Some("2020-05-01")),
        (48, Reach::Person, None),
    ];
    for (hours, by, born) in lives {
        let mut last_of: BTreeMap<Site, usize> = BTreeMap::new();
        live(150, hours, by, born, |decision, sites| {
            let answer = decision.answer();
            let Offered::Spot(spot) = answer.offered else {
                panic!()
            };
            if let Some(last) = sites.last() {
                assert_ne!(last.area, spot.area, "another area each time");
            }
            // Never used before all others, and of the area the one that rested longest.
            let of_area: Vec<&Site> = answer
                .ranked
                .iter()
                .map(|r| &r.site)
                .filter(|s| s.area == spot.area)
                .collect();
            let oldest = of_area.iter().map(|s| last_of.get(s)).min().unwrap();
            assert_eq!(last_of.get(&spot), oldest);
            last_of.insert(spot, sites.len());
        });
        let areas: BTreeSet<_> = last_of.keys().map(|s| s.area).collect();
        assert_eq!(areas.len(), if by == Reach::Helper { 8 } else { 4 });
    }
}

#[test]
fn no_spot_near_the_navel_or_near_the_last_one() {
    let now: ZonedDateTime = "2026-01-01T08:00[America/Chicago]".parse().unwrap();
    let last = common::site("abdomen-left 3 2");
    let facts = vec![
        fact(What::Born(When::Day("1980-01-01".parse().unwrap())), None),
        used(last, &now.checked_sub(1.day()).unwrap()),
    ];
    let decision = at(&now, Region::Us, |s| {
        site(s, &Situation::new(facts), Reach::Helper)
    });
    let spots: Vec<String> = decision
        .answer()
        .ranked
        .iter()
        .map(|r| text(r.site))
        .collect();
    // 2.5 cm beside, above and below the last spot are far enough; the spot itself is not.
    assert!(!spots.contains(&"abdomen-left 3 2".to_owned()));
    for near in ["abdomen-left 3 1", "abdomen-left 2 2", "abdomen-left 3 3"] {
        assert!(spots.contains(&near.to_owned()), "{near}");
    }
    for side in ["left", "right"] {
        // 2.5 cm at the height of the navel, and 3.5 cm above and below.
        for near in ["0 0", "1 0", "2 0"] {
            assert!(
                !spots.contains(&format!("abdomen-{side} {near}")),
                "{side} {near}"
            );
        }
        for far in ["1 1", "3 0", "0 1"] {
            assert!(
                spots.contains(&format!("abdomen-{side} {far}")),
                "{side} {far}"
            );
        }
    }
    // The same area comes after all others.
    let first_same = decision
        .answer()
        .ranked
        .iter()
        .position(|r| r.area == SameArea::Same)
        .unwrap();
    assert!(
        decision.answer().ranked[first_same..]
            .iter()
            .all(|r| r.area == SameArea::Same)
    );
}

const SIGNS: [Skin; 9] = [
    Skin::Sore,
    Skin::Bruised,
    Skin::Red,
    Skin::Hard,
    Skin::Reacting,
    Skin::SevereReaction,
    Skin::Scar,
    Skin::StretchMarks,
    Skin::Vein,
];

#[test]
fn every_sign_rests_until_it_is_cleared() {
    let now: ZonedDateTime = "2026-01-10T08:00[America/Chicago]".parse().unwrap();
    let spot = common::site("thigh-left 0 0");
    let seen = |skin, days: i64| {
        let at = now.checked_sub(days.days()).unwrap();
        fact(
            What::Skin(SkinSeen { site: spot, skin }),
            Some(When::At(at)),
        )
    };
    let rests = |facts: Vec<Fact>| {
        let decision = at(&now, Region::Us, |s| {
            site(s, &Situation::new(facts), Reach::Person)
        });
        decision.answer().ranked.iter().all(|r| r.site != spot)
    };
    for sign in SIGNS {
        let by_doctor = sign == Skin::SevereReaction;
        assert!(rests(vec![seen(sign, 5)]), "{sign:?}");
        assert_eq!(
            rests(vec![seen(sign, 5), seen(Skin::Cleared, 1)]),
            by_doctor,
            "{sign:?}"
        );
        assert!(
            !rests(vec![seen(sign, 5), seen(Skin::ClearedByDoctor, 1)]),
            "{sign:?}"
        );
        assert!(
            rests(vec![seen(sign, 1), seen(Skin::ClearedByDoctor, 5)]),
            "{sign:?}: cleared before"
        );
        let undated = Fact {
            when: None,
            ..seen(Skin::ClearedByDoctor, 1)
        };
        assert!(
            rests(vec![seen(sign, 5), undated]),
            "{sign:?}: nobody knows when it was cleared"
        );
        let undated = Fact {
            when: None,
            ..seen(sign, 5)
        };
        assert!(
            rests(vec![undated, seen(Skin::ClearedByDoctor, 1)]),
            "{sign:?}: nobody knows when it was seen"
        );
    }
}

#[test]
fn when_everything_rests_it_says_so_and_asks() {
    let now: ZonedDateTime = "2026-01-10T08:00[America/Chicago]".parse().unwrap();
    let mut facts = Vec::new();
    for area in ["thigh-left", "thigh-right", "abdomen-left", "abdomen-right"] {
        let seen = SkinSeen {
            site: common::site(area),
            skin: Skin::Sore,
        };
        facts.push(fact(What::Skin(seen), Some(When::At(now.clone()))));
    }
    let ask = |by| {
        at(&now, Region::Us, |s| {
            site(s, &Situation::new(facts.clone()), by)
        })
        .answer()
        .offered
    };
    assert_eq!(ask(Reach::Person), Offered::Ask(SiteAsk::AllRest));
    assert!(matches!(ask(Reach::Helper), Offered::Spot(_)));
}

fn any_site() -> impl Strategy<Value = Site> {
    let areas = [
        "thigh-left",
        "thigh-right",
        "abdomen-left",
        "abdomen-right",
        "arm-left",
        "buttock-right",
        "face",
    ];
    (0..areas.len(), proptest::option::of((0_u8..7, 0_u8..5))).prop_map(move |(area, cell)| Site {
        area: common::concept(areas[area]),
        cell: cell.map(|(row, column)| decide::Cell { row, column }),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// Whatever was recorded: what is offered passes the check; a spot with a sign is never
    /// offered; one more sign never adds a spot; the inputs named repeat the answer; whole days
    /// more, and another order of the facts, change nothing.
    #[test]
    fn offered_spots_pass_the_check(
        doses in proptest::collection::vec((proptest::option::of(any_site()), proptest::option::of(0_i64..2000)), 0..12),
        signs in proptest::collection::vec((any_site(), 0..SIGNS.len(), 0_i64..2000), 0..6),
        helper in any::<bool>(),
        born in proptest::option::of(1950_i16..2026),
        days in 0_i64..300,
    ) {
        let by = if helper { Reach::Helper } else { Reach::Person };
        let build = |now: &ZonedDateTime| {
            let when = |hours: i64| Some(When::At(now.checked_sub(hours.hours()).unwrap()));
            let mut facts: Vec<Fact> = doses.iter().map(|(site, hours)| fact(
                What::Administration(Administration { site: *site, ..Administration::default() }),
                hours.and_then(when),
            )).collect();
            facts.extend(signs.iter().map(|(site, sign, hours)| fact(
                What::Skin(SkinSeen { site: *site, skin: SIGNS[*sign] }), when(*hours),
            )));
            facts.extend(born.map(|year| fact(What::Born(When::Year(year - 1)), None)));
            facts
        };
        let now: ZonedDateTime = "2026-01-10T08:00[UTC]".parse().unwrap();
        let ask = |now: &ZonedDateTime, facts: Vec<Fact>| at(now, Region::Us, |s| site(s, &Situation::new(facts), by));
        let facts = build(&now);
        let decision = ask(&now, facts.clone());
        let sites = |d: &Decision<SiteAnswer>| d.answer().ranked.iter().map(|r| r.site).collect::<Vec<_>>();
        for spot in sites(&decision) {
            let warnings = at(&now, Region::Us, |s| site_check(s, &Situation::new(facts.clone()), by, spot));
            prop_assert!(warnings.answer().iter().all(|w| *w == SiteWarning::SameArea), "{:?}", warnings.answer());
            prop_assert!(signs.iter().all(|(at, ..)| *at != spot && (at.cell.is_some() || at.area != spot.area)));
        }
        let mut reversed = facts.clone();
        reversed.reverse();
        let turned = ask(&now, reversed);
        prop_assert_eq!(turned.answer(), decision.answer());
        prop_assert_eq!(&ask(&now, decision.basis().inputs.clone()), &decision);
        let later = now.checked_add((days * 24).hours()).unwrap();
        if born.is_none() {
            prop_assert_eq!(sites(&ask(&later, build(&later))), sites(&decision));
        }
        let mut more = facts;
        more.push(fact(What::Skin(SkinSeen { site: common::site("thigh-left 2 1"), skin: Skin::Red }), None));
        let fewer = sites(&ask(&now, more));
        prop_assert!(fewer.iter().all(|spot| sites(&decision).contains(spot)));
    }
}
