//! Screening on random records: compared with a plain evaluator, and held against its promises.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use decide::screening::{About, Certainty, Findings, Screener, Screening, screen_with};
use decide::{
    Days, Decision, Fact, List, MedicineStatus, MedicineUse, Setting, Situation, State, Truth,
    VaccineStatus, What, When, taken,
};
use monograph::{FactName, Grade, Past, Region, Rule, Screen, Speaks, Term};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use quantity::CalendarSpan;
use record::{fact, now, setting};
use terminology::{ConceptId, Kind, Terminology};

// --- random records -----------------------------------------------------------------------------

fn of(kinds: &[Kind]) -> Vec<ConceptId> {
    let terminology = Terminology::shipped();
    terminology
        .all()
        .filter(|concept| kinds.contains(&concept.kind()))
        .map(terminology::Concept::id)
        .collect()
}

fn a_day() -> impl Strategy<Value = Option<When>> {
    let on = [
        "2026-05-02",
        "2026-05-03",
        "2026-04-04",
        "2026-04-03",
        "2025-11-02",
        "2025-11-01",
        "2026-02-02",
        "2026-02-01",
        "2025-05-02",
        "2025-05-01",
        "2026",
        "2026-04",
        "2020-01-01",
    ];
    proptest::option::weighted(0.85, select(on.to_vec()).prop_map(record::when))
}

fn a_birth() -> impl Strategy<Value = Fact> {
    let on = [
        "1961-05-02",
        "1961-05-03",
        "1961",
        "1961-05",
        "1940",
        "2015-06-01",
    ];
    select(on.to_vec()).prop_map(record::born)
}

fn a_state() -> impl Strategy<Value = State> {
    select(vec![
        State::Present,
        State::Present,
        State::Past,
        State::Absent,
        State::NotSure,
    ])
}

fn a_condition(states: impl Strategy<Value = State>) -> impl Strategy<Value = Fact> {
    (select(of(&[Kind::Condition])), states)
        .prop_map(|(condition, state)| fact(What::Condition { condition, state }, None))
}

fn an_allergy(states: impl Strategy<Value = State>) -> impl Strategy<Value = Fact> {
    (select(of(&[Kind::Allergen, Kind::Medicine])), states)
        .prop_map(|(substance, state)| fact(What::Allergy { substance, state }, None))
}

fn a_medicine(statuses: Vec<MedicineStatus>) -> impl Strategy<Value = Fact> {
    let which = proptest::option::weighted(0.9, select(of(&[Kind::Medicine])));
    let cleared =
        proptest::option::weighted(0.2, Just(("Dr. A".into(), record::when("2026-05-01"))));
    (which, select(statuses), a_day(), cleared, 0..3_u8).prop_map(
        |(medicine, status, end, cleared, text)| {
            record::used(MedicineUse {
                medicine,
                text: format!("words {text}").into(),
                status,
                start: None,
                end,
                cleared,
            })
        },
    )
}

const CURRENT: [MedicineStatus; 4] = [
    MedicineStatus::Taking,
    MedicineStatus::Planned,
    MedicineStatus::OnHold,
    MedicineStatus::Unknown,
];

fn all_statuses() -> Vec<MedicineStatus> {
    let ended = [
        MedicineStatus::Stopped,
        MedicineStatus::Stopped,
        MedicineStatus::NotTaken,
    ];
    CURRENT.into_iter().chain(ended).collect()
}

fn a_vaccine(statuses: Vec<VaccineStatus>) -> impl Strategy<Value = Fact> {
    let which = proptest::option::weighted(0.9, select(of(&[Kind::Vaccine])));
    (which, select(statuses), a_day(), 0..3_u8).prop_map(|(vaccine, status, on, text)| {
        let text = format!("shot {text}").into();
        fact(
            What::Vaccine {
                vaccine,
                text,
                status,
            },
            on,
        )
    })
}

