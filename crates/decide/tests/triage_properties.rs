#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
//! More is never milder, unknown is never milder than anything that is known, and an answer can be
//! had again from what it names.

use std::sync::Arc;

use decide::{
    Administration, Course, Decision, Extent, Fact, Prescription, Report, Said, Setting, Severity,
    Site, Situation, State, TriageAnswer, Truth, What, When, reports_of, triage,
};
use jiff::{ToSpan as _, ZonedDateTime};
use monograph::{Region, Urgency};
use proptest::prelude::*;
use terminology::{ConceptId, Kind, Terminology};

fn now() -> ZonedDateTime {
    "2026-12-01T15:00-06:00[-06:00]".parse().unwrap()
}

fn all(kind: Kind) -> Vec<ConceptId> {
    Terminology::shipped()
        .concepts(kind)
        .map(terminology::Concept::id)
        .collect()
}

fn ask_at(
    now: &ZonedDateTime,
    region: Region,
    situation: &Situation,
    reports: &[Report],
) -> Decision<TriageAnswer> {
    let setting = Setting {
        monograph: monograph::anakinra().unwrap(),
        terminology: Terminology::shipped(),
        region,
        now,
    };
    triage(&setting, situation, reports)
}

fn urgency(situation: &Situation, reports: &[Report]) -> Option<Urgency> {
    ask_at(&now(), Region::Us, situation, reports)
        .answer()
        .urgency
}

fn fact(what: What) -> Fact {
    Fact {
        what,
        when: None,
        from: Arc::from("test"),
    }
}

fn day(ago: i64) -> When {
    When::Day(now().date() - ago.days())
}

fn born(days: i64) -> Fact {
    fact(What::Born(day(days)))
}

fn plan(start: Option<i64>) -> Fact {
    fact(What::Prescription(Prescription {
        indication: None,
        amount: None,
        frequency: None,
        times: Vec::new(),
        start: start.map(|ago| now().date() - ago.days()),
        end: None,
        by: None,
        close: None,
        areas: None,
    }))
}

fn injection(hours: i64, area: Option<ConceptId>) -> Fact {
    Fact {
        what: What::Administration(Administration {
            amount: None,
            site: area.map(|area| Site { area, cell: None }),
            lot: None,
            syringe: None,
        }),
        when: Some(When::At(now() - hours.hours())),
        from: Arc::from("test"),
    }
}

fn severity() -> impl Strategy<Value = Option<Severity>> {
    prop::option::of(prop::sample::select(Severity::ALL))
}

fn extent() -> impl Strategy<Value = Option<Extent>> {
    prop::option::of(prop::sample::select(Extent::ALL))
}

fn course() -> impl Strategy<Value = Option<Course>> {
    prop::option::of(prop::sample::select(Course::ALL))
}

fn truth() -> impl Strategy<Value = Truth> {
    prop::sample::select(&[Truth::No, Truth::Unknown, Truth::Yes][..])
}

fn onset() -> impl Strategy<Value = Option<When>> {
    prop::option::of(prop_oneof![
        (0_i64..4).prop_map(day),
        (0_i64..80).prop_map(|hours| When::At(now() - hours.hours())),
        Just(When::Month("2026-11-01".parse().unwrap())),
    ])
}

fn sign() -> impl Strategy<Value = Said> {
    prop::sample::select(all(Kind::Symptom)).prop_map(Said::Recognised)
}

fn words() -> impl Strategy<Value = Said> {
    let typed = [
        "my ears glow",
        "no fever",
        "lips are swelling",
        "chesst pain",
        "hives but no fever",
        "nauseaa",
        "can't breathe",
        "I have a bit of a rash",
        "redness",
    ];
    prop::sample::select(typed.to_vec()).prop_map(|text| Said::Words(text.into()))
}

fn report_of(said: impl Strategy<Value = Said>) -> impl Strategy<Value = Report> {
    // The injection site stands first among equals, for most of the grading is there.
    let site = Terminology::shipped().by_key("injection-site").unwrap();
    let place = prop::option::of(prop_oneof![
        Just(site),
        prop::sample::select(all(Kind::Place))
    ]);
    (
        said,
        place,
        severity(),
        extent(),
        course(),
        truth(),
        onset(),
    )
        .prop_map(
            |(symptom, place, severity, extent, course, fever, onset)| Report {
                symptom,
                place,
                severity,
                extent,
                course,
                fever,
                onset,
            },
        )
}

