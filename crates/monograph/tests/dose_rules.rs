//! Rules about the dose: each slip of an author is told with its place and a remedy, and two rules
//! that answer one question for one person do not pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use monograph::{Files, Monograph, Problems};
use terminology::Terminology;

const SOURCES: &str = include_str!("small/source.toml");

/// A text with one statement for each block: the blocks of everywhere, then those of the US.
fn text(everywhere: &str, us: &str) -> String {
    format!(
        "# Small\n\nA text for tests.\n\n# Dose\n\n\
         ## test.everywhere · Everywhere\n\n> It says something.\n> — seed, 1\n\n{everywhere}\n\n\
         ## test.us · In the US\n\n> It says something.\n> — label, 1 · us\n\n{us}\n\n\
         ## meta.dates · Dates\n\n> It is old.\n> — seed, end\n\n```toml page dates\non = \"medicine\"\n```\n"
    )
}

fn read(text: &str) -> Result<Monograph, Problems> {
    monograph::read(
        Files {
            name: "monograph.md",
            text,
            sources_name: "source.toml",
            sources: SOURCES,
        },
        Terminology::shipped(),
    )
}

/// Each slip: what it is, the blocks of everywhere, the blocks of the US.
const SLIPS: &[(&str, &str, &str)] = &[
    (
        "an indication without a dose",
        "```toml indication nomid\nfor = \"nomid\"\nuse = \"yes\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "two starts for one illness",
        "```toml dose a\nfor = \"nomid\"\nstart = \"1 to 2 mg/kg/d\"\n```",
        "```toml dose b\nfor = \"nomid\"\nstart = \"1 to 3 mg/kg/d\"\n```",
    ),
    (
        "two maxima in weight bands that meet",
        "```toml dose a\nfor = \"fmf\"\nbelow-weight = \"50 kg\"\nmax = \"2 mg/kg/d\"\n```",
        "```toml dose b\nfor = \"fmf\"\nmin-weight = \"40 kg\"\nmax = \"4 mg/kg/d\"\n```",
    ),
    (
        "a start above its maximum",
        "```toml dose a\nfor = \"nomid\"\nstart = \"1 to 9 mg/kg/d\"\nmax = \"8 mg/kg/d\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "a dose that is not for a day",
        "```toml dose a\nfor = \"nomid\"\nmax = \"8 mg/kg\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "a dose block that states nothing",
        "```toml dose a\nfor = \"nomid\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "an illness that does not exist",
        "```toml dose a\nfor = \"nomidd\"\nmax = \"8 mg/kg/d\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "two contents of one syringe",
        "```toml product a\ncontent = \"100 mg\"\n```",
        "```toml product b\ncontent = \"150 mg\"\n```",
    ),
    (
        "a syringe that holds nothing",
        "```toml product a\ncontent = \"0 mg\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "a point that may mean a thousand",
        "```toml product a\nvolume = \"1.000 mL\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "an eGFR in place of a clearance",
        "```toml adjust a\nwhen = \"creatinine-clearance < 30 mL/min/{1.73_m2}\"\nchange = \"interval\"\ninterval = \"2 d\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "an interval in hours",
        "```toml adjust a\nwhen = \"creatinine-clearance < 30 mL/min\"\nchange = \"interval\"\ninterval = \"48 h\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "an interval without days",
        "```toml adjust a\nwhen = \"creatinine-clearance < 30 mL/min\"\nchange = \"interval\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "an adjustment that looks at a symptom",
        "```toml adjust a\nwhen = \"severity is mild\"\nchange = \"care\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "two intervals for one clearance",
        "```toml adjust a\nwhen = \"creatinine-clearance < 30 mL/min\"\nchange = \"interval\"\ninterval = \"2 d\"\n```",
        "```toml adjust b\nwhen = \"creatinine-clearance < 30 mL/min\"\nchange = \"interval\"\ninterval = \"3 d\"\n```",
    ),
    (
        "a weight may be of any age for some children",
        "```toml guard a\non = \"weight-age\"\nbelow-age = \"1 a\"\nat-most = \"30 d\"\n```",
        "```toml guard b\non = \"weight-age\"\nmin-age = \"2 a\"\nat-most = \"90 d\"\n```",
    ),
    (
        "two guards on one dose",
        "```toml guard a\non = \"dose\"\nfactor = \"5\"\n```",
        "```toml guard b\non = \"dose\"\nfactor = \"4\"\n```",
    ),
    (
        "a guard with the keys of another",
        "```toml guard a\non = \"dose\"\nchange = \"10 %\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "a formula without a coefficient",
        "```toml clearance a\nformula = \"cockcroft-gault\"\nmin-age = \"18 a\"\nage-from = \"140\"\ndivisor = \"72\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "two formulas for one age",
        "```toml clearance a\nformula = \"bedside-schwartz\"\nbelow-age = \"19 a\"\nfactor = \"0.413\"\n```",
        "```toml clearance b\nformula = \"cockcroft-gault\"\nmin-age = \"18 a\"\nage-from = \"140\"\ndivisor = \"72\"\nfemale = \"0.85\"\n```",
    ),
    (
        "a class that the terminology does not know of",
        "```toml class a\nmedicine = \"methotrexate\"\nis-a = \"tnf-blocker\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "a word twice",
        "```toml track a\nwhat = [\"fever\", \"fever\"]\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
    (
        "a block that says two things about a prescription",
        "```toml prescription a\nset-by = \"prescriber\"\nwithout-end = \"review-at-visit\"\n```",
        "```toml page x\non = \"medicine\"\n```",
    ),
];

#[test]
fn every_slip_is_told_with_place_and_remedy() {
    let mut report = String::new();
    for (slip, everywhere, us) in SLIPS {
        let text = text(everywhere, us);
        let problems = read(&text).expect_err(slip);
        report += &format!("# {slip}\n");
        for problem in problems.list() {
            let (_, line, column) = problem.place();
            let remedy = problem.remedy();
            report += &format!("{line}:{column}: {problem}\n  {remedy}\n");
        }
        report.push('\n');
    }
    insta::assert_snapshot!("dose_slips", report);
}

#[test]
fn bands_and_regions_that_do_not_meet_and_agreement_are_no_overlap() {
    let clean = [
        (
            "```toml dose a\nfor = \"fmf\"\nbelow-weight = \"50 kg\"\nmax = \"2 mg/kg/d\"\n```",
            "```toml dose b\nfor = \"fmf\"\nmin-weight = \"50 kg\"\namount = \"100 mg/d\"\n```",
        ),
        (
            "```toml dose a\nfor = \"nomid\"\nmax = \"8 mg/kg/d\"\n```",
            "```toml dose b\nfor = \"nomid\"\nmax = \"8 mg/kg/d\"\n```",
        ),
        (
            "```toml dose a\nfor = \"mws\"\nform = \"mild\"\nmax = \"2 mg/kg/d\"\n```",
            "```toml dose b\nfor = \"mws\"\nform = \"severe\"\nmax = \"8 mg/kg/d\"\n```",
        ),
        (
            "```toml guard a\non = \"weight-age\"\nbelow-age = \"1 a\"\nat-most = \"30 d\"\n```",
            "```toml guard b\non = \"weight-age\"\nmin-age = \"1 a\"\nat-most = \"90 d\"\n```",
        ),
    ];
    for (everywhere, us) in clean {
        if let Err(problems) = read(&text(everywhere, us)) {
            panic!("{:?}", problems.list());
        }
    }
}
