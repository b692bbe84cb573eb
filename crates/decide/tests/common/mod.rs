//! Builds situations from the texts of cases, and runs the cases of a question.
#![allow(dead_code, reason = "every test file uses another part")]

use std::collections::BTreeMap;
use std::sync::Arc;

use decide::{
    Administration, Amount, Cell, Fact, Frequency, Handled, Handling, Item, Outing, Package,
    Prescription, Return, Setting, Site, Situation, Skin, SkinSeen, What, When,
};
use jiff::ZonedDateTime;
use monograph::Region;
use terminology::Terminology;

/// The given keys of a case, in the order of the text.
pub(crate) type Given = Vec<(String, String)>;

/// One case: its name, what is given, what is expected.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) given: Given,
    pub(crate) expect: Given,
}

/// The cases of a question: those under rules of these kinds in the monograph, and those of a file.
pub(crate) fn cases(kinds: &[&str], file: &str) -> Vec<Case> {
    let monograph = monograph::anakinra().unwrap();
    let mut all: Vec<Case> = monograph
        .cases()
        .iter()
        .filter(|case| kinds.contains(&case.kind()))
        .map(|case| Case {
            name: case.name().to_owned(),
            given: case.given().to_vec(),
            expect: case.expect().to_vec(),
        })
        .collect();
    let path = format!("{}/../../cases/{file}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let tables: BTreeMap<String, toml::Table> = toml::from_str(&text).unwrap();
    for (name, table) in tables {
        let pair = |(k, v): (&String, &toml::Value)| (k.clone(), v.as_str().unwrap().to_owned());
        let (expect, given) = table
            .iter()
            .map(pair)
            .partition(|(key, _)| key.starts_with("expect"));
        all.push(Case {
            name,
            given,
            expect,
        });
    }
    all
}

pub(crate) fn get<'a>(pairs: &'a Given, key: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(k, _)| k == key)
        .map(|(_, value)| value.as_str())
}

