//! One screening: facts in, findings and gaps out, without allocating once the buffers have grown.

use jiff::ZonedDateTime;
use monograph::{Grade, Speaks};
use terminology::ConceptId;

use super::Certainty;
use super::answer::limit_met;
use super::compile::Screener;
use super::findings::{Answer, Findings, Found, Gap, Hit, Subject, words};
use super::gather::Seen;
use super::tables::{LimitOf, Line, Part, Slot, Whose, Word};
use crate::fact::{Fact, MedicineUse, State, VaccineStatus, What};
use crate::situation::{Situation, taken};
use crate::truth::Truth;

impl Screener {
    /// Screens a situation. Nothing is allocated once the buffers of `out` have grown.
    pub fn run(&self, situation: &Situation, now: &ZonedDateTime, out: &mut Findings) {
        out.begin(self);
        let seen = self.gather(situation.facts(), now.date(), out);
        for limit in &self.limits {
            let answer = limit_met(limit, &seen, out);
            out.answers.push(answer);
        }
        for raise in &self.raises {
            let answer = self.all(&raise.parts, &seen, out);
            out.raised.push(answer >= Answer::Possible);
        }
        for (at, fact) in seen.facts.iter().enumerate() {
            self.fact(u32::try_from(at).unwrap_or(u32::MAX), fact, &seen, out);
        }
        for at in &self.free {
            self.free_rule(*at, &seen, out);
        }
        self.merge(&seen, out);
        self.gaps(&seen, out);
    }

    // --- which rules speak -----------------------------------------------------------------

    pub(super) fn fact(&self, at: u32, fact: &Fact, seen: &Seen<'_>, out: &mut Findings) {
        match &fact.what {
            What::Condition { condition, state } => match state {
                State::Present => {
                    let subject = Subject::Condition(*condition);
                    self.speak(Slot::Condition, *condition, (subject, at), seen, out);
                }
                State::Past => {
                    for (line, condition) in self.past_rules(*condition) {
                        let of = (Subject::Condition(*condition), Some(at));
                        self.rule(*line, of, Answer::Yes, seen, out);
                    }
                }
                State::Absent | State::NotSure => {}
            },
            What::Allergy { substance, state } => match state {
                State::Present | State::Past => {
                    let subject = Subject::Allergy(*substance);
                    self.speak(Slot::Allergy, *substance, (subject, at), seen, out);
                }
                State::Absent | State::NotSure => {}
            },
            What::Indication(condition) => {
                let subject = Subject::Indication(*condition);
                self.speak(Slot::Indication, *condition, (subject, at), seen, out);
            }
            What::Prescription(prescription) => {
                if let Some(condition) = prescription.indication {
                    let subject = Subject::Indication(condition);
                    self.speak(Slot::Indication, condition, (subject, at), seen, out);
                }
            }
            What::Medicine(used) => self.medicine_rules(at, used, seen, out),
            What::Vaccine {
                vaccine, status, ..
            } => self.vaccine_rules(at, *vaccine, *status, seen, out),
            What::Born(_)
            | What::Measured { .. }
            | What::Complete(_)
            | What::Sex(_)
            | What::Administration(_)
            | What::Override(_)
            | What::Skin(_)
            | What::Package(_)
            | What::Handled(_)
            | What::SharpsFill(_)
            | What::Symptom(_)
            | What::Visit
            | What::Country(_) => {}
        }
    }

    fn speak(
        &self,
        slot: Slot,
        concept: ConceptId,
        (subject, at): (Subject, u32),
        seen: &Seen<'_>,
        out: &mut Findings,
    ) {
        for line in self.rules(slot, concept) {
            self.rule(*line, (subject, Some(at)), Answer::Yes, seen, out);
        }
    }

