//! One screening: facts in, findings and gaps out, without allocating once the buffers have grown.

use jiff::ZonedDateTime;
use jiff::civil::Date;
use monograph::{Grade, Speaks, StatementNo};
use terminology::ConceptId;

use super::Certainty;
use super::compile::{Limit, LimitOf, Line, Part, Screener, Slot, Whose, Word};
use crate::fact::{Fact, List, MedicineUse, State, VaccineStatus, What};
use crate::situation::{Days, Newest, Situation, fresh, order, started, taken};
use crate::truth::Truth;

/// The findings of one run, and the buffers that the next run uses again.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<Found>,
    hits: Vec<Hit>,
    pub(super) gaps: Vec<Gap>,
    /// For each target, what the facts say of it.
    marks: Vec<u8>,
    /// For each limit, whether it is met.
    answers: Vec<Answer>,
    /// For each measured test, how new its newest value is.
    newest: Vec<Newest>,
    /// The measured values: which test, which fact.
    measured: Vec<(u16, u32)>,
    /// For each `graver` rule, whether it holds.
    pub(super) raised: Vec<bool>,
}

impl Findings {
    /// What was found, in no order: one for each thing.
    #[must_use]
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// Which rule found what.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// How many facts, questions and dates are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.gaps.len()
    }

    /// The gravest grade.
    #[must_use]
    pub fn worst(&self) -> Option<Grade> {
        self.found.iter().map(|found| found.grade).max()
    }

    fn begin(&mut self, screener: &Screener) {
        self.found.clear();
        self.hits.clear();
        self.gaps.clear();
        self.measured.clear();
        self.raised.clear();
        self.answers.clear();
        self.marks.clear();
        self.marks.resize(screener.targets.len(), 0);
        self.newest.clear();
        self.newest.resize(screener.measured, Newest::default());
    }

    fn mark(&mut self, targets: &[u16], mark: u8) {
        for target in targets {
            if let Some(marks) = self.marks.get_mut(usize::from(*target)) {
                *marks |= mark;
            }
        }
    }

    pub(super) fn answer(&self, limit: u16) -> Answer {
        self.answers
            .get(usize::from(limit))
            .copied()
            .unwrap_or(Answer::Unasked)
    }

    /// The measured values of a test that may be the newest.
    pub(super) fn newest<'a>(
        &'a self,
        test: u16,
        facts: &'a [Fact],
    ) -> impl Iterator<Item = &'a Fact> {
        let newest = self.newest.get(usize::from(test)).copied();
        self.measured
            .iter()
            .filter(move |(of, _)| *of == test)
            .filter_map(|(_, fact)| facts.get(*fact as usize))
            .filter(move |fact| newest.is_some_and(|n| n.may_be(fact.when.as_ref())))
    }
}

/// One thing that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What it is about.
    pub subject: Subject,
    /// The gravest grade.
    pub grade: Grade,
    /// Whether the gravest rule knows all that it asks for.
    pub certainty: Certainty,
}

/// One rule that spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The place of its finding in [`Findings::found`].
    pub found: u16,
    /// The place of the rule among the acting ones.
    pub(super) line: u16,
    /// The fact that it began with; none for an age or a measured value.
    pub(super) fact: Option<u32>,
    /// Its grade, raised where it has to be.
    pub grade: Grade,
    /// Whether it knows all that it asks for.
    pub certainty: Certainty,
    /// The statement that it comes from.
    pub statement: StatementNo,
    subject: Subject,
}

/// What a finding is about; [`super::About`] without the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A condition.
    Condition(ConceptId),
    /// An allergy.
    Allergy(ConceptId),
    /// A medicine.
    Medicine(ConceptId),
    /// A medicine that was not recognised: the number of its fact.
    UnknownMedicine(u32),
    /// A vaccine that is planned.
    VaccinePlanned(ConceptId),
    /// A vaccine that was given.
    VaccineGiven(ConceptId),
    /// A vaccine that was not recognised: the number of its fact.
    UnknownVaccine(u32),
    /// What the medicine is for.
    Indication(ConceptId),
    /// A measured value.
    Measured(ConceptId),
    /// The age.
    Age,
    /// The time since the start.
    Treatment,
}