fn a_value() -> impl Strategy<Value = Fact> {
    let values = [
        ("neutrophils", "1.49 10*9/L"),
        ("neutrophils", "1.5 10*9/L"),
        ("neutrophils", "1500 /uL"),
        ("creatinine-clearance", "29.9 mL/min"),
        ("creatinine-clearance", "30 mL/min"),
        ("egfr", "59 mL/min/{1.73_m2}"),
        ("egfr", "60 mL/min/{1.73_m2}"),
        ("crp", "3 mg/L"),
    ];
    (select(values.to_vec()), a_day()).prop_map(|((test, value), on)| Fact {
        when: on,
        ..record::measured(test, value, None)
    })
}

fn a_list() -> impl Strategy<Value = Fact> {
    let lists = [
        List::Medicines,
        List::Allergies,
        List::Conditions,
        List::Vaccines,
    ];
    select(lists.to_vec()).prop_map(record::whole)
}

fn a_course() -> impl Strategy<Value = Fact> {
    let which = [
        "rheumatoid-arthritis",
        "nomid",
        "caps",
        "dira",
        "systemic-jia",
        "juvenile-rheumatoid-arthritis",
    ];
    (
        proptest::option::of(select(which.to_vec())),
        select(vec![0_i8, 1, 2]),
    )
        .prop_map(|(indication, start)| {
            let start = match start {
                0 => None,
                1 => Some(record::day("2026-01-31")),
                _ => Some(record::day("2026-05-20")),
            };
            fact(
                What::Prescription(decide::Prescription {
                    indication: indication.map(record::concept),
                    amount: None,
                    frequency: None,
                    times: Vec::new(),
                    start,
                    end: None,
                    by: None,
                    close: None,
                    areas: None,
                }),
                None,
            )
        })
}

fn vaccines() -> Vec<VaccineStatus> {
    vec![
        VaccineStatus::Given,
        VaccineStatus::Planned,
        VaccineStatus::NotGiven,
    ]
}

fn a_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        4 => a_condition(a_state()),
        2 => an_allergy(a_state()),
        4 => a_medicine(all_statuses()),
        2 => a_vaccine(vaccines()),
        2 => a_value(),
        1 => a_birth(),
        1 => a_list(),
        1 => a_course(),
    ]
}

/// Facts that say that something is there, none that denies or calls a list whole.
fn a_positive_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        4 => a_condition(Just(State::Present)),
        2 => an_allergy(Just(State::Present)),
        4 => a_medicine(CURRENT.to_vec()),
        2 => a_vaccine(vec![VaccineStatus::Planned]),
        1 => a_value(),
        1 => a_birth(),
        1 => a_course(),
    ]
}

fn records() -> impl Strategy<Value = Vec<Fact>> {
    proptest::collection::vec(a_fact(), 0..12)
}

fn regions() -> impl Strategy<Value = Region> {
    select(vec![Region::Us, Region::Eu])
}

// --- what is compared ---------------------------------------------------------------------------

type Found = BTreeMap<About, (Grade, Certainty)>;
type Gaps = BTreeSet<(&'static str, Option<ConceptId>)>;

/// Compiled once: a screener serves many records.
static SCREENERS: LazyLock<[Screener; 2]> = LazyLock::new(|| {
    let monograph = monograph::anakinra().unwrap();
    [Region::Us, Region::Eu].map(|region| Screener::new(monograph, Terminology::shipped(), region))
});

fn run(facts: &[Fact], region: Region) -> Decision<Screening> {
    let (now, situation) = (now(), Situation::new(facts.to_vec()));
    let screener = match region {
        Region::Us => &SCREENERS[0],
        Region::Eu => &SCREENERS[1],
    };
    let mut findings = Findings::default();
    screen_with(screener, &setting(&now, region), &situation, &mut findings)
}

fn found(decision: &Decision<Screening>) -> Found {
    let findings = &decision.answer().findings;
    findings
        .iter()
        .map(|f| (f.about.clone(), (f.grade, f.certainty)))
        .collect()
}

fn gaps(decision: &Decision<Screening>) -> Gaps {
    let missing = &decision.basis().missing;
    missing.iter().map(|m| (m.fact, m.about)).collect()
}

// --- a plain evaluator: no tables, every rule against every fact ----------------------------------

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    No,
    Unasked,
    Maybe,
    Yes,
}

