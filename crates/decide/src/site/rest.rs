//! Which spots rest, since their skin is not well?

use jiff::Timestamp;
use monograph::{ClearedBy, Rule, SkinRest, SkinSign};

use super::spots::{end_of, start_of};
use crate::decision::Basis;
use crate::fact::{Fact, What};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::{Site, Skin, SkinSeen};

/// A spot, or a whole area, that rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resting {
    /// The spot; without a cell the whole area.
    pub site: Site,
    /// What was seen.
    pub sign: SkinSign,
    /// Who can clear it.
    pub cleared_by: ClearedBy,
}

/// A sign on the skin that holds, with its fact.
#[derive(Clone, Copy)]
pub(super) struct Held<'a> {
    pub(super) fact: &'a Fact,
    pub(super) resting: Resting,
    /// The sign was seen at the latest then; none: nobody knows.
    at: Option<Timestamp>,
}

/// What was seen: a sign, or that the spot is well again.
enum Seen {
    Sign(SkinSign),
    Cleared(ClearedBy),
}

fn seen(skin: Skin) -> Seen {
    match skin {
        Skin::Sore => Seen::Sign(SkinSign::Sore),
        Skin::Bruised => Seen::Sign(SkinSign::Bruised),
        Skin::Red => Seen::Sign(SkinSign::Red),
        Skin::Hard => Seen::Sign(SkinSign::Hard),
        Skin::Reacting => Seen::Sign(SkinSign::Reacting),
        Skin::SevereReaction => Seen::Sign(SkinSign::SevereReaction),
        Skin::Scar => Seen::Sign(SkinSign::Scar),
        Skin::StretchMarks => Seen::Sign(SkinSign::StretchMarks),
        Skin::Vein => Seen::Sign(SkinSign::Vein),
        Skin::Cleared => Seen::Cleared(ClearedBy::Person),
        Skin::ClearedByDoctor => Seen::Cleared(ClearedBy::Doctor),
    }
}

/// The word that clears a spot, with its moment.
struct Clearing {
    site: Site,
    by: ClearedBy,
    at: Timestamp,
}

/// The signs that were seen and not cleared since.
pub(super) fn held<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    basis: &mut Basis,
) -> Vec<Held<'a>> {
    let mut signs: Vec<Held<'a>> = Vec::new();
    let mut clearings: Vec<Clearing> = Vec::new();
    for fact in situation.facts() {
        let What::Skin(SkinSeen { site, skin }) = &fact.what else {
            continue;
        };
        match seen(*skin) {
            Seen::Sign(sign) => signs.push(Held {
                fact,
                resting: Resting {
                    site: *site,
                    sign,
                    cleared_by: rule(setting, sign).map_or(ClearedBy::Doctor, |rule| rule.cleared),
                },
                at: end_of(setting, fact.when.as_ref()),
            }),
            // One without a day clears nothing: nobody knows whether it came after the sign.
            Seen::Cleared(by) => {
                clearings.extend(start_of(setting, fact.when.as_ref()).map(|at| Clearing {
                    site: *site,
                    by,
                    at,
                }))
            }
        }
    }
    signs.retain(|sign| !clearings.iter().any(|clearing| clears(clearing, sign)));
    for sign in &signs {
        if let Some(rule) = rule(setting, sign.resting.sign) {
            basis.because.and(rule.statement());
        }
    }
    signs
}

fn clears(clearing: &Clearing, sign: &Held<'_>) -> bool {
    let same = clearing.site.area == sign.resting.site.area
        && (clearing.site.cell.is_none() || clearing.site.cell == sign.resting.site.cell);
    let may = match (sign.resting.cleared_by, clearing.by) {
        (ClearedBy::Person, ClearedBy::Person | ClearedBy::Doctor)
        | (ClearedBy::Doctor, ClearedBy::Doctor) => true,
        (ClearedBy::Doctor, ClearedBy::Person) => false,
    };
    same && may && sign.at.is_some_and(|seen| seen < clearing.at)
}

/// The rule about a sign. Where there is none a doctor clears the spot.
fn rule<'a>(setting: &Setting<'a>, sign: SkinSign) -> Option<&'a Rule<SkinRest>> {
    let rules = setting.monograph.rules().skin_rests();
    rules
        .iter()
        .find(|rule| rule.seen.contains(&sign) && setting.holds(rule.regions()))
}
