//! The spots of a body: where they are, how far apart, and when they were last used.

use std::cmp::Ordering;

use jiff::{Timestamp, ZonedDateTime};
use monograph::{Area, Comparison, DistanceFrom, Grid, GridScale, Reach, RotateBy, Rule};
use quantity::{Decimal, Length};
use terminology::ConceptId;

use super::rest::{Held, held};
use super::{LastUse, Ranked, Resting, SameArea, SiteAsk, SiteWarning, rotation};
use crate::decision::Basis;
use crate::fact::{Fact, What, When};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::{Cell, Prescription, Site};
use crate::truth::Truth;

/// A body with its areas, what was recorded on it, and the distances to keep.
pub(super) struct Body<'a> {
    setting: &'a Setting<'a>,
    areas: Vec<&'a Rule<Area>>,
    approvals: Vec<(&'a Fact, &'a [ConceptId])>,
    scale: Option<GridScale>,
    child: Truth,
    uses: Vec<Use<'a>>,
    last: Vec<Use<'a>>,
    held: Vec<Held<'a>>,
    from_last: Option<Length>,
    from_navel: Option<Length>,
    /// Whether another area than the last one comes first.
    other_area_first: bool,
}

/// A recorded dose: its place and its moment.
#[derive(Clone, Copy)]
struct Use<'a> {
    fact: &'a Fact,
    site: Option<Site>,
    /// At the latest then; none: nobody knows.
    at: Option<Timestamp>,
}