/// Something that was not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// A question was not answered.
    Question(u16),
    /// A value is not there, is too old, or is known only about.
    Limit(u16),
    /// The day of a stop or a vaccine is not known well enough.
    Since { fact: u32, statement: StatementNo },
    /// The record does not say whether a medicine is taken.
    Status(u32),
}

/// What is known of one part of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// It is known not to be so.
    No,
    /// Nobody told.
    Unasked,
    /// It may be so: something is told, and not all.
    Possible,
    /// It is so.
    Yes,
}

const IS: u8 = 1;
const MAY_BE: u8 = 2;
const DENIED: u8 = 4;
const UNSURE: u8 = 8;

/// What the facts say as a whole.
struct Seen<'a> {
    facts: &'a [Fact],
    today: Date,
    born: Option<Days>,
    start: Option<Days>,
    whole: [bool; 4],
    indication: bool,
}

fn place(list: List) -> usize {
    match list {
        List::Medicines => 0,
        List::Allergies => 1,
        List::Conditions => 2,
        List::Vaccines => 3,
    }
}

fn list(slot: Slot) -> Option<List> {
    match slot {
        Slot::Condition => Some(List::Conditions),
        Slot::Allergy => Some(List::Allergies),
        Slot::Medicine => Some(List::Medicines),
        Slot::VaccinePlanned | Slot::VaccineGiven => Some(List::Vaccines),
        Slot::Indication => None,
    }
}

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

    // --- the first pass: what is told ---------------------------------------------------------

    fn gather<'a>(&self, facts: &'a [Fact], today: Date, out: &mut Findings) -> Seen<'a> {
        let mut seen = Seen {
            facts,
            today,
            born: None,
            start: None,
            whole: [false; 4],
            indication: false,
        };
        let mut unread = [false; 2];
        for (at, fact) in facts.iter().enumerate() {
            self.read(at, fact, &mut seen, &mut unread, out);
        }
        // A list with a line that was not recognised does not tell what is not on it.
        let [medicine, vaccine] = unread;
        for (list, unread) in [(List::Medicines, medicine), (List::Vaccines, vaccine)] {
            if let Some(whole) = seen.whole.get_mut(place(list)) {
                *whole &= !unread;
            }
        }
        seen
    }

    fn read(
        &self,
        at: usize,
        fact: &Fact,
        seen: &mut Seen<'_>,
        unread: &mut [bool; 2],
        out: &mut Findings,
    ) {
        let days = started(fact, self.medicine);
        seen.start = match (seen.start, days) {
            (Some(one), Some(other)) => Some(one.earlier(other)),
            (one, other) => one.or(other),
        };
        match &fact.what {
            What::Born(when) => {
                let days = Days::of(when);
                seen.born = Some(seen.born.map_or(days, |born| born.around(days)));
            }
            What::Complete(list) => {
                if let Some(whole) = seen.whole.get_mut(place(*list)) {
                    *whole = true;
                }
            }
            What::Measured { test, .. } => {
                if let Some(test) = self.test(*test) {
                    out.measured
                        .push((test, u32::try_from(at).unwrap_or(u32::MAX)));
                    if let Some(newest) = out.newest.get_mut(usize::from(test)) {
                        newest.see(fact.when.as_ref());
                    }
                }
            }
            What::Condition { condition, state } => self.condition(*condition, *state, out),
            What::Allergy { substance, state } => match state {
                State::Present | State::Past => {
                    out.mark(self.is(Slot::Allergy, *substance), IS);
                }
                State::Absent => out.mark(self.denied(Slot::Allergy, *substance), DENIED),
                State::NotSure => out.mark(self.denied(Slot::Allergy, *substance), UNSURE),
            },
            What::Medicine(used) => self.medicine(used, seen, unread, out),
            What::Vaccine {
                vaccine, status, ..
            } => self.vaccine(*vaccine, *status, unread, out),
            What::Indication(condition) => self.indication(*condition, seen, out),
            What::Prescription(prescription) => {
                if let Some(condition) = prescription.indication {
                    self.indication(condition, seen, out);
                }
            }
            What::Sex(_)
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

    fn condition(&self, condition: ConceptId, state: State, out: &mut Findings) {
        match state {
            State::Present => out.mark(self.is(Slot::Condition, condition), IS),
            State::Past => {
                out.mark(self.past_is(condition), IS);
                out.mark(self.past_over(condition), DENIED);
            }
            State::Absent => out.mark(self.denied(Slot::Condition, condition), DENIED),
            State::NotSure => out.mark(self.denied(Slot::Condition, condition), UNSURE),
        }
    }

    fn medicine(
        &self,
        used: &MedicineUse,
        seen: &Seen<'_>,
        unread: &mut [bool; 2],
        out: &mut Findings,
    ) {
        let taken = taken(used, seen.today);
        let Some(medicine) = used.medicine else {
            if taken != Truth::No {
                unread[0] = true;
            }
            return;
        };
        if medicine == self.medicine {
            return;
        }
        match taken {
            Truth::Yes => out.mark(self.is(Slot::Medicine, medicine), IS),
            Truth::Unknown => out.mark(self.is(Slot::Medicine, medicine), MAY_BE),
            Truth::No => out.mark(self.denied(Slot::Medicine, medicine), DENIED),
        }
    }

    fn vaccine(
        &self,
        vaccine: Option<ConceptId>,
        status: VaccineStatus,
        unread: &mut [bool; 2],
        out: &mut Findings,
    ) {
        match (vaccine, status) {
            (None, VaccineStatus::Given | VaccineStatus::Planned) => unread[1] = true,
            (Some(id), VaccineStatus::Given) => out.mark(self.is(Slot::VaccineGiven, id), IS),
            (Some(id), VaccineStatus::Planned) => out.mark(self.is(Slot::VaccinePlanned, id), IS),
            (Some(id), VaccineStatus::NotGiven) => {
                out.mark(self.denied(Slot::VaccineGiven, id), DENIED);
            }
            (None, VaccineStatus::NotGiven) => {}
        }
    }

    /// A wider condition than a rule asks for leaves open whether it is that one.
    fn indication(&self, condition: ConceptId, seen: &mut Seen<'_>, out: &mut Findings) {
        seen.indication = true;
        out.mark(self.denied(Slot::Indication, condition), MAY_BE);
        out.mark(self.is(Slot::Indication, condition), IS);
    }

    // --- the second pass: which rules speak ----------------------------------------------------

    fn fact(&self, at: u32, fact: &Fact, seen: &Seen<'_>, out: &mut Findings) {
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

    // --- answers ------------------------------------------------------------------------------

    fn all(&self, parts: &[Part], seen: &Seen<'_>, out: &Findings) -> Answer {
        parts
            .iter()
            .map(|part| self.part(*part, None, seen, out))
            .min()
            .unwrap_or(Answer::Yes)
    }

    fn part(&self, part: Part, own: Option<u32>, seen: &Seen<'_>, out: &Findings) -> Answer {
        match part {
            Part::Target(target) => self.target(target, seen, out),
            Part::Limit(limit) => out.answer(limit),
            Part::Own(how, span) => {
                let fact = own.and_then(|at| seen.facts.get(at as usize));
                match fact.and_then(ended) {
                    None => Answer::Possible,
                    Some(days) => partly(days.since(how, span, seen.today)),
                }
            }
            Part::Word(_) => Answer::Yes,
            Part::Unanswerable => Answer::Unasked,
        }
    }

    fn target(&self, target: u16, seen: &Seen<'_>, out: &Findings) -> Answer {
        let marks = out.marks.get(usize::from(target)).copied().unwrap_or(0);
        let slot = self.targets.get(usize::from(target)).map(|t| t.slot);
        let whole = slot
            .and_then(list)
            .and_then(|list| seen.whole.get(place(list)).copied());
        let told = match slot {
            Some(Slot::Indication) => seen.indication,
            _ => whole.unwrap_or(false),
        };
        if marks & IS != 0 {
            Answer::Yes
        } else if marks & MAY_BE != 0 {
            Answer::Possible
        } else if marks & UNSURE != 0 {
            Answer::Unasked
        } else if marks & DENIED != 0 || told {
            Answer::No
        } else {
            Answer::Unasked
        }
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
    fn open<'a>(
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

    // --- for the explanation -------------------------------------------------------------------

    /// The targets of a question that a situation leaves open.
    pub(super) fn open_targets(&self, question: u16, facts: &[Fact], today: Date) -> Vec<u16> {
        let mut scratch = Findings::default();
        scratch.begin(self);
        let seen = self.gather(facts, today, &mut scratch);
        self.open(question, &seen, &scratch).collect()
    }

    /// Whether a fact says that a target is so, or may be.
    pub(super) fn says(&self, fact: &Fact, target: u16, today: Date) -> bool {
        let mut scratch = Findings::default();
        scratch.begin(self);
        self.gather(std::slice::from_ref(fact), today, &mut scratch);
        let marks = scratch.marks.get(usize::from(target));
        marks.is_some_and(|marks| marks & (IS | MAY_BE) != 0)
    }

    /// Whether a fact bears on any rule, other than by a value or the start of the treatment.
    pub(super) fn asks_for(&self, fact: &Fact, today: Date) -> bool {
        let mut scratch = Findings::default();
        scratch.begin(self);
        let seen = self.gather(std::slice::from_ref(fact), today, &mut scratch);
        self.fact(0, fact, &seen, &mut scratch);
        let age = |limit: &Limit| matches!(limit.what, LimitOf::Age(..));
        let bears = match &fact.what {
            What::Born(_) => self.limits.iter().any(age),
            What::Complete(list) => seen.whole.get(place(*list)) == Some(&true),
            // One that was not recognised keeps its list from being whole.
            What::Medicine(used) => used.medicine.is_none(),
            What::Vaccine { vaccine, .. } => vaccine.is_none(),
            What::Indication(_) => true,
            What::Prescription(prescription) => prescription.indication.is_some(),
            What::Condition { .. }
            | What::Allergy { .. }
            | What::Measured { .. }
            | What::Sex(_)
            | What::Administration(_)
            | What::Override(_)
            | What::Skin(_)
            | What::Package(_)
            | What::Handled(_)
            | What::SharpsFill(_)
            | What::Symptom(_)
            | What::Visit
            | What::Country(_) => false,
        };
        bears || !scratch.hits.is_empty() || scratch.marks.iter().any(|marks| *marks != 0)
    }
}

const STOPPED: crate::fact::MedicineStatus = crate::fact::MedicineStatus::Stopped;

/// The day from which "since" is counted: of a stop, of a vaccine.
fn ended(fact: &Fact) -> Option<Days> {
    let when = if let What::Medicine(used) = &fact.what {
        used.end.as_ref()
    } else {
        fact.when.as_ref()
    };
    when.map(Days::of)
}

fn partly(truth: Truth) -> Answer {
    match truth {
        Truth::No => Answer::No,
        Truth::Unknown => Answer::Possible,
        Truth::Yes => Answer::Yes,
    }
}

fn limit_met(limit: &Limit, seen: &Seen<'_>, out: &Findings) -> Answer {
    let since = |days: Option<Days>, how, span| {
        days.map_or(Answer::Unasked, |days| {
            partly(days.since(how, span, seen.today))
        })
    };
    match limit.what {
        LimitOf::Age(how, span) => since(seen.born, how, span),
        LimitOf::Start(how, span) => since(seen.start, how, span),
        LimitOf::Value {
            test,
            how,
            limit,
            fresh: span,
            ..
        } => {
            let values = out.newest(test, seen.facts).filter_map(|fact| {
                let What::Measured { value, .. } = &fact.what else {
                    return None;
                };
                let fresh = fresh(fact.when.as_ref(), span, seen.today);
                Some((order(value, &limit).map(|order| how.holds(order)), fresh))
            });
            let one = |(meets, fresh)| match (meets, fresh) {
                (Some(true), true) => Answer::Yes,
                (Some(true), false) => Answer::Possible,
                (Some(false), true) => Answer::No,
                (Some(false) | None, _) => Answer::Unasked,
            };
            values.map(one).max().unwrap_or(Answer::Unasked)
        }
    }
}

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

/// The words of the record for a medicine or a vaccine.
pub(super) fn words(fact: &Fact) -> Option<&std::sync::Arc<str>> {
    if let What::Medicine(used) = &fact.what {
        return Some(&used.text);
    }
    let What::Vaccine { text, .. } = &fact.what else {
        return None;
    };
    Some(text)
}