    fn medicine_rules(&self, at: u32, used: &MedicineUse, seen: &Seen<'_>, out: &mut Findings) {
        let (subject, concept) = match used.medicine {
            Some(medicine) if medicine == self.medicine => return,
            Some(medicine) => (Subject::Medicine(medicine), Some(medicine)),
            None => (Subject::UnknownMedicine(at), None),
        };
        let anchor = match taken(used, seen.today) {
            Truth::Yes => Some(Answer::Yes),
            Truth::Unknown => Some(Answer::Possible),
            Truth::No => None,
        };
        let of = (subject, Some(at));
        let rules = concept.map_or(&[][..], |id| self.rules(Slot::Medicine, id));
        for line in rules {
            let whose = self.lines.get(usize::from(*line)).map(|line| line.of);
            match (whose, anchor) {
                (Some(Whose::Current), Some(anchor)) => self.rule(*line, of, anchor, seen, out),
                (Some(Whose::Stopped), None) if used.status == STOPPED => {
                    self.rule(*line, of, Answer::Yes, seen, out);
                }
                _ => {}
            }
        }
        let Some(anchor) = anchor else { return };
        if anchor == Answer::Possible {
            out.gaps.push(Gap::Status(at));
        }
        let mut say = |word| {
            for line in self.words(word) {
                self.rule(*line, of, anchor, seen, out);
            }
        };
        if concept.is_none() {
            say(Word::MedicineNotRecognised);
        }
        if used.cleared.is_none() {
            say(Word::MedicineNotCleared);
        }
    }

    fn vaccine_rules(
        &self,
        at: u32,
        vaccine: Option<ConceptId>,
        status: VaccineStatus,
        seen: &Seen<'_>,
        out: &mut Findings,
    ) {
        let (slot, word) = match status {
            VaccineStatus::Planned => (Slot::VaccinePlanned, Word::VaccinePlannedNotRecognised),
            VaccineStatus::Given => (Slot::VaccineGiven, Word::VaccineGivenNotRecognised),
            VaccineStatus::NotGiven => return,
        };
        match (vaccine, status) {
            (Some(id), VaccineStatus::Planned) => {
                self.speak(slot, id, (Subject::VaccinePlanned(id), at), seen, out);
            }
            (Some(id), _) => self.speak(slot, id, (Subject::VaccineGiven(id), at), seen, out),
            (None, _) => {
                for line in self.words(word) {
                    let of = (Subject::UnknownVaccine(at), Some(at));
                    self.rule(*line, of, Answer::Yes, seen, out);
                }
            }
        }
    }

    /// A rule that begins with a value, an age or the time since the start.
    fn free_rule(&self, at: u16, seen: &Seen<'_>, out: &mut Findings) {
        let Some(line) = self.lines.get(usize::from(at)) else {
            return;
        };
        let Some(Part::Limit(limit)) = line.parts.first() else {
            return;
        };
        let anchor = out.answer(*limit);
        let what = self.limits.get(usize::from(*limit)).map(|limit| limit.what);
        let subject = match what {
            Some(LimitOf::Value { concept, .. }) => Subject::Measured(concept),
            Some(LimitOf::Age(..)) => Subject::Age,
            Some(LimitOf::Start(..)) | None => Subject::Treatment,
        };
        if anchor >= Answer::Possible {
            self.rule(at, (subject, None), anchor, seen, out);
        }
    }

    /// The rest of a rule whose first part holds or may hold.
    fn rule(
        &self,
        at: u16,
        (subject, fact): (Subject, Option<u32>),
        anchor: Answer,
        seen: &Seen<'_>,
        out: &mut Findings,
    ) {
        let Some(line) = self.lines.get(usize::from(at)) else {
            return;
        };
        let mut answer = anchor;
        for part in line.parts.iter().skip(1) {
            let own = match part {
                Part::Own(..) => fact,
                Part::Target(_) | Part::Limit(_) | Part::Word(_) | Part::Unanswerable => None,
            };
            let one = self.part(*part, own, seen, out);
            if let (Some(fact), Answer::Unasked | Answer::Possible) = (own, one) {
                let statement = line.statement;
                out.gaps.push(Gap::Since { fact, statement });
            }
            answer = answer.min(one);
        }
        let certainty = match answer {
            Answer::No => return,
            Answer::Unasked | Answer::Possible => Certainty::Possible,
            Answer::Yes => Certainty::Certain,
        };
        out.hits.push(Hit {
            found: 0,
            line: at,
            fact,
            grade: self.grade(line, out),
            certainty,
            statement: line.statement,
            subject,
        });
    }

