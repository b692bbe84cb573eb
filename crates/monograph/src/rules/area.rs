//! Where on the body may the next injection go?

use std::num::NonZeroU8;

use quantity::{CalendarSpan, Length};
use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::schedule::pairs;

/// An area of the body that is right for the injection, and the grid of spots over it.
///
/// Rows are counted from the upper end, columns from the middle of the body outwards, both from 0.
///
/// ```toml
/// place = "abdomen-left"
/// by    = "self"
/// adult = "4 x 4"
/// child = "3 x 3"
/// navel = "row 1, column -1"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// The place.
    pub place: ConceptId,
    /// Who can reach it.
    pub by: Reach,
    /// The grid on an adult.
    pub adult: Grid,
    /// The grid on a child, a part of the grid on an adult.
    pub child: Grid,
    /// Where the navel lies, in steps of the grid.
    pub navel: Option<Navel>,
}

/// Who can inject there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The person, or somebody else.
    Person,
    /// Somebody else only.
    Helper,
}

/// How many spots an area has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// From the upper end down.
    pub rows: NonZeroU8,
    /// From the middle of the body outwards.
    pub columns: NonZeroU8,
}

/// Where the navel lies beside a grid; a row or column below 0 lies outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Navel {
    /// The row at its height.
    pub row: i8,
    /// The column in which it would lie.
    pub column: i8,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct AreaWire {
    place: Spanned<String>,
    by: Spanned<String>,
    adult: Spanned<String>,
    child: Spanned<String>,
    navel: Option<Spanned<String>>,
}

const REACH: &[(&str, Reach)] = &[("self", Reach::Person), ("helper", Reach::Helper)];

impl RuleKind for Area {
    const KIND: &'static str = "area";
    type Wire = AreaWire;

    fn read(wire: AreaWire, cx: &mut Cx<'_>) -> Option<Area> {
        let place = cx.concept(&wire.place, &[Kind::Place]);
        let by = cx.word(&wire.by, REACH);
        let adult = grid(&wire.adult, cx);
        let child = grid(&wire.child, cx);
        let navel = match &wire.navel {
            None => Some(None),
            Some(word) => navel(word, cx).map(Some),
        };
        let (adult, child) = (adult?, child?);
        if child.rows > adult.rows || child.columns > adult.columns {
            cx.problem(
                "the grid on a child is larger than on an adult",
                wire.child.span(),
                "write no more rows and columns than on an adult",
            );
            return None;
        }
        Some(Area {
            place: place?,
            by: by?,
            adult,
            child,
            navel: navel?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let by = match self.by {
            Reach::Person => "anybody",
            Reach::Helper => "a helper",
        };
        format!(
            "{}, for {by}: {} by {} spots on an adult, {} by {} on a child",
            terminology.get(self.place).plain(),
            self.adult.rows,
            self.adult.columns,
            self.child.rows,
            self.child.columns
        )
    }

    fn check(rules: &[Rule<Area>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            let one_place = cx.terminology.is_a(first.place, second.place)
                || cx.terminology.is_a(second.place, first.place);
            if one_place && first.regions.meet(second.regions) {
                cx.overlap(first, second, "whether one may inject there");
            }
        });
        for rule in rules {
            if rule.reading.is_none() {
                cx.problem(
                    rule,
                    "no source states how many spots an area has",
                    "put it into a `[reading]` with `words`, `value` and `because`",
                );
            }
        }
    }
}

/// `4 x 3`: rows, columns.
fn grid(word: &Spanned<String>, cx: &mut Cx<'_>) -> Option<Grid> {
    let parsed = word.get_ref().split_once(" x ").and_then(|(r, c)| {
        Some(Grid {
            rows: r.trim().parse().ok()?,
            columns: c.trim().parse().ok()?,
        })
    });
    if parsed.is_none() {
        cx.problem(
            format!("`{}` is not a grid", word.get_ref()),
            word.span(),
            "write rows and columns, as in `4 x 3`",
        );
    }
    parsed
}

/// `row 1, column -1`
fn navel(word: &Spanned<String>, cx: &mut Cx<'_>) -> Option<Navel> {
    let parsed = word.get_ref().split_once(", ").and_then(|(row, column)| {
        Some(Navel {
            row: row.strip_prefix("row ")?.parse().ok()?,
            column: column.strip_prefix("column ")?.parse().ok()?,
        })
    });
    if parsed.is_none() {
        cx.problem(
            format!("`{}` is not a place beside a grid", word.get_ref()),
            word.span(),
            "write it as in `row 1, column -1`",
        );
    }
    parsed
}

/// How far apart the spots of a grid lie, and below which age the grid of a child is used.
///
/// ```toml
/// apart       = "2.5 cm"
/// child-below = "12 a"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridScale {
    /// From one spot to the next in its row or column.
    pub apart: Length,
    /// The age below which the grid of a child is used (exclusive); also when the age is unknown.
    pub child_below: CalendarSpan,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct GridScaleWire {
    apart: Spanned<String>,
    child_below: Spanned<String>,
}

impl RuleKind for GridScale {
    const KIND: &'static str = "grid";
    type Wire = GridScaleWire;

