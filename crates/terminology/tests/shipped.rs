//! The shipped data: read, complete, and saying what its sources say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use terminology::{Concept, ConceptId, Kind, System, Terminology};

fn t() -> &'static Terminology {
    Terminology::shipped()
}

fn id(key: &str) -> ConceptId {
    t().by_key(key)
        .unwrap_or_else(|| panic!("no row for {key}"))
}

fn key_of(system: System, code: &str) -> Option<&'static str> {
    t().by_code(system, code).map(|id| t().get(id).key())
}

fn is_a(key: &str, ancestor: &str) -> bool {
    t().is_a(id(key), id(ancestor))
}

#[test]
fn the_data_files_are_read() {
    assert_eq!(Terminology::shipped_error(), None);
    assert!(t().all().count() > 250);
}

#[test]
fn every_row_has_a_source_that_is_declared() {
    for concept in t().all() {
        let codes = concept.codes().iter().chain(concept.to_confirm());
        for key in codes.map(|code| code.source()).chain([concept.source()]) {
            for part in key.split('/') {
                assert!(t().source(part).is_some(), "{}: {part}", concept.key());
            }
        }
    }
}

#[test]
fn codes_to_confirm_are_shown_and_find_nothing() {
    let waiting: Vec<_> = t().all().flat_map(Concept::to_confirm).collect();
    assert!(!waiting.is_empty());
    for code in waiting {
        assert_eq!(t().by_code(code.system(), code.code()), None, "{code:?}");
    }
}

#[test]
fn every_acting_code_finds_its_concept() {
    for concept in t().all() {
        for code in concept.codes() {
            let range = code.system() == System::Icd10Cm && code.code().contains('-');
            let first = code.code().split('-').next().unwrap();
            let one = if range { first } else { code.code() };
            let found = t().by_code(code.system(), one);
            assert_eq!(found, Some(concept.id()), "{} {code:?}", concept.key());
        }
    }
}

#[test]
fn the_keys_that_other_rooms_write_exist() {
    for key in "anakinra abatacept adalimumab certolizumab-pegol etanercept golimumab infliximab rilonacept \
        canakinumab tocilizumab sarilumab anifrolumab baricitinib tofacitinib warfarin phenytoin methotrexate \
        tnf-blocker il-1-blocker il-6-blocker t-cell-costimulation-blocker jak-inhibitor interferon-blocker \
        biologic-dmard biologic narrow-cyp-substrate csdmard rheumatoid-arthritis juvenile-rheumatoid-arthritis \
        nomid caps mws fcas dira fmf stills-disease adult-onset-stills systemic-jia tuberculosis-active \
        tuberculosis-latent tuberculosis-history tb-test-positive infection-serious infection-active \
        infection-chronic infection-recurrent prone-to-infection slow-healing immunosuppression cancer \
        cancer-history kidney-disease kidney-disease-stage-4 kidney-disease-stage-5 dialysis liver-disease \
        liver-disease-severe neutropenia thrombocytopenia asthma pregnancy breastfeeding can-become-pregnant \
        alcohol-use tobacco-use amyloidosis dress-history lung-disease trisomy-21 anaphylaxis-history covid-19 \
        e-coli-protein citric-acid sodium-chloride disodium-edetate polysorbate-80 sodium-hydroxide latex \
        live-vaccine non-live-vaccine vaccine-unspecified jynneos creatinine creatinine-clearance egfr \
        neutrophils leukocytes platelets crp alt ast cholesterol-total weight height tb-igra body-temperature \
        airway-sign infection-sign site-symptom hives-or-swelling breathing-or-fainting liver-sign \
        injection-site face lips throat legs feet whole-body abdomen thigh-left thigh-right arm-left arm-right"
        .split_whitespace()
    {
        id(key);
    }
}

