//! Where does the next injection go?

use decide::{
    LastUse, Offered, Ranked, Resting, SameArea, Site, SiteAnswer, SiteAsk, SiteWarning, Situation,
    site, site_check,
};
use monograph::{ClearedBy, Reach, SkinSign};
use serde::Serialize;
use terminology::Terminology;

use super::Shown;
use super::answered::{Answered, ask};
use crate::args::SiteArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::input::Facts;
use crate::text::{Page, Run, plain, quiet, strong, style};
use crate::wire::fact::site_shown;
use crate::wire::fact::{when, when_shown};
use crate::wire::{Decided, Exit, Scribe};

/// The spot that is offered, and all that are allowed.
#[derive(Debug, Serialize)]
pub(crate) struct SiteWire {
    offered: Option<SpotWire>,
    ask: Option<&'static str>,
    ranked: Vec<RankedWire>,
    resting: Vec<RestingWire>,
    last: Vec<SpotWire>,
}

/// Whether the spot that somebody wants may be used.
#[derive(Debug, Serialize)]
pub(crate) struct WantedWire {
    wanted: SpotWire,
    warnings: Vec<WarningWire>,
}

/// A spot: an area and a cell of its grid, counted from 0 at the upper left.
#[derive(Debug, Clone, Serialize)]
struct SpotWire {
    area: String,
    row: Option<u8>,
    column: Option<u8>,
    #[serde(skip)]
    shown: String,
}

#[derive(Debug, Serialize)]
struct RankedWire {
    #[serde(flatten)]
    spot: SpotWire,
    reach: &'static str,
    last_used: Option<String>,
    same_area: bool,
    #[serde(skip)]
    used: String,
}

#[derive(Debug, Serialize)]
struct RestingWire {
    #[serde(flatten)]
    spot: SpotWire,
    sign: &'static str,
    cleared_by: &'static str,
}

#[derive(Debug, Serialize)]
struct WarningWire {
    warning: &'static str,
    says: String,
}

/// Asks for the next place, or checks the one that is wanted.
pub(crate) fn answer(context: &Context, args: &SiteArgs) -> Result<Box<dyn Shown>, Failure> {
    match &args.wanted {
        None => Ok(Box::new(next(context, args)?)),
        Some(wanted) => Ok(Box::new(check(context, args, wanted)?)),
    }
}

fn told(facts: &mut Facts<'_>, args: &SiteArgs) -> Result<(), Failure> {
    facts.plan(&args.plan)?;
    args.used.iter().try_for_each(|used| facts.used(used))?;
    args.skin.iter().try_for_each(|skin| facts.skin(skin))
}

fn next(context: &Context, args: &SiteArgs) -> Result<Decided<SiteWire>, Failure> {
    ask(context, &args.person, |setting, mut facts| {
        told(&mut facts, args)?;
        let situation = Situation::new(facts.facts);
        let decision = site(&setting, &situation, args.by);
        let answer = wire(setting.terminology, decision.answer());
        Ok(Scribe::of(&setting).decided(context, "site", &decision, answer))
    })
}

fn check(context: &Context, args: &SiteArgs, wanted: &str) -> Result<Decided<WantedWire>, Failure> {
    ask(context, &args.person, |setting, mut facts| {
        told(&mut facts, args)?;
        let wanted = facts.site("--wanted <PLACE>", wanted)?;
        let situation = Situation::new(facts.facts);
        let decision = site_check(&setting, &situation, args.by, wanted);
        let answer = WantedWire {
            wanted: spot(setting.terminology, wanted),
            warnings: decision.answer().iter().map(warning).collect(),
        };
        Ok(Scribe::of(&setting).decided(context, "site", &decision, answer))
    })
}

fn wire(terminology: &Terminology, answer: &SiteAnswer) -> SiteWire {
    let (offered, asks) = match answer.offered {
        Offered::Spot(at) => (Some(spot(terminology, at)), None),
        Offered::Ask(why) => (None, Some(ask_word(why))),
    };
    SiteWire {
        offered,
        ask: asks,
        ranked: answer
            .ranked
            .iter()
            .map(|one| ranked(terminology, one))
            .collect(),
        resting: answer
            .resting
            .iter()
            .map(|one| resting(terminology, one))
            .collect(),
        last: answer
            .last
            .iter()
            .map(|at| spot(terminology, *at))
            .collect(),
    }
}

fn spot(terminology: &Terminology, at: Site) -> SpotWire {
    SpotWire {
        area: terminology.get(at.area).key().to_owned(),
        row: at.cell.map(|cell| cell.row),
        column: at.cell.map(|cell| cell.column),
        shown: site_shown(at, terminology),
    }
}

fn ranked(terminology: &Terminology, one: &Ranked) -> RankedWire {
    let (last_used, used) = match &one.last_used {
        None => (None, "not used so far as is known".to_owned()),
        Some(LastUse::Unknown) => (
            Some("unknown".to_owned()),
            "used, nobody told when".to_owned(),
        ),
        Some(LastUse::At(at)) => {
            let at = decide::When::At(at.clone());
            (Some(when(&at)), format!("last used {}", when_shown(&at)))
        }
    };
    RankedWire {
        spot: spot(terminology, one.site),
        reach: match one.reach {
            Reach::Person => "self",
            Reach::Helper => "helper",
        },
        last_used,
        same_area: one.area == SameArea::Same,
        used,
    }
}