    fn read(wire: GridScaleWire, cx: &mut Cx<'_>) -> Option<GridScale> {
        let apart = cx.value(&wire.apart);
        let child_below = cx.value(&wire.child_below);
        Some(GridScale {
            apart: apart?,
            child_below: child_below?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        format!(
            "spots of a grid are {} apart; a child is below {}",
            self.apart, self.child_below
        )
    }

    fn check(rules: &[Rule<GridScale>], cx: &mut CheckCx<'_>) {
        one_each(
            rules,
            cx,
            "how far apart the spots of a grid are",
            |_, _| true,
        );
    }
}

/// How far a spot must at least be from something.
///
/// ```toml
/// from     = "last-spot"
/// at-least = "2.5 cm"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distance {
    /// From what.
    pub from: DistanceFrom,
    /// The least distance (inclusive).
    pub at_least: Length,
}

/// What to keep away from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DistanceFrom {
    /// The spot of the last injection.
    LastSpot,
    /// The navel.
    Navel,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct DistanceWire {
    from: Spanned<String>,
    at_least: Spanned<String>,
}

const FROM: &[(&str, DistanceFrom)] = &[
    ("last-spot", DistanceFrom::LastSpot),
    ("navel", DistanceFrom::Navel),
];

impl RuleKind for Distance {
    const KIND: &'static str = "distance";
    type Wire = DistanceWire;

    fn read(wire: DistanceWire, cx: &mut Cx<'_>) -> Option<Distance> {
        let from = cx.word(&wire.from, FROM);
        let at_least = cx.value(&wire.at_least);
        Some(Distance {
            from: from?,
            at_least: at_least?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        let from = match self.from {
            DistanceFrom::LastSpot => "the last spot",
            DistanceFrom::Navel => "the navel",
        };
        format!("at least {} from {from}", self.at_least)
    }

    fn check(rules: &[Rule<Distance>], cx: &mut CheckCx<'_>) {
        one_each(rules, cx, "how far a spot must be away", |a, b| {
            a.from == b.from
        });
    }
}

/// One principle by which the next place is chosen.
///
/// ```toml
/// by = "longest-rested"
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// The principle.
    pub by: RotateBy,
}

/// A principle by which the next place is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotateBy {
    /// Another area than the last time, as long as there is one.
    AnotherArea,
    /// The one that has rested longest; one that was never used comes before all others.
    LongestRested,
    /// Only areas that the prescriber approved, where he named some.
    Approved,
    /// From what was written down about each injection.
    Record,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RotationWire {
    by: Spanned<String>,
}

const ROTATE: &[(&str, RotateBy)] = &[
    ("another-area", RotateBy::AnotherArea),
    ("longest-rested", RotateBy::LongestRested),
    ("approved", RotateBy::Approved),
    ("record", RotateBy::Record),
];

impl RuleKind for Rotation {
    const KIND: &'static str = "rotation";
    type Wire = RotationWire;

