//! `docs/RULES.md` is what a pharmacist writes rules by: it names every kind, every key and every closed word, and
//! nothing that the reader does not take.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[path = "rules_doc/cases.rs"]
mod cases;
#[path = "rules_doc/facts.rs"]
mod facts;

use std::collections::BTreeSet;

use monograph::{Files, Rules};
use terminology::Terminology;

const SMALL: &str = include_str!("small/monograph.md");
const SOURCES: &str = include_str!("small/source.toml");
const PAGE: &str = include_str!("../../../docs/RULES.md");
const MONOGRAPH: &str = include_str!("../../../monographs/anakinra/monograph.md");

// --- the page -----------------------------------------------------------------------------------

/// The section of one kind.
struct Section<'a> {
    kind: &'a str,
    keys: Vec<Key<'a>>,
    examples: Vec<Block<'a>>,
}

/// A row of a table: the key, what stands there, whether it is needed.
struct Key<'a> {
    name: &'a str,
    takes: &'a str,
    needed: &'a str,
}

/// A fence ```` ```toml kind name ````.
#[derive(Clone, Copy)]
struct Block<'a> {
    kind: &'a str,
    name: &'a str,
    body: &'a str,
}

impl Block<'_> {
    fn text(&self, body: &str) -> String {
        format!("```toml {} {}\n{body}```\n", self.kind, self.name)
    }
}

/// All fences of kind and name; a block of another kind, such as `toml case`, too.
fn blocks(text: &str) -> Vec<Block<'_>> {
    text.split("\n```toml ")
        .skip(1)
        .filter_map(|rest| {
            let (head, rest) = rest.split_once('\n')?;
            let (kind, name) = head.split_once(' ')?;
            let end = rest.find("```")?;
            Some(Block {
                kind,
                name,
                body: rest.get(..end)?,
            })
        })
        .collect()
}

/// Below a `#` and before the next one, every `## ` is a kind.
fn sections(page: &str) -> Vec<Section<'_>> {
    let parts = page.split("\n# ");
    let texts = parts.flat_map(|part| part.split("\n## ").skip(1));
    texts
        .map(|text| {
            let (kind, rest) = text.split_once('\n').unwrap_or((text, ""));
            Section {
                kind,
                keys: rest.lines().filter_map(row).collect(),
                examples: blocks(rest),
            }
        })
        .collect()
}

fn row(line: &str) -> Option<Key<'_>> {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let name = cells.get(1)?.strip_prefix('`')?.strip_suffix('`')?;
    Some(Key {
        name,
        takes: cells.get(2)?,
        needed: cells.get(3)?,
    })
}

/// The words between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

impl Key<'_> {
    /// The key with a value of its form: a list where the page says so.
    fn line(&self, value: &str) -> String {
        if self.takes.starts_with("list") {
            format!("{} = [\"{value}\"]\n", self.name)
        } else {
            format!("{} = \"{value}\"\n", self.name)
        }
    }
}

// --- the reader ---------------------------------------------------------------------------------

/// What the reader says about a block in a statement of its own: message and remedy.
fn said(block: &str) -> Vec<(String, String)> {
    let text =
        format!("{SMALL}\n## page.test · A test\n\n> It is a test.\n> — seed, end\n\n{block}");
    let files = Files {
        name: "monograph.md",
        text: &text,
        sources_name: "source.toml",
        sources: SOURCES,
    };
    let problems = match monograph::read(files, Terminology::shipped()) {
        Ok(_) => return Vec::new(),
        Err(problems) => problems,
    };
    let told =
        |problem: &monograph::Problem| (problem.message().to_owned(), problem.remedy().to_owned());
    problems.list().iter().map(told).collect()
}

/// Whether a block is read as a rule, whatever the text as a whole lacks. A case under a rule that was not read is
/// passed over; under one that was read, a case that expects nothing is told.
fn is_read(block: &str) -> bool {
    let with_case = format!("{block}\n```toml case empty\n```\n");
    said(&with_case)
        .iter()
        .any(|(message, _)| message == "this case expects nothing")
}

/// The keys that a kind takes, from what the reader says about one that it does not take.
fn taken(kind: &str) -> BTreeSet<String> {
    let block = format!("```toml {kind} one\nno-such-key = \"x\"\n```\n");
    let messages = said(&block);
    let (_, known) = messages
        .iter()
        .find_map(|(message, _)| message.split_once("unknown field `no-such-key`, expected "))
        .unwrap_or_else(|| panic!("{kind}: {messages:?}"));
    quoted(known).into_iter().map(str::to_owned).collect()
}

