//! When do the syringes run out?

use jiff::civil::Date;
use monograph::Happened;

use super::verdict::how_many;
use super::{Syringe, state};
use crate::decision::Basis;
use crate::schedule::{AskWhy, Course, Slot};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::steps::syringe as syringe_content;
use crate::treatment::Amount;

/// When the syringes run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunOut {
    /// This is the first planned dose for which no usable syringe is left.
    At(Slot),
    /// They last until the plan ends.
    LastToTheEnd(Date),
    /// The plan does not say.
    Ask(AskWhy),
    /// The prescription does not say how much is injected each time.
    AmountUnknown,
}

/// The first planned dose without a syringe: at each planned dose the ones that must be used first
/// are taken; those whose day has passed are left.
pub(super) fn run_out(
    setting: &Setting<'_>,
    situation: &Situation,
    usable: &[&Syringe],
    unnamed: usize,
    basis: &mut Basis,
) -> RunOut {
    let asks = state(setting, Happened::Outdated)
        .map_or(setting.monograph.first().no(), |rule| rule.statement());
    let mut plan_basis = Basis::of(asks);
    let course = Course::of(setting, situation, &mut plan_basis);
    plan_basis.inputs.iter().for_each(|fact| basis.uses(fact));
    plan_basis
        .readings
        .iter()
        .for_each(|rule| basis.reads(*rule));
    for missing in &plan_basis.missing {
        basis.misses(missing.fact, missing.about, asks);
    }
    let course = match course {
        Ok(course) => course,
        Err(why) => return RunOut::Ask(why),
    };
    let Some(Amount::EachTime(amount)) = course.prescription.amount else {
        basis.misses("amount", None, asks);
        return RunOut::AmountUnknown;
    };
    let each = how_many(Some(amount), syringe_content(setting));
    let Some(next) = course.next_slot(setting.now) else {
        return RunOut::Ask(course.no_slot());
    };
    let mut left: Vec<&Syringe> = usable.iter().skip(unnamed).copied().collect();
    for slot in course.plan.slots(next.day) {
        if slot.at.timestamp() < next.at.timestamp() {
            continue;
        }
        left.retain(|syringe| lasts(syringe, &slot));
        if left.len() < each {
            return RunOut::At(slot);
        }
        left.drain(..each);
    }
    course
        .prescription
        .end
        .map_or(RunOut::Ask(AskWhy::NoRule), RunOut::LastToTheEnd)
}

fn lasts(syringe: &Syringe, slot: &Slot) -> bool {
    let printed = syringe.last_day.is_some_and(|last| slot.at.date() <= last);
    let clock = syringe
        .use_by
        .as_ref()
        .is_none_or(|by| slot.at.timestamp() <= by.timestamp());
    printed && clock
}