struct Plain<'a> {
    setting: &'a Setting<'a>,
    facts: &'a [Fact],
    rules: Vec<(&'a Rule<Screen>, Grade)>,
}

fn truth(truth: Truth) -> Known {
    match truth {
        Truth::No => Known::No,
        Truth::Unknown => Known::Maybe,
        Truth::Yes => Known::Yes,
    }
}

impl<'a> Plain<'a> {
    fn new(setting: &'a Setting<'a>, facts: &'a [Fact]) -> Plain<'a> {
        let rules = setting.monograph.rules().screens().iter();
        let here = rules.filter_map(|rule| match setting.holds(rule.regions()) {
            true => Some((rule, rule.grade)),
            false => Some((rule, rule.elsewhere?)),
        });
        Plain {
            setting,
            facts,
            rules: here.collect(),
        }
    }

    fn is(&self, id: ConceptId, of: ConceptId) -> bool {
        self.setting.terminology.is_a(id, of)
    }

    fn own(&self, id: ConceptId) -> bool {
        id == self.setting.monograph.edition().medicine
    }

    fn whole(&self, list: List) -> bool {
        let said = self.facts.iter().any(|f| f.what == What::Complete(list));
        let unread = self.facts.iter().any(|f| match (&f.what, list) {
            (What::Medicine(used), List::Medicines) => {
                used.medicine.is_none() && taken(used, self.setting.today()) != Truth::No
            }
            (
                What::Vaccine {
                    vaccine, status, ..
                },
                List::Vaccines,
            ) => vaccine.is_none() && *status != VaccineStatus::NotGiven,
            _ => false,
        });
        said && !unread
    }

    /// The rules whose first term is this condition.
    fn first(&self, condition: ConceptId) -> Vec<&'a Rule<Screen>> {
        let anchored = self
            .rules
            .iter()
            .filter(|(rule, _)| rule.when.terms()[0] == Term::Is(FactName::Condition, condition));
        anchored.map(|(rule, _)| *rule).collect()
    }

    /// Whether a condition that is over still answers a question for a condition with yes.
    fn lasts(&self, over: ConceptId, asked: ConceptId) -> bool {
        let rules = self.first(asked);
        let same = rules.is_empty() || rules.iter().any(|rule| rule.past == Past::Same);
        let as_other = self.rules.iter().any(|(rule, _)| {
            let Term::Is(FactName::Condition, of) = rule.when.terms()[0] else {
                return false;
            };
            matches!(rule.past, Past::As(other) if self.is(over, of) && self.is(other, asked))
        });
        (same && self.is(over, asked)) || as_other
    }

    fn condition(&self, asked: ConceptId) -> Known {
        let states = self.facts.iter().filter_map(|fact| match fact.what {
            What::Condition { condition, state } => Some((condition, state)),
            _ => None,
        });
        let any = |test: &dyn Fn(ConceptId, State) -> bool| states.clone().any(|(c, s)| test(c, s));
        if any(&|c, s| s == State::Present && self.is(c, asked))
            || any(&|c, s| s == State::Past && self.lasts(c, asked))
        {
            Known::Yes
        } else if any(&|c, s| s == State::NotSure && self.is(asked, c)) {
            Known::Unasked
        } else if any(&|c, s| s == State::Absent && self.is(asked, c))
            || any(&|c, s| s == State::Past && c == asked)
            || self.whole(List::Conditions)
        {
            Known::No
        } else {
            Known::Unasked
        }
    }