#[test]
fn classes_are_as_the_labels_have_them() {
    for tnf in [
        "adalimumab",
        "certolizumab-pegol",
        "etanercept",
        "golimumab",
        "infliximab",
    ] {
        assert!(is_a(tnf, "tnf-blocker"), "{tnf}");
        assert!(is_a(tnf, "biologic"), "{tnf}");
        assert!(!is_a(tnf, "il-1-blocker"), "{tnf}");
    }
    for il1 in ["anakinra", "rilonacept", "canakinumab"] {
        assert!(
            is_a(il1, "il-1-blocker") && is_a(il1, "biologic-dmard"),
            "{il1}"
        );
    }
    for il6 in ["tocilizumab", "sarilumab"] {
        assert!(
            is_a(il6, "il-6-blocker") && is_a(il6, "biologic-dmard"),
            "{il6}"
        );
    }
    assert!(is_a("abatacept", "t-cell-costimulation-blocker"));
    assert!(is_a("warfarin", "narrow-cyp-substrate") && is_a("phenytoin", "narrow-cyp-substrate"));
    assert!(is_a("methotrexate", "csdmard") && !is_a("methotrexate", "biologic"));
    assert!(is_a("baricitinib", "jak-inhibitor") && !is_a("baricitinib", "biologic"));
    assert!(
        !is_a("tnf-blocker", "adalimumab"),
        "a class is not its member"
    );
    assert!(is_a("anakinra", "anakinra"));
    assert!(!is_a("adalimumab-fosimdesonide", "tnf-blocker"));
}

#[test]
fn members_are_the_other_direction_of_is_a() {
    for class in t().concepts(Kind::MedicineClass) {
        for member in t().members(class.id()) {
            assert!(t().is_a(member.id(), class.id()));
        }
    }
    let tnf: Vec<_> = t().members(id("tnf-blocker")).map(Concept::key).collect();
    assert!(
        tnf.contains(&"golimumab") && tnf.contains(&"tnf-blocker") && !tnf.contains(&"anakinra")
    );
}

#[test]
fn icd_10_cm_traps() {
    let icd = |code| key_of(System::Icd10Cm, code);
    for code in [
        "M06.9", "M05.79", "M06.09", "M05.9", "M06", "m06.041", "M0509",
    ] {
        assert_eq!(icd(code), Some("rheumatoid-arthritis"), "{code}");
    }
    assert_eq!(icd("M06.1"), Some("adult-onset-stills"));
    assert!(!is_a("adult-onset-stills", "rheumatoid-arthritis"));
    assert_eq!(icd("M06.4"), Some("inflammatory-polyarthropathy"));
    assert_eq!(icd("M08.20"), Some("systemic-jia"));
    assert_eq!(icd("M08.00"), Some("juvenile-rheumatoid-arthritis"));
    assert_eq!(
        icd("M08.1"),
        None,
        "juvenile ankylosing spondylitis is not juvenile RA"
    );
    assert_eq!(
        icd("M04.2"),
        Some("caps"),
        "one code for NOMID, MWS and FCAS"
    );
    assert_eq!(
        icd("M04.8"),
        Some("other-autoinflammatory-syndrome"),
        "not DIRA alone"
    );
    assert_eq!(
        icd("M04.1"),
        Some("periodic-fever-syndrome"),
        "not FMF alone"
    );
    assert_eq!(
        icd("A18.9"),
        Some("tuberculosis-active"),
        "a range takes every code in it"
    );
    assert_eq!(icd("Z22.7"), Some("tuberculosis-latent"));
    assert_eq!(icd("R76.11"), Some("tb-test-positive"));
    assert_eq!(icd("R76.12"), Some("tb-test-positive"));
    assert_eq!(icd("R76.8"), None);
    assert_eq!(icd("Z86.11"), Some("tuberculosis-history"));
    assert_eq!(icd("Z11.1"), None, "a screening visit is no finding");
    assert_eq!(icd("C50.911"), Some("cancer"));
    assert_eq!(icd("C00"), Some("cancer"));
    assert_eq!(icd("C96.9"), Some("cancer"));
    assert_eq!(icd("D05.1"), None, "in situ stands outside C00-C96");
    assert_eq!(icd("Z85.3"), Some("cancer-history"));
    assert_eq!(icd("N18.4"), Some("kidney-disease-stage-4"));
    assert_eq!(icd("N18.30"), Some("kidney-disease"));
    assert_eq!(icd("N18.6"), Some("kidney-disease-stage-5"));
    assert_eq!(icd("Z33.1"), Some("pregnancy"));
    assert_eq!(
        icd("Z33.2"),
        None,
        "an encounter for ending a pregnancy is none that goes on"
    );
    assert_eq!(icd("K74.60"), Some("liver-disease-severe"));
    assert_eq!(icd("K76.0"), Some("liver-disease"));
    assert_eq!(icd("M06.1.1"), None);
    assert_eq!(icd("Tuberculosis"), None);
}

