//! Does a prescription that exists keep the limits of the text?

use std::num::NonZeroU8;

use monograph::{Factor, PrescriptionRule, StatementNo};
use quantity::{DailyDose, Mass};

use crate::clearance;
use crate::decision::{Basis, Decision, Tier};
use crate::dose::answer::{Checked, DoseFlag, NeededFact, NoDose, Proposal, Refusal};
use crate::dose::limits::{ByWeight, Limits};
use crate::dose::request::Division;
use crate::dose::syringe::{self, Nearest, Syringe};
use crate::dose::{
    Person, adjust, anchor, change_of_weight, current_prescription, lightest, shows_conflicts,
};
use crate::fact::What;
use crate::indication;
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::{Amount, Frequency, Prescription};

/// A prescription held against the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrescriptionCheck {
    /// What was found, in the order of looking.
    pub findings: Vec<CheckFinding>,
}

impl PrescriptionCheck {
    /// The gravest finding; none when the prescription is in order.
    #[must_use]
    pub fn gravest(&self) -> Option<CheckGrade> {
        self.findings.iter().map(|finding| finding.grade).max()
    }
}

/// How grave a finding is. More danger is never milder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckGrade {
    /// To know.
    Note,
    /// The prescriber is asked to confirm it. Nothing is changed.
    Confirm,
    /// Something must be known before it can be called checked.
    CannotJudge,
    /// Stopped until a prescriber overrides it with a reason.
    Stop,
}

/// One finding of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFinding {
    /// How grave it is.
    pub grade: CheckGrade,
    /// What it is.
    pub what: CheckedThing,
    /// The statement.
    pub because: StatementNo,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckedThing {
    /// There is no prescription that holds today.
    NoPrescription,
    /// A part of the prescription is not told; none has a default.
    MissingPart(Factor),
    /// The text rules it out.
    Refused(Refusal),
    /// Something must be known first.
    Needs(NeededFact),
    /// Something to look at.
    Flag(DoseFlag),
    /// The syringe cannot measure this dose.
    NotMeasurable {
        /// Each dose; none when no mark lies in the range.
        each: Option<Mass>,
    },
    /// It is given more often a day than the text says.
    TimesADay(NonZeroU8),
    /// It is given at longer intervals than the text says, and nothing known asks for it.
    LongerInterval {
        /// Days from one injection to the next.
        days: NonZeroU8,
    },
    /// What a prescriber should weigh.
    Weigh(Proposal),
    /// The dose is not called checked without a creatinine clearance.
    NotWithoutClearance,
    /// It has no end: review at each visit.
    ReviewAtVisits,
}

/// Does the prescription that holds today keep the limits? A record is never kept out: this finds.
#[must_use]
pub fn check(setting: &Setting<'_>, situation: &Situation) -> Decision<PrescriptionCheck> {
    let because = anchor(setting);
    let mut checking = Checking {
        setting,
        situation,
        because,
        basis: Basis::of(because),
        findings: Vec::new(),
    };
    match current_prescription(setting, situation) {
        None => {
            checking.basis.misses("prescription", None, because);
            checking.found(
                CheckGrade::CannotJudge,
                CheckedThing::NoPrescription,
                because,
            );
        }
        Some((prescription, fact)) => {
            checking.basis.uses(fact);
            checking.parts(prescription);
            if let Err(withheld) = checking.limits(prescription) {
                checking.withheld(withheld);
            }
            checking.end(prescription);
        }
    }
    let Checking {
        mut basis,
        findings,
        ..
    } = checking;
    shows_conflicts(setting, &mut basis);
    Decision::new(PrescriptionCheck { findings }, Tier::Clinician, basis)
}

struct Checking<'a> {
    setting: &'a Setting<'a>,
    situation: &'a Situation,
    because: StatementNo,
    basis: Basis,
    findings: Vec<CheckFinding>,
}