    fn allergy(&self, asked: ConceptId) -> Known {
        let states = self.facts.iter().filter_map(|fact| match fact.what {
            What::Allergy { substance, state } => Some((substance, state)),
            _ => None,
        });
        let any = |test: &dyn Fn(ConceptId, State) -> bool| states.clone().any(|(c, s)| test(c, s));
        if any(&|c, s| matches!(s, State::Present | State::Past) && self.is(c, asked)) {
            Known::Yes
        } else if any(&|c, s| s == State::NotSure && self.is(asked, c)) {
            Known::Unasked
        } else if any(&|c, s| s == State::Absent && self.is(asked, c))
            || self.whole(List::Allergies)
        {
            Known::No
        } else {
            Known::Unasked
        }
    }

    fn medicine(&self, asked: ConceptId) -> Known {
        let today = self.setting.today();
        let answers = self.facts.iter().filter_map(|fact| match &fact.what {
            What::Medicine(used) => {
                let id = used.medicine.filter(|id| !self.own(*id))?;
                match taken(used, today) {
                    Truth::Yes if self.is(id, asked) => Some(Known::Yes),
                    Truth::Unknown if self.is(id, asked) => Some(Known::Maybe),
                    Truth::No if self.is(asked, id) => Some(Known::No),
                    _ => None,
                }
            }
            _ => None,
        });
        let listed = self.whole(List::Medicines).then_some(Known::No);
        answers.chain(listed).max().unwrap_or(Known::Unasked)
    }

    fn vaccine(&self, asked: ConceptId, wanted: VaccineStatus) -> Known {
        let answers = self.facts.iter().filter_map(|fact| match &fact.what {
            What::Vaccine {
                vaccine: Some(id),
                status,
                ..
            } => match *status {
                status if status == wanted && self.is(*id, asked) => Some(Known::Yes),
                VaccineStatus::NotGiven
                    if wanted == VaccineStatus::Given && self.is(asked, *id) =>
                {
                    Some(Known::No)
                }
                _ => None,
            },
            _ => None,
        });
        let listed = self.whole(List::Vaccines).then_some(Known::No);
        answers.chain(listed).max().unwrap_or(Known::Unasked)
    }

    fn indication(&self, asked: ConceptId) -> Known {
        let told = self.facts.iter().filter_map(indicated);
        told.map(|id| {
            if self.is(id, asked) {
                Known::Yes
            } else if self.is(asked, id) {
                Known::Maybe
            } else {
                Known::No
            }
        })
        .max()
        .unwrap_or(Known::Unasked)
    }

    fn span(&self, term: &Term, days: Option<Days>) -> Option<Known> {
        let Term::Compare(_, how, limit) = term else {
            return None;
        };
        let span = CalendarSpan::try_from(*limit).unwrap();
        days.map(|days| truth(days.since(*how, span, self.setting.today())))
    }

    fn value(&self, term: &Term, test: ConceptId, fresh: Option<CalendarSpan>) -> Known {
        let Term::Compare(_, how, limit) = term else {
            return Known::Unasked;
        };
        let situation = Situation::new(self.facts.to_vec());
        let today = self.setting.today();
        let values = situation.newest(test).map(|(fact, value)| {
            let young = |when: &When| match fresh {
                None => true,
                Some(span) => decide::after(when.earliest(), span) >= today,
            };
            let known = fact
                .when
                .as_ref()
                .is_some_and(|when| when.latest() <= today && young(when));
            match (how.holds(value.compare(limit).unwrap()), known) {
                (true, true) => Known::Yes,
                (true, false) => Known::Maybe,
                (false, true) => Known::No,
                (false, false) => Known::Unasked,
            }
        });
        values.max().unwrap_or(Known::Unasked)
    }