fn report() -> impl Strategy<Value = Report> {
    report_of(prop_oneof![4 => sign().boxed(), 1 => words().boxed()])
}

/// A sign that is known to be mild, often one at the injection site that can be called expected.
fn mild() -> impl Strategy<Value = Report> {
    let terminology = Terminology::shipped();
    let site = terminology.by_key("injection-site");
    let soft = [
        "itching",
        "redness",
        "swelling",
        "tenderness",
        "warmth",
        "pain",
        "soreness",
    ];
    let soft: Vec<Said> = soft
        .iter()
        .map(|key| Said::Recognised(terminology.by_key(key).unwrap()))
        .collect();
    let at_site = prop::sample::select(soft).prop_map(move |symptom| Report {
        place: site,
        ..Report::of(symptom)
    });
    prop_oneof![at_site.boxed(), report_of(sign()).boxed()].prop_map(|report| Report {
        severity: Some(Severity::Mild),
        extent: Some(Extent::Local),
        course: Some(Course::Same),
        fever: Truth::No,
        onset: Some(day(0)),
        ..report
    })
}

/// The facts of a grown-up who began not long ago: where mild answers are to be had.
fn early() -> impl Strategy<Value = Vec<Fact>> {
    (20_i64..70, 35_i64..50).prop_map(|(age, start)| vec![born(age * 366), plan(Some(start))])
}

/// Reports of every shade, with enough mild ones that the mild answers are reached.
fn reports() -> impl Strategy<Value = Vec<Report>> {
    prop::collection::vec(prop_oneof![report().boxed(), mild().boxed()], 0..4)
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    prop_oneof![any_facts().boxed(), early().boxed()]
}

