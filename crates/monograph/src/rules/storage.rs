//! May this syringe be used, and how is it kept?

use quantity::{ClockSpan, Quantity, Range, Temperature, Unit};
use serde::Deserialize;
use terminology::Terminology;
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::{Region, Rule};
use crate::rules::schedule::pairs;

/// What happened to a syringe decides whether it may be used.
///
/// ```toml
/// was  = "frozen"
/// then = "discard"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyringeState {
    /// What happened to it.
    pub was: Happened,
    /// What follows.
    pub then: SyringeThen,
}

/// What happened to a syringe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Happened {
    /// Its date has passed.
    Outdated,
    /// It is not needed any more.
    NotNeeded,
    /// Its seal was broken before.
    Opened,
    /// It was used.
    Used,
    /// It was frozen, or may have been.
    Frozen,
    /// It was shaken.
    Shaken,
    /// It was dropped.
    Dropped,
    /// It stood in light without its box.
    InLight,
}

impl Happened {
    /// Everything that can happen, with its word.
    pub const ALL: &'static [(&'static str, Happened)] = &[
        ("outdated", Happened::Outdated),
        ("not-needed", Happened::NotNeeded),
        ("opened", Happened::Opened),
        ("used", Happened::Used),
        ("frozen", Happened::Frozen),
        ("shaken", Happened::Shaken),
        ("dropped", Happened::Dropped),
        ("in-light", Happened::InLight),
    ];

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, happened)| *happened == self)
            .map_or("syringe", |(word, _)| word)
    }
}

/// What follows for the syringe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyringeThen {
    /// It is not offered until a pharmacist was asked.
    Ask,
    /// It is thrown away.
    Discard,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SyringeStateWire {
    was: Spanned<String>,
    then: Spanned<String>,
}

const THEN: &[(&str, SyringeThen)] =
    &[("ask", SyringeThen::Ask), ("discard", SyringeThen::Discard)];

impl RuleKind for SyringeState {
    const KIND: &'static str = "syringe-state";
    type Wire = SyringeStateWire;

    fn read(wire: SyringeStateWire, cx: &mut Cx<'_>) -> Option<SyringeState> {
        let was = cx.word(&wire.was, Happened::ALL);
        let then = cx.word(&wire.then, THEN);
        Some(SyringeState {
            was: was?,
            then: then?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        let then = match self.then {
            SyringeThen::Ask => "ask before it is used",
            SyringeThen::Discard => "throw it away",
        };
        format!("a syringe that is {}: {then}", self.was.word())
    }

    fn check(rules: &[Rule<SyringeState>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            if first.was == second.was && first.regions.meet(second.regions) {
                cx.overlap(first, second, "what follows for such a syringe");
            }
        });
        for (word, happened) in Happened::ALL {
            let known = rules.iter().any(|rule| rule.was == *happened);
            if let (false, Some(rule)) = (known, rules.first()) {
                cx.problem(
                    rule,
                    format!("no rule says what follows for a syringe that is `{word}`"),
                    format!("add a `syringe-state` with `was = \"{word}\"`"),
                );
            }
        }
    }
}

/// How long a syringe may be out of the refrigerator.
///
/// ```toml
/// leaflet = "eu"
/// most    = "72 h"
/// warmest = "25 Cel"
/// back    = "never"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomTime {
    /// Whose leaflet belongs to the syringe; none: nobody knows.
    pub leaflet: Option<Region>,
    /// The longest time in all (inclusive).
    pub most: ClockSpan,
    /// The warmest that it may get (inclusive), where the source says.
    pub warmest: Option<Temperature>,
    /// Whether it may go back into the refrigerator.
    pub back: GoBack,
}

/// Whether a syringe may go back into the refrigerator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoBack {
    /// Never.
    Never,
    /// The source does not say.
    NotSaid,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoomTimeWire {
    leaflet: Spanned<String>,
    most: Spanned<String>,
    warmest: Option<Spanned<String>>,
    back: Spanned<String>,
}

impl RuleKind for RoomTime {
    const KIND: &'static str = "room-time";
    type Wire = RoomTimeWire;

