//! What can the syringe measure?

use std::num::NonZeroU8;

use monograph::{Above, PartDose, Product, Rule, StatementNo};
use quantity::{DailyDose, Mass, Range, Volume};

use crate::decision::Basis;
use crate::setting::Setting;

/// The syringe of a region, as the text describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syringe {
    content: Mass,
    volume: Volume,
    lowest: Mass,
    step: Mass,
    several: Several,
    part_dose: Option<StatementNo>,
}

/// Whether a dose may take more than one syringe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Several {
    No,
    EachItsOwnInjection,
}

/// One injection, from one syringe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Injection {
    /// How much.
    pub amount: Mass,
    /// Up to which mark, in mL.
    pub mark: Volume,
}

/// The syringe of this region, with its statements in the basis; none when the text leaves
/// something out.
pub(crate) fn of(setting: &Setting<'_>, basis: &mut Basis) -> Option<Syringe> {
    let rules: Vec<&Rule<Product>> = setting
        .monograph
        .rules()
        .products()
        .iter()
        .filter(|rule| setting.holds(rule.regions()))
        .collect();
    let syringe = Syringe {
        content: rules.iter().find_map(|rule| rule.content)?,
        volume: rules.iter().find_map(|rule| rule.volume)?,
        lowest: rules.iter().find_map(|rule| rule.lowest)?,
        step: rules.iter().find_map(|rule| rule.step)?,
        several: if rules
            .iter()
            .any(|rule| rule.above == Some(Above::SeveralSyringes))
        {
            Several::EachItsOwnInjection
        } else {
            Several::No
        },
        part_dose: rules
            .iter()
            .find(|rule| rule.part_dose == Some(PartDose::ShownByNurseOrPharmacist))
            .map(|rule| rule.statement()),
    };
    for rule in rules {
        basis.because.and(rule.statement());
        if rule.reading().is_some() {
            basis.reads(rule.no());
        }
    }
    Some(syringe)
}

/// The mark nearest to a dose inside a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nearest {
    /// Each dose.
    Mark(Mass),
    /// No mark fits; its neighbours.
    None {
        below: Option<Mass>,
        above: Option<Mass>,
    },
}

impl Syringe {
    /// What a full syringe holds.
    #[must_use]
    pub fn content(&self) -> Mass {
        self.content
    }

    /// In what volume.
    #[must_use]
    pub fn volume(&self) -> Volume {
        self.volume
    }

    /// The lowest mark.
    #[must_use]
    pub fn lowest(&self) -> Mass {
        self.lowest
    }

    /// How far apart the marks are.
    #[must_use]
    pub fn step(&self) -> Mass {
        self.step
    }

    /// The statement on part doses, when one of the injections is a part of a syringe.
    pub(crate) fn part_dose(&self, injections: &[Injection]) -> Option<StatementNo> {
        let part = injections.iter().any(|one| one.amount != self.content);
        self.part_dose.filter(|_| part)
    }

    /// The injections of one dose: full syringes first. A last one that would lie below the lowest
    /// mark takes from the one before it. None when the syringe cannot measure the dose.
    #[must_use]
    pub fn injections(&self, dose: Mass) -> Option<Vec<Injection>> {
        if dose < self.lowest || dose.down_to_step(self.step).ok()? != dose {
            return None;
        }
        let mut amounts = Vec::new();
        let mut left = dose;
        while left > self.content {
            let rest = left.checked_sub(self.content).ok()?;
            let take = if rest < self.lowest {
                left.checked_sub(self.lowest).ok()?
            } else {
                self.content
            };
            amounts.push(take);
            left = left.checked_sub(take).ok()?;
            if amounts.len() > MOST_SYRINGES {
                return None;
            }
        }
        amounts.push(left);
        match self.several {
            Several::No if amounts.len() > 1 => None,
            Several::No | Several::EachItsOwnInjection => amounts
                .into_iter()
                .map(|amount| {
                    let mark = amount.volume_of(self.content, self.volume).ok()?;
                    Some(Injection { amount, mark })
                })
                .collect(),
        }
    }

    /// What is thrown away after one dose.
    pub(crate) fn waste(&self, dose: Mass, injections: &[Injection]) -> Mass {
        u32::try_from(injections.len())
            .ok()
            .and_then(|syringes| self.content.times(syringes).ok())
            .and_then(|held| held.checked_sub(dose).ok())
            .unwrap_or(self.content)
    }

    /// The mark nearest to a daily dose that lies inside the range, for each of so many doses. A
    /// dose below the lowest mark is not rounded up.
    pub(crate) fn nearest(
        &self,
        daily: DailyDose,
        doses_a_day: NonZeroU8,
        allowed: Range<DailyDose>,
    ) -> Nearest {
        let Some((nearest, below, above)) = self.around(daily, doses_a_day) else {
            return Nearest::None {
                below: None,
                above: None,
            };
        };
        let measured = |mark: Mass| self.injections(mark).is_some();
        let fits = |mark: Mass| {
            measured(mark)
                && mark
                    .daily(doses_a_day)
                    .is_ok_and(|daily| allowed.contains(daily))
        };
        let too_little = self
            .lowest
            .daily(doses_a_day)
            .is_ok_and(|lowest| daily < lowest);
        let found = [nearest, below, above].into_iter().find(|mark| fits(*mark));
        match found {
            Some(mark) if !too_little => Nearest::Mark(mark),
            Some(_) | None => Nearest::None {
                below: Some(below).filter(|mark| measured(*mark)),
                above: Some(above.max(self.lowest)).filter(|mark| measured(*mark)),
            },
        }
    }

    /// The nearest mark, the one at or below, and the one at or above.
    fn around(&self, daily: DailyDose, doses_a_day: NonZeroU8) -> Option<(Mass, Mass, Mass)> {
        let each = daily.split(doses_a_day).ok()?;
        let nearest = each.nearest_step(self.step).ok()?;
        let below = each.down_to_step(self.step).ok()?;
        let above = each.up_to_step(self.step).ok()?;
        Some((nearest, below, above))
    }

    /// All marks whose daily dose lies in the range.
    pub(crate) fn marks_in(&self, range: Range<DailyDose>, doses_a_day: NonZeroU8) -> Vec<Mass> {
        let mut marks = Vec::new();
        let Some((_, _, first)) = self.around(range.low(), doses_a_day) else {
            return marks;
        };
        let mut mark = first.max(self.lowest);
        while marks.len() < MOST_MARKS
            && mark
                .daily(doses_a_day)
                .is_ok_and(|daily| daily <= range.high())
        {
            if self.injections(mark).is_some() {
                marks.push(mark);
            }
            match mark.checked_add(self.step) {
                Ok(next) => mark = next,
                Err(_) => return marks,
            }
        }
        marks
    }
}

/// A bound for loops, far above any dose: 8 mg/kg for 600 kg is 48 syringes.
const MOST_SYRINGES: usize = 100;

/// A bound for loops, far above the marks of any range of the text.
const MOST_MARKS: usize = 1000;
