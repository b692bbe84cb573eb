//! The reader: what it takes, what it refuses and in which words, and that it loses nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use miette::{GraphicalReportHandler, GraphicalTheme};
use monograph::{Carried, Files, Monograph, Problems, Region, Regions, Use};
use terminology::Terminology;

const TEXT: &str = include_str!("small/monograph.md");
const SOURCES: &str = include_str!("small/source.toml");

fn read(text: &str) -> Result<Monograph, Problems> {
    read_with(text, SOURCES)
}

fn read_with(text: &str, sources: &str) -> Result<Monograph, Problems> {
    monograph::read(
        Files {
            name: "monograph.md",
            text,
            sources_name: "source.toml",
            sources,
        },
        Terminology::shipped(),
    )
}

fn report(problems: &Problems) -> String {
    let handler =
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(100);
    let mut text = String::new();
    for problem in problems.list() {
        handler.render_report(&mut text, problem).unwrap();
    }
    text
}

#[test]
fn the_monograph_that_we_ship_is_clean() {
    let m = monograph::anakinra().unwrap_or_else(|p| panic!("{}", report(p)));
    assert!(m.statements().len() > 250);
}

#[test]
fn a_clean_text_is_read_whole() {
    let m = read(TEXT).unwrap_or_else(|p| panic!("{}", report(&p)));
    assert_eq!(
        m.parts()
            .iter()
            .map(|p| p.title.as_str())
            .collect::<Vec<_>>(),
        ["Use", "Sources"]
    );
    assert_eq!(m.statements().len(), 5);
    let ra = m.find("use.ra-adult").unwrap();
    assert_eq!(ra.title(), "Rheumatoid arthritis");
    assert_eq!(ra.quote(), "Adults take it for rheumatoid arthritis.");
    assert_eq!(ra.line(), 7);
    assert_eq!(ra.attributions().len(), 2);
    assert_eq!(ra.attributions()[1].place, "section 1.1");
    let response = m.find("us.response").unwrap();
    assert_eq!(response.regions(), Regions::Only(Region::Us));
    assert_eq!(
        response.quote(),
        "Most people feel it within three months. It may take six."
    );
    let rules = m.rules();
    assert_eq!(rules.indications().len(), 2);
    assert_eq!(rules.indications()[0].use_, Use::Yes);
    assert_eq!(rules.indications()[0].line(), 12);
    assert_eq!(m.cases().len(), 1);
    assert_eq!(m.cases()[0].kind(), "indication");
    assert_eq!(
        m.cases()[0].given(),
        [("age".to_owned(), "18 a".to_owned())]
    );
    let dates = m.find("meta.dates").unwrap();
    assert_eq!(dates.checked().to_string(), "2026-11-01");
    assert_eq!(dates.check_again().unwrap().on.to_string(), "2027-02-24");
    assert!(
        m.carried()
            .iter()
            .all(|(_, carried)| *carried != Carried::Nothing)
    );
}

