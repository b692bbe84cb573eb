//! Where does the next injection go?
//!
//! Patient tier. All spots of the areas that the monograph names and the prescriber approves are
//! ranked: another area than the last time, then the longest rested. A spot near the last one, near
//! the navel, or whose skin is not well is not offered. The spots of an area are the cells of a
//! grid (ours), so that the distance between two is known.

mod rest;
mod spots;

use jiff::ZonedDateTime;
use monograph::{Reach, RotateBy, Rotation, Rule, SkinSign};

pub use rest::Resting;

use crate::decision::{Basis, Decision, Tier};
use crate::missed_dose::show_conflicts;
use crate::schedule::supported;
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::Site;
use spots::Body;

/// Where the next injection goes, with all other spots that are allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAnswer {
    /// The spot that is offered, or why none is.
    pub offered: Offered,
    /// All spots that are allowed, the best first.
    pub ranked: Vec<Ranked>,
    /// The spots that rest, and who can clear them.
    pub resting: Vec<Resting>,
    /// Where the last dose went, as far as it is known.
    pub last: Vec<Site>,
    /// When each recorded place was last used.
    pub history: Vec<(Site, LastUse)>,
}

/// The spot that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// This one.
    Spot(Site),
    /// None: ask the doctor or nurse.
    Ask(SiteAsk),
}

/// Why no spot is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteAsk {
    /// No area is both in the monograph and approved by the prescriber.
    NoArea,
    /// The areas that are left need somebody to help.
    NeedsHelper,
    /// Every spot rests, or lies too near the last one.
    AllRest,
}

/// A spot that is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// The spot.
    pub site: Site,
    /// Who can reach it.
    pub reach: Reach,
    /// When it was last used; none when no use is recorded.
    pub last_used: Option<LastUse>,
    /// Whether the last dose went into the same area.
    pub area: SameArea,
}

/// Whether the last dose went into the same area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SameArea {
    /// Another one.
    Other,
    /// The same.
    Same,
}

/// When a spot was last used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LastUse {
    /// At this moment; a day is taken at its end.
    At(ZonedDateTime),
    /// At a time that nobody told.
    Unknown,
}

/// What speaks against a spot that somebody wants to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteWarning {
    /// The monograph does not name the area: it cannot be chosen.
    NotAnArea,
    /// The prescriber did not approve the area: it cannot be chosen.
    NotApproved,
    /// The person cannot reach it.
    NeedsHelper,
    /// It is no spot of the grid.
    OutsideGrid,
    /// Only the area is known, so that no distance is.
    SpotUnknown,
    /// It lies too near the navel.
    NearNavel,
    /// It is the spot of the last dose.
    SameSpot,
    /// It lies too near the spot of the last dose, or may do so.
    NearLastSpot,
    /// It is in the area of the last dose, and another one is free.
    SameArea,
    /// The skin there is not well.
    Rests(SkinSign),
}

/// Where does the next injection go?
///
/// `by` says who gives it: a helper reaches more areas. Asks for the recorded doses, the skin, the
/// areas of the prescription and the date of birth (statements `inject.rotate`,
/// `inject.approved-areas`, `inject.track-sites`, `us.sites-self`, `us.sites-helper`,
/// `us.spacing`, `us.skin-to-avoid`, `ours.site-rest`, `ours.site-order`, `ours.navel`).
#[must_use]
pub fn site(setting: &Setting<'_>, situation: &Situation, by: Reach) -> Decision<SiteAnswer> {
    let mut basis = open(setting);
    let body = Body::of(setting, situation, &mut basis);
    let ranked = body.ranked(by);
    let offered = match ranked.first() {
        Some(first) => Offered::Spot(first.site),
        None => Offered::Ask(body.why_none(by)),
    };
    body.names_inputs(&mut basis);
    let answer = SiteAnswer {
        offered,
        ranked,
        resting: body.resting(),
        last: body.last_sites(),
        history: body.history(),
    };
    finish(setting, &mut basis);
    Decision::new(answer, Tier::Patient, basis)
}

/// What speaks against this spot for the next injection? Nothing when the list is empty. The first
/// is the weightiest.
#[must_use]
pub fn site_check(
    setting: &Setting<'_>,
    situation: &Situation,
    by: Reach,
    wanted: Site,
) -> Decision<Vec<SiteWarning>> {
    let mut basis = open(setting);
    let body = Body::of(setting, situation, &mut basis);
    let warnings = body.warnings(by, wanted);
    body.names_inputs(&mut basis);
    finish(setting, &mut basis);
    Decision::new(warnings, Tier::Patient, basis)
}

/// Rests on the principles by which the place is chosen.
fn open(setting: &Setting<'_>) -> Basis {
    let rules = setting.monograph.rules().rotations();
    let mut statements = rules
        .iter()
        .filter(|rule| setting.holds(rule.regions()))
        .map(Rule::statement);
    let first = statements.next();
    let mut basis = Basis::of(first.unwrap_or(setting.monograph.first().no()));
    statements.for_each(|statement| basis.because.and(statement));
    basis
}

fn finish(setting: &Setting<'_>, basis: &mut Basis) {
    show_conflicts(setting, basis, |id| {
        let of = setting.monograph.find(id).map(monograph::Statement::no);
        rotation(setting, RotateBy::AnotherArea).map(Rule::statement) == of
    });
    supported(setting, basis);
}

fn rotation<'a>(setting: &Setting<'a>, by: RotateBy) -> Option<&'a Rule<Rotation>> {
    let rules = setting.monograph.rules().rotations();
    rules
        .iter()
        .find(|rule| rule.by == by && setting.holds(rule.regions()))
}