impl<'a> Body<'a> {
    pub(super) fn of(
        setting: &'a Setting<'a>,
        situation: &'a Situation,
        basis: &mut Basis,
    ) -> Body<'a> {
        let rules = setting.monograph.rules();
        let areas: Vec<&Rule<Area>> = rules
            .areas()
            .iter()
            .filter(|rule| setting.holds(rule.regions()))
            .collect();
        for area in &areas {
            basis.because.and(area.statement());
            basis.reads(area.no());
        }
        let scale = rules
            .grids()
            .iter()
            .find(|rule| setting.holds(rule.regions()));
        if let Some(scale) = scale {
            basis.reads(scale.no());
        }
        let uses = uses(setting, situation);
        let last = last(&uses);
        let body = Body {
            setting,
            areas,
            approvals: approvals(setting, situation),
            scale: scale.map(|rule| *rule.what()),
            child: child(setting, situation, scale, basis),
            held: held(setting, situation, basis),
            from_last: distance(setting, DistanceFrom::LastSpot, basis),
            from_navel: distance(setting, DistanceFrom::Navel, basis),
            other_area_first: rotation(setting, RotateBy::AnotherArea).is_some(),
            uses,
            last,
        };
        body.misses(basis);
        body
    }

    fn misses(&self, basis: &mut Basis) {
        let asks = rotation(self.setting, RotateBy::Record)
            .map_or(self.setting.monograph.first().no(), Rule::statement);
        if self.last.is_empty() {
            basis.misses("administration", None, asks);
        }
        if self.last.iter().any(|last| last.site.is_none()) {
            basis.misses("injection-site", None, asks);
        }
    }

    /// The facts that the answer was found from: the newest use of each spot, the last dose, the
    /// signs that hold, and the areas of the prescriber.
    pub(super) fn names_inputs(&self, basis: &mut Basis) {
        self.newest().for_each(|used| basis.uses(used.fact));
        self.last.iter().for_each(|last| basis.uses(last.fact));
        self.held.iter().for_each(|held| basis.uses(held.fact));
        self.approvals.iter().for_each(|(fact, _)| basis.uses(fact));
    }

    /// The newest use of each recorded place.
    fn newest(&self) -> impl Iterator<Item = &Use<'a>> {
        let later = |a: &Use<'_>, b: &Use<'_>| Rested::of(a.at) > Rested::of(b.at);
        let newest = move |used: &&Use<'a>| {
            let others = self.uses.iter().filter(|other| other.site == used.site);
            used.site.is_some() && !others.into_iter().any(|other| later(other, used))
        };
        self.uses.iter().filter(newest)
    }

    pub(super) fn history(&self) -> Vec<(Site, LastUse)> {
        let mut history: Vec<(Site, Option<Timestamp>)> = self
            .newest()
            .filter_map(|used| Some((used.site?, used.at)))
            .collect();
        history.sort_unstable();
        history.dedup();
        history
            .into_iter()
            .map(|(site, at)| (site, self.last_use(at)))
            .collect()
    }

    pub(super) fn resting(&self) -> Vec<Resting> {
        let mut resting: Vec<Resting> = self.held.iter().map(|held| held.resting).collect();
        resting.sort_by_key(|resting| (resting.site, resting.sign));
        resting.dedup();
        resting
    }

    pub(super) fn last_sites(&self) -> Vec<Site> {
        let mut sites: Vec<Site> = self.last.iter().filter_map(|last| last.site).collect();
        sites.sort_unstable();
        sites.dedup();
        sites
    }

    /// The spots that are allowed, the best first.
    pub(super) fn ranked(&self, by: Reach) -> Vec<Ranked> {
        let mut ranked: Vec<(Key, Ranked)> = Vec::new();
        for (order, area) in self.areas.iter().enumerate() {
            for cell in cells(self.grid(area)) {
                let site = Site {
                    area: area.place,
                    cell: Some(cell),
                };
                if self.hard(by, site).is_empty() && self.distances(site).is_empty() {
                    ranked.push((self.key(order, site), self.rank(area, site)));
                }
            }
        }
        ranked.sort_by_key(|(key, _)| *key);
        ranked.into_iter().map(|(_, ranked)| ranked).collect()
    }

    fn rank(&self, area: &Area, site: Site) -> Ranked {
        Ranked {
            site,
            reach: area.by,
            last_used: self.used(Some(site)).map(|used| self.last_use(used.at)),
            area: self.same_area(site),
        }
    }

    fn last_use(&self, at: Option<Timestamp>) -> LastUse {
        let zone = self.setting.now.time_zone().clone();
        at.map_or(LastUse::Unknown, |at| {
            LastUse::At(at.to_zoned_datetime(zone))
        })
    }

    /// Another area first, then the area and in it the spot that has rested longest (never used
    /// before all others, an unknown time after them), then the order of the text.
    fn key(&self, order: usize, site: Site) -> Key {
        let same = if self.other_area_first {
            self.same_area(site)
        } else {
            SameArea::Other
        };
        let area_used = self
            .uses
            .iter()
            .filter(|used| used.site.is_some_and(|at| at.area == site.area))
            .map(|used| Rested::of(used.at))
            .max();
        let spot_used = self.used(Some(site)).map(|used| Rested::of(used.at));
        (same, area_used, spot_used, order, site.cell)
    }

    fn same_area(&self, site: Site) -> SameArea {
        let same = self.last_sites().iter().any(|last| last.area == site.area);
        if same {
            SameArea::Same
        } else {
            SameArea::Other
        }
    }

    /// The newest use of a spot. A use of which only the area is known counts for all its spots.
    fn used(&self, site: Option<Site>) -> Option<&Use<'a>> {
        let wanted = site?;
        self.uses
            .iter()
            .filter(|used| {
                used.site.is_some_and(|at| {
                    at.area == wanted.area && (at.cell.is_none() || at.cell == wanted.cell)
                })
            })
            .max_by_key(|used| Rested::of(used.at))
    }

    /// Why nothing is left.
    pub(super) fn why_none(&self, by: Reach) -> SiteAsk {
        let approved = |area: &&&Rule<Area>| self.approved(area.place);
        let mut approved = self.areas.iter().filter(approved).peekable();
        if approved.peek().is_none() {
            return SiteAsk::NoArea;
        }
        let reached = approved.any(|area| reaches(by, area.by));
        if reached {
            SiteAsk::AllRest
        } else {
            SiteAsk::NeedsHelper
        }
    }

    /// All that speaks against a spot, the weightiest first.
    pub(super) fn warnings(&self, by: Reach, site: Site) -> Vec<SiteWarning> {
        let mut warnings = self.hard(by, site);
        if site.cell.is_none() {
            warnings.push(SiteWarning::SpotUnknown);
        }
        warnings.extend(self.distances(site));
        let other_free = self.ranked(by).iter().any(|r| r.area == SameArea::Other);
        if self.other_area_first && other_free && self.same_area(site) == SameArea::Same {
            warnings.push(SiteWarning::SameArea);
        }
        warnings
    }

    /// What forbids a spot: its area, the grid, its skin.
    fn hard(&self, by: Reach, site: Site) -> Vec<SiteWarning> {
        let Some(area) = self.areas.iter().find(|area| area.place == site.area) else {
            return vec![SiteWarning::NotAnArea];
        };
        let mut warnings = Vec::new();
        if !self.approved(site.area) {
            warnings.push(SiteWarning::NotApproved);
        }
        for held in &self.held {
            let at = held.resting.site;
            let meets = at.cell.is_none() || site.cell.is_none() || at.cell == site.cell;
            if at.area == site.area && meets {
                warnings.push(SiteWarning::Rests(held.resting.sign));
            }
        }
        if !reaches(by, area.by) {
            warnings.push(SiteWarning::NeedsHelper);
        }
        if let Some(cell) = site.cell {
            if !inside(self.grid(area), cell) {
                warnings.push(SiteWarning::OutsideGrid);
            }
            if self.near_navel(area, cell) {
                warnings.push(SiteWarning::NearNavel);
            }
        }
        warnings
    }

    /// Whether the spots of the last dose are far enough away.
    fn distances(&self, site: Site) -> Vec<SiteWarning> {
        let mut warnings = Vec::new();
        for last in self.last_sites() {
            if last == site && site.cell.is_some() {
                warnings.push(SiteWarning::SameSpot);
            } else if self.may_be_near(last, site) {
                warnings.push(SiteWarning::NearLastSpot);
            }
        }
        warnings.dedup();
        warnings
    }

    /// Whether two spots lie too near each other; where nobody knows, they may.
    fn may_be_near(&self, a: Site, b: Site) -> bool {
        let Some(least) = self.from_last else {
            return false;
        };
        let (Some(cell_a), Some(cell_b)) = (a.cell, b.cell) else {
            return a.area == b.area;
        };
        match self.steps(a.area, cell_a, b.area, cell_b) {
            None => false,
            Some(steps) => self.nearer(steps, least),
        }
    }

    /// Rows and columns between two spots. None for areas that do not touch. Over the middle of the
    /// belly the columns of both sides add up.
    fn steps(&self, area_a: ConceptId, a: Cell, area_b: ConceptId, b: Cell) -> Option<(i64, i64)> {
        let at = |cell: Cell| (i64::from(cell.row), i64::from(cell.column));
        let ((row_a, column_a), (row_b, column_b)) = (at(a), at(b));
        if area_a == area_b {
            return Some((row_a - row_b, column_a - column_b));
        }
        let navel = |place| {
            let area = self.areas.iter().find(|area| area.place == place)?;
            let navel = area.navel?;
            Some((i64::from(navel.row), i64::from(navel.column)))
        };
        let ((navel_row_a, navel_a), (navel_row_b, navel_b)) = (navel(area_a)?, navel(area_b)?);
        let rows = (row_a - navel_row_a) - (row_b - navel_row_b);
        Some((rows, (column_a - navel_a) + (column_b - navel_b)))
    }

    fn near_navel(&self, area: &Area, cell: Cell) -> bool {
        let (Some(navel), Some(least)) = (area.navel, self.from_navel) else {
            return false;
        };
        let rows = i64::from(cell.row) - i64::from(navel.row);
        let columns = i64::from(cell.column) - i64::from(navel.column);
        self.nearer((rows, columns), least)
    }

    /// Whether so many steps are less than a distance: squares are compared, exactly. Where the
    /// grid has no scale nobody knows, and it counts as near.
    fn nearer(&self, (rows, columns): (i64, i64), least: Length) -> bool {
        let squares = rows.saturating_mul(rows) + columns.saturating_mul(columns);
        let square = |length: Length| length.value().checked_mul(length.value());
        let compared = self.scale.and_then(|scale| {
            let far = square(scale.apart)?.checked_mul(Decimal::from(squares))?;
            Some(far.cmp(&square(least)?))
        });
        compared.is_none_or(|order| order == Ordering::Less)
    }

    /// The grid of a child unless the person is known to be older.
    fn grid(&self, area: &Area) -> Grid {
        match self.child {
            Truth::No => area.adult,
            Truth::Yes | Truth::Unknown => area.child,
        }
    }

    fn approved(&self, place: ConceptId) -> bool {
        let is_a = |area: &ConceptId| self.setting.terminology.is_a(place, *area);
        self.approvals
            .iter()
            .all(|(_, areas)| areas.iter().any(is_a))
    }
}