    fn grade(&self, line: &Line, out: &Findings) -> Grade {
        let rises = self
            .raises
            .iter()
            .zip(&out.raised)
            .filter(|(raise, holds)| **holds && raise.harm == line.harm);
        rises.fold(line.grade, |grade, (raise, _)| {
            grade.raised().min(raise.up_to).max(grade)
        })
    }

    // --- merging ------------------------------------------------------------------------------

    /// One finding for each thing. A rule that speaks only when nothing else does is silent beside
    /// one of its grade or a graver one.
    fn merge(&self, seen: &Seen<'_>, out: &mut Findings) {
        let Findings { hits, found, .. } = out;
        let speaks = |hit: &Hit| {
            let line = self.lines.get(usize::from(hit.line));
            line.map_or(Speaks::Always, |line| line.speaks)
        };
        let mut at = 0;
        while let Some(hit) = hits.get(at).copied() {
            let silent = match speaks(&hit) {
                Speaks::Always => false,
                Speaks::WhenNothingElse => hits.iter().any(|other| {
                    speaks(other) == Speaks::Always
                        && other.grade >= hit.grade
                        && same(other.subject, hit.subject, seen.facts)
                }),
            };
            if silent {
                hits.remove(at);
                continue;
            }
            let known = found
                .iter()
                .position(|found| same(found.subject, hit.subject, seen.facts));
            let number = known.unwrap_or(found.len());
            match found.get_mut(number) {
                Some(found) => {
                    let graver = (hit.grade, hit.certainty) > (found.grade, found.certainty);
                    if graver {
                        (found.grade, found.certainty) = (hit.grade, hit.certainty);
                    }
                }
                None => found.push(Found {
                    subject: hit.subject,
                    grade: hit.grade,
                    certainty: hit.certainty,
                }),
            }
            if let Some(hit) = hits.get_mut(at) {
                hit.found = u16::try_from(number).unwrap_or(u16::MAX);
            }
            at = at.saturating_add(1);
        }
    }

    fn gaps(&self, seen: &Seen<'_>, out: &mut Findings) {
        for at in 0..self.questions.len() {
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            if self.open(at, seen, out).next().is_some() {
                out.gaps.push(Gap::Question(at));
            }
        }
        for at in 0..self.limits.len() {
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            if matches!(out.answer(at), Answer::Unasked | Answer::Possible) {
                out.gaps.push(Gap::Limit(at));
            }
        }
    }

    /// The targets of a question that are open.
    pub(super) fn open<'a>(
        &'a self,
        question: u16,
        seen: &'a Seen<'_>,
        out: &'a Findings,
    ) -> impl Iterator<Item = u16> + 'a {
        let targets = self.questions.get(usize::from(question));
        let targets = targets.map_or(&[][..], |question| &question.targets);
        targets.iter().copied().filter(|target| {
            let slot = self.targets.get(usize::from(*target)).map(|t| t.slot);
            match self.target(*target, seen, out) {
                Answer::Unasked => true,
                Answer::Possible => slot == Some(Slot::Indication),
                Answer::No | Answer::Yes => false,
            }
        })
    }
}

const STOPPED: crate::fact::MedicineStatus = crate::fact::MedicineStatus::Stopped;

/// Whether two findings are about one thing. Two medicines that were not recognised are one when
/// their words are the same.
fn same(one: Subject, other: Subject, facts: &[Fact]) -> bool {
    let words = |at: u32| facts.get(at as usize).and_then(words);
    match (one, other) {
        (Subject::UnknownMedicine(one), Subject::UnknownMedicine(other))
        | (Subject::UnknownVaccine(one), Subject::UnknownVaccine(other)) => {
            one == other || words(one) == words(other)
        }
        _ => one == other,
    }
}
