//! When is a dose due?

use std::num::NonZeroU8;

use quantity::ClockSpan;
use serde::Deserialize;
use terminology::Terminology;
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;

/// How a usual time of day becomes a moment, on every day of the calendar.
///
/// ```toml
/// keep     = "local-time"
/// skipped  = "as-much-later"
/// repeated = "first"
/// clock-slack = "5 min"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameTime {
    /// What stays the same when the person travels or the clocks change.
    pub keep: KeepTime,
    /// When a dose is due whose usual time the clocks skip that day.
    pub skipped: Skipped,
    /// When a dose is due whose usual time comes twice that day.
    pub repeated: Repeated,
    /// How far something recorded may lie after now before a clock is in doubt (inclusive).
    pub clock_slack: ClockSpan,
}

/// What stays the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepTime {
    /// The time on the clock where the person is.
    LocalTime,
}

/// A usual time that does not exist on a day, such as 02:30 when the clocks go from 02:00 to 03:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// As much later as the clocks skip: 03:30. The same time on the clock has passed as on any day.
    AsMuchLater,
    /// As much earlier: 01:30.
    AsMuchEarlier,
}

/// A usual time that comes twice on a day, such as 01:30 when the clocks go from 02:00 to 01:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeated {
    /// The first of the two.
    First,
    /// The second of the two.
    Second,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct SameTimeWire {
    keep: Spanned<String>,
    skipped: Spanned<String>,
    repeated: Spanned<String>,
    clock_slack: Spanned<String>,
}

const KEEPS: &[(&str, KeepTime)] = &[("local-time", KeepTime::LocalTime)];
const SKIPS: &[(&str, Skipped)] = &[
    ("as-much-later", Skipped::AsMuchLater),
    ("as-much-earlier", Skipped::AsMuchEarlier),
];
const REPEATS: &[(&str, Repeated)] = &[("first", Repeated::First), ("second", Repeated::Second)];

impl RuleKind for SameTime {
    const KIND: &'static str = "same-time";
    type Wire = SameTimeWire;

    fn read(wire: SameTimeWire, cx: &mut Cx<'_>) -> Option<SameTime> {
        let keep = cx.word(&wire.keep, KEEPS);
        let skipped = cx.word(&wire.skipped, SKIPS);
        let repeated = cx.word(&wire.repeated, REPEATS);
        let clock_slack = cx.value(&wire.clock_slack);
        Some(SameTime {
            keep: keep?,
            skipped: skipped?,
            repeated: repeated?,
            clock_slack: clock_slack?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        let KeepTime::LocalTime = self.keep;
        let skipped = match self.skipped {
            Skipped::AsMuchLater => "as much later",
            Skipped::AsMuchEarlier => "as much earlier",
        };
        let repeated = match self.repeated {
            Repeated::First => "the first time",
            Repeated::Second => "the second time",
        };
        format!(
            "at the same local time; {skipped} when the clocks skip it, {repeated} when it comes twice; \
             a record more than {} ahead puts the clock in doubt",
            self.clock_slack
        )
    }

    fn check(rules: &[Rule<SameTime>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            if first.regions.meet(second.regions) {
                cx.overlap(first, second, "when a dose is due");
            }
        });
    }
}

/// How far apart the doses of one day are.
///
/// ```toml
/// doses-a-day = "2"
/// apart       = "12 h"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many doses on a day.
    pub doses_a_day: NonZeroU8,
    /// From one to the next.
    pub apart: ClockSpan,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct SpreadWire {
    doses_a_day: Spanned<String>,
    apart: Spanned<String>,
}

impl RuleKind for Spread {
    const KIND: &'static str = "spread";
    type Wire = SpreadWire;

    fn read(wire: SpreadWire, cx: &mut Cx<'_>) -> Option<Spread> {
        let doses_a_day = cx.value(&wire.doses_a_day);
        let apart = cx.value(&wire.apart);
        Some(Spread {
            doses_a_day: doses_a_day?,
            apart: apart?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        format!("{} doses a day are {} apart", self.doses_a_day, self.apart)
    }

    fn check(rules: &[Rule<Spread>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            if first.doses_a_day == second.doses_a_day && first.regions.meet(second.regions) {
                cx.overlap(first, second, "how far apart the doses of a day are");
            }
        });
    }
}

/// Every two rules of a kind, in the order of the text.
pub(super) fn pairs<T>(rules: &[Rule<T>], mut with: impl FnMut(&Rule<T>, &Rule<T>)) {
    for (i, first) in rules.iter().enumerate() {
        for second in rules.iter().skip(i + 1) {
            with(first, second);
        }
    }
}
