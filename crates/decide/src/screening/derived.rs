//! A creatinine clearance that no record holds and that can be worked out joins the record before
//! it is screened; the answer then names what it was worked out from.

use std::sync::Arc;

use super::{Finding, Screening};
use crate::clearance::{self, Kidney};
use crate::decision::{Basis, Decision};
use crate::fact::{Fact, What, When};
use crate::setting::Setting;
use crate::situation::Situation;

/// A situation with the creatinine clearance that follows from it.
#[derive(Debug, Clone)]
pub struct Complemented {
    situation: Situation,
    derived: Fact,
    basis: Basis,
}

impl Complemented {
    /// The clearance of an adult by Cockcroft and Gault, where the record holds none and all that the
    /// formula asks for. It is as old as the creatinine value. None where nothing can be added.
    #[must_use]
    pub fn of(setting: &Setting<'_>, situation: &Situation) -> Option<Complemented> {
        let terminology = setting.terminology;
        let test = terminology.by_key("creatinine-clearance")?;
        if situation.measured(test).next().is_some() {
            return None;
        }
        let creatinine = terminology.by_key("creatinine")?;
        situation.measured(creatinine).next()?;
        let kidney = clearance::kidney_function(setting, situation);
        let Kidney::Estimated(estimate) = &kidney.answer().kidney else {
            return None;
        };
        let derived = Fact {
            what: What::Measured {
                test,
                value: estimate.clearance.quantity(),
            },
            when: kidney.answer().day.map(When::Day),
            from: Arc::from("Cockcroft-Gault"),
        };
        let mut facts = situation.facts().to_vec();
        facts.push(derived.clone());
        Some(Complemented {
            situation: Situation::new(facts),
            derived,
            basis: kidney.basis().clone(),
        })
    }

    /// The situation to screen.
    #[must_use]
    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// The decision with the facts of the record in the place of the derived one.
    pub(super) fn name_inputs(&self, decision: &Decision<Screening>) -> Decision<Screening> {
        let mut screening = decision.answer().clone();
        for finding in &mut screening.findings {
            if self.replace(&mut finding.inputs) {
                self.say(finding);
                self.basis
                    .because
                    .iter()
                    .skip(1)
                    .for_each(|no| finding.because.and(no));
                for rule in &self.basis.readings {
                    if !finding.readings.contains(rule) {
                        finding.readings.push(*rule);
                    }
                }
            }
        }
        let mut basis = decision.basis().clone();
        if self.replace(&mut basis.inputs) {
            self.basis
                .because
                .iter()
                .skip(1)
                .for_each(|no| basis.because.and(no));
            self.basis
                .readings
                .iter()
                .for_each(|rule| basis.reads(*rule));
        }
        Decision::new(screening, decision.tier(), basis)
    }

    /// The value that was worked out, said first: a reader compares it with the limit.
    fn say(&self, finding: &mut Finding) {
        let What::Measured { value, .. } = &self.derived.what else {
            return;
        };
        // Two decimals: 29.96 mL/min must not read as 30.
        let shown = value.to_decimals(2);
        if let Some(first) = finding.said.first_mut() {
            first.says = format!(
                "Worked out by {}: {shown}. {}",
                self.derived.from, first.says
            );
        }
    }

    fn replace(&self, inputs: &mut Vec<Fact>) -> bool {
        let before = inputs.len();
        inputs.retain(|fact| *fact != self.derived);
        let held = inputs.len() < before;
        if held {
            for fact in &self.basis.inputs {
                if !inputs.contains(fact) {
                    inputs.push(fact.clone());
                }
            }
        }
        held
    }
}