type Key = (
    SameArea,
    Option<Rested>,
    Option<Rested>,
    usize,
    Option<Cell>,
);

/// How long something has rested: the earlier used, the less. A use at an unknown time counts as
/// the last of all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rested {
    Since(Timestamp),
    Unknown,
}

impl Rested {
    fn of(at: Option<Timestamp>) -> Rested {
        at.map_or(Rested::Unknown, Rested::Since)
    }
}

fn reaches(by: Reach, needs: Reach) -> bool {
    match (by, needs) {
        (Reach::Helper, Reach::Person | Reach::Helper) | (Reach::Person, Reach::Person) => true,
        (Reach::Person, Reach::Helper) => false,
    }
}

fn cells(grid: Grid) -> impl Iterator<Item = Cell> {
    (0..grid.rows.get())
        .flat_map(move |row| (0..grid.columns.get()).map(move |column| Cell { row, column }))
}

fn inside(grid: Grid, cell: Cell) -> bool {
    cell.row < grid.rows.get() && cell.column < grid.columns.get()
}

fn uses<'a>(setting: &Setting<'_>, situation: &'a Situation) -> Vec<Use<'a>> {
    let mut uses = Vec::new();
    for fact in situation.facts() {
        if let What::Administration(given) = &fact.what {
            uses.push(Use {
                fact,
                site: given.site,
                at: end_of(setting, fact.when.as_ref()),
            });
        }
    }
    uses
}

