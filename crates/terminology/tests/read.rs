//! Data files that are wrong: where, and what to do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use terminology::{DataFile, Kind, Terminology};

const SOURCES: DataFile<'static> = DataFile {
    name: "sources.toml",
    text: "[source.A]\ntitle = \"a source\"\n",
};

fn error(text: &str) -> String {
    let file = DataFile {
        name: "medicines.toml",
        text,
    };
    match Terminology::read(&[SOURCES, file]) {
        Ok(_) => panic!("taken: {text}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_row_that_is_right() {
    let text = "[medicine.x]\nname = \"x-ine\"\ncodes = [\"rxnorm 1 A\"]\nsource = \"A\"\n";
    let t = Terminology::read(&[
        SOURCES,
        DataFile {
            name: "m.toml",
            text,
        },
    ])
    .unwrap();
    assert_eq!(
        t.recognise(&[Kind::Medicine], &[], Some("X-INE")).taken(),
        t.by_key("x")
    );
}

#[test]
fn every_mistake_has_its_place_and_its_words() {
    let row = |key: &str, more: &str| {
        format!("[medicine.{key}]\nname = \"{key}\"\nsource = \"A\"\n{more}")
    };
    let errors = [
        "[medicine.x]\nname = \"x\"\nsource = \"A\"\ncolour = \"red\"\n".to_owned(),
        "[medicine.x]\nname = \"x\"\nsource = \"A\"\n[medicine.x]\nname = \"y\"\nsource = \"A\"\n"
            .to_owned(),
        "[medicine.x]\nname = \"x\"\n".to_owned(),
        "\n\n[medicine.x]\nname = \"x\"\nsource = \"B\"\n".to_owned(),
        row("X", ""),
        row("x--y", ""),
        row("x", "is-a = [\"nothing\"]\n"),
        row("x", "is-a = [\"x\"]\n"),
        row("x", "codes = [\"rxnorm 1\"]\n"),
        row("x", "codes = [\"rxnorm one A\"]\n"),
        row("x", "codes = [\"rxnorm 1 B\"]\n"),
        row("x", "codes = [\"icd-9 1 A\"]\n"),
        row("x", "codes = [\"icd-10-cm C96-C00 A\"]\n"),
        row("x", "to-confirm = [\"rxnorm 1 B\"]\n"),
        row("x", "words = [\"–\"]\n"),
        row("x", "unit = \"mg/dL\"\n"),
        format!(
            "{}{}",
            row("x", "codes = [\"rxnorm 1 A\"]\n"),
            row("y", "codes = [\"rxnorm 1 A\"]\n")
        ),
        format!("{}{}", row("x", ""), row("y", "brands = [\"X\"]\n")),
        "[lab.x]\nname = \"x\"\nsource = \"A\"\nunit = \"furlong\"\n".to_owned(),
        "[lab.x]\nname = \"x\"\nsource = \"A\"\nunit = \"mg/dL\"\nmolar-mass = \"-1 A\"\n"
            .to_owned(),
        "[[lookalike]]\npair = [\"x\", \"y\"]\nbecause = \"\"\nsource = \"A\"\n".to_owned(),
        "[country.USA]\nsource = \"A\"\n".to_owned(),
        "[medicine.x\n".to_owned(),
    ];
    let shown: Vec<String> = errors
        .iter()
        .map(|text| format!("{text}---> {}\n", error(text)))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_table_with_tabs_is_checked_line_by_line() {
    let rows = |text| {
        let medicines = DataFile {
            name: "m.toml",
            text: "[medicine.x]\nname = \"x\"\nsource = \"A\"\n",
        };
        let table = DataFile {
            name: "rxnorm.tsv",
            text,
        };
        Terminology::read(&[SOURCES, medicines, table])
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert_eq!(rows("# remark\n\n1\tx\tx 1 MG\tA\n"), Ok(()));
    let errors: Vec<_> = [
        "# remark\n1\tx\tA\n",
        "1\ty\tn\tA\n",
        "1\tx\tn\tB\n",
        "one\tx\tn\tA\n",
    ]
    .into_iter()
    .map(|text| rows(text).unwrap_err())
    .collect();
    insta::assert_snapshot!(errors.join("\n"));
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

/// Letters changed, lines lost, lines doubled: an error with a place, or a table, and never a panic.
#[test]
fn mutated_files_are_never_a_panic() {
    let whole = include_str!("../../../terminology/classes.toml");
    let sources = DataFile {
        name: "sources.toml",
        text: include_str!("../../../terminology/sources.toml"),
    };
    let lines: Vec<&str> = whole.lines().collect();
    let mut numbers = Numbers(7);
    let mut refused = 0;
    for _ in 0..1_000 {
        let mut mutated: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        for _ in 0..=numbers.next(3) {
            let at = numbers.next(mutated.len());
            match numbers.next(3) {
                0 => drop(mutated.remove(at)),
                1 => mutated.insert(at, lines[numbers.next(lines.len())].to_owned()),
                _ => {
                    let mut letters: Vec<char> = mutated[at].chars().collect();
                    if !letters.is_empty() {
                        let place = numbers.next(letters.len());
                        letters[place] = ['"', '[', ']', '=', '-', 'é', '\0', ' '][numbers.next(8)];
                    }
                    mutated[at] = letters.into_iter().collect();
                }
            }
        }
        let text = mutated.join("\n");
        let file = DataFile {
            name: "classes.toml",
            text: &text,
        };
        if let Err(error) = Terminology::read(&[sources, file]) {
            assert!(error.line() >= 1 && !error.to_string().is_empty());
            refused += 1;
        }
    }
    assert!(refused > 100, "most mutations break something: {refused}");
}
