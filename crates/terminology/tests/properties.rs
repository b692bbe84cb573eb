//! What must hold for any words at all.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::HashSet;
use std::hint::black_box;
use std::sync::LazyLock;

use proptest::prelude::*;
use terminology::{Coding, Kind, Recognition, System, Terminology};

const MEDICINES: [Kind; 2] = [Kind::Medicine, Kind::MedicineClass];

fn t() -> &'static Terminology {
    Terminology::shipped()
}

/// The names of some kinds, made comparable by a second, plainer hand than the library's.
fn names(kinds: &[Kind]) -> Vec<String> {
    let concepts = t().all().filter(|concept| kinds.contains(&concept.kind()));
    concepts
        .flat_map(|concept| concept.names().iter().map(|name| plain(name.text())))
        .collect()
}

fn plain(words: &str) -> String {
    let lower = words.to_lowercase().replace(['\'', '’'], "");
    let parts = lower.split(|c: char| !c.is_alphanumeric());
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

static MEDICINE_NAMES: LazyLock<Vec<String>> = LazyLock::new(|| names(&MEDICINES));
static WHOLE_KINDS: [Kind; 3] = [Kind::Condition, Kind::Symptom, Kind::Allergen];
static WHOLE_NAMES: LazyLock<Vec<String>> = LazyLock::new(|| names(&WHOLE_KINDS));

/// One slip of the finger at a place.
#[derive(Debug, Clone)]
enum Slip {
    Leave(usize),
    Put(usize, char),
    Change(usize, char),
    Swap(usize),
}

fn slip() -> impl Strategy<Value = Slip> {
    let letter = prop::char::range('a', 'z');
    prop_oneof![
        any::<usize>().prop_map(Slip::Leave),
        (any::<usize>(), letter.clone()).prop_map(|(at, c)| Slip::Put(at, c)),
        (any::<usize>(), letter).prop_map(|(at, c)| Slip::Change(at, c)),
        any::<usize>().prop_map(Slip::Swap),
    ]
}

fn slipped(name: &str, slips: &[Slip]) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    for slip in slips {
        let count = letters.len();
        if count < 2 {
            break;
        }
        match *slip {
            Slip::Leave(at) => drop(letters.remove(at % count)),
            Slip::Put(at, c) => letters.insert(at % (count + 1), c),
            Slip::Change(at, c) => letters[at % count] = c,
            Slip::Swap(at) => letters.swap(at % (count - 1), at % (count - 1) + 1),
        }
    }
    letters.into_iter().collect()
}

