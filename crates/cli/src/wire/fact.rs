//! One fact in words: for programs in UCUM and ISO dates, for people as ISMP asks.

use decide::{
    Administration, Amount, Fact, Frequency, Handled, Handling, List, MedicineStatus, MedicineUse,
    Outing, Override, Package, Prescription, Report, Return, Sex, Site, Skin, State, Truth,
    VaccineStatus, What, When,
};
use serde::Serialize;
use terminology::{ConceptId, Terminology};

use crate::text::basis::day;

/// A fact that an answer used.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Input {
    pub(crate) fact: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) about: Option<String>,
    pub(crate) value: String,
    pub(crate) when: Option<String>,
    pub(crate) from: String,
    #[serde(skip)]
    pub(crate) shown: String,
    #[serde(skip)]
    pub(crate) shown_when: Option<String>,
}

/// What a fact says, for programs and for people.
struct Said {
    fact: String,
    about: Option<ConceptId>,
    value: String,
    shown: String,
}

impl Said {
    fn new(fact: &str, value: impl Into<String>, shown: impl Into<String>) -> Said {
        Said {
            fact: fact.to_owned(),
            about: None,
            value: value.into(),
            shown: shown.into(),
        }
    }

    fn about(mut self, id: impl Into<Option<ConceptId>>) -> Said {
        self.about = id.into();
        self
    }
}

/// The wire form of a fact.
pub(crate) fn input(fact: &Fact, terminology: &Terminology) -> Input {
    let said = said(&fact.what, terminology);
    Input {
        fact: said.fact,
        about: said.about.map(|id| terminology.get(id).key().to_owned()),
        value: said.value,
        when: fact.when.as_ref().map(when),
        from: fact.from.to_string(),
        shown: said.shown,
        shown_when: fact.when.as_ref().map(when_shown),
    }
}

/// When a fact was so, as exactly as it is known: `2026`, `2026-05`, `2026-05-02`, or a moment.
pub(crate) fn when(when: &When) -> String {
    match when {
        When::Year(year) => format!("{year:04}"),
        When::Month(first) => first.strftime("%Y-%m").to_string(),
        When::Day(day) => day.to_string(),
        When::At(at) => at.to_string(),
    }
}

/// When a fact was so, for people.
pub(crate) fn when_shown(when: &When) -> String {
    match when {
        When::Year(year) => format!("{year:04}"),
        When::Month(first) => first.strftime("%b %Y").to_string(),
        When::Day(date) => day(*date),
        When::At(at) => format!("{}, {}", day(at.date()), at.strftime("%H:%M")),
    }
}

fn said(what: &What, terminology: &Terminology) -> Said {
    let named = |id: ConceptId| terminology.get(id).name();
    match what {
        What::Born(born) => Said::new(
            "birth-date",
            when(born),
            format!("born {}", when_shown(born)),
        ),
        What::Sex(sex) => Said::new("sex", sex_word(*sex), sex_word(*sex)),
        What::Indication(id) => {
            Said::new("indication", named(*id), format!("for {}", named(*id))).about(*id)
        }
        What::Condition { condition, state } => {
            let words = format!("{}, {}", named(*condition), state_word(*state));
            Said::new("condition", words.as_str(), words.as_str()).about(*condition)
        }
        What::Allergy { substance, state } => {
            let words = format!("{}, {}", named(*substance), state_word(*state));
            Said::new("allergy", words.as_str(), format!("allergy to {words}")).about(*substance)
        }
        What::Medicine(medicine) => medicine_said(medicine, terminology),
        What::Vaccine {
            vaccine,
            text,
            status,
        } => {
            let words = format!("{text}, {}", vaccine_word(*status));
            Said::new("vaccine", words.as_str(), format!("vaccine {words}")).about(*vaccine)
        }
        What::Measured { test, value } => {
            let test = terminology.get(*test);
            // A converted value can have more decimals than anybody measured; JSON keeps them.
            let shown = value.to_decimals(2);
            Said::new(test.key(), value.ucum(), format!("{} {shown}", test.name()))
        }
        What::Complete(list) => {
            let list = list_word(*list);
            Said::new("complete", list, format!("the list of {list} is whole"))
        }
        What::Prescription(prescription) => prescription_said(prescription, terminology),
        What::Administration(given) => administration_said(given, terminology),
        What::Override(given) => override_said(given),
        What::Skin(seen) => {
            let skin = skin_word(seen.skin);
            let (place, shown) = (
                site(seen.site, terminology),
                site_shown(seen.site, terminology),
            );
            Said::new(
                "skin",
                format!("{place}: {skin}"),
                format!("{shown}: {skin}"),
            )
            .about(seen.site.area)
        }
        What::Package(package) => package_said(package),
        What::Handled(handled) => handled_said(handled),
        What::SharpsFill(fill) => Said::new(
            "sharps-container",
            fill.ucum(),
            format!("sharps container {fill} full"),
        ),
        What::Symptom(report) => symptom_said(report, terminology),
        What::Visit => Said::new("visit", "visit", "a visit to the doctor"),
        What::Country(country) => {
            Said::new("country", &**country, format!("in the country {country}"))
        }
    }
}