    fn read(wire: RoomTimeWire, cx: &mut Cx<'_>) -> Option<RoomTime> {
        let leaflets = [
            ("us", Some(Region::Us)),
            ("eu", Some(Region::Eu)),
            ("unknown", None),
        ];
        let leaflet = cx.word(&wire.leaflet, &leaflets);
        let most = cx.value(&wire.most);
        let warmest = cx.optional(wire.warmest.as_ref());
        let back = cx.word(
            &wire.back,
            &[("never", GoBack::Never), ("not-said", GoBack::NotSaid)],
        );
        Some(RoomTime {
            leaflet: leaflet?,
            most: most?,
            warmest: warmest?,
            back: back?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        let whose = match self.leaflet {
            Some(Region::Us) => "US leaflet",
            Some(Region::Eu) => "EU leaflet",
            None => "leaflet unknown",
        };
        let warmest = self
            .warmest
            .map(|t| format!(", up to {t}"))
            .unwrap_or_default();
        let back = match self.back {
            GoBack::Never => ", never back",
            GoBack::NotSaid => "",
        };
        format!(
            "{whose}: at most {} out of the refrigerator{warmest}{back}",
            self.most
        )
    }

    fn check(rules: &[Rule<RoomTime>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            if first.leaflet == second.leaflet {
                cx.overlap(first, second, "how long a syringe may be out");
            }
        });
        let Some(unknown) = rules.iter().find(|rule| rule.leaflet.is_none()) else {
            if let Some(rule) = rules.first() {
                cx.problem(
                    rule,
                    "no rule says how long a syringe may be out when its leaflet is not known",
                    "add a `room-time` with `leaflet = \"unknown\"`",
                );
            }
            return;
        };
        for rule in rules {
            if rule.most < unknown.most {
                cx.problem(
                    unknown,
                    format!("`{}` allows less time than this", rule.name),
                    "the rule for an unknown leaflet is the strictest of all",
                );
            }
        }
    }
}

/// What the printed date means.
///
/// ```toml
/// month = "last-day"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedDate {
    /// Until which day of the printed month a syringe may be used.
    pub month: MonthDay,
}

/// A day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthDay {
    /// The last one.
    Last,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrintedDateWire {
    month: Spanned<String>,
}

impl RuleKind for PrintedDate {
    const KIND: &'static str = "printed-date";
    type Wire = PrintedDateWire;

    fn read(wire: PrintedDateWire, cx: &mut Cx<'_>) -> Option<PrintedDate> {
        Some(PrintedDate {
            month: cx.word(&wire.month, &[("last-day", MonthDay::Last)])?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        match self.month {
            MonthDay::Last => "the printed month ends on its last day".to_owned(),
        }
    }

    fn check(rules: &[Rule<PrintedDate>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            if first.regions.meet(second.regions) {
                cx.overlap(first, second, "what the printed date means");
            }
        });
    }
}

/// Something to see to while syringes are at home.
///
/// ```toml
/// says    = "Keep it in the refrigerator, not in the freezer."
/// between = "2 to 8 Cel"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// What to see to, in plain words.
    pub says: String,
    /// The temperatures, where the source names them.
    pub between: Option<Range<Temperature>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeepWire {
    says: Spanned<String>,
    between: Option<Spanned<String>>,
}

impl RuleKind for Keep {
    const KIND: &'static str = "keep";
    type Wire = KeepWire;

    fn read(wire: KeepWire, cx: &mut Cx<'_>) -> Option<Keep> {
        let between = cx.optional(wire.between.as_ref());
        if wire.says.get_ref().trim().is_empty() {
            cx.problem("this says nothing", wire.says.span(), "say what to see to");
            return None;
        }
        Some(Keep {
            says: wire.says.into_inner(),
            between: between?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        match self.between {
            None => self.says.clone(),
            Some(between) => format!("{between}: {}", self.says),
        }
    }
}

/// When the sharps container is replaced.
///
/// ```toml
/// replace-at = "75 %"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sharps {
    /// How full it then is (inclusive), in percent.
    pub replace_at: Quantity,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct SharpsWire {
    replace_at: Spanned<String>,
}

impl RuleKind for Sharps {
    const KIND: &'static str = "sharps";
    type Wire = SharpsWire;

    fn read(wire: SharpsWire, cx: &mut Cx<'_>) -> Option<Sharps> {
        let replace_at: Quantity = cx.value(&wire.replace_at)?;
        if replace_at.unit() != Unit::Percent {
            cx.problem(
                "this is not a part of the container",
                wire.replace_at.span(),
                "write it in percent, as in `75 %`",
            );
            return None;
        }
        Some(Sharps { replace_at })
    }

    fn line(&self, _: &Terminology) -> String {
        format!(
            "the container is replaced when it is {} full",
            self.replace_at
        )
    }

    fn check(rules: &[Rule<Sharps>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            if first.regions.meet(second.regions) {
                cx.overlap(first, second, "when the container is replaced");
            }
        });
    }
}