/// Whether any run of whole words in the text is a name.
fn holds_a_name(text: &str, names: &HashSet<&str>) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    (0..words.len()).any(|from| {
        (from + 1..=words.len()).any(|to| names.contains(words[from..to].join(" ").as_str()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_medicine_with_a_slip_is_never_taken(
        name in (0..MEDICINE_NAMES.len()).prop_map(|at| MEDICINE_NAMES[at].clone()),
        slips in prop::collection::vec(slip(), 1..4),
    ) {
        let all: HashSet<&str> = MEDICINE_NAMES.iter().map(String::as_str).collect();
        let words = plain(&slipped(&name, &slips));
        prop_assume!(!holds_a_name(&words, &all));
        let read = t().recognise(&MEDICINES, &[], Some(&words));
        prop_assert!(matches!(read, Recognition::Near(_) | Recognition::Unrecognised), "{words}: {read:?}");
    }

    #[test]
    fn what_is_read_whole_is_never_taken_with_a_slip(
        name in (0..WHOLE_NAMES.len()).prop_map(|at| WHOLE_NAMES[at].clone()),
        slips in prop::collection::vec(slip(), 1..4),
    ) {
        let words = plain(&slipped(&name, &slips));
        let affixes = [
            "allergy to ", "allergic to ", "allergic reaction to ", "hypersensitivity to ", "i have got ", "i have an ",
            "i have a ", "i have ", "ive got ", "i feel ", "i am ", "im ", "i ", "he is ", "she is ", "he has ", "she has ",
            "he ", "she ", "my ", "the ", "a ",
        ];
        let bare = affixes.iter().filter_map(|affix| words.strip_prefix(affix)).chain(words.strip_suffix(" allergy"));
        let bare: Vec<&str> = bare.chain([words.as_str()]).collect();
        prop_assume!(!WHOLE_NAMES.iter().any(|name| bare.contains(&name.as_str())));
        // A British spelling is the same word, and no slip: "neurological", "tumour".
        let american = t().search(&words, &WHOLE_KINDS, 1);
        prop_assume!(american.first().is_none_or(|hit| hit.how != terminology::How::Exact));
        let read = t().recognise(&WHOLE_KINDS, &[], Some(&words));
        prop_assert!(matches!(read, Recognition::Near(_) | Recognition::Unrecognised), "{words}: {read:?}");
    }

    #[test]
    fn a_name_in_any_dress_is_taken(
        name in (0..MEDICINE_NAMES.len()).prop_map(|at| MEDICINE_NAMES[at].clone()),
        upper in any::<bool>(),
        gap in prop::sample::select(vec![" ", "-", "  ", "\u{a0}", " - ", "/"]),
    ) {
        let mut words = name.replace(' ', gap);
        if upper { words = words.to_uppercase() }
        let read = t().recognise(&MEDICINES, &[], Some(&words));
        prop_assert!(read.taken().is_some(), "{words}: {read:?}");
    }

    #[test]
    fn any_code_in_any_system_is_no_panic(system in ".{0,40}", code in ".{0,20}", display in ".{0,40}") {
        let coding = Coding { system: &system, code: &code, display: Some(&display) };
        black_box(t().recognise(&Kind::ALL, &[coding], None));
        for system in [System::Icd10Cm, System::Ndc, System::Cvx, System::Atc, System::RxNorm] {
            black_box(t().by_code(system, &code));
        }
    }

    #[test]
    fn icd_codes_below_a_code_mean_what_it_means(more in "[0-9A-Z]{0,4}") {
        let rheumatoid = t().by_key("rheumatoid-arthritis");
        let code = format!("M05{more}");
        prop_assert_eq!(t().by_code(System::Icd10Cm, &code), rheumatoid);
        let dotted = format!("M05.{more}");
        prop_assert_eq!(t().by_code(System::Icd10Cm, &dotted), rheumatoid);
    }

    #[test]
    fn is_a_is_transitive(a in 0..400_usize, b in 0..400_usize, c in 0..400_usize) {
        let all: Vec<_> = t().all().map(|concept| concept.id()).collect();
        let (a, b, c) = (all[a % all.len()], all[b % all.len()], all[c % all.len()]);
        prop_assert!(t().is_a(a, a));
        prop_assert!(!(t().is_a(a, b) && t().is_a(b, c)) || t().is_a(a, c));
        prop_assert!(a == b || !(t().is_a(a, b) && t().is_a(b, a)));
    }
}

/// A plain generator of numbers, so that the run is the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

#[test]
fn a_hundred_thousand_random_strings_and_no_panic() {
    let pieces: Vec<String> = "anakinra|adalimumab-adaz|Kineret|-|–|'|’|®|™|(disorder)|\u{0}|\u{ad}|\u{200b}|\u{feff}|é|e\u{301}|İ|ß|\
        ｆｕｌｌ|𝐛𝐨𝐥𝐝|ﬁ|٣|🦠|\u{202e}|ا|漢字| |  |\t|\n|a|0.67|M06.1|-abcd|allergy to |vaccine|rash|\u{10ffff}|\u{fff0}|/|{|}|~"
        .split('|')
        .map(str::to_owned)
        .collect();
    let mut numbers = Numbers(1);
    for round in 0..100_000 {
        let count = numbers.next(7);
        let words: String = (0..count)
            .map(|_| pieces[numbers.next(pieces.len())].as_str())
            .collect();
        black_box(t().phrases(&words, &Kind::ALL));
        if round % 50 == 0 {
            black_box(t().recognise(&Kind::ALL, &[], Some(&words)));
        }
        if round % 500 == 0 {
            black_box(t().search(&words, &Kind::ALL, 3));
        }
    }
}
