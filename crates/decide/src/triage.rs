//! How urgent is what this person feels, whom to call, and when to ask again?
//!
//! The worst of all signs answers, and signs that mean more together than each alone are looked
//! for. What nobody told counts as the worst that it could be, but for words that are on no list:
//! those go to the doctor as soon as possible. The tier is the patient's: the answer quotes the
//! monograph and sends to people. It never says that nothing is wrong.

mod answer;
mod elapsed;
mod holds;
mod notes;
mod report;
mod together;
mod weigh;
mod words;

use monograph::Urgency;

pub use answer::{Advice, Callee, SignAnswer, TriageAnswer, reports_of};
pub use report::{Course, Extent, Report, Said, Severity};
pub use words::{Negation, Understood};

use crate::decision::{Decision, Tier};
use crate::setting::Setting;
use crate::situation::Situation;
use holds::Person;
use notes::{Notes, Present, Told};
use weigh::Weighing;
use words::Heard;

/// How urgent is what this person feels?
///
/// `reports` are all signs that are there now; their order does not matter. The situation gives the
/// age, the start of the treatment, the injections, the conditions and the country.
///
/// ```
/// use decide::{Report, Said, Setting, Situation, triage};
/// use monograph::{Region, Urgency};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let now = "2026-12-02T15:00-06:00[-06:00]".parse()?;
/// let setting = Setting {
///     monograph: monograph::anakinra()?,
///     terminology: terminology::Terminology::shipped(),
///     region: Region::Us,
///     now: &now,
/// };
/// let reports = [Report::of(Said::Words("lips are swelling".into()))];
/// let decision = triage(&setting, &Situation::default(), &reports);
/// assert_eq!(decision.answer().urgency, Some(Urgency::Emergency));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn triage(
    setting: &Setting<'_>,
    situation: &Situation,
    reports: &[Report],
) -> Decision<TriageAnswer> {
    let person = Person { setting, situation };
    let mut reports = reports.to_vec();
    reports.sort_by_cached_key(Report::order);
    reports.dedup();
    let mut notes = Notes::default();
    let heard: Vec<Heard> = reports
        .iter()
        .map(|report| words::hear(&report.symptom, setting.terminology))
        .collect();
    let present: Vec<Vec<Present<'_>>> = reports
        .iter()
        .zip(&heard)
        .map(|(report, heard)| presences(&person, report, heard, &mut notes))
        .collect();
    let all: Vec<Present<'_>> = present.iter().flatten().cloned().collect();
    let mut weighing = Weighing {
        person,
        all: &all,
        notes,
    };
    let mut signs: Vec<SignAnswer> = Vec::new();
    for ((report, heard), present) in reports.into_iter().zip(heard).zip(&present) {
        signs.push(sign(&mut weighing, report, heard, present));
    }
    let together = weighing.together();
    let worst = signs.iter().map(|sign| sign.urgency).chain(together).max();
    signs.sort_by_key(|sign| std::cmp::Reverse(sign.urgency));
    let (answer, basis) = answer::finish(weighing, signs, worst);
    Decision::new(answer, Tier::Patient, basis)
}

/// The signs that a report is or may be, and those beside it.
fn presences<'m>(
    person: &Person<'m>,
    report: &Report,
    heard: &Heard,
    notes: &mut Notes<'m>,
) -> Vec<Present<'m>> {
    let own = heard.signs().iter().map(|concept| Present {
        concept: *concept,
        report: report.clone(),
        told: Told::Itself,
    });
    let mut present: Vec<Present<'m>> = own.collect();
    present.extend(weigh::beside(person, report, heard.signs(), notes));
    present
}

fn sign<'m>(
    weighing: &mut Weighing<'_, 'm>,
    report: Report,
    heard: Heard,
    present: &[Present<'m>],
) -> SignAnswer {
    let mut urgency = present.iter().map(|one| weighing.sign(one)).max();
    // What is not named for certain is at least as urgent as what is not listed.
    if !matches!(heard.understood, Understood::Sign(_)) {
        urgency = urgency.max(Some(weighing.unlisted()));
    }
    SignAnswer {
        report,
        understood: heard.understood,
        negation: heard.negation,
        urgency: urgency.unwrap_or(Urgency::Contact),
    }
}
