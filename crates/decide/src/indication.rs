//! Is the medicine used for this condition, in this person, in this region?

use monograph::{Indication, Rule, StatementNo, Strength, Use};
use quantity::{BodyWeight, CalendarSpan};
use terminology::{ConceptId, Kind};

use crate::decision::Basis;
use crate::dose::{DoseFlag, NeededFact, NoDose, Refusal, current_prescription};
use crate::fact::{Fact, MedicineStatus, What};
use crate::person::Age;
use crate::setting::Setting;
use crate::situation::Situation;
use crate::standing::{closest, standing};
use crate::truth::Truth;

/// What the text says about the use for a condition, beyond that it is used.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    /// The lowest weight, and the statement that says so.
    pub(crate) lightest: Option<(BodyWeight, StatementNo)>,
    beside: Vec<(ConceptId, Option<Strength>, StatementNo)>,
    after: Vec<(Vec<ConceptId>, StatementNo)>,
}

/// The one condition that the medicine is for.
pub(crate) fn of(
    setting: &Setting<'_>,
    situation: &Situation,
    because: StatementNo,
    basis: &mut Basis,
) -> Result<ConceptId, NoDose> {
    let mut told: Vec<(ConceptId, &Fact)> = situation
        .facts()
        .iter()
        .filter_map(|fact| {
            let What::Indication(condition) = &fact.what else {
                return None;
            };
            Some((*condition, fact))
        })
        .collect();
    if told.is_empty() {
        // Nobody asked for a certain illness: then it is what the medicine is prescribed for now.
        let prescribed = current_prescription(setting, situation);
        told.extend(prescribed.and_then(|(p, fact)| Some((p.indication?, fact))));
    }
    let need = |needed: NeededFact| NoDose::Needs(needed);
    // Of two that are told, one may be the closer word for the other: CAPS and NOMID.
    let closest = told.iter().find(|(condition, _)| {
        told.iter()
            .all(|(other, _)| setting.terminology.is_a(*condition, *other))
    });
    match closest {
        Some((condition, _)) => {
            told.iter()
                .filter(|(other, _)| other == condition)
                .for_each(|(_, fact)| basis.uses(fact));
            Ok(*condition)
        }
        None => {
            basis.misses("indication", None, because);
            told.iter().for_each(|(_, fact)| basis.uses(fact));
            Err(need(if told.is_empty() {
                NeededFact::Indication
            } else {
                NeededFact::OneIndication
            }))
        }
    }
}

/// Whether the text lists the condition for a person of this age.
pub(crate) fn judge(
    setting: &Setting<'_>,
    age: &Option<Age<'_>>,
    condition: ConceptId,
    basis: &mut Basis,
) -> Result<Listed, NoDose> {
    let rules = standing(setting, setting.monograph.rules().indications().iter());
    let rules = closest(setting.terminology, condition, rules, |rule| rule.condition);
    let rules: Vec<&Rule<Indication>> = rules
        .into_iter()
        .filter(|rule| !(rule.below_age.is_some_and(|below| too_old(age, below))))
        .collect();
    if rules.is_empty() {
        return Err(NoDose::Refused(vec![Refusal::NotListed { condition }]));
    }
    for rule in &rules {
        basis.because.and(rule.statement());
        if rule.reading().is_some() {
            basis.reads(rule.no());
        }
    }
    let reasons: Vec<Refusal> = rules.iter().filter_map(|r| refused(r, condition)).collect();
    if !reasons.is_empty() {
        return Err(NoDose::Refused(reasons));
    }
    if rules.iter().any(|rule| rule.use_ == Use::AskForm) {
        return Err(which_form(setting, condition, &rules, basis));
    }
    old_enough(age, &rules, basis)?;
    Ok(Listed {
        lightest: rules
            .iter()
            .filter_map(|rule| Some((rule.min_weight?, rule.statement())))
            .max_by_key(|(weight, _)| *weight),
        beside: rules
            .iter()
            .filter_map(|rule| Some((rule.beside?, rule.strength(), rule.statement())))
            .collect(),
        after: rules
            .iter()
            .filter(|rule| !rule.after.is_empty())
            .map(|rule| (rule.after.clone(), rule.statement()))
            .collect(),
    })
}

fn too_old(age: &Option<Age<'_>>, below: CalendarSpan) -> bool {
    age.as_ref()
        .is_some_and(|age| age.at_least(below) == Truth::Yes)
}

