//! What in this record must not, or not just so, come together with the medicine?
//!
//! There is one evaluation. A [`Screener`] compiles the rules of a monograph once and runs over a
//! [`Situation`] without allocating; [`screen`] calls it and writes out the whole basis.
//!
//! * A finding is about one thing, by whatever brand, product or class it was found: all rules that
//!   speak about it stand in it, each with its statement, and the gravest gives the grade.
//! * What a rule asks for and nobody told is in [`Basis::missing`]. A list counts as answered only
//!   when somebody called it whole ([`What::Complete`]) or the thing was recorded as absent.
//! * What is known in part (a birth year, a medicine whose status nobody gave, a stop without a
//!   date) makes a [`Certainty::Possible`] finding, of the full grade.

mod answer;
mod bearing;
mod compile;
mod derived;
mod explain;
mod findings;
mod gather;
mod run;
mod tables;

use std::sync::Arc;

use monograph::{Grade, RuleNo};
use terminology::ConceptId;

pub use compile::Screener;
pub use derived::Complemented;
pub use findings::{Findings, Found, Hit, Subject};

use crate::decision::{Because, Decision};
use crate::fact::Fact;
use crate::setting::Setting;
use crate::situation::Situation;

#[cfg(doc)]
use crate::{decision::Basis, fact::What};

/// The findings of one screening, the gravest first. What was not told stands in [`Basis::missing`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screening {
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Screening {
    /// The gravest grade; none without a finding.
    #[must_use]
    pub fn worst(&self) -> Option<Grade> {
        self.findings.iter().map(|finding| finding.grade).max()
    }
}

/// What was found about one thing in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub about: About,
    /// How grave it is: the gravest of [`Finding::said`].
    pub grade: Grade,
    /// Whether the record tells all that the gravest rule asks for.
    pub certainty: Certainty,
    /// What each rule says, the gravest first. Sources that differ stay apart.
    pub said: Vec<Said>,
    /// The statements, that of the gravest rule first.
    pub because: Because,
    /// The facts that made it.
    pub inputs: Vec<Fact>,
    /// Rules whose number is ours and was used.
    pub readings: Vec<RuleNo>,
    /// Rules of kind `conflict` between statements that bear on it.
    pub conflicts: Vec<RuleNo>,
}

/// What one rule says in a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The rule.
    pub rule: RuleNo,
    /// Its grade here, raised where a `graver` rule says so.
    pub grade: Grade,
    /// Whether all that it asks for is known.
    pub certainty: Certainty,
    /// What to do, to a clinician.
    pub says: String,
}

/// Whether all that a rule asks for is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Something is not known, or only about; what that is stands among the missing facts.
    Possible,
    /// All is known.
    Certain,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A condition.
    Condition(ConceptId),
    /// An allergy to this.
    Allergy(ConceptId),
    /// A medicine.
    Medicine(ConceptId),
    /// A medicine that was not recognised, in the words of the record.
    UnknownMedicine(Arc<str>),
    /// A vaccine that is planned.
    VaccinePlanned(ConceptId),
    /// A vaccine that was given.
    VaccineGiven(ConceptId),
    /// A vaccine that was not recognised, in the words of the record.
    UnknownVaccine(Arc<str>),
    /// What the medicine is prescribed for.
    Indication(ConceptId),
    /// The newest value of a test.
    Measured(ConceptId),
    /// The age.
    Age,
    /// The time since the treatment began.
    Treatment,
}

impl About {
    /// The concept; none for what was not recognised, for the age and the treatment.
    #[must_use]
    pub fn concept(&self) -> Option<ConceptId> {
        match self {
            About::Condition(id)
            | About::Allergy(id)
            | About::Medicine(id)
            | About::VaccinePlanned(id)
            | About::VaccineGiven(id)
            | About::Indication(id)
            | About::Measured(id) => Some(*id),
            About::UnknownMedicine(_)
            | About::UnknownVaccine(_)
            | About::Age
            | About::Treatment => None,
        }
    }
}

/// Screens a record against the monograph, for a clinician.
///
/// ```
/// use decide::{Situation, Setting, screening};
/// use terminology::Terminology;
/// use monograph::Region;
///
/// let now = "2026-05-02T09:00-05:00[-05:00]".parse().unwrap();
/// let setting = Setting {
///     monograph: monograph::anakinra().unwrap(),
///     terminology: Terminology::shipped(),
///     region: Region::Us,
///     now: &now,
/// };
/// let nothing_told = screening::screen(&setting, &Situation::default());
/// assert!(nothing_told.answer().findings.is_empty());
/// assert!(!nothing_told.basis().missing.is_empty()); // absent is not safe
/// ```
#[must_use]
pub fn screen(setting: &Setting<'_>, situation: &Situation) -> Decision<Screening> {
    let screener = Screener::new(setting.monograph, setting.terminology, setting.region);
    screen_with(&screener, setting, situation, &mut Findings::default())
}

/// As [`screen`], with a screener and buffers that are kept for the next record. The screener must
/// be one of the same monograph, terminology and region.
#[must_use]
pub fn screen_with(
    screener: &Screener,
    setting: &Setting<'_>,
    situation: &Situation,
    findings: &mut Findings,
) -> Decision<Screening> {
    let Some(complemented) = Complemented::of(setting, situation) else {
        screener.run(situation, setting.now, findings);
        return screener.explain(setting, situation, findings);
    };
    screener.run(complemented.situation(), setting.now, findings);
    let decision = screener.explain(setting, complemented.situation(), findings);
    complemented.name_inputs(&decision)
}