fn medicine_said(medicine: &MedicineUse, terminology: &Terminology) -> Said {
    let status = match medicine.status {
        MedicineStatus::Taking => "taken",
        MedicineStatus::Planned => "planned",
        MedicineStatus::OnHold => "on hold",
        MedicineStatus::Stopped => "stopped",
        MedicineStatus::NotTaken => "not taken",
        MedicineStatus::Unknown => "no status told",
    };
    let name = medicine.medicine.map(|id| terminology.get(id).name());
    let text = match name {
        Some(name) if !medicine.text.to_lowercase().contains(&name.to_lowercase()) => {
            format!("{} ({name})", medicine.text)
        }
        _ => medicine.text.to_string(),
    };
    let mut words = Words::of(format!("{text}, {status}"));
    for (word, at) in [("since", &medicine.start), ("until", &medicine.end)] {
        if let Some(at) = at {
            words.add(
                format!("{word} {}", when(at)),
                format!("{word} {}", when_shown(at)),
            );
        }
    }
    if let Some((by, at)) = &medicine.cleared {
        words.add(
            format!("cleared by {by} {}", when(at)),
            format!("cleared by {by}, {}", when_shown(at)),
        );
    }
    words.said("medicine", "").about(medicine.medicine)
}

/// The parts of a longer fact, for programs and for people.
#[derive(Default)]
struct Words {
    value: Vec<String>,
    shown: Vec<String>,
}

impl Words {
    fn of(words: String) -> Words {
        let mut all = Words::default();
        all.same(words);
        all
    }

    fn add(&mut self, value: String, shown: String) {
        self.value.push(value);
        self.shown.push(shown);
    }

    fn same(&mut self, words: String) {
        self.add(words.clone(), words);
    }

    fn said(self, fact: &str, before: &str) -> Said {
        let shown = format!("{before}{}", self.shown.join(", "));
        Said::new(fact, self.value.join(", "), shown)
    }
}

fn prescription_said(plan: &Prescription, terminology: &Terminology) -> Said {
    let mut words = Words::default();
    match plan.amount {
        Some(Amount::EachTime(mass)) => words.add(mass.quantity().ucum(), mass.to_string()),
        Some(Amount::PerWeightDaily(dose)) => {
            words.add(dose.quantity().ucum(), dose.quantity().in_words());
        }
        None => {}
    }
    if let Some(frequency) = plan.frequency {
        words.same(frequency_words(frequency));
    }
    if !plan.times.is_empty() {
        let times: Vec<String> = plan
            .times
            .iter()
            .map(|time| time.strftime("%H:%M").to_string())
            .collect();
        words.same(format!("at {}", times.join(" and ")));
    }
    for (word, date) in [("from", plan.start), ("until", plan.end)] {
        if let Some(date) = date {
            words.add(format!("{word} {date}"), format!("{word} {}", day(date)));
        }
    }
    if let Some(close) = plan.close {
        words.add(
            format!("close is {}", close.quantity().ucum()),
            format!("close is {close}"),
        );
    }
    if let Some(areas) = &plan.areas {
        let names: Vec<&str> = areas
            .iter()
            .map(|id| terminology.get(*id).plain())
            .collect();
        words.same(format!("areas: {}", names.join(", ")));
    }
    if let Some(by) = &plan.by {
        words.same(format!("by {by}"));
    }
    words.said("prescription", "plan: ").about(plan.indication)
}

/// How often, in words.
pub(crate) fn frequency_words(frequency: Frequency) -> String {
    match frequency {
        Frequency::TimesADay(times) => match times.get() {
            1 => "once a day".to_owned(),
            2 => "twice a day".to_owned(),
            n => format!("{n} times a day"),
        },
        Frequency::EveryDays(days) => match days.get() {
            1 => "every day".to_owned(),
            2 => "every other day".to_owned(),
            n => format!("every {n} days"),
        },
    }
}

fn administration_said(given: &Administration, terminology: &Terminology) -> Said {
    let mut words = Words::default();
    match given.amount {
        Some(mass) => words.add(mass.quantity().ucum(), mass.to_string()),
        None => words.same("amount not told".to_owned()),
    }
    if let Some(at) = given.site {
        words.add(site(at, terminology), site_shown(at, terminology));
    }
    words
        .said("administration", "injected: ")
        .about(given.site.map(|at| at.area))
}

fn override_said(given: &Override) -> Said {
    let mut words = Words::of(format!("{} may be gone beyond", given.statement));
    if let Some(dose) = given.up_to {
        words.add(
            format!("up to {}", dose.quantity().ucum()),
            format!("up to {}", dose.quantity().in_words()),
        );
    }
    words.same(format!("by {}: {}", given.by, given.reason));
    words.said("override", "")
}