    fn term(&self, term: &Term, own: Option<&Fact>, fresh: Option<CalendarSpan>) -> Known {
        let situation = Situation::new(self.facts.to_vec());
        let medicine = self.setting.monograph.edition().medicine;
        match term {
            Term::Is(FactName::Condition, id) => self.condition(*id),
            Term::Is(FactName::Allergy, id) => self.allergy(*id),
            Term::Is(FactName::Medicine, id) => self.medicine(*id),
            Term::Is(FactName::VaccinePlanned, id) => self.vaccine(*id, VaccineStatus::Planned),
            Term::Is(FactName::VaccineGiven, id) => self.vaccine(*id, VaccineStatus::Given),
            Term::Is(FactName::Indication, id) => self.indication(*id),
            Term::Compare(FactName::Age, ..) => {
                self.span(term, situation.born()).unwrap_or(Known::Unasked)
            }
            Term::Compare(FactName::SinceStart, ..) => self
                .span(term, situation.start(medicine))
                .unwrap_or(Known::Unasked),
            Term::Compare(FactName::SinceStop | FactName::SinceVaccine, ..) => {
                let days = own.and_then(|fact| match &fact.what {
                    What::Medicine(used) => used.end.as_ref().map(Days::of),
                    _ => fact.when.as_ref().map(Days::of),
                });
                self.span(term, days).unwrap_or(Known::Maybe)
            }
            Term::Compare(FactName::CreatinineClearance, ..) => {
                self.value(term, record::concept("creatinine-clearance"), fresh)
            }
            Term::Compare(FactName::Lab(test), ..) => self.value(term, *test, fresh),
            other => panic!("no plain answer to {other:?}"),
        }
    }

    /// What a fact makes the first term of a rule be about, and how surely.
    fn begins(&self, fact: &Fact, rule: &Rule<Screen>) -> Vec<(About, Known)> {
        match (&fact.what, &rule.when.terms()[0]) {
            (What::Condition { condition, state }, Term::Is(FactName::Condition, of)) => {
                self.begins_condition(*condition, *state, *of, rule)
            }
            (What::Allergy { substance, state }, Term::Is(FactName::Allergy, of)) => {
                let there = matches!(state, State::Present | State::Past);
                let is = there && self.is(*substance, *of);
                Vec::from_iter(is.then_some((About::Allergy(*substance), Known::Yes)))
            }
            (What::Medicine(used), first) => {
                Vec::from_iter(self.begins_medicine(used, first, rule))
            }
            (What::Vaccine { .. }, first) => Vec::from_iter(self.begins_vaccine(fact, first)),
            (_, Term::Is(FactName::Indication, of)) => {
                let id = indicated(fact).filter(|id| self.is(*id, *of));
                Vec::from_iter(id.map(|id| (About::Indication(id), Known::Yes)))
            }
            _ => Vec::new(),
        }
    }

    fn begins_condition(
        &self,
        condition: ConceptId,
        state: State,
        of: ConceptId,
        rule: &Rule<Screen>,
    ) -> Vec<(About, Known)> {
        let counts = match state {
            State::Present => true,
            State::Past => rule.past == Past::Same,
            State::Absent | State::NotSure => return Vec::new(),
        };
        let mut out = Vec::new();
        if counts && self.is(condition, of) {
            out.push((About::Condition(condition), Known::Yes));
        }
        for (other, _) in self.rules.iter().filter(|_| state == State::Past) {
            let Term::Is(FactName::Condition, from) = other.when.terms()[0] else {
                continue;
            };
            if let Past::As(now) = other.past
                && self.is(condition, from)
                && self.is(now, of)
            {
                out.push((About::Condition(now), Known::Yes));
            }
        }
        out
    }