/// The last dose: all uses of the latest moment, and those of an unknown one.
fn last<'a>(uses: &[Use<'a>]) -> Vec<Use<'a>> {
    let latest = uses.iter().filter_map(|used| used.at).max();
    let is_last = |used: &&Use<'_>| used.at.is_none() || used.at == latest;
    uses.iter().filter(is_last).copied().collect()
}

/// The areas that the prescriber named, in every prescription that holds today.
fn approvals<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
) -> Vec<(&'a Fact, &'a [ConceptId])> {
    let today = setting.today();
    let holds = |p: &Prescription| {
        p.start.is_none_or(|start| start <= today) && p.end.is_none_or(|end| today <= end)
    };
    let mut approvals = Vec::new();
    for fact in situation.facts() {
        if let What::Prescription(prescription) = &fact.what
            && let Some(areas) = &prescription.areas
            && holds(prescription)
        {
            approvals.push((fact, areas.as_slice()));
        }
    }
    approvals
}

/// Whether the grid of a child is used: the person is younger, or nobody told the age.
fn child(
    setting: &Setting<'_>,
    situation: &Situation,
    scale: Option<&Rule<GridScale>>,
    basis: &mut Basis,
) -> Truth {
    let Some(scale) = scale else {
        return Truth::Unknown;
    };
    let Some(born) = situation.born() else {
        basis.misses("age", None, scale.statement());
        return Truth::Unknown;
    };
    for fact in situation.facts() {
        if let What::Born(_) = &fact.what {
            basis.uses(fact);
        }
    }
    born.since(Comparison::Below, scale.child_below, setting.today())
}

fn distance(setting: &Setting<'_>, from: DistanceFrom, basis: &mut Basis) -> Option<Length> {
    let rules = setting.monograph.rules().distances();
    let rule = rules
        .iter()
        .find(|rule| rule.from == from && setting.holds(rule.regions()))?;
    basis.because.and(rule.statement());
    if rule.reading().is_some() {
        basis.reads(rule.no());
    }
    Some(rule.at_least)
}

/// The latest moment that something can have been at, in the zone of now.
pub(super) fn end_of(setting: &Setting<'_>, when: Option<&When>) -> Option<Timestamp> {
    let end = |day: jiff::civil::Date| {
        let start = day
            .tomorrow()
            .ok()?
            .to_zoned_datetime(setting.now.time_zone().clone());
        start.ok().map(|next: ZonedDateTime| next.timestamp())
    };
    match when? {
        When::At(at) => Some(at.timestamp()),
        when @ (When::Day(_) | When::Month(_) | When::Year(_)) => end(when.latest()),
    }
}

/// The earliest moment that something can have been at, in the zone of now.
pub(super) fn start_of(setting: &Setting<'_>, when: Option<&When>) -> Option<Timestamp> {
    match when? {
        When::At(at) => Some(at.timestamp()),
        when @ (When::Day(_) | When::Month(_) | When::Year(_)) => {
            let start = when
                .earliest()
                .to_zoned_datetime(setting.now.time_zone().clone());
            start.ok().map(|at| at.timestamp())
        }
    }
}