impl Checking<'_> {
    fn found(&mut self, grade: CheckGrade, what: CheckedThing, because: StatementNo) {
        self.basis.because.and(because);
        let finding = CheckFinding {
            grade,
            what,
            because,
        };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// What stands in the place of a dose.
    fn withheld(&mut self, none: NoDose) {
        let because = self.because;
        match none {
            NoDose::Refused(reasons) => {
                for reason in reasons {
                    let because = reason.because().unwrap_or(because);
                    self.found(CheckGrade::Stop, CheckedThing::Refused(reason), because);
                }
            }
            NoDose::Needs(need) => {
                self.found(CheckGrade::CannotJudge, CheckedThing::Needs(need), because);
            }
        }
    }

    /// None of the parts of a prescription has a silent default (statement `dose.factors`).
    fn parts(&mut self, prescription: &Prescription) {
        for rule in self.setting.monograph.rules().prescription_rules() {
            let PrescriptionRule::Needs(factors) = rule.what() else {
                continue;
            };
            if !self.setting.holds(rule.regions()) {
                continue;
            }
            let told_here = |factor: &Factor| match factor {
                Factor::Indication => {
                    prescription.indication.is_some() || self.tells_an_indication()
                }
                Factor::Strength => prescription.amount.is_some(),
                Factor::DosesADay | Factor::Interval => prescription.frequency.is_some(),
                // Whether a weight is needed depends on the illness; the limits ask for it.
                Factor::Weight => true,
            };
            let missing: Vec<Factor> = factors.iter().filter(|f| !told_here(f)).copied().collect();
            for factor in missing {
                self.basis.misses(factor.word(), None, rule.statement());
                let what = CheckedThing::MissingPart(factor);
                self.found(CheckGrade::CannotJudge, what, rule.statement());
            }
        }
    }

    fn tells_an_indication(&self) -> bool {
        self.situation
            .facts()
            .iter()
            .any(|fact| matches!(fact.what, What::Indication(_)))
    }

    fn limits(&mut self, prescription: &Prescription) -> Result<(), NoDose> {
        let (setting, situation) = (self.setting, self.situation);
        let person = Person::of(setting, situation);
        let condition = match prescription.indication {
            Some(condition) => condition,
            None => indication::of(setting, situation, self.because, &mut self.basis)?,
        };
        let listed = indication::judge(setting, &person.age, condition, &mut self.basis)?;
        for flag in listed.flags(setting, situation, &mut self.basis) {
            let because = flag.because().unwrap_or(self.because);
            self.found(CheckGrade::Note, CheckedThing::Flag(flag), because);
        }
        let syringe = syringe::of(setting, &mut self.basis);
        let limits = Limits::of(setting, &person, condition, None, &mut self.basis)?;
        lightest(setting, &person, &listed, &mut self.basis)?;
        let changed = change_of_weight(setting, situation, &person, &limits, &mut self.basis)?;
        if let Some(flag) = changed {
            self.found(CheckGrade::Note, CheckedThing::Flag(flag), self.because);
        }
        let Some((amount, frequency)) = prescription.amount.zip(prescription.frequency) else {
            return Ok(());
        };
        let times = self.frequency(frequency, &limits);
        match limits.amount {
            Some(fixed) => self.fixed(fixed, amount, times, &limits, &person)?,
            None => {
                let by_weight = limits.for_weight(setting, &person, &mut self.basis)?;
                self.by_weight(&by_weight, amount, times, syringe.as_ref())?;
            }
        }
        if let (Amount::EachTime(each), Some(syringe)) = (amount, &syringe) {
            self.measurable(each, syringe);
        }
        self.kidney(frequency, &person);
        Ok(())
    }

    /// The doses on a day of injection.
    fn frequency(&mut self, frequency: Frequency, limits: &Limits) -> NonZeroU8 {
        let times = match frequency {
            Frequency::TimesADay(times) => times,
            Frequency::EveryDays(_) => NonZeroU8::MIN,
        };
        match times.get() {
            1 => {}
            2 => {
                if Division::InTwo.doses(limits, &mut self.basis).is_err() {
                    self.more_often(times, limits);
                }
            }
            _ => self.more_often(times, limits),
        }
        times
    }

    fn more_often(&mut self, times: NonZeroU8, limits: &Limits) {
        let because = limits.split.map_or(limits.because, |(_, because)| because);
        let what = CheckedThing::TimesADay(times);
        self.found(CheckGrade::Confirm, what, because);
    }

    fn fixed(
        &mut self,
        fixed: DailyDose,
        amount: Amount,
        times: NonZeroU8,
        limits: &Limits,
        person: &Person<'_>,
    ) -> Result<(), NoDose> {
        let daily = match amount {
            Amount::EachTime(each) => each.daily(times).ok(),
            Amount::PerWeightDaily(per_kg) => {
                let flag = CheckedThing::Flag(DoseFlag::NotByWeight);
                self.found(CheckGrade::Confirm, flag, limits.because);
                let weight = person.weight(self.setting, limits.because, &mut self.basis)?;
                per_kg.for_weight(weight.value).ok()
            }
        };
        let because = limits.other_amount.map_or(limits.because, |(_, no)| no);
        match daily {
            Some(asked) if asked > fixed && !self.is_overridden(limits) => {
                let refusal = Refusal::AboveFixed {
                    asked,
                    fixed,
                    because: limits.because,
                };
                self.found(CheckGrade::Stop, CheckedThing::Refused(refusal), because);
            }
            Some(asked) if asked != fixed => {
                let flag = DoseFlag::AnotherAmount { asked, fixed };
                self.found(CheckGrade::Confirm, CheckedThing::Flag(flag), because);
            }
            Some(_) => {}
            None => {
                let needs = CheckedThing::Needs(NeededFact::SmallerNumbers);
                self.found(CheckGrade::CannotJudge, needs, because);
            }
        }
        Ok(())
    }

    /// A prescriber went beyond the flat dose, with name and reason.
    fn is_overridden(&mut self, limits: &Limits) -> bool {
        let id = self.setting.monograph.statement(limits.because).id();
        let found = self.situation.facts().iter().find(|fact| {
            if let What::Override(over) = &fact.what {
                &*over.statement == id
                    && !over.by.trim().is_empty()
                    && !over.reason.trim().is_empty()
            } else {
                false
            }
        });
        if let Some(fact) = found {
            self.basis.uses(fact);
        }
        found.is_some()
    }

    fn by_weight(
        &mut self,
        by_weight: &ByWeight<'_>,
        amount: Amount,
        times: NonZeroU8,
        syringe: Option<&Syringe>,
    ) -> Result<(), NoDose> {
        let daily = match amount {
            Amount::EachTime(each) => each.daily(times).ok(),
            Amount::PerWeightDaily(per_kg) => per_kg.for_weight(by_weight.weight).ok(),
        };
        let daily = daily.ok_or(NoDose::Needs(NeededFact::SmallerNumbers))?;
        let overridden =
            by_weight.too_much(self.situation, self.setting, daily, &mut self.basis)?;
        let over = overridden.map(|up_to| DoseFlag::Overridden { up_to });
        for flag in by_weight.flags(daily).into_iter().chain(over) {
            let grade = match &flag {
                DoseFlag::BelowStart { .. } | DoseFlag::MildFormTaken => CheckGrade::Confirm,
                DoseFlag::AboveStart { .. }
                | DoseFlag::Overridden { .. }
                | DoseFlag::NotByWeight
                | DoseFlag::AnotherAmount { .. }
                | DoseFlag::PartDose { .. }
                | DoseFlag::FarFromLast { .. }
                | DoseFlag::WeightChanged { .. }
                | DoseFlag::Beside { .. }
                | DoseFlag::After { .. } => CheckGrade::Note,
            };
            self.found(grade, CheckedThing::Flag(flag), self.because);
        }
        if let (Amount::PerWeightDaily(_), Some(syringe)) = (amount, syringe) {
            let range = by_weight.range_around(daily, overridden);
            if let Nearest::None { .. } = syringe.nearest(daily, times, range) {
                let what = CheckedThing::NotMeasurable { each: None };
                self.found(CheckGrade::Confirm, what, self.because);
            }
        }
        Ok(())
    }

    fn measurable(&mut self, each: Mass, syringe: &Syringe) {
        match syringe.injections(each) {
            None => {
                let what = CheckedThing::NotMeasurable { each: Some(each) };
                self.found(CheckGrade::Confirm, what, self.because);
            }
            Some(injections) => {
                if let Some(because) = syringe.part_dose(&injections) {
                    let flag = DoseFlag::PartDose { because };
                    self.found(CheckGrade::Note, CheckedThing::Flag(flag), because);
                }
            }
        }
    }

    fn kidney(&mut self, frequency: Frequency, person: &Person<'_>) {
        let (setting, situation) = (self.setting, self.situation);
        let kidney = clearance::find(setting, situation, &mut self.basis);
        let (proposals, checked) =
            adjust::weigh(setting, situation, person, &kidney, &mut self.basis);
        let days = match frequency {
            Frequency::TimesADay(_) => NonZeroU8::MIN,
            Frequency::EveryDays(days) => days,
        };
        let mut proposed = 0;
        for proposal in proposals {
            let because = proposal.because();
            let grade = match &proposal {
                Proposal::Interval { days: wanted, .. } => {
                    proposed = proposed.max(*wanted);
                    if u32::from(days.get()) < *wanted {
                        CheckGrade::Confirm
                    } else {
                        CheckGrade::Note
                    }
                }
                Proposal::Care { .. } => CheckGrade::Note,
                Proposal::NoChange { .. } => continue,
            };
            self.found(grade, CheckedThing::Weigh(proposal), because);
        }
        if u32::from(days.get()) > proposed.max(1) {
            let what = CheckedThing::LongerInterval { days };
            self.found(CheckGrade::Confirm, what, self.because);
        }
        match checked {
            // Another amount is a finding of its own here.
            Checked::Yes | Checked::NotUntilConfirmed { .. } => {}
            Checked::NotWithoutClearance { because } => {
                let what = CheckedThing::NotWithoutClearance;
                self.found(CheckGrade::CannotJudge, what, because);
            }
        }
    }

    fn end(&mut self, prescription: &Prescription) {
        if prescription.end.is_some() {
            return;
        }
        for rule in self.setting.monograph.rules().prescription_rules() {
            if matches!(rule.what(), PrescriptionRule::ReviewedAtVisits)
                && self.setting.holds(rule.regions())
            {
                let what = CheckedThing::ReviewAtVisits;
                self.found(CheckGrade::Note, what, rule.statement());
            }
        }
    }
}