/// Each slip of an author, the part of the text to change, and what it becomes.
const SLIPS: &[(&str, &str, &str)] = &[
    (
        "one backtick too few",
        "```toml indication ra",
        "``toml indication ra",
    ),
    (
        "a fence that is not closed",
        "on = \"medicine\"\n```\n\n# Sources",
        "on = \"medicine\"\n\n# Sources",
    ),
    ("a fence without a label", "```toml page response", "```"),
    (
        "a fence with another label",
        "```toml page response",
        "```yaml page response",
    ),
    (
        "a fence without a name",
        "```toml page response",
        "```toml page",
    ),
    (
        "a kind that does not exist",
        "```toml page response",
        "```toml paeg response",
    ),
    (
        "a rule before its quote",
        "> The source was last updated in April 2018.\n> — seed, end\n",
        "",
    ),
    (
        "a rule inside the quote",
        "> It is not used",
        "> ```toml page x\n> on = \"medicine\"\n> ```\n> It is not used",
    ),
    (
        "a rule in a list",
        "```toml page response\non = \"medicine\"\n```",
        "- x\n\n  ```toml page response\n  on = \"medicine\"\n  ```",
    ),
    (
        "a rule in a comment",
        "```toml page response\non = \"medicine\"\n```",
        "<!--\n```toml page response\non = \"medicine\"\n```\n-->",
    ),
    (
        "a rule under a part",
        "A remark under a part.",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "a link definition",
        "A remark under a part.",
        "[toml]: page",
    ),
    (
        "a heading without a title",
        "## us.response · How soon it helps",
        "## us.response",
    ),
    (
        "a heading with a bad id",
        "## us.response ·",
        "## US.response ·",
    ),
    ("an id twice", "## us.response ·", "## use.ra-adult ·"),
    (
        "a name twice",
        "```toml page other",
        "```toml page response",
    ),
    ("no source", "> — seed, administration 4\n", ""),
    (
        "a source that does not exist",
        "— seed, administration 4",
        "— sead, administration 4",
    ),
    (
        "a region that does not exist",
        "section 14 · us",
        "section 14 · uk",
    ),
    ("an unknown key", "min-age = \"18 a\"", "min-aeg = \"18 a\""),
    (
        "a key twice",
        "min-age = \"18 a\"",
        "min-age = \"18 a\"\nmin-age = \"17 a\"",
    ),
    ("a missing key", "use     = \"yes\"\n", ""),
    (
        "a number without quotes",
        "min-age = \"18 a\"",
        "min-age = 18",
    ),
    (
        "a quantity without a unit",
        "min-age = \"18 a\"",
        "min-age = \"18\"",
    ),
    (
        "a quantity of another kind",
        "min-age = \"18 a\"",
        "min-age = \"18 mg\"",
    ),
    (
        "a concept that does not exist",
        "\"juvenile-rheumatoid-arthritis\"",
        "\"juvenile-reumatoid-arthritis\"",
    ),
    (
        "a word that cannot stand there",
        "use = \"no\"",
        "use = \"never\"",
    ),
    (
        "two answers to one question",
        "for = \"juvenile-rheumatoid-arthritis\"",
        "for = \"rheumatoid-arthritis\"",
    ),
    (
        "a rule instead of nobody",
        "use = \"no\"",
        "use = \"no\"\ninstead-of = \"nobody\"",
    ),
    (
        "a page instead of another",
        "```toml page response\non = \"medicine\"",
        "```toml page response\non = \"medicine\"\ninstead-of = \"other\"",
    ),
    (
        "a reading without a reason",
        "use = \"no\"",
        "use = \"no\"\n[reading]\nwords = \"x\"\nvalue = \"1 d\"",
    ),
    (
        "a statement that nothing carries",
        "```toml page response\non = \"medicine\"\n```\n",
        "",
    ),
    (
        "a no-rule without a reason",
        "\"the small monograph has nobody to tell\"",
        "\" \"",
    ),
    (
        "a conflict with nobody",
        "against = \"meta.dates\"",
        "against = \"meta.date\"",
    ),
    (
        "a conflict in which a third side acts",
        "acts    = \"meta.dates\"",
        "acts    = \"us.response\"",
    ),
    ("a case that expects nothing", "expect = \"used\"\n", ""),
    (
        "a case under no rule",
        "```toml indication juvenile-ra\nfor = \"juvenile-rheumatoid-arthritis\"\nuse = \"no\"\n```",
        "```toml case x\nexpect = \"y\"\n```",
    ),
    (
        "a stray paragraph",
        "```toml page response",
        "Then it helps.\n\n```toml page response",
    ),
];

#[test]
fn every_slip_is_told_with_place_and_remedy() {
    let mut all = String::new();
    for (name, from, to) in SLIPS {
        assert_eq!(
            TEXT.matches(from).count(),
            1,
            "{name}: the text to change must stand there once"
        );
        let problems = read(&TEXT.replacen(from, to, 1)).expect_err(name);
        for problem in problems.list() {
            assert!(!problem.remedy().is_empty(), "{name}");
            assert!(problem.place().1 > 0, "{name}");
        }
        all.push_str(&format!("### {name}\n{}\n", report(&problems)));
    }
    insta::assert_snapshot!("slips", all);
}

