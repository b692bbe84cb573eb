//! Whatever is written wrong: exit code 2, a plain sentence on stderr, nothing on stdout.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{borrowed, run, run_with, words};

/// What is written, and words of the sentence that must answer it.
const BAD: &[(&str, &str)] = &[
    // numbers and units
    ("dose --weight 12,4kg", "decimal point"),
    ("dose --weight 1.000kg", "thousand"),
    ("dose --weight .5kg", "0.5"),
    ("dose --weight 5.kg", "point"),
    ("dose --weight 1e2kg", "exponent"),
    ("dose --weight １２kg", "digits"),
    ("dose --weight NaNkg", "number is missing"),
    ("dose --weight infinitykg", "number is missing"),
    ("dose --weight 007kg", "zero"),
    ("dose --weight 12.4", "unit"),
    ("dose --weight kg", "number"),
    ("dose --weight 12.4mg", "does not fit"),
    ("dose --weight 12.4stone", "not known"),
    ("dose --weight 0kg", "zero"),
    ("dose --weight=-3kg", "sign"),
    ("dose --weight \"\"", "number"),
    ("dose --weight \"12.4 kg 3\"", "not known"),
    ("dose --weight 9999999999kg", "digits"),
    ("dose --weight 12.4kg@yesterday", "2026-05-01"),
    ("dose --weight 12.4kg@2026-13-01", "calendar"),
    ("dose --weight 12.4kg@01/05/2026", "year-month-day"),
    ("dose --height 92", "unit"),
    ("dose --height 92kg", "does not fit"),
    ("dose --creatinine 1.4", "unit"),
    ("dose --creatinine 1.4mg", "creatinine"),
    ("dose --creatinine 1.4mL/min", "creatinine"),
    ("dose --clearance 25", "unit"),
    ("dose --clearance 25mL", "does not fit"),
    ("dose --clearance \"25 mL/min/{1.73_m2}\"", "does not fit"),
    ("dose --egfr 25mL/min", "does not fit"),
    ("dose --per-kg 2mg", "2mg/kg"),
    ("dose --per-kg 2", "unit"),
    ("dose --per-kg 0mg/kg", "no dose"),
    ("dose --per-kg 2mg/lb", "not known"),
    ("dose --per-kg 2mg/kg/week", "not known"),
    ("dose --amount 100", "unit"),
    ("dose --amount 0mg", "no dose"),
    ("dose --amount 100mL", "does not fit"),
    ("dose --amount 100kg", "does not fit"),
    ("dose --amount 100mg --per-kg 2mg/kg", "cannot be used with"),
    ("dose --previous 20", "unit"),
    ("dose --form strong", "mild"),
    // age
    ("dose --age 3", "unit"),
    ("dose --age 0y", "months"),
    ("dose --age 0mo", "days"),
    ("dose --age 3.05y", "whole"),
    ("dose --age 300y", "nobody"),
    ("dose --age 9000wk", "nobody"),
    ("dose --age 3h", "does not fit"),
    ("dose --age 3kg", "does not fit"),
    ("dose --age three", "digits"),
    ("dose --age 3y --born 2023-01-01", "cannot be used with"),
    ("dose --born 2026-05-03", "still to come"),
    ("dose --born 2023-02-30", "calendar"),
    ("dose --born 14.2.2023", "year-month-day"),
    ("dose --born 23", "year-month-day"),
    ("dose --born 1023", "year"),
    ("dose --sex other", "possible values"),
    // names
    ("dose --for nomd", "did you mean"),
    ("dose --for anakinra", "not known"),
    ("dose --for qqqqqqq", "posology search"),
    ("dose --condition dialisys", "did you mean"),
    ("dose --condition dialysis=perhaps", "present"),
    ("dose --condition =absent", "name is missing"),
    ("dose --allergy qqqqqqq", "not known"),
    ("dose --medicine metotrexate", "did you mean methotrexate"),
    ("dose --medicine methotrexate=sometimes", "taking"),
    ("dose --override statement=dose.nomid-max", "by=NAME"),
    (
        "dose --override statement=dose.nomid-max,by=A",
        "reason=WORDS",
    ),
    (
        "dose --override statement=no.such,by=A,reason=B",
        "no such statement",
    ),
    (
        "dose --override statement=dose.nomid-max,by=A,reason=B,colour=red",
        "`colour`",
    ),
    ("dose --override dose.nomid-max", "statement=dose.nomid-max"),
    // time
    ("missed --at 2026-05-02", "time of day"),
    ("missed --at tomorrow", "2026-05-02T15:00"),
    ("missed --at 2026-05-02T25:00", "2026-05-02T15:00"),
    ("missed --at 05/02/2026", "year-month-day"),
    ("missed --at 2026-05-02T15:00[Mars/Base]", "time zone"),
    (
        "missed --at 2026-03-08T02:30[America/Chicago]",
        "went forward",
    ),
    ("missed --at 2026-11-01T01:30[America/Chicago]", "twice"),
    (
        "missed --at 2026-05-02T15:00+09:00[America/Chicago]",
        "not at +09",
    ),
    ("missed --at 0026-05-02T15:00Z", "year 26"),
    ("missed --at \"\"", "2026-05-02T15:00"),
    ("missed --last soon", "2026-05-02T15:00"),
    ("missed --last 2026-02-30", "calendar"),
    (
        "missed --last 2026-03-29T02:30[Europe/Berlin]",
        "went forward",
    ),
    // the plan
    ("missed --every 1", "unit"),
    ("missed --every 12h", "--times-a-day 2"),
    ("missed --every 0d", "1d"),
    ("missed --every 1mo", "1d"),
    ("missed --every 400d", "1d"),
    ("missed --every QOD", "1d"),
    ("missed --every 1d --times-a-day 2", "cannot be used with"),
    ("missed --times-a-day 0", "how many"),
    ("missed --times-a-day 2.5", "how many"),
    ("missed --times-a-day 99", "how many"),
    (
        "missed --times-a-day 2 --usual 08:00",
        "one --usual for each",
    ),
    (
        "missed --every 2d --usual 08:00 --usual 20:00",
        "one --usual",
    ),
    ("missed --usual 8", "08:00"),
    ("missed --usual 8:00", "08:00"),
    ("missed --usual 24:00", "08:00"),
    ("missed --usual 8am", "08:00"),
    ("missed --usual 08:00 --usual 08:00", "twice"),
    ("missed --close 6", "unit"),
    ("missed --close 1d", "does not fit"),
    (
        "missed --start 2026-05-03 --end 2026-05-02",
        "before the first",
    ),
    ("missed --start may", "year-month-day"),
    ("missed --allow elbow-pit-of-nowhere", "not known"),
    // overdose, site, triage
    ("overdose --took 100mg", "2026-05-02T15:00"),
    ("overdose --took 100@2026-05-02T08:00", "unit"),
    ("overdose --took 0mg@2026-05-02T08:00", "no dose"),
    ("overdose --symptom \" \"", "say what it is"),
    ("site --used thigh-left", "time is missing"),
    ("site --used @2026-05-01T08:00", "place is missing"),
    ("site --used thihg-left@2026-05-01T08:00", "did you mean"),
    (
        "site --used thigh-left/9@2026-05-01T08:00",
        "thigh-left/2.1",
    ),
    (
        "site --used thigh-left/a.b@2026-05-01T08:00",
        "thigh-left/2.1",
    ),
    ("site --skin thigh-left", "thigh-right=bruised"),
    ("site --skin thigh-left=sad", "sore"),
    ("site --skin thigh-left=sore@2027-01-01", "still to come"),
    ("site --by robot", "self, helper"),
    ("site --wanted qqqqqqq", "not known"),
    ("triage", "WORDS"),
    ("triage \"\"", "say what it is"),
    ("triage hives --severity terrible", "mild, moderate, severe"),
    ("triage hives --extent everywhere", "local"),
    ("triage hives --course bad", "improving"),
    ("triage hives --fever maybe", "yes, no"),
    ("triage hives --since yesterday", "digits"),
    ("triage hives --since 2", "unit"),
    ("triage hives --since 2kg", "hours"),
    ("triage hives --since 1.5d", "hours"),
    ("triage hives --since 1190000h", "too long ago"),
    ("triage hives --since-start 10", "unit"),
    ("triage hives --since-injection 10mg", "hours"),
    ("triage hives --place the-moon", "not known"),
    // supply
    ("supply --pack A", "id=A"),
    ("supply --pack id=A", "count=28"),
    ("supply --pack id=A,count=0", "count=28"),
    ("supply --pack id=A,count=many", "count=28"),
    ("supply --pack count=28", "id=A"),
    ("supply --pack id=A,count=28,expiry=08/26", "2026-08"),
    ("supply --pack id=A,count=28,leaflet=uk", "leaflet=us"),
    ("supply --pack id=A,count=28,size=big", "`size`"),
    ("supply --pack id=A,count=28,id=B", "twice"),
    ("supply --pack id=,count=28", "no value"),
    (
        "supply --pack id=A,count=2 --pack id=A,count=3",
        "two packs",
    ),
    (
        "supply --pack id=A,count=2,received=2027-01-01",
        "still to come",
    ),
    (
        "supply --pack id=A,count=2 --event pack=B,what=frozen",
        "no --pack",
    ),
    (
        "supply --pack id=A,count=2 --event pack=A,syringe=3,what=frozen",
        "held 2",
    ),
    (
        "supply --pack id=A,count=2 --event pack=A,syringe=0,what=frozen",
        "from 1",
    ),
    ("supply --pack id=A,count=2 --event pack=A", "what happened"),
    (
        "supply --pack id=A,count=2 --event pack=A,what=eaten",
        "what happened",
    ),
    (
        "supply --pack id=A,count=2 --event what=frozen",
        "which pack",
    ),
    (
        "supply --pack id=A,count=2 --event pack=A,what=out",
        "until=",
    ),
    (
        "supply --pack id=A,count=2 --event pack=A,what=out,from=2026-05-02T10:00,until=2026-05-02T08:00",
        "before it came out",
    ),
    (
        "supply --pack id=A,count=2 --event pack=A,what=out,until=still,warmest=28",
        "unit",
    ),
    ("supply --sharps 80", "unit"),
    ("supply --sharps 120%", "percent"),
    ("supply --sharps 80kg", "percent"),
    // records
    ("screen", "RECORD"),
    ("screen no-such-file.json", "no such file"),
    ("screen examples", "folder"),
    ("screen Cargo.toml", "no JSON"),
    (
        "screen examples/plain-unknown.json --patient nobody",
        "nobody",
    ),
    (
        "screen examples/plain-unknown.json --rxnorm examples",
        "RXNCONSO.RRF",
    ),
    ("monitor no-such-file.json", "no such file"),
    ("dose --record no-such-file.json", "no such file"),
    ("dose --patient plain-1", "--record"),
    // the rest
    ("", "Usage"),
    ("inject", "unrecognized subcommand"),
    ("dose --colour red", "unexpected argument"),
    ("dose --region uk", "possible values"),
    ("dose --format xml", "possible values"),
    ("dose --color blue", "possible values"),
    ("dose --country usa", "two letters"),
    ("dose --country 49", "two letters"),
    ("dose extra", "unexpected argument"),
    ("read everything", "medicine"),
    ("read", "PAGE"),
    ("explain", "STATEMENT"),
    ("explain no.such", "no statement and no rule"),
    ("explain nomid-maxx", "did you mean"),
    ("check no-such-folder", "no file"),
    ("check Cargo.toml", "source.toml"),
    ("search", "WORDS"),
    ("search qq --kind colour", "medicine"),
    ("search qq --limit 0", "1..=100"),
    ("search qq --rxnorm examples", "RXNCONSO.RRF"),
    ("completions dos", "possible values"),
];

