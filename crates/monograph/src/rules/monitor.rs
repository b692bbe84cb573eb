//! What is checked before the start and on treatment, and when?

use quantity::CalendarSpan;
use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::rule::Rule;

/// A test, a weight or a visit, and its days.
///
/// ```toml
/// of     = "neutrophils"
/// before = "30 d"
/// at     = ["1 mo", "2 mo", "3 mo"]
/// then   = "3 mo"
/// until  = "1 a"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Monitor {
    /// What is checked: any one of these tests, or a visit.
    pub of: Watched,
    /// From which age on.
    pub min_age: Option<CalendarSpan>,
    /// Below which age.
    pub below_age: Option<CalendarSpan>,
    /// It is due before the start, and may be so old on the day of the start.
    pub before: Option<CalendarSpan>,
    /// It is due so long after the start.
    pub at: Vec<CalendarSpan>,
    /// After the last of `at` (or the start) it is due again and again after so long.
    pub then: Option<CalendarSpan>,
    /// It is due so long after its last value, whenever that was.
    pub every: Option<CalendarSpan>,
    /// The last of them is due at most so long after the start; none: there is no end.
    pub until: Option<CalendarSpan>,
    /// What it is for, in a few words for people.
    pub says: String,
}

/// What is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// One of these tests; any of them will do. Never empty.
    Tests(Vec<ConceptId>),
    /// A visit to the doctor.
    Visit,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    of: Spanned<String>,
    #[serde(default)]
    or: Vec<Spanned<String>>,
    min_age: Option<Spanned<String>>,
    below_age: Option<Spanned<String>>,
    before: Option<Spanned<String>>,
    #[serde(default)]
    at: Vec<Spanned<String>>,
    then: Option<Spanned<String>>,
    every: Option<Spanned<String>>,
    until: Option<Spanned<String>>,
    says: String,
}

impl RuleKind for Monitor {
    const KIND: &'static str = "monitor";
    const REPLACES: bool = true;
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Monitor> {
        let of = watched(&wire, cx);
        let min_age = cx.optional(wire.min_age.as_ref());
        let below_age = cx.optional(wire.below_age.as_ref());
        let before = cx.optional(wire.before.as_ref());
        let at: Vec<Option<CalendarSpan>> = wire.at.iter().map(|at| cx.value(at)).collect();
        let then = cx.optional(wire.then.as_ref());
        let every = cx.optional(wire.every.as_ref());
        let until = cx.optional(wire.until.as_ref());
        let monitor = Monitor {
            of: of?,
            min_age: min_age?,
            below_age: below_age?,
            before: before?,
            at: at.into_iter().collect::<Option<Vec<_>>>()?,
            then: then?,
            every: every?,
            until: until?,
            says: wire.says,
        };
        days(&monitor, &wire.of, cx).then_some(monitor)
    }

    fn line(&self, terminology: &Terminology) -> String {
        let of = match &self.of {
            Watched::Visit => "a visit".to_owned(),
            Watched::Tests(tests) => {
                let names: Vec<&str> = tests.iter().map(|t| terminology.get(*t).name()).collect();
                names.join(" or ")
            }
        };
        let mut parts = Vec::new();
        if let Some(before) = self.before {
            parts.push(format!("in the {before} before the start"));
        }
        parts.extend(self.at.iter().map(|at| format!("{at} after it")));
        if let Some(then) = self.then {
            let until = self
                .until
                .map_or_else(|| ", without an end".to_owned(), |u| format!(" up to {u}"));
            parts.push(format!("then every {then}{until}"));
        }
        if let Some(every) = self.every {
            parts.push(format!("{every} after the last one"));
        }
        let age = |word, age: Option<CalendarSpan>| {
            age.map(|age| format!(" {word} {age}")).unwrap_or_default()
        };
        let (from, below) = (age("from", self.min_age), age("below", self.below_age));
        format!("{of}{from}{below}: {}", parts.join(", "))
    }

    fn check(rules: &[Rule<Monitor>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i.saturating_add(1)) {
                let same = first.of == second.of
                    && ages_meet(first, second)
                    && first.regions.meet(second.regions);
                if same {
                    cx.overlap(first, second, "when one thing is checked");
                }
            }
        }
    }
}

fn ages_meet(first: &Monitor, second: &Monitor) -> bool {
    let apart = |low: Option<CalendarSpan>, below: Option<CalendarSpan>| match (low, below) {
        (Some(low), Some(below)) => below <= low,
        _ => false,
    };
    !apart(first.min_age, second.below_age) && !apart(second.min_age, first.below_age)
}

fn watched(wire: &Wire, cx: &mut Cx<'_>) -> Option<Watched> {
    if wire.of.get_ref() == "visit" {
        return Some(Watched::Visit);
    }
    let first = cx.concept(&wire.of, &[Kind::Lab])?;
    let rest = cx.concepts(&wire.or, &[Kind::Lab])?;
    Some(Watched::Tests(std::iter::once(first).chain(rest).collect()))
}

/// The days of a plan: at least one, in order, and an end only after the last.
fn days(monitor: &Monitor, at: &Spanned<String>, cx: &mut Cx<'_>) -> bool {
    let mut fits = true;
    let mut wrong = |message: &str, help: &str| {
        cx.problem(message, at.span(), help);
        fits = false;
    };
    let from_start = !monitor.at.is_empty() || monitor.then.is_some();
    if monitor.before.is_none() && !from_start && monitor.every.is_none() {
        wrong(
            "this plan has no day",
            "add `before`, `at`, `then` or `every`",
        );
    }
    if monitor.every.is_some() && (from_start || monitor.before.is_some()) {
        wrong(
            "is it counted from the start or from the last value?",
            "write `every` alone, or `before`, `at` and `then`",
        );
    }
    let pairs = monitor.at.iter().zip(monitor.at.iter().skip(1));
    if pairs.into_iter().any(|(first, second)| first >= second) {
        wrong("the days are not in order", "write the earlier ones first");
    }
    let none = |span: &CalendarSpan| span.months() == 0 && span.days() == 0;
    let again = [monitor.then, monitor.every];
    if again.iter().flatten().any(none) || monitor.at.iter().any(none) {
        wrong("this is due after no time", "write `1 mo` or another span");
    }
    if monitor.until.is_some() && monitor.then.is_none() {
        wrong("an end of what?", "add `then`, or delete `until`");
    }
    fits
}