#[test]
fn caps_is_told_apart_from_nomid() {
    for member in ["nomid", "mws", "fcas"] {
        assert!(is_a(member, "caps"));
        assert!(!is_a("caps", member));
    }
}

/// Sections 4.1 of the companion facts and 12.5 of the anakinra facts: the list of live vaccines.
#[test]
fn live_vaccines_are_live() {
    for code in "03 94 21 25 37 183 19 56 75 111 149 333 116 119 143 174 204 317 02 178 179 182 04 05 06 07 38 54 55 \
        82 74 122 105 121 125 151 184 80 169 503"
        .split_whitespace()
    {
        let key = key_of(System::Cvx, code).unwrap_or_else(|| panic!("CVX {code}"));
        assert!(is_a(key, "live-vaccine"), "CVX {code} {key}");
        assert!(!is_a(key, "non-live-vaccine"), "CVX {code} {key}");
    }
}

/// Section 4.2 and the second table of 12.5.
#[test]
fn common_vaccines_are_not_live() {
    for code in "140 141 135 168 153 155 150 158 171 185 197 205 33 133 215 216 327 187 08 43 44 189 52 83 104 62 165 \
        115 09 113 196 20 106 110 120 130 146 10 48 49 114 136 203 162 163 316 328 175 176 134 223 224 101 303 305 \
        326 329 309 310 311 312 313 334"
        .split_whitespace()
    {
        let key = key_of(System::Cvx, code).unwrap_or_else(|| panic!("CVX {code}"));
        assert!(is_a(key, "non-live-vaccine"), "CVX {code} {key}");
        assert!(!is_a(key, "live-vaccine"), "CVX {code} {key}");
    }
}

#[test]
fn vaccines_that_may_be_either_are_asked_about() {
    for code in "188 89 91 26 214 325 330 128 78 63 88 500 92 129 999".split_whitespace() {
        let key = key_of(System::Cvx, code).unwrap_or_else(|| panic!("CVX {code}"));
        assert!(is_a(key, "vaccine-unspecified"), "CVX {code} {key}");
    }
    assert_eq!(key_of(System::Cvx, "206"), Some("jynneos"));
    for group in ["live-vaccine", "non-live-vaccine", "vaccine-unspecified"] {
        assert!(!is_a("jynneos", group), "jynneos stands on its own");
    }
    for code in "36 79 93 306 307 332 13 30 86 87 98".split_whitespace() {
        assert!(
            is_a(key_of(System::Cvx, code).unwrap(), "not-a-vaccine"),
            "CVX {code}"
        );
    }
    assert_eq!(
        key_of(System::Cvx, "9999"),
        None,
        "an unknown code stays unknown"
    );
    assert_eq!(key_of(System::Cvx, ""), None);
}

#[test]
fn every_vaccine_but_jynneos_is_in_exactly_one_group() {
    for vaccine in t().concepts(Kind::Vaccine) {
        let groups = t().concepts(Kind::VaccineGroup);
        let of: Vec<_> = groups
            .filter(|group| t().is_a(vaccine.id(), group.id()))
            .collect();
        let expected = usize::from(vaccine.key() != "jynneos");
        assert_eq!(of.len(), expected, "{}", vaccine.key());
    }
}