/// The keys without which no block of the kind is read, or what is wrong with a form that the page names.
fn needed(section: &Section<'_>) -> Result<BTreeSet<String>, String> {
    let mut needed = BTreeSet::new();
    loop {
        let lines = section.keys.iter().filter(|key| needed.contains(key.name));
        let body: String = lines.map(|key| key.line("x")).collect();
        let messages = said(&format!("```toml {} one\n{body}```\n", section.kind));
        if let Some((message, _)) = messages.iter().find(|(m, _)| m.contains("invalid type")) {
            return Err(format!("{}: {message}", section.kind));
        }
        let missing = messages
            .iter()
            .find_map(|(message, _)| message.strip_prefix("missing field `")?.strip_suffix('`'));
        match missing {
            None => return Ok(needed),
            Some(key) if !needed.insert(key.to_owned()) => {
                return Err(format!("{}: `{key}` has no row", section.kind));
            }
            Some(_) => {}
        }
    }
}

/// The words that the reader takes for a key, from what it says about another word. Tried in the example and alone:
/// some keys do not stand beside each other.
fn words(key: &Key<'_>, example: &Block<'_>) -> Vec<String> {
    let own = |line: &&str| line.split('=').next().map(str::trim) != Some(key.name);
    let others: String = example.body.split_inclusive('\n').filter(own).collect();
    let wrong = key.line("no-such-word");
    [format!("{wrong}{others}"), wrong]
        .iter()
        .flat_map(|body| said(&example.text(body)))
        .find(|(message, _)| message.contains("`no-such-word` cannot stand here"))
        .map(|(_, remedy)| quoted(&remedy).into_iter().map(str::to_owned).collect())
        .unwrap_or_default()
}

// --- what is wrong ------------------------------------------------------------------------------

/// All that is wrong with the page, and with its sections on these kinds, held against the reader and the monograph.
fn faults(page: &str, text: &str, of: &[&str]) -> Vec<String> {
    let sections = sections(page);
    let mut faults = kinds(&sections);
    for section in sections.iter().filter(|s| of.contains(&s.kind)) {
        faults.extend(keys(section));
        faults.extend(closed_words(section));
        faults.extend(example(section, text));
        faults.extend(undocumented(section, text));
    }
    faults
}

fn kinds(sections: &[Section<'_>]) -> Vec<String> {
    let named: Vec<&str> = sections.iter().map(|section| section.kind).collect();
    let times = |kind: &&str| named.iter().filter(|named| *named == kind).count();
    let lost = Rules::KINDS.iter().filter(|kind| times(kind) != 1);
    let foreign = named.iter().filter(|kind| !Rules::KINDS.contains(kind));
    lost.map(|kind| format!("`{kind}` has {} sections", times(kind)))
        .chain(foreign.map(|kind| format!("`{kind}` is no kind")))
        .collect()
}

fn keys(section: &Section<'_>) -> Vec<String> {
    let kind = section.kind;
    let rows: BTreeSet<String> = section.keys.iter().map(|k| k.name.to_owned()).collect();
    let taken = taken(kind);
    let mut faults: Vec<String> = Vec::new();
    faults.extend(
        rows.difference(&taken)
            .map(|key| format!("{kind}: the reader takes no `{key}`")),
    );
    faults.extend(
        taken
            .difference(&rows)
            .map(|key| format!("{kind}: `{key}` is not on the page")),
    );
    let yes = section.keys.iter().filter(|key| key.needed == "yes");
    let yes: BTreeSet<String> = yes.map(|key| key.name.to_owned()).collect();
    match needed(section) {
        Ok(needed) if needed != yes => {
            faults.push(format!(
                "{kind}: needed are {needed:?}, and the page says {yes:?}"
            ));
        }
        Ok(_) => {}
        Err(fault) => faults.push(fault),
    }
    faults
}

fn closed_words(section: &Section<'_>) -> Vec<String> {
    let kind = section.kind;
    let Some(example) = section.examples.first() else {
        return Vec::new();
    };
    let closed = |key: &&Key<'_>| {
        key.takes.starts_with("one of `") || key.takes.starts_with("list, each one of `")
    };
    let told = |key: &Key<'_>| {
        let (named, known) = (quoted(key.takes), words(key, example));
        (named != known).then(|| {
            format!(
                "{kind}: `{}` takes {known:?}, and the page says {named:?}",
                key.name
            )
        })
    };
    let open = |key: &Key<'_>| {
        let known = words(key, example);
        (!known.is_empty())
            .then(|| format!("{kind}: the page does not list the words of `{}`", key.name))
    };
    let (listed, others): (Vec<&Key<'_>>, Vec<&Key<'_>>) = section.keys.iter().partition(closed);
    let listed = listed.into_iter().filter_map(told);
    listed.chain(others.into_iter().filter_map(open)).collect()
}