    fn read(wire: RotationWire, cx: &mut Cx<'_>) -> Option<Rotation> {
        Some(Rotation {
            by: cx.word(&wire.by, ROTATE)?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        match self.by {
            RotateBy::AnotherArea => "another area than the last time, where there is one",
            RotateBy::LongestRested => "the place that has rested longest, a new one first",
            RotateBy::Approved => "only areas that the prescriber approved",
            RotateBy::Record => "from the record of each injection",
        }
        .to_owned()
    }

    fn check(rules: &[Rule<Rotation>], cx: &mut CheckCx<'_>) {
        one_each(rules, cx, "how the next place is chosen", |a, b| {
            a.by == b.by
        });
    }
}

/// What is seen on the skin keeps a spot at rest.
///
/// ```toml
/// seen    = ["sore", "red"]
/// cleared = "person"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkinRest {
    /// What was seen.
    pub seen: Vec<SkinSign>,
    /// Who can say that the spot may be used again.
    pub cleared: ClearedBy,
}

/// What is seen on the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkinSign {
    /// It hurts, also when it is touched.
    Sore,
    /// It is bruised.
    Bruised,
    /// It is red.
    Red,
    /// It is hard, or has a lump.
    Hard,
    /// It itches or swells.
    Reacting,
    /// It reacted severely.
    SevereReaction,
    /// It has a scar.
    Scar,
    /// It has stretch marks.
    StretchMarks,
    /// A vein can be seen.
    Vein,
}

impl SkinSign {
    /// All signs, with their words.
    pub const ALL: &'static [(&'static str, SkinSign)] = &[
        ("sore", SkinSign::Sore),
        ("bruised", SkinSign::Bruised),
        ("red", SkinSign::Red),
        ("hard", SkinSign::Hard),
        ("reacting", SkinSign::Reacting),
        ("severe-reaction", SkinSign::SevereReaction),
        ("scar", SkinSign::Scar),
        ("stretch-marks", SkinSign::StretchMarks),
        ("vein", SkinSign::Vein),
    ];

    /// The word of the sign.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, sign)| *sign == self)
            .map_or("skin", |(word, _)| word)
    }
}

/// Who can say that a spot may be used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClearedBy {
    /// The person, or who helps.
    Person,
    /// A doctor or nurse.
    Doctor,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct SkinRestWire {
    seen: Vec<Spanned<String>>,
    cleared: Spanned<String>,
}

const CLEARED: &[(&str, ClearedBy)] =
    &[("person", ClearedBy::Person), ("doctor", ClearedBy::Doctor)];

impl RuleKind for SkinRest {
    const KIND: &'static str = "skin-rest";
    type Wire = SkinRestWire;

    fn read(wire: SkinRestWire, cx: &mut Cx<'_>) -> Option<SkinRest> {
        let seen: Vec<SkinSign> = wire
            .seen
            .iter()
            .filter_map(|word| cx.word(word, SkinSign::ALL))
            .collect();
        let cleared = cx.word(&wire.cleared, CLEARED);
        let whole = !seen.is_empty() && seen.len() == wire.seen.len();
        Some(SkinRest {
            seen: whole.then_some(seen)?,
            cleared: cleared?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        let seen: Vec<&str> = self.seen.iter().map(|sign| sign.word()).collect();
        let by = match self.cleared {
            ClearedBy::Person => "the person clears it",
            ClearedBy::Doctor => "a doctor clears it",
        };
        format!("a spot rests until {by}: {}", seen.join(", "))
    }

    fn check(rules: &[Rule<SkinRest>], cx: &mut CheckCx<'_>) {
        one_each(rules, cx, "who clears such a spot", |a, b| {
            a.cleared != b.cleared && a.seen.iter().any(|sign| b.seen.contains(sign))
        });
        for (word, sign) in SkinSign::ALL {
            let seen = rules.iter().any(|rule| rule.seen.contains(sign));
            if let (false, Some(rule)) = (seen, rules.first()) {
                cx.problem(
                    rule,
                    format!("no rule says what to do with skin that is `{word}`"),
                    "add the word to `seen` of a `skin-rest` rule",
                );
            }
        }
    }
}

/// Two rules of one question that can hold in one place are an overlap.
fn one_each<T: RuleKind>(
    rules: &[Rule<T>],
    cx: &mut CheckCx<'_>,
    question: &str,
    same: impl Fn(&T, &T) -> bool,
) {
    pairs(rules, |first, second| {
        if same(first.what(), second.what()) && first.regions.meet(second.regions) {
            cx.overlap(first, second, question);
        }
    });
}