#[test]
fn units_and_conversions_of_the_labs() {
    let normal = |key: &str, value: &str| {
        let lab = t().lab(id(key)).unwrap();
        lab.normalise(value.parse().unwrap())
            .map(|value| value.ucum())
    };
    assert_eq!(normal("creatinine", "1 mg/dL").unwrap(), "1 mg/dL");
    // 1 mg/dL is 88.4 micromol/L: 10,000 / 113.12 rounded as laboratories print it.
    assert_eq!(
        normal("creatinine", "88.4 umol/L").unwrap(),
        "0.9999808 mg/dL"
    );
    assert_eq!(
        normal("creatinine", "0.0884 mmol/L").unwrap(),
        "0.9999808 mg/dL"
    );
    assert_eq!(normal("creatinine", "10 mg/L").unwrap(), "1 mg/dL");
    assert_eq!(normal("neutrophils", "1500 /uL").unwrap(), "1.5 10*9/L");
    assert_eq!(normal("neutrophils", "1.5 10*3/uL").unwrap(), "1.5 10*9/L");
    assert_eq!(normal("platelets", "150 10*9/L").unwrap(), "150 10*9/L");
    assert_eq!(
        normal("cholesterol-total", "5 mmol/L").unwrap(),
        "193.33 mg/dL"
    );
    assert_eq!(normal("crp", "1 mg/dL").unwrap(), "10 mg/L");
    assert_eq!(normal("weight", "22 [lb_av]").unwrap(), "9.97903214 kg");
    assert_eq!(normal("height", "1.7 m").unwrap(), "170 cm");
    assert_eq!(normal("body-temperature", "98.6 [degF]").unwrap(), "37 Cel");
    for (lab, value) in [
        ("creatinine", "1.5 10*9/L"),
        ("neutrophils", "55 %"),
        ("creatinine-clearance", "55 mL/min/{1.73_m2}"),
        ("egfr", "55 mL/min"),
        ("crp", "5 mmol/L"),
        ("tb-igra", "1 1"),
    ] {
        assert!(normal(lab, value).is_err(), "{lab} in {value}");
    }
}

#[test]
fn loinc_traps() {
    let loinc = |code| key_of(System::Loinc, code);
    assert_eq!(loinc("2160-0"), Some("creatinine"));
    assert_eq!(loinc("14682-9"), Some("creatinine"));
    assert_eq!(loinc("35591-7"), Some("creatinine-clearance"));
    assert_eq!(loinc("33914-3"), Some("egfr"));
    assert_eq!(loinc("751-8"), Some("neutrophils"));
    assert_eq!(loinc("770-8"), None, "per cent is not a count");
    assert_eq!(loinc("71773-6"), Some("tb-igra"));
    assert_eq!(loinc("71774-4"), None, "the mitogen tube is not the result");
    assert_eq!(loinc("1647-7"), None, "25 units, not 5");
}

#[test]
fn numbers_to_call() {
    let us = t().contacts("us").unwrap();
    assert_eq!(us.emergency(), Some("911"));
    assert_eq!(us.poison(), Some("1-800-222-1222"));
    assert_eq!(us.reporting(), Some("1-800-FDA-1088"));
    for country in
        "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
            .split(' ')
    {
        let contacts = t().contacts(country).unwrap();
        assert_eq!(contacts.emergency(), Some("112"), "{country}");
        assert_eq!(contacts.poison(), None, "{country}");
    }
    for unknown in ["GB", "CA", "", "USA", "XX"] {
        assert!(
            t().contacts(unknown).is_none(),
            "{unknown}: ask for the local number"
        );
    }
}

/// The words of every symptom list of the source, and the keys they must have.
#[test]
fn every_symptom_of_the_source_has_a_row() {
    for words in "nausea,vomiting,stomach pains,muscle aches,stiffness,bleeding,diarrhea,diarrhoea,chills,fever,itching,\
        skin pain,redness,swelling,tenderness,warmth,difficulty swallowing,hives,extreme itching,rash,swelling of the face,\
        swelling of the lips,unusual bruising,unusual bleeding,extreme tiredness,extreme weakness,trouble breathing,\
        swelling of the throat,swelling of the legs,swelling of the feet,chest pains,inability to fight infection,\
        anaphylaxis,blistering,burning,coldness,discoloration of the skin,discolouration of the skin,\
        the feeling of pressure,infection,inflammation,lumps,numbness,pain,scarring,soreness,stinging,tingling,ulceration"
        .split(',')
    {
        let read = t().recognise(&[Kind::Symptom], &[], Some(words.trim()));
        assert!(read.taken().is_some(), "{words}: {read:?}");
    }
    let site = t()
        .members(id("site-symptom"))
        .filter(|c| c.kind() == Kind::Symptom);
    assert_eq!(
        site.count(),
        23,
        "the source lists 23 symptoms at the injection site"
    );
}