fn resting(terminology: &Terminology, one: &Resting) -> RestingWire {
    RestingWire {
        spot: spot(terminology, one.site),
        sign: sign_word(one.sign),
        cleared_by: match one.cleared_by {
            ClearedBy::Person => "person",
            ClearedBy::Doctor => "doctor",
        },
    }
}

fn sign_word(sign: SkinSign) -> &'static str {
    SkinSign::ALL
        .iter()
        .find(|(_, other)| *other == sign)
        .map_or("seen", |(word, _)| word)
}

fn ask_word(why: SiteAsk) -> &'static str {
    match why {
        SiteAsk::NoArea => "no-area",
        SiteAsk::NeedsHelper => "needs-helper",
        SiteAsk::AllRest => "all-rest",
    }
}

fn ask_words(word: &str) -> &'static str {
    match word {
        "no-area" => "No area is both in the monograph and approved by the prescriber.",
        "needs-helper" => "The areas that are left need somebody to help.",
        _ => "Every spot rests, or lies too near the last one.",
    }
}

fn warning(warning: &SiteWarning) -> WarningWire {
    let (word, says) = match warning {
        SiteWarning::NotAnArea => (
            "not-an-area",
            "The monograph does not name this place.".to_owned(),
        ),
        SiteWarning::NotApproved => (
            "not-approved",
            "The prescriber did not approve this area.".to_owned(),
        ),
        SiteWarning::NeedsHelper => (
            "needs-helper",
            "Somebody has to help to reach it.".to_owned(),
        ),
        SiteWarning::OutsideGrid => (
            "outside-grid",
            "There is no such spot in this area.".to_owned(),
        ),
        SiteWarning::SpotUnknown => (
            "spot-unknown",
            "Only the area is known: how near it is to the last spot is not.".to_owned(),
        ),
        SiteWarning::NearNavel => ("near-navel", "It lies too near the navel.".to_owned()),
        SiteWarning::SameSpot => ("same-spot", "It is the spot of the last dose.".to_owned()),
        SiteWarning::NearLastSpot => (
            "near-last-spot",
            "It lies too near the spot of the last dose, or may do so.".to_owned(),
        ),
        SiteWarning::SameArea => (
            "same-area",
            "It is in the area of the last dose, and another one is free.".to_owned(),
        ),
        SiteWarning::Rests(sign) => (
            "rests",
            format!("The skin there rests: {}.", sign_word(*sign)),
        ),
    };
    WarningWire {
        warning: word,
        says,
    }
}

impl Answered for SiteWire {
    fn title(&self) -> &'static str {
        "Where to inject next"
    }

    fn exit(&self) -> Exit {
        Exit::Answered
    }

    fn page(&self, page: &mut Page) {
        match (&self.offered, self.ask) {
            (Some(spot), _) => page.line(
                0,
                &[Run::new(style::FINE, "→ "), strong(spot.shown.as_str())],
            ),
            (None, asks) => {
                page.line(0, &[Run::new(style::CARE, "● ASK your doctor or nurse")]);
                page.line(2, &[plain(ask_words(asks.unwrap_or_default()))]);
            }
        }
        let others = self.best_of_other_areas();
        if !others.is_empty() {
            page.heading(&format!(
                "The best of the other areas, of {} spots that are allowed",
                self.ranked.len()
            ));
            for one in others {
                page.hanging(
                    2,
                    4,
                    &[
                        plain(one.spot.shown.as_str()),
                        quiet(format!("  {}", one.used)),
                    ],
                );
            }
        }
        if !self.resting.is_empty() {
            page.heading("These rest");
            for one in &self.resting {
                let until = match one.cleared_by {
                    "person" => "until it is well again",
                    _ => "until a doctor says that it may be used",
                };
                page.hanging(
                    2,
                    4,
                    &[
                        plain(format!(
                            "{}: {}",
                            one.spot.shown,
                            one.sign.replace('-', " ")
                        )),
                        quiet(format!("  {until}")),
                    ],
                );
            }
        }
    }
}

impl SiteWire {
    /// The best spot of each area but that of the offer.
    fn best_of_other_areas(&self) -> Vec<&RankedWire> {
        let mut seen: Vec<&str> = self.offered.iter().map(|spot| spot.area.as_str()).collect();
        self.ranked
            .iter()
            .filter(|one| {
                let area = one.spot.area.as_str();
                let new = !seen.contains(&area);
                if new {
                    seen.push(area);
                }
                new
            })
            .collect()
    }
}

impl Answered for WantedWire {
    fn title(&self) -> &'static str {
        "A place to inject"
    }

    fn exit(&self) -> Exit {
        Exit::Answered
    }

    fn page(&self, page: &mut Page) {
        let (tone, sign) = if self.warnings.is_empty() {
            (style::FINE, "✔ nothing speaks against  ")
        } else {
            (style::CARE, "▲ LOOK AGAIN  ")
        };
        page.line(
            0,
            &[Run::new(tone, sign), strong(self.wanted.shown.as_str())],
        );
        for warning in &self.warnings {
            page.hanging(2, 4, &[plain(warning.says.as_str())]);
        }
    }
}