/// One example, which is read, and which stands in the monograph: word for word, or without its reading.
fn example(section: &Section<'_>, text: &str) -> Vec<String> {
    let kind = section.kind;
    let [example] = section.examples.as_slice() else {
        return vec![format!("{kind}: has {} examples", section.examples.len())];
    };
    let mut faults = Vec::new();
    if example.kind != kind {
        faults.push(format!("{kind}: the example is a `{}`", example.kind));
    }
    if !is_read(&example.text(example.body)) {
        faults.push(format!(
            "{kind}: the example is not read: {:?}",
            said(&example.text(example.body))
        ));
    }
    let real = blocks(text).into_iter().any(|block| {
        let without = block.body.split("\n[reading]").next();
        (block.kind, block.name) == (kind, example.name)
            && (block.body == example.body || without == Some(example.body))
    });
    if !real {
        faults.push(format!(
            "{kind}: `{}` does not stand so in the monograph",
            example.name
        ));
    }
    faults
}

/// Keys that the monograph uses and the page does not name.
fn undocumented(section: &Section<'_>, text: &str) -> Vec<String> {
    let shared = ["strength", "instead-of", "otherwise", "reading"];
    let known = |key: &str| shared.contains(&key) || section.keys.iter().any(|k| k.name == key);
    let of_kind = blocks(text)
        .into_iter()
        .filter(|block| block.kind == section.kind);
    of_kind
        .flat_map(|block| {
            let table: toml::Table = block.body.parse().unwrap();
            let lost: Vec<String> = table.keys().filter(|key| !known(key)).cloned().collect();
            lost.into_iter().map(move |key| {
                format!("{} {}: `{key}` is not on the page", block.kind, block.name)
            })
        })
        .collect()
}

// --- the tests ----------------------------------------------------------------------------------

#[test]
fn the_page_and_the_reader_agree() {
    let faults = faults(PAGE, MONOGRAPH, Rules::KINDS);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is changed on the page, into what, and how the fault then begins.
const PLANTED: &[(&str, &str, &str)] = &[
    ("## sharps\n", "", "`sharps` has 0 sections"),
    ("## sharps\n", "## sharp\n", "`sharp` is no kind"),
    ("## keep\n", "## sharps\n", "`sharps` has 2 sections"),
    (
        "replace-at = \"75 %\"",
        "replace-at = \"75 kg\"",
        "sharps: the example is not read",
    ),
    (
        "replace-at = \"75 %\"",
        "replace = \"75 %\"",
        "sharps: the example is not read",
    ),
    (
        "replace-at = \"75 %\"",
        "replace-at = \"80 %\"",
        "sharps: `container` does not stand so",
    ),
    (
        "```toml sharps container",
        "```toml keep container",
        "sharps: the example is a `keep`",
    ),
    (
        "| `warmest` |",
        "| `hottest` |",
        "room-time: the reader takes no `hottest`",
    ),
    (
        "| `warmest` |",
        "| warmest |",
        "room-time: `warmest` is not on the page",
    ),
    (
        "| `warmest` |",
        "| warmest |",
        "room-time eu: `warmest` is not on the page",
    ),
    (
        "| `replace-at` | `%` | yes |",
        "| `replace-at` | `%` | no |",
        "sharps: needed are",
    ),
    (
        "one of `never`, `not-said`",
        "one of `never`, `always`",
        "room-time: `back` takes",
    ),
    (
        "one of `never`, `not-said`",
        "a word",
        "room-time: the page does not list the words of `back`",
    ),
    (
        "| `seen` | list, each",
        "| `seen` |",
        "skin-rest: invalid type",
    ),
];

#[test]
fn a_planted_fault_is_found() {
    for (from, to, fault) in PLANTED {
        assert!(PAGE.contains(*from), "{from}");
        let page = PAGE.replacen(from, to, 1);
        let found = faults(&page, MONOGRAPH, &["sharps", "room-time", "skin-rest"]);
        assert!(
            found.iter().any(|f| f.starts_with(*fault)),
            "{fault}: {found:#?}"
        );
    }
}