#[test]
fn signs_are_in_their_groups_and_the_common_group_holds_no_sign_of_anaphylaxis() {
    for airway in [
        "difficulty-swallowing",
        "face-swelling",
        "lip-swelling",
        "tongue-swelling",
        "throat-swelling",
        "trouble-breathing",
        "wheezing",
        "anaphylaxis",
    ] {
        assert!(is_a(airway, "airway-sign"), "{airway}");
        assert!(!is_a(airway, "common-symptom"), "{airway}");
    }
    for sign in ["fainting", "trouble-breathing", "wheezing"] {
        assert!(is_a(sign, "breathing-or-fainting"), "{sign}");
    }
    for sign in [
        "fever",
        "chills",
        "cough",
        "sore-throat",
        "infection-at-site",
        "painful-urination",
    ] {
        assert!(is_a(sign, "infection-sign"), "{sign}");
    }
    for sign in ["jaundice", "dark-urine", "pale-stool"] {
        assert!(is_a(sign, "liver-sign"), "{sign}");
    }
    for common in t().members(id("common-symptom")) {
        assert!(
            !t().is_a(common.id(), id("anaphylaxis-sign")),
            "{}",
            common.key()
        );
    }
}

/// Damerau-Levenshtein by the book, optimal string alignment, for the sweep below.
fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            d[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = usize::from(a[i - 1] != b[j - 1]);
                let mut best = (d[i - 1][j] + 1)
                    .min(d[i][j - 1] + 1)
                    .min(d[i - 1][j - 1] + change);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(d[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    d[a.len()][b.len()]
}

#[test]
fn every_pair_of_medicine_names_within_two_slips_is_a_lookalike() {
    assert_eq!(slips("anakinra", "anakirna"), 1);
    assert_eq!(slips("kitten", "sitting"), 3);
    let medicines: Vec<_> = t().concepts(Kind::Medicine).collect();
    for one in &medicines {
        for other in &medicines {
            for (a, b) in one
                .names()
                .iter()
                .flat_map(|a| other.names().iter().map(move |b| (a, b)))
            {
                let letters = |name: &str| name.chars().all(|c| c.is_alphabetic() || c == ' ');
                let (a, b) = (a.text().to_lowercase(), b.text().to_lowercase());
                if one.id() != other.id() && letters(&a) && letters(&b) && slips(&a, &b) <= 2 {
                    assert!(
                        t().lookalikes(one.id()).contains(&other.id()),
                        "{a} and {b}"
                    );
                }
            }
        }
    }
    for medicine in medicines {
        for other in t().lookalikes(medicine.id()) {
            assert!(
                t().lookalikes(*other).contains(&medicine.id()),
                "{}",
                medicine.key()
            );
        }
    }
    assert!(t().lookalikes(id("anakinra")).contains(&id("canakinumab")));
}

#[test]
fn names_for_medicines_are_written_as_ismp_asks() {
    for medicine in t().concepts(Kind::Medicine) {
        assert_eq!(
            medicine.name(),
            medicine.name().to_lowercase(),
            "{}",
            medicine.key()
        );
    }
}

#[test]
fn systems_go_to_their_addresses_and_back() {
    for system in [
        System::RxNorm,
        System::Atc,
        System::Unii,
        System::SnomedCt,
        System::Icd10Cm,
        System::Cvx,
        System::Loinc,
        System::Ndc,
        System::Posology,
    ] {
        assert_eq!(System::from_uri(system.uri()), Some(system));
    }
    assert_eq!(
        System::from_uri("urn:oid:2.16.840.1.113883.6.88"),
        Some(System::RxNorm)
    );
    assert_eq!(
        System::from_uri("2.16.840.1.113883.6.90"),
        Some(System::Icd10Cm)
    );
    assert_eq!(
        System::from_uri("http://snomed.info/sct/731000124108/version/20250301"),
        Some(System::SnomedCt)
    );
    assert_eq!(System::from_uri("https://loinc.org/"), Some(System::Loinc));
    for other in [
        "",
        "http://",
        "http://hl7.org/fhir/sid/icd-9-cm",
        "rxnorm",
        "http://snomed.info/sctx",
    ] {
        assert_eq!(System::from_uri(other), None, "{other}");
    }
}

#[test]
fn a_number_of_another_terminology_is_no_concept_and_no_panic() {
    let small = Terminology::read(&[]).unwrap();
    assert_eq!(small.get(id("anakinra")).key(), "");
    assert!(!small.is_a(id("anakinra"), id("anakinra")));
}