fn refused(rule: &Rule<Indication>, condition: ConceptId) -> Option<Refusal> {
    let because = rule.statement();
    match rule.use_ {
        Use::No => Some(Refusal::NotUsedFor { condition, because }),
        Use::WithoutOwnDose => Some(Refusal::NoDoseHere { condition, because }),
        Use::HospitalOnly => Some(Refusal::HospitalOnly { condition, because }),
        Use::Yes | Use::AskForm => None,
    }
}

/// The forms of an illness that have a row of their own.
fn which_form(
    setting: &Setting<'_>,
    condition: ConceptId,
    rules: &[&Rule<Indication>],
    basis: &mut Basis,
) -> NoDose {
    for rule in rules {
        basis.misses("indication", Some(condition), rule.statement());
    }
    let one_of = setting
        .terminology
        .concepts(Kind::Condition)
        .map(|concept| concept.id())
        .filter(|id| *id != condition && setting.terminology.is_a(*id, condition))
        .collect();
    NoDose::Needs(NeededFact::Form {
        of: condition,
        one_of,
    })
}

/// The age keeps every lowest age that holds.
fn old_enough(
    age: &Option<Age<'_>>,
    rules: &[&Rule<Indication>],
    basis: &mut Basis,
) -> Result<(), NoDose> {
    let mut unsure = false;
    for rule in rules {
        let Some(lowest) = rule.min_age else {
            continue;
        };
        let truth = age
            .as_ref()
            .map_or(Truth::Unknown, |age| age.at_least(lowest));
        if let Some(age) = age {
            age.used(basis);
        }
        match truth {
            Truth::Yes => {}
            Truth::No => {
                return Err(NoDose::Refused(vec![Refusal::TooYoung {
                    lowest,
                    because: rule.statement(),
                }]));
            }
            Truth::Unknown => {
                basis.misses("age", None, rule.statement());
                unsure = true;
            }
        }
    }
    if unsure {
        return Err(NoDose::Needs(if age.is_some() {
            NeededFact::ExactAge
        } else {
            NeededFact::Age
        }));
    }
    Ok(())
}

impl Listed {
    /// What the label says about other medicines, held against the list of medicines.
    pub(crate) fn flags(
        &self,
        setting: &Setting<'_>,
        situation: &Situation,
        basis: &mut Basis,
    ) -> Vec<DoseFlag> {
        let mut flags = Vec::new();
        for (medicine, strength, because) in &self.beside {
            match on_list(setting, situation, *medicine, is_taken) {
                Some(fact) => basis.uses(fact),
                None => {
                    basis.misses("medicine", Some(*medicine), *because);
                    flags.push(DoseFlag::Beside {
                        medicine: *medicine,
                        strength: *strength,
                        because: *because,
                    });
                }
            }
        }
        for (medicines, because) in &self.after {
            let found = medicines
                .iter()
                .find_map(|id| on_list(setting, situation, *id, is_or_was_taken));
            match found {
                Some(fact) => basis.uses(fact),
                None => {
                    for medicine in medicines {
                        basis.misses("medicine", Some(*medicine), *because);
                    }
                    flags.push(DoseFlag::After {
                        medicines: medicines.clone(),
                        because: *because,
                    });
                }
            }
        }
        flags
    }
}

/// A fact that says that the medicine, or one of the class, has this status.
fn on_list<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    wanted: ConceptId,
    status: impl Fn(MedicineStatus) -> bool,
) -> Option<&'a Fact> {
    situation.facts().iter().find(|fact| {
        if let What::Medicine(used) = &fact.what {
            let this = used
                .medicine
                .is_some_and(|id| setting.terminology.is_a(id, wanted));
            let own = used.medicine == Some(setting.monograph.edition().medicine);
            this && !own && status(used.status)
        } else {
            false
        }
    })
}

fn is_taken(status: MedicineStatus) -> bool {
    match status {
        MedicineStatus::Taking | MedicineStatus::Planned => true,
        MedicineStatus::OnHold
        | MedicineStatus::Stopped
        | MedicineStatus::NotTaken
        | MedicineStatus::Unknown => false,
    }
}

fn is_or_was_taken(status: MedicineStatus) -> bool {
    match status {
        MedicineStatus::Taking | MedicineStatus::OnHold | MedicineStatus::Stopped => true,
        MedicineStatus::Planned | MedicineStatus::NotTaken | MedicineStatus::Unknown => false,
    }
}