    fn begins_medicine(
        &self,
        used: &MedicineUse,
        first: &Term,
        rule: &Rule<Screen>,
    ) -> Option<(About, Known)> {
        let mut terms = rule.when.terms().iter();
        let stops = terms.any(|term| term.fact() == FactName::SinceStop);
        let about = match used.medicine {
            Some(id) if self.own(id) => return None,
            Some(id) => About::Medicine(id),
            None => About::UnknownMedicine(used.text.clone()),
        };
        let speaks = match first {
            Term::Is(FactName::Medicine, of) => used.medicine.is_some_and(|id| self.is(id, *of)),
            Term::Word(FactName::Medicine, "not-recognised") => used.medicine.is_none(),
            Term::Word(FactName::Medicine, _) => used.cleared.is_none(),
            _ => false,
        };
        let known = match (taken(used, self.setting.today()), stops) {
            (Truth::Yes, false) => Known::Yes,
            (Truth::Unknown, false) => Known::Maybe,
            (Truth::No, true) if used.status == MedicineStatus::Stopped => Known::Yes,
            _ => return None,
        };
        speaks.then_some((about, known))
    }

    fn begins_vaccine(&self, fact: &Fact, first: &Term) -> Option<(About, Known)> {
        let What::Vaccine {
            vaccine,
            text,
            status,
        } = &fact.what
        else {
            return None;
        };
        let about: fn(ConceptId) -> About = match (first.fact(), status) {
            (FactName::VaccinePlanned, VaccineStatus::Planned) => About::VaccinePlanned,
            (FactName::VaccineGiven, VaccineStatus::Given) => About::VaccineGiven,
            _ => return None,
        };
        match (vaccine, first) {
            (Some(id), Term::Is(_, of)) if self.is(*id, *of) => Some((about(*id), Known::Yes)),
            (None, Term::Word(..)) => Some((About::UnknownVaccine(text.clone()), Known::Yes)),
            _ => None,
        }
    }

    fn graded(&self, rule: &Rule<Screen>, grade: Grade) -> Grade {
        let rules = self.setting.monograph.rules().gravers().iter();
        rules
            .filter(|graver| self.setting.holds(graver.regions()) && graver.harm == rule.harm)
            .filter(|graver| {
                let terms = graver.when.terms().iter();
                terms.map(|term| self.term(term, None, None)).min() >= Some(Known::Maybe)
            })
            .fold(grade, |grade, graver| {
                grade.max(grade.raised().min(graver.up_to))
            })
    }

    /// What nobody told, for every term of every rule.
    fn gaps(&self, gaps: &mut Gaps) {
        let gravers = self.setting.monograph.rules().gravers().iter();
        let gravers = gravers.filter(|graver| self.setting.holds(graver.regions()));
        let screens = self
            .rules
            .iter()
            .map(|(rule, _)| (rule.when.terms(), rule.fresh));
        for (terms, fresh) in screens.chain(gravers.map(|g| (g.when.terms(), None))) {
            for term in terms {
                let own = matches!(term.fact(), FactName::SinceStop | FactName::SinceVaccine);
                if own || matches!(term, Term::Word(..)) {
                    continue;
                }
                match (term, self.term(term, None, fresh)) {
                    (Term::Is(name, id), Known::Unasked) => {
                        gaps.insert(self.question(*name, *id));
                    }
                    (Term::Is(FactName::Indication, id), Known::Maybe) => {
                        gaps.insert(self.question(FactName::Indication, *id));
                    }
                    (Term::Compare(name, ..), Known::Unasked | Known::Maybe) => {
                        let test = match name {
                            FactName::Lab(test) => Some(*test),
                            _ => None,
                        };
                        gaps.insert((name.sort(), test));
                    }
                    _ => {}
                }
            }
        }
    }

    /// The narrowest question that covers a concept.
    fn question(&self, name: FactName, id: ConceptId) -> (&'static str, Option<ConceptId>) {
        let questions = self.setting.monograph.rules().questions().iter();
        let about = questions
            .filter(|q| self.setting.holds(q.regions()) && q.fact == name)
            .filter(|q| q.about.is_none_or(|about| self.is(id, about)))
            .map(|q| q.about)
            .reduce(|a, b| match (a, b) {
                (Some(a), Some(b)) if self.is(b, a) => Some(b),
                (Some(a), _) => Some(a),
                (None, b) => b,
            });
        (name.sort(), about.expect("a question for every term"))
    }