/// Runs `ask` with the setting of the given region (default us) and time.
pub(crate) fn with_setting<T>(given: &Given, ask: impl FnOnce(&Setting<'_>) -> T) -> T {
    let now: ZonedDateTime = get(given, "now").unwrap().parse().unwrap();
    let region = Region::from_word(get(given, "region").unwrap_or("us")).unwrap();
    at(&now, region, ask)
}

pub(crate) fn at<T>(now: &ZonedDateTime, region: Region, ask: impl FnOnce(&Setting<'_>) -> T) -> T {
    ask(&Setting {
        monograph: monograph::anakinra().unwrap(),
        terminology: Terminology::shipped(),
        region,
        now,
    })
}

pub(crate) fn fact(what: What, when: Option<When>) -> Fact {
    Fact {
        what,
        when,
        from: Arc::from("case"),
    }
}

pub(crate) fn dose(at: &ZonedDateTime) -> Fact {
    fact(
        What::Administration(Administration::default()),
        Some(When::At(at.clone())),
    )
}

/// `2026-05-01T08:05[America/Chicago]`, or a day, or `unknown`.
pub(crate) fn when(text: &str) -> Option<When> {
    match text {
        "unknown" => None,
        _ if text.contains('[') => Some(When::At(text.parse().unwrap())),
        _ => Some(When::Day(text.parse().unwrap())),
    }
}

/// The facts that the keys of a case name. A key that is not known is a slip.
pub(crate) fn situation(given: &Given) -> Situation {
    let mut facts = Vec::new();
    let prescribes = [
        "every",
        "doses-a-day",
        "usual",
        "amount",
        "start",
        "end",
        "areas",
    ];
    if given
        .iter()
        .any(|(key, _)| prescribes.contains(&key.as_str()))
    {
        facts.push(fact(What::Prescription(prescription(given)), None));
    }
    for (key, value) in given {
        match key.as_str() {
            "now" | "region" | "close" => {}
            key if prescribes.contains(&key) => {}
            "given" => facts.extend(value.split("; ").map(administration)),
            "clearance" => facts.push(measured("creatinine-clearance", value)),
            "disease" => facts.push(fact(
                What::Condition {
                    condition: terminology::Terminology::shipped().by_key(value).unwrap(),
                    state: decide::State::Present,
                },
                None,
            )),
            "creatinine" => facts.push(measured("creatinine", value)),
            "weight" => facts.push(measured("weight", value)),
            "sex" => facts.push(fact(
                What::Sex(match value.as_str() {
                    "female" => decide::Sex::Female,
                    "male" => decide::Sex::Male,
                    other => panic!("`{other}` is not in the formula"),
                }),
                None,
            )),
            "born" => facts.push(fact(What::Born(When::Day(value.parse().unwrap())), None)),
            "packs" => facts.extend(value.split("; ").map(pack)),
            "handled" => facts.extend(value.split("; ").map(handled)),
            "sharps" => facts.push(fact(What::SharpsFill(value.parse().unwrap()), None)),
            "skin" => facts.extend(value.split("; ").map(skin)),
            "symptom" => facts.extend(value.split(", ").map(|words| {
                let said = decide::Said::Words(Arc::from(words));
                fact(What::Symptom(decide::Report::of(said)), None)
            })),
            "country" => facts.push(fact(What::Country(Arc::from(value.as_str())), None)),
            other => assert!(
                other.starts_with("ask-"),
                "`{other}` is not a key of a case"
            ),
        }
    }
    Situation::new(facts)
}

fn measured(test: &str, value: &str) -> Fact {
    let what = What::Measured {
        test: concept(test),
        value: value.parse().unwrap(),
    };
    fact(what, Some(When::Day("2026-04-30".parse().unwrap())))
}

pub(crate) fn concept(key: &str) -> terminology::ConceptId {
    Terminology::shipped()
        .by_key(key)
        .unwrap_or_else(|| panic!("there is no `{key}`"))
}

/// `2026-05-01T08:05[America/Chicago], 100 mg, thigh-left 1 0`
pub(crate) fn administration(text: &str) -> Fact {
    let mut parts = text.split(", ");
    let at = when(parts.next().unwrap());
    let mut what = Administration::default();
    for part in parts {
        match (part.split_once(' '), part.parse()) {
            (Some(("lot", lot)), _) => what.lot = Some(Arc::from(lot)),
            (Some(("syringe", syringe)), _) => what.syringe = Some(item(syringe)),
            (_, Ok(amount)) => what.amount = Some(amount),
            (_, Err(_)) => what.site = Some(site(part)),
        }
    }
    fact(What::Administration(what), at)
}

/// `id, month or unknown, count, leaflet, lot, day of receipt`; the last two may be left out.
pub(crate) fn pack(text: &str) -> Fact {
    let parts: Vec<&str> = text.split(", ").collect();
    let package = Package {
        id: Arc::from(parts[0]),
        expiry: (parts[1] != "unknown").then(|| format!("{}-01", parts[1]).parse().unwrap()),
        count: parts[2].parse().unwrap(),
        leaflet: Region::from_word(parts[3]),
        lot: parts.get(4).map(|lot| Arc::from(*lot)),
    };
    fact(
        What::Package(package),
        parts.get(5).and_then(|day| when(day)),
    )
}

/// `id number, what`, or `id number, out, from, until, warmest`; the number may be left out.
pub(crate) fn handled(text: &str) -> Fact {
    let parts: Vec<&str> = text.split(", ").collect();
    let how = match parts[1] {
        "opened" => Handling::Opened,
        "frozen" => Handling::Frozen,
        "shaken" => Handling::Shaken,
        "dropped" => Handling::Dropped,
        "in-light" => Handling::InLight,
        "discarded" => Handling::Discarded,
        "used" => Handling::Used,
        "out" => Handling::Out(Outing {
            from: (parts[2] != "unknown").then(|| parts[2].parse().unwrap()),
            until: match parts[3] {
                "still" => Return::StillOut,
                "unknown" => Return::SomeTime,
                moment => Return::Back(moment.parse().unwrap()),
            },
            warmest: (parts[4] != "unknown").then(|| parts[4].parse().unwrap()),
        }),
        other => panic!("`{other}` does not happen to a syringe"),
    };
    let item = item(parts[0]);
    fact(What::Handled(Handled { item, how }), None)
}

fn item(text: &str) -> Item {
    let (package, number) = text.split_once(' ').unwrap_or((text, ""));
    Item {
        package: Arc::from(package),
        syringe: number.parse().ok(),
    }
}

/// `2026-05-01T08:05[America/Chicago], thigh-left 1 0, sore`
pub(crate) fn skin(text: &str) -> Fact {
    let parts: Vec<&str> = text.split(", ").collect();
    let skin = match parts[2] {
        "sore" => Skin::Sore,
        "bruised" => Skin::Bruised,
        "red" => Skin::Red,
        "hard" => Skin::Hard,
        "reacting" => Skin::Reacting,
        "severe-reaction" => Skin::SevereReaction,
        "scar" => Skin::Scar,
        "stretch-marks" => Skin::StretchMarks,
        "vein" => Skin::Vein,
        "cleared" => Skin::Cleared,
        "cleared-by-doctor" => Skin::ClearedByDoctor,
        other => panic!("`{other}` is not seen on a skin"),
    };
    let site = site(parts[1]);
    fact(What::Skin(SkinSeen { site, skin }), when(parts[0]))
}

/// `thigh-left 1 0`, or `thigh-left`.
pub(crate) fn site(text: &str) -> Site {
    let words: Vec<&str> = text.split(' ').collect();
    Site {
        area: concept(words[0]),
        cell: words.get(1).map(|row| Cell {
            row: row.parse().unwrap(),
            column: words[2].parse().unwrap(),
        }),
    }
}

pub(crate) fn prescription(given: &Given) -> Prescription {
    let frequency = match (get(given, "every"), get(given, "doses-a-day")) {
        (Some(every), None) => {
            let days = every.strip_suffix(" d").unwrap().parse().unwrap();
            Some(Frequency::EveryDays(days))
        }
        (None, Some(times)) => Some(Frequency::TimesADay(times.parse().unwrap())),
        (None, None) => None,
        (Some(_), Some(_)) => panic!("either `every` or `doses-a-day`"),
    };
    let date = |key| get(given, key).map(|day| day.parse().unwrap());
    Prescription {
        frequency,
        amount: get(given, "amount").map(|text| match text.parse() {
            Ok(mass) => Amount::EachTime(mass),
            Err(_) => Amount::PerWeightDaily(text.parse().unwrap()),
        }),
        times: get(given, "usual")
            .map(|times| times.split(", ").map(|t| t.parse().unwrap()).collect())
            .unwrap_or_default(),
        start: date("start"),
        end: date("end"),
        close: get(given, "close").map(|span| span.parse().unwrap()),
        areas: get(given, "areas").map(|keys| keys.split(", ").map(concept).collect()),
        ..Prescription::default()
    }
}
