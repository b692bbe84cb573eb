#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
//! Every limit of the rules that grade, at every sign: below, at and above it, and not told.

use std::sync::Arc;

use decide::{
    Course, Extent, Fact, Prescription, Report, Said, Setting, Severity, Situation, Truth, What,
    When, triage,
};
use jiff::civil::Date;
use jiff::{Span, ToSpan as _, ZonedDateTime};
use monograph::{Comparison, FactName, Monograph, Region, Soften, Term, Urgency};
use quantity::{CalendarSpan, Quantity};
use terminology::{ConceptId, Terminology};

fn now() -> ZonedDateTime {
    "2026-12-01T15:00-06:00[-06:00]".parse().unwrap()
}

fn monograph() -> &'static Monograph {
    monograph::anakinra().unwrap()
}

/// What is told about one sign of one person.
#[derive(Debug, Clone)]
struct Told {
    report: Report,
    start: Option<Date>,
    born: Option<Date>,
}

impl Told {
    fn urgency(&self) -> Urgency {
        let now = now();
        let setting = Setting {
            monograph: monograph(),
            terminology: Terminology::shipped(),
            region: Region::Us,
            now: &now,
        };
        let fact = |what| Fact {
            what,
            when: None,
            from: Arc::from("test"),
        };
        let born = self.born.map(|day| fact(What::Born(When::Day(day))));
        let plan = self.start.map(|start| {
            fact(What::Prescription(Prescription {
                indication: None,
                amount: None,
                frequency: None,
                times: Vec::new(),
                start: Some(start),
                end: None,
                by: None,
                close: None,
                areas: None,
            }))
        });
        let situation = Situation::new(born.into_iter().chain(plan).collect());
        let decision = triage(&setting, &situation, std::slice::from_ref(&self.report));
        decision.answer().urgency.unwrap()
    }
}

/// The day so long ago, and some days before or after that.
fn ago(limit: Quantity, later: i64) -> Date {
    let span = CalendarSpan::try_from(limit).unwrap();
    let months = Span::new().try_months(i64::from(span.months())).unwrap();
    let day = now().date() - months - i64::from(span.days()).days();
    day + later.days()
}

/// A person and a sign for whom all is known and mild.
fn mildest(sign: ConceptId, place: Option<ConceptId>) -> Told {
    Told {
        report: Report {
            place,
            severity: Some(Severity::Mild),
            extent: Some(Extent::Local),
            course: Some(Course::Same),
            fever: Truth::No,
            onset: Some(When::Day(now().date())),
            ..Report::of(Said::Recognised(sign))
        },
        start: Some(now().date() - 7.days()),
        born: Some("1990-06-01".parse().unwrap()),
    }
}

/// Where a soften rule is at home, away from other rules: its own place, or the back.
fn home(rule: &Soften) -> Option<ConceptId> {
    rule.place.or(Terminology::shipped().by_key("back"))
}

#[test]
fn a_softened_sign_is_mild_only_while_every_term_is_known_and_holds() {
    let mut probes = 0;
    for rule in monograph().rules().softens() {
        for sign in &rule.signs {
            let all = mildest(*sign, home(rule));
            if rule.place.is_some() {
                assert_eq!(all.urgency(), rule.class, "{}", rule.name());
            }
            for term in rule.when.terms() {
                for worse in worse_than(term, &all) {
                    let got = worse.urgency();
                    assert!(
                        got > rule.class,
                        "{} {term:?} {worse:?}: {got:?}",
                        rule.name()
                    );
                    probes += 1;
                }
            }
        }
    }
    assert!(probes > 60, "{probes}");
}

/// The same with one term broken: not told, one step over, at the limit and beyond it.
fn worse_than(term: &Term, all: &Told) -> Vec<Told> {
    let with = |change: &dyn Fn(&mut Told)| {
        let mut told = all.clone();
        change(&mut told);
        told
    };
    match term {
        Term::Word(FactName::Severity, _) => vec![
            with(&|t| t.report.severity = None),
            with(&|t| t.report.severity = Some(Severity::Moderate)),
            with(&|t| t.report.severity = Some(Severity::Severe)),
        ],
        Term::Word(FactName::Extent, _) => vec![
            with(&|t| t.report.extent = None),
            with(&|t| t.report.extent = Some(Extent::Spreading)),
            with(&|t| t.report.extent = Some(Extent::Widespread)),
        ],
        Term::Word(FactName::Course, _) => vec![
            with(&|t| t.report.course = None),
            with(&|t| t.report.course = Some(Course::Worsening)),
        ],
        Term::Word(FactName::Fever, _) => vec![
            with(&|t| t.report.fever = Truth::Unknown),
            with(&|t| t.report.fever = Truth::Yes),
        ],
        Term::Compare(FactName::SinceStart, Comparison::Below, limit) => vec![
            with(&|t| t.start = None),
            with(&|t| t.start = Some(ago(*limit, 0))),
            with(&|t| t.start = Some(ago(*limit, -1))),
        ],
        Term::Compare(FactName::SinceOnset, Comparison::Below, limit) => vec![
            with(&|t| t.report.onset = None),
            with(&|t| t.report.onset = Some(When::Day(ago(*limit, 0)))),
            with(&|t| t.report.onset = Some(When::Day(ago(*limit, -1)))),
        ],
        other => panic!("no probe for {other:?}: add one"),
    }
}

#[test]
fn the_last_day_below_the_limit_is_still_soft() {
    for rule in monograph().rules().softens() {
        for term in rule.when.terms() {
            if let Term::Compare(FactName::SinceStart, Comparison::Below, limit) = term {
                for sign in &rule.signs {
                    let mut told = mildest(*sign, home(rule));
                    told.start = Some(ago(*limit, 1));
                    assert_eq!(told.urgency(), rule.class, "{}", rule.name());
                }
            }
        }
    }
}

#[test]
fn a_raise_begins_on_the_birthday_and_counts_when_no_age_is_told() {
    let site = Terminology::shipped().by_key("injection-site");
    let mut probes = 0;
    for rule in monograph().rules().raises() {
        let [Term::Compare(FactName::Age, Comparison::AtLeast, limit)] = rule.when.terms() else {
            panic!("no probe for {:?}: add one", rule.when);
        };
        for sign in &rule.signs {
            let at = |born: Option<Date>| {
                Told {
                    born,
                    ..mildest(*sign, site)
                }
                .urgency()
            };
            let young = at(Some(ago(*limit, 1)));
            for old in [Some(ago(*limit, 0)), Some(ago(*limit, -1)), None] {
                assert_eq!(at(old), rule.raised(young).max(young), "{old:?}");
                probes += 1;
            }
        }
    }
    assert!(probes > 10, "{probes}");
}

#[test]
fn a_mild_sign_that_lasts_beyond_the_day_of_asking_again_is_one_level_up() {
    let nausea = Terminology::shipped().by_key("nausea").unwrap();
    for rule in monograph().rules().follow_ups() {
        let limit = quantity::Measure::quantity(&rule.after);
        let since = |onset: Option<Date>| {
            let mut told = mildest(nausea, None);
            told.report.onset = onset.map(When::Day);
            told.urgency()
        };
        assert_eq!(since(Some(now().date())), rule.class);
        assert_eq!(since(Some(ago(limit, 0))), rule.class);
        assert_eq!(since(Some(ago(limit, -1))), rule.then);
        assert_eq!(since(None), rule.then);
    }
}