    fn findings(&self) -> (Found, Gaps) {
        let mut gaps = Gaps::new();
        self.gaps(&mut gaps);
        let mut hits: Vec<(About, Grade, Certainty, Speaks)> = Vec::new();
        for (rule, grade) in &self.rules {
            let terms = rule.when.terms();
            let mut begun: Vec<(About, Known, Option<&Fact>)> = Vec::new();
            for fact in self.facts {
                let begins = self.begins(fact, rule).into_iter();
                begun.extend(begins.map(|(about, known)| (about, known, Some(fact))));
            }
            if let Term::Compare(name, ..) = &terms[0] {
                let known = self.term(&terms[0], None, rule.fresh);
                let about = match name {
                    FactName::Age => About::Age,
                    FactName::Lab(test) => About::Measured(*test),
                    _ => About::Measured(record::concept("creatinine-clearance")),
                };
                if known >= Known::Maybe {
                    begun.push((about, known, None));
                }
            }
            for (about, known, own) in begun {
                for term in &terms[1..] {
                    let since = match (term.fact(), own.map(|fact| &fact.what)) {
                        (FactName::SinceStop, Some(What::Medicine(used))) => used.medicine,
                        (FactName::SinceVaccine, Some(What::Vaccine { vaccine, .. })) => *vaccine,
                        _ => continue,
                    };
                    if self.term(term, own, rule.fresh) == Known::Maybe {
                        gaps.insert((term.fact().sort(), since));
                    }
                }
                let rest = terms[1..]
                    .iter()
                    .map(|term| self.term(term, own, rule.fresh));
                let certainty = match rest.chain([known]).min().unwrap() {
                    Known::No => continue,
                    Known::Unasked | Known::Maybe => Certainty::Possible,
                    Known::Yes => Certainty::Certain,
                };
                if let (Known::Maybe, Some(What::Medicine(used))) = (known, own.map(|f| &f.what)) {
                    gaps.insert(("medicine-status", used.medicine));
                }
                hits.push((about, self.graded(rule, *grade), certainty, rule.speaks));
            }
        }
        let mut found = Found::new();
        for (about, grade, certainty, speaks) in &hits {
            let drowned = *speaks == Speaks::WhenNothingElse
                && hits.iter().any(|(other, theirs, _, speaks)| {
                    other == about && theirs >= grade && *speaks == Speaks::Always
                });
            if !drowned {
                let entry = found.entry(about.clone()).or_insert((*grade, *certainty));
                *entry = (*entry).max((*grade, *certainty));
            }
        }
        (found, gaps)
    }
}

fn indicated(fact: &Fact) -> Option<ConceptId> {
    match &fact.what {
        What::Indication(id) => Some(*id),
        What::Prescription(prescription) => prescription.indication,
        _ => None,
    }
}

/// One date of birth, one value of each test, one plan: two that differ are a doubt that ends when
/// one of them goes.
fn without_contradictions(facts: Vec<Fact>) -> Vec<Fact> {
    let mut kept: Vec<Fact> = Vec::new();
    let same = |one: &Fact, other: &Fact| match (&one.what, &other.what) {
        (What::Born(_), What::Born(_)) | (What::Prescription(_), What::Prescription(_)) => true,
        (What::Measured { test, .. }, What::Measured { test: other, .. }) => test == other,
        _ => false,
    };
    for fact in facts {
        if !kept.iter().any(|known| same(known, &fact)) {
            kept.push(fact);
        }
    }
    kept
}