#[test]
fn slips_in_the_list_of_sources_are_told() {
    let slips = [
        ("default-region = \"us\"", "default-region = \"uk\""),
        ("medicine = \"anakinra\"", "medicine = \"anakinrra\""),
        ("kind = \"label\"", "kind = \"lable\""),
        ("region = \"any\"", "region = \"world\""),
        ("edition = 2026-11-24", "edition = 2026-11-24T10:00:00Z"),
        ("\"meta.dates\" =", "\"meta.date\" ="),
        ("title = \"A label\"", "titel = \"A label\""),
        ("[checked]\non = 2026-11-24", "[checked]\non = 2026-13-24"),
    ];
    let mut all = String::new();
    for (from, to) in slips {
        assert_eq!(SOURCES.matches(from).count(), 1, "{from}");
        let problems = read_with(TEXT, &SOURCES.replacen(from, to, 1)).expect_err(from);
        all.push_str(&format!("### {to}\n{}\n", report(&problems)));
    }
    insta::assert_snapshot!("slips_in_sources", all);
}

/// A fence opening of the clean text, if this line still holds one after a mutation.
fn openings(text: &str) -> usize {
    text.lines()
        .filter(|line| {
            let mut words = line
                .trim_start_matches(['`', '~', ' ', '>', '-'])
                .split_whitespace();
            words.next() == Some("toml")
                && words.next().is_some_and(|kind| {
                    ["indication", "case", "page", "no-rule", "conflict"].contains(&kind)
                })
        })
        .count()
}

fn rules_in(m: &Monograph) -> usize {
    m.rules().lines(Terminology::shipped()).len() + m.cases().len()
}

/// A small generator, so that a run is repeated by its number.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (n as u64)).unwrap()
    }
}

fn mutate(text: &str, numbers: &mut Numbers) -> String {
    const BITS: &[&str] = &[
        "`", "```", "~~~", "\n", "> ", "# ", "## ", "- ", "    ", "<!--", "-->", "[", "]", "\"",
        "=", " · ", "— ", "\u{a0}", "\u{feff}", "\r\n", "é", "toml ", "0", "\t", "*", "|", "\\",
        "\0",
    ];
    let mut out = text.to_owned();
    for _ in 0..=numbers.below(3) {
        let mut at = numbers.below(out.len() + 1);
        while !out.is_char_boundary(at) {
            at -= 1;
        }
        let mut to = (at + 1 + numbers.below(40)).min(out.len());
        while !out.is_char_boundary(to) {
            to += 1;
        }
        match numbers.below(5) {
            0 => out.insert_str(at, BITS[numbers.below(BITS.len())]),
            1 if at < out.len() => {
                out.remove(at);
            }
            2 => out.replace_range(at..to, ""),
            3 => out.replace_range(at..to, BITS[numbers.below(BITS.len())]),
            _ => {
                let lines: Vec<&str> = out.split_inclusive('\n').collect();
                let (i, j) = (
                    numbers.below(lines.len().max(1)),
                    numbers.below(lines.len().max(1)),
                );
                let mut lines = lines;
                if !lines.is_empty() {
                    lines.swap(i, j);
                }
                out = lines.concat();
            }
        }
    }
    out
}

/// The check below can fail: a reader that loses one rule is found out.
#[test]
fn a_reader_that_loses_a_rule_would_be_found_out() {
    let lossy = TEXT.replacen(
        "```toml case adult\nage    = \"18 a\"\nexpect = \"used\"\n```\n",
        "",
        1,
    );
    let m = read(&lossy).unwrap();
    assert_ne!(rules_in(&m), openings(TEXT));
    assert_eq!(rules_in(&read(TEXT).unwrap()), openings(TEXT));
}

/// 100,000 damaged files: never a panic, and whatever is accepted has every rule that stands in it.
#[test]
fn a_damaged_file_never_loses_a_rule_in_silence() {
    let accepted: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2_u64)
            .map(|worker| {
                scope.spawn(move || {
                    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15 ^ (worker + 1));
                    let mut accepted = 0;
                    for _ in 0..50_000 {
                        let text = mutate(TEXT, &mut numbers);
                        if let Ok(m) = read(&text) {
                            accepted += 1;
                            assert_eq!(
                                rules_in(&m),
                                openings(&text),
                                "a rule was lost in:\n{text}"
                            );
                        }
                    }
                    accepted
                })
            })
            .collect();
        workers.into_iter().map(|w| w.join().unwrap()).sum()
    });
    // Most damage is refused; some only changes words. Both must occur, or the test tests nothing.
    assert!(
        (1_000..90_000).contains(&accepted),
        "{accepted} of 100000 were accepted"
    );
}