fn refused(line: &str) -> common::Ran {
    let all = words(line);
    let mut args = borrowed(&all);
    if !args.contains(&"--at") && !args.is_empty() {
        args.extend(["--at", common::AT]);
    }
    run(&args)
}

#[test]
fn bad_input_is_refused_with_a_plain_sentence_and_nothing_else() {
    assert!(BAD.len() > 150, "{}", BAD.len());
    let mut wrong = Vec::new();
    for (line, says) in BAD {
        let ran = refused(line);
        let clean = [
            "panicked",
            "RUST_BACKTRACE",
            "Some(",
            "Err(",
            "ParseError",
            "\u{1b}",
        ]
        .iter()
        .all(|never| !ran.err.contains(never));
        if ran.code != 2 || !ran.out.is_empty() || !ran.err.contains(says) || !clean {
            wrong.push(format!(
                "{line}: {} wants {says:?}\n{}{}",
                ran.code, ran.err, ran.out
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_broken_record_is_refused_and_names_its_place() {
    for (bytes, says) in [
        (&b""[..], "empty"),
        (b"{", "no JSON"),
        (b"nonsense", "no JSON"),
        (b"{\"resourceType\": \"Bundle\", \"entry\": [}", "line 1"),
        (b"\xff\xfe{\x00}\x00", "UTF-16"),
        (b"\xff\xff\xff", "no JSON"),
    ] {
        let ran = run_with(&["screen", "-", "--at", common::AT], bytes);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (2, ""),
            "{bytes:?}: {}",
            ran.err
        );
        assert!(ran.err.contains(says), "{bytes:?}: {}", ran.err);
    }
}

/// What was typed is shown again, and must not move the cursor of who reads it.
#[test]
fn control_characters_are_not_shown() {
    for args in [
        ["dose", "--for", "a\u{1b}[2Jb"],
        ["explain", "a\u{1b}[2Jb", "--full"],
        ["screen", "a\u{1b}[2Jb", "--full"],
    ] {
        let ran = run(&args);
        assert_eq!(ran.code, 2);
        assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
    }
}

mod random {
    use proptest::prelude::*;

    const FLAGS: &[&str] = &[
        "--age",
        "--born",
        "--weight",
        "--height",
        "--creatinine",
        "--clearance",
        "--egfr",
        "--per-kg",
        "--amount",
        "--previous",
        "--condition",
        "--allergy",
        "--medicine",
        "--override",
        "--for",
        "--at",
        "--country",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

        /// Never a panic, never half an answer.
        #[test]
        fn anything_in_a_flag_is_an_answer_or_a_refusal(
            flag in prop::sample::select(FLAGS),
            value in "\\PC{0,12}|[0-9]{1,4}[.,]?[0-9]{0,3} ?(kg|mg|mg/kg|y|mo|mL/min|lb)(@2026-0[0-9]-[0-3][0-9])?",
        ) {
            let value = value.replace('\0', "");
            let ran = super::run(&["dose", &format!("{flag}={value}")]);
            prop_assert!((0..=2).contains(&ran.code), "{:?}", ran);
            prop_assert_eq!(ran.code == 2, ran.out.is_empty());
            prop_assert!(!ran.err.contains("panicked"), "{}", ran.err);
        }
    }
}