fn any_facts() -> impl Strategy<Value = Vec<Fact>> {
    let conditions = all(Kind::Condition);
    let states = [State::Present, State::Past, State::Absent, State::NotSure];
    let condition = (
        prop::sample::select(conditions),
        prop::sample::select(states.to_vec()),
    )
        .prop_map(|(condition, state)| fact(What::Condition { condition, state }));
    let given = (
        0_i64..100,
        prop::option::of(prop::sample::select(all(Kind::Place))),
    )
        .prop_map(|(hours, area)| injection(hours, area));
    let country = prop::sample::select(&["US", "DE", "ZZ"][..])
        .prop_map(|country| fact(What::Country(country.into())));
    // Not within three days of 65 years, for a calendar that is shifted has other leap days.
    let age = prop_oneof![0_i64..23_738, 23_745_i64..33_000].prop_map(born);
    (
        prop::option::of(age),
        prop::collection::vec(prop::option::of(0_i64..90).prop_map(plan), 0..3),
        prop::collection::vec(given, 0..3),
        prop::collection::vec(condition, 0..2),
        prop::option::of(country),
    )
        .prop_map(|(born, plans, given, conditions, country)| {
            let mut facts: Vec<Fact> = born.into_iter().chain(plans).chain(given).collect();
            facts.extend(conditions);
            facts.extend(country);
            facts
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn one_more_sign_is_never_milder(facts in facts(), signs in reports(), more in report()) {
        let situation = Situation::new(facts);
        let before = urgency(&situation, &signs);
        let mut signs = signs;
        signs.push(more);
        prop_assert!(urgency(&situation, &signs) >= before);
    }

    #[test]
    fn worse_is_never_milder(facts in facts(), signs in reports(), one in prop_oneof![report().boxed(), mild().boxed()]) {
        let situation = Situation::new(facts);
        let with = |one: Report| {
            let mut signs = signs.clone();
            signs.push(one);
            urgency(&situation, &signs)
        };
        for pair in Severity::ALL.windows(2) {
            let [milder, worse] = [pair[0], pair[1]].map(|severity| with(Report { severity: Some(severity), ..one.clone() }));
            prop_assert!(worse >= milder, "severity {:?}", pair);
        }
        for pair in Extent::ALL.windows(2) {
            let [milder, worse] = [pair[0], pair[1]].map(|extent| with(Report { extent: Some(extent), ..one.clone() }));
            prop_assert!(worse >= milder, "extent {:?}", pair);
        }
        for pair in Course::ALL.windows(2) {
            let [milder, worse] = [pair[0], pair[1]].map(|course| with(Report { course: Some(course), ..one.clone() }));
            prop_assert!(worse >= milder, "course {:?}", pair);
        }
        let [no, yes] = [Truth::No, Truth::Yes].map(|fever| with(Report { fever, ..one.clone() }));
        prop_assert!(yes >= no, "fever");
        for ago in 0..3 {
            let [new, old] = [ago, ago + 1].map(|ago| with(Report { onset: Some(day(ago)), ..one.clone() }));
            prop_assert!(old >= new, "onset");
        }
    }

    #[test]
    fn unknown_is_never_milder_than_what_is_known(facts in facts(), signs in reports(), one in prop_oneof![report_of(sign()).boxed(), mild().boxed()]) {
        let situation = Situation::new(facts);
        let with = |one: Report| {
            let mut signs = signs.clone();
            signs.push(one);
            urgency(&situation, &signs)
        };
        let mut known = vec![one.clone()];
        for severity in Severity::ALL {
            known.push(Report { severity: Some(*severity), ..one.clone() });
        }
        for extent in Extent::ALL {
            known.push(Report { extent: Some(*extent), ..one.clone() });
        }
        for course in Course::ALL {
            known.push(Report { course: Some(*course), ..one.clone() });
        }
        for fever in [Truth::No, Truth::Yes] {
            known.push(Report { fever, ..one.clone() });
        }
        for place in ["injection-site", "face", "chest", "legs", "back"] {
            known.push(Report { place: Terminology::shipped().by_key(place), ..one.clone() });
        }
        for ago in 0..4 {
            known.push(Report { onset: Some(day(ago)), ..one.clone() });
        }
        for known in known {
            let is = with(known.clone());
            for unknown in [
                Report { severity: None, ..known.clone() },
                Report { extent: None, ..known.clone() },
                Report { course: None, ..known.clone() },
                Report { fever: Truth::Unknown, ..known.clone() },
                Report { place: None, ..known.clone() },
                Report { onset: None, ..known.clone() },
            ] {
                prop_assert!(with(unknown.clone()) >= is, "{:?}", unknown);
            }
        }
    }

    #[test]
    fn what_nobody_told_of_the_person_is_never_milder(facts in facts(), signs in reports()) {
        let known = urgency(&Situation::new(facts.clone()), &signs);
        for gone in 0..facts.len() {
            // One plan less can name a later start; what is asked is that none is named.
            let less: Vec<Fact> = facts
                .iter()
                .filter(|fact| std::mem::discriminant(&fact.what) != std::mem::discriminant(&facts[gone].what))
                .cloned()
                .collect();
            let told = matches!(&facts[gone].what, What::Condition { state: State::Present | State::Past, .. });
            if !told {
                prop_assert!(urgency(&Situation::new(less), &signs) >= known, "{:?}", facts[gone].what);
            }
        }
    }

    #[test]
    fn one_more_year_and_one_more_condition_are_never_milder(facts in facts(), signs in reports(), age in 0_i64..32_000, condition in prop::sample::select(all(Kind::Condition))) {
        let without: Vec<Fact> = facts.into_iter().filter(|fact| !matches!(fact.what, What::Born(_))).collect();
        let aged = |days: i64| {
            let mut facts = without.clone();
            facts.push(born(days));
            urgency(&Situation::new(facts), &signs)
        };
        prop_assert!(aged(age + 366) >= aged(age));
        let before = urgency(&Situation::new(without.clone()), &signs);
        let mut more = without;
        more.push(fact(What::Condition { condition, state: State::Present }));
        prop_assert!(urgency(&Situation::new(more), &signs) >= before);
    }

    #[test]
    fn the_order_of_telling_does_not_matter(facts in facts(), signs in reports()) {
        let situation = Situation::new(facts);
        let forth = ask_at(&now(), Region::Us, &situation, &signs);
        let mut back = signs;
        back.reverse();
        prop_assert_eq!(forth, ask_at(&now(), Region::Us, &situation, &back));
    }

    #[test]
    fn the_answer_comes_again_from_what_it_names(facts in facts(), signs in reports(), region in prop::sample::select(&[Region::Us, Region::Eu][..])) {
        let first = ask_at(&now(), region, &Situation::new(facts), &signs);
        let inputs = Situation::new(first.basis().inputs.clone());
        let again = ask_at(&now(), region, &inputs, &reports_of(&inputs));
        prop_assert_eq!(first, again);
    }

    #[test]
    fn no_input_is_there_for_show(facts in facts(), signs in reports()) {
        let first = ask_at(&now(), Region::Us, &Situation::new(facts), &signs);
        for gone in 0..first.basis().inputs.len() {
            let mut inputs = first.basis().inputs.clone();
            let taken = inputs.remove(gone);
            let inputs = Situation::new(inputs);
            let less = ask_at(&now(), Region::Us, &inputs, &reports_of(&inputs));
            let same = less.answer() == first.answer()
                && less.basis().missing == first.basis().missing
                && less.basis().would_change == first.basis().would_change
                && less.basis().because == first.basis().because;
            prop_assert!(!same, "{:?} changes nothing", taken);
        }
    }

    #[test]
    fn the_same_days_later_is_the_same(facts in facts(), signs in reports(), days in 0_i64..3_000) {
        let later = |when: When| match when {
            When::Day(day) => When::Day(day + days.days()),
            When::At(at) => When::At(at + days.days()),
            When::Year(_) | When::Month(_) => when,
        };
        let fixed = signs.iter().any(|s| matches!(s.onset, Some(When::Month(_))));
        prop_assume!(!fixed);
        let shifted: Vec<Fact> = facts.iter().cloned().map(|fact| {
            let what = match fact.what {
                What::Born(born) => What::Born(later(born)),
                What::Prescription(plan) => What::Prescription(Prescription { start: plan.start.map(|d| d + days.days()), ..plan }),
                other => other,
            };
            Fact { what, when: fact.when.map(later), ..fact }
        }).collect();
        let moved: Vec<Report> = signs.iter().cloned().map(|r| Report { onset: r.onset.map(later), ..r }).collect();
        let here = ask_at(&now(), Region::Us, &Situation::new(facts), &signs);
        let there = ask_at(&(now() + days.days()), Region::Us, &Situation::new(shifted), &moved);
        prop_assert_eq!(here.answer().urgency, there.answer().urgency);
        prop_assert_eq!(here.answer().next_dose, there.answer().next_dose);
        prop_assert_eq!(here.answer().rest, there.answer().rest);
        prop_assert_eq!(&here.basis().missing, &there.basis().missing);
        prop_assert_eq!(&here.basis().would_change, &there.basis().would_change);
    }

    #[test]
    fn any_words_get_an_answer_and_never_a_mild_one_unless_they_are_a_name(text in ".{0,60}") {
        let reports = [Report::of(Said::Words(text.as_str().into()))];
        let decision = ask_at(&now(), Region::Us, &Situation::default(), &reports);
        prop_assert!(decision.answer().urgency >= Some(Urgency::Contact));
    }
}

#[test]
fn the_edges_of_the_calendar_are_no_trouble() {
    for date in ["-009999-01-01", "9999-12-31"] {
        let date: jiff::civil::Date = date.parse().unwrap();
        let sign = Terminology::shipped().by_key("redness").unwrap();
        let report = Report {
            onset: Some(When::Day(date)),
            place: Terminology::shipped().by_key("injection-site"),
            severity: Some(Severity::Mild),
            extent: Some(Extent::Local),
            course: Some(Course::Same),
            fever: Truth::No,
            symptom: Said::Recognised(sign),
        };
        let facts = vec![fact(What::Born(When::Day(date)))];
        assert!(urgency(&Situation::new(facts), &[report]) >= Some(Urgency::SameDay));
    }
}