/// Whether a gap is about the kind of thing that a fact told.
fn asks_again(fact: &Fact, gaps: &Gaps) -> bool {
    let terminology = Terminology::shipped();
    let near = |word: &str, id: ConceptId| {
        gaps.iter().any(|(name, about)| {
            *name == word
                && about.is_none_or(|q| terminology.is_a(id, q) || terminology.is_a(q, id))
        })
    };
    let named = |word: &str| gaps.iter().any(|(name, _)| *name == word);
    match &fact.what {
        What::Condition { condition, .. } => near("condition", *condition),
        What::Allergy { substance, .. } => near("allergy", *substance),
        What::Medicine(_) => named("medicine"),
        What::Vaccine { .. } => named("vaccine-planned") && named("vaccine-given"),
        What::Measured { test, .. } => near("lab", *test) || named("creatinine-clearance"),
        What::Born(_) => named("age"),
        What::Prescription(_) => named("indication") || named("since-start"),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_fast_and_the_plain_evaluator_agree(facts in records(), region in regions()) {
        let now = now();
        let setting = setting(&now, region);
        let decision = run(&facts, region);
        let (plain_found, plain_gaps) = Plain::new(&setting, &facts).findings();
        prop_assert_eq!(found(&decision), plain_found);
        prop_assert_eq!(gaps(&decision), plain_gaps);
    }

    #[test]
    fn more_danger_is_never_milder(
        facts in records(),
        more in a_positive_fact().prop_filter("no new value, age or plan", |fact| {
            matches!(
                fact.what,
                What::Condition { .. } | What::Allergy { .. } | What::Medicine(_) | What::Vaccine { .. }
            )
        }),
        region in regions(),
    ) {
        let before = run(&facts, region);
        let with: Vec<Fact> = facts.iter().cloned().chain([more]).collect();
        let after = run(&with, region);
        prop_assert!(after.answer().worst() >= before.answer().worst());
        let after = found(&after);
        for (about, (grade, _)) in found(&before) {
            let now = after.get(&about).map(|(grade, _)| *grade);
            prop_assert!(now >= Some(grade), "{about:?} was {grade:?} and is {now:?}");
        }
    }

    #[test]
    fn a_fact_that_is_not_told_is_asked_for(
        facts in proptest::collection::vec(a_positive_fact(), 1..8).prop_map(without_contradictions),
        out in any::<Index>(),
        region in regions(),
    ) {
        let all = found(&run(&facts, region));
        let mut fewer = facts.clone();
        let gone = fewer.remove(out.index(facts.len()));
        let decision = run(&fewer, region);
        let (left, gaps) = (found(&decision), gaps(&decision));
        let lost = all.iter().any(|(about, (grade, _))| {
            left.get(about).is_none_or(|(now, _)| now < grade)
        });
        prop_assert!(!lost || asks_again(&gone, &gaps), "{gone:?} in silence");
    }

    #[test]
    fn from_the_inputs_named_the_same_answer_follows(facts in records(), region in regions()) {
        let decision = run(&facts, region);
        let again = run(&decision.basis().inputs, region);
        prop_assert_eq!(decision.answer(), again.answer());
        prop_assert_eq!(gaps(&decision), gaps(&again));
        prop_assert_eq!(&decision.basis().because, &again.basis().because);
        for finding in &decision.answer().findings {
            prop_assert!(!finding.inputs.is_empty());
            prop_assert!(finding.inputs.iter().all(|f| decision.basis().inputs.contains(f)));
        }
    }

    #[test]
    fn the_order_of_the_facts_does_not_matter(facts in records(), region in regions()) {
        let mut backwards = facts.clone();
        backwards.reverse();
        let (one, other) = (run(&facts, region), run(&backwards, region));
        prop_assert_eq!(found(&one), found(&other));
        prop_assert_eq!(gaps(&one), gaps(&other));
    }

    #[test]
    fn a_fact_said_twice_is_said_once(facts in records(), region in regions()) {
        let twice: Vec<Fact> = facts.iter().chain(&facts).cloned().collect();
        let (one, other) = (run(&facts, region), run(&twice, region));
        prop_assert_eq!(found(&one), found(&other));
        prop_assert_eq!(gaps(&one), gaps(&other));
    }
}