fn package_said(package: &Package) -> Said {
    let mut words = Words::of(format!("{} of {} syringes", package.id, package.count));
    if let Some(expiry) = package.expiry {
        words.add(
            format!("expiry {}", expiry.strftime("%Y-%m")),
            format!("EXP {}", expiry.strftime("%b %Y")),
        );
    }
    if let Some(lot) = &package.lot {
        words.same(format!("lot {lot}"));
    }
    if let Some(leaflet) = package.leaflet {
        words.same(format!("{} leaflet", leaflet.word().to_uppercase()));
    }
    words.said("package", "pack ")
}

fn handled_said(handled: &Handled) -> Said {
    let item = match handled.item.syringe {
        Some(n) => format!("syringe {n} of pack {}", handled.item.package),
        None => format!("pack {}", handled.item.package),
    };
    let what = match &handled.how {
        Handling::Opened => "opened".to_owned(),
        Handling::Frozen => "frozen".to_owned(),
        Handling::Shaken => "shaken".to_owned(),
        Handling::Dropped => "dropped".to_owned(),
        Handling::InLight => "left in the light".to_owned(),
        Handling::Discarded => "thrown away".to_owned(),
        Handling::Used => "used".to_owned(),
        Handling::Out(outing) => outing_words(outing),
    };
    Said::new(
        "handling",
        format!("{item}: {what}"),
        format!("{item}: {what}"),
    )
}

fn outing_words(outing: &Outing) -> String {
    let from = match &outing.from {
        Some(from) => format!("from {}", when_shown(&When::At(from.clone()))),
        None => "from an unknown time".to_owned(),
    };
    let until = match &outing.until {
        Return::StillOut => "still out".to_owned(),
        Return::Back(at) => format!("back {}", when_shown(&When::At(at.clone()))),
        Return::SomeTime => "back at an unknown time".to_owned(),
    };
    let warmest = outing
        .warmest
        .map(|t| format!(", at most {t}"))
        .unwrap_or_default();
    format!("out of the refrigerator {from}, {until}{warmest}")
}

/// A reported sign with all that is known about it.
fn symptom_said(report: &Report, terminology: &Terminology) -> Said {
    let (symptom, about) = match &report.symptom {
        decide::Said::Recognised(id) => (terminology.get(*id).plain().to_owned(), Some(*id)),
        decide::Said::Words(words) => (format!("“{words}”"), None),
    };
    let mut words = Words::of(symptom);
    let place = report.place.map(|id| terminology.get(id).plain());
    let graded = [
        place,
        report.severity.map(decide::Severity::word),
        report.extent.map(decide::Extent::word),
        report.course.map(decide::Course::word),
        match report.fever {
            Truth::Yes => Some("with fever"),
            Truth::No => Some("no fever"),
            Truth::Unknown => None,
        },
    ];
    for word in graded.into_iter().flatten() {
        words.same(word.to_owned());
    }
    if let Some(onset) = &report.onset {
        words.add(
            format!("since {}", when(onset)),
            format!("since {}", when_shown(onset)),
        );
    }
    words.said("symptom", "").about(about)
}

/// A place on the body for people, counted from 1.
pub(crate) fn site_shown(at: Site, terminology: &Terminology) -> String {
    let area = terminology.get(at.area).plain();
    match at.cell {
        None => area.to_owned(),
        Some(cell) => format!(
            "{area}, {} from the top, {} from the left",
            u16::from(cell.row) + 1,
            u16::from(cell.column) + 1
        ),
    }
}

/// A place on the body for programs, counted from 0 as in the flags.
pub(crate) fn site(at: Site, terminology: &Terminology) -> String {
    let area = terminology.get(at.area).key();
    match at.cell {
        None => area.to_owned(),
        Some(cell) => format!("{area}/{}.{}", cell.row, cell.column),
    }
}

fn state_word(state: State) -> &'static str {
    match state {
        State::Present => "present",
        State::Past => "past",
        State::Absent => "absent",
        State::NotSure => "not sure",
    }
}

fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    }
}

fn vaccine_word(status: VaccineStatus) -> &'static str {
    match status {
        VaccineStatus::Given => "given",
        VaccineStatus::Planned => "planned",
        VaccineStatus::NotGiven => "not given",
    }
}

fn list_word(list: List) -> &'static str {
    match list {
        List::Medicines => "medicines",
        List::Allergies => "allergies",
        List::Conditions => "conditions",
        List::Vaccines => "vaccines",
    }
}

/// What is seen on the skin, with the words of the flag.
pub(crate) const SKIN: &[(&str, Skin)] = &[
    ("sore", Skin::Sore),
    ("bruised", Skin::Bruised),
    ("red", Skin::Red),
    ("hard", Skin::Hard),
    ("reacting", Skin::Reacting),
    ("severe-reaction", Skin::SevereReaction),
    ("scar", Skin::Scar),
    ("stretch-marks", Skin::StretchMarks),
    ("vein", Skin::Vein),
    ("cleared", Skin::Cleared),
    ("cleared-by-doctor", Skin::ClearedByDoctor),
];

fn skin_word(skin: Skin) -> &'static str {
    SKIN.iter()
        .find(|(_, other)| *other == skin)
        .map_or("seen", |(word, _)| word)
}
