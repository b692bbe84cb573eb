//! From the rules of a monograph to tables: which rules speak about a concept, which facts they
//! ask for, and which question covers which fact.

use monograph::{
    Comparison, FactName, Grade, Graver, Monograph, Past, Question, Region, Rule, Screen,
    StatementNo, Term,
};
use quantity::{CalendarSpan, Quantity};
use smallvec::SmallVec;
use terminology::{ConceptId, Terminology};

use super::tables::{
    Asked, GraverLine, Limit, LimitOf, Line, OverTable, Part, Slot, Table, Target, Whose, Word,
};

/// The screening rules of one monograph for one region, ready to run.
///
/// Making one takes some 500 microseconds, running it one or two: keep it where many records are
/// screened.
#[derive(Debug, Clone)]
pub struct Screener {
    /// The medicine of the monograph: it does not interact with itself.
    pub(super) medicine: ConceptId,
    pub(super) lines: Vec<Line>,
    pub(super) raises: Vec<GraverLine>,
    /// The concepts that rules ask for.
    pub(super) targets: Vec<Target>,
    /// The values, ages and spans that rules ask for.
    pub(super) limits: Vec<Limit>,
    pub(super) questions: Vec<Asked>,
    tables: [Table; Slot::ALL.len()],
    past: OverTable,
    /// Rules that begin with a word such as `medicine is not-cleared`.
    words: [Vec<u16>; Word::ALL.len()],
    /// Rules that begin with a limit.
    pub(super) free: Vec<u16>,
    /// By concept number: which of the measured tests it is.
    tests: Vec<Option<u16>>,
    pub(super) measured: usize,
}

impl Screener {
    /// Compiles the rules that hold in a region, and those of the other region that are to be shown.
    #[must_use]
    pub fn new(monograph: &Monograph, terminology: &Terminology, region: Region) -> Screener {
        let mut draft = Draft::new(terminology);
        for (at, rule, grade) in acting(monograph, region) {
            draft.line(at, rule, grade);
        }
        for rule in monograph.rules().gravers() {
            if rule.regions().include(region) {
                draft.raise(rule);
            }
        }
        let asking: Vec<&Rule<Question>> = monograph
            .rules()
            .questions()
            .iter()
            .filter(|rule| rule.regions().include(region))
            .collect();
        let questions = draft.questions(&asking);
        let tables = Slot::ALL.map(|slot| draft.table(slot));
        let past = draft.past();
        Screener {
            medicine: monograph.edition().medicine,
            questions,
            tables,
            past,
            words: draft.words(),
            free: draft.free(),
            tests: draft.tests(),
            measured: draft.tests.len(),
            lines: draft.lines,
            raises: draft.raises,
            targets: draft.targets,
            limits: draft.limits,
        }
    }

    pub(super) fn is(&self, slot: Slot, concept: ConceptId) -> &[u16] {
        self.table(slot).is.get(concept)
    }

    pub(super) fn denied(&self, slot: Slot, concept: ConceptId) -> &[u16] {
        self.table(slot).denied.get(concept)
    }

    pub(super) fn rules(&self, slot: Slot, concept: ConceptId) -> &[u16] {
        self.table(slot).rules.get(concept)
    }

    pub(super) fn past_is(&self, condition: ConceptId) -> &[u16] {
        self.past.is.get(condition)
    }

    pub(super) fn past_over(&self, condition: ConceptId) -> &[u16] {
        self.past.over.get(condition)
    }

    pub(super) fn past_rules(&self, condition: ConceptId) -> &[(u16, ConceptId)] {
        self.past.rules.get(condition)
    }

    pub(super) fn words(&self, word: Word) -> &[u16] {
        self.words.get(word.index()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn test(&self, concept: ConceptId) -> Option<u16> {
        self.tests.get(concept.number()).copied().flatten()
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "one table for each slot, and the index of a slot is below their number"
    )]
    fn table(&self, slot: Slot) -> &Table {
        &self.tables[slot.index()]
    }
}

/// The rules that act in a region, each with its place and its grade there.
pub(super) fn acting(monograph: &Monograph, region: Region) -> Vec<(usize, &Rule<Screen>, Grade)> {
    let rules = monograph.rules().screens();
    let replaced: Vec<&str> = rules
        .iter()
        .filter(|rule| rule.regions().include(region))
        .filter_map(Rule::instead_of)
        .collect();
    let here = |rule: &Rule<Screen>| match rule.regions().include(region) {
        true => Some(rule.grade),
        false => rule.elsewhere,
    };
    rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| !replaced.contains(&rule.name()))
        .filter_map(|(at, rule)| Some((at, rule, here(rule)?)))
        .collect()
}

/// The tables while they grow.
struct Draft<'a> {
    terminology: &'a Terminology,
    lines: Vec<Line>,
    raises: Vec<GraverLine>,
    targets: Vec<Target>,
    limits: Vec<Limit>,
    tests: Vec<ConceptId>,
}

fn number(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

impl<'a> Draft<'a> {
    fn new(terminology: &'a Terminology) -> Draft<'a> {
        Draft {
            terminology,
            lines: Vec::new(),
            raises: Vec::new(),
            targets: Vec::new(),
            limits: Vec::new(),
            tests: Vec::new(),
        }
    }

    fn line(&mut self, at: usize, rule: &Rule<Screen>, grade: Grade) {
        let asks = (rule.statement(), rule.fresh);
        let parts: SmallVec<[Part; 3]> = rule
            .when
            .terms()
            .iter()
            .map(|term| self.part(term, asks))
            .collect();
        let stopped = |term: &Term| term.fact() == FactName::SinceStop;
        let of = match rule.when.terms().iter().any(stopped) {
            true => Whose::Stopped,
            false => Whose::Current,
        };
        self.lines.push(Line {
            at,
            statement: rule.statement(),
            grade,
            harm: rule.harm,
            speaks: rule.speaks,
            past: rule.past,
            of,
            parts,
        });
    }

    fn raise(&mut self, rule: &Rule<Graver>) {
        let asks = (rule.statement(), None);
        let parts = rule
            .when
            .terms()
            .iter()
            .map(|term| self.part(term, asks))
            .collect();
        self.raises.push(GraverLine {
            rule: rule.no(),
            statement: rule.statement(),
            harm: rule.harm,
            up_to: rule.up_to,
            parts,
        });
    }

    fn part(&mut self, term: &Term, asks: (StatementNo, Option<CalendarSpan>)) -> Part {
        match term {
            Term::Is(fact, concept) => {
                Slot::of(*fact).map_or(Part::Unanswerable, |slot| self.target(slot, *concept))
            }
            Term::Word(fact, word) => Word::of(*fact, word).map_or(Part::Unanswerable, Part::Word),
            Term::Compare(fact, how, limit) => self.limit(*fact, (*how, *limit), asks),
        }
    }

    fn target(&mut self, slot: Slot, concept: ConceptId) -> Part {
        let known = self
            .targets
            .iter()
            .position(|target| target.slot == slot && target.concept == concept);
        Part::Target(number(known.unwrap_or_else(|| {
            self.targets.push(Target { slot, concept });
            self.targets.len().saturating_sub(1)
        })))
    }

    fn limit(
        &mut self,
        fact: FactName,
        (how, limit): (Comparison, Quantity),
        (statement, fresh): (StatementNo, Option<CalendarSpan>),
    ) -> Part {
        let span = CalendarSpan::try_from(limit).ok();
        let what = match fact {
            FactName::SinceVaccine | FactName::SinceStop => {
                return span.map_or(Part::Unanswerable, |span| Part::Own(how, span));
            }
            FactName::Age => span.map(|span| LimitOf::Age(how, span)),
            FactName::SinceStart => span.map(|span| LimitOf::Start(how, span)),
            FactName::Weight
            | FactName::CreatinineClearance
            | FactName::Lab(_)
            | FactName::Indication
            | FactName::Condition
            | FactName::Medicine
            | FactName::Allergy
            | FactName::VaccinePlanned
            | FactName::VaccineGiven
            | FactName::Severity
            | FactName::Extent
            | FactName::Course
            | FactName::Fever
            | FactName::SinceOnset
            | FactName::SinceInjection => {
                test_of(fact, self.terminology).map(|test| self.value(test, (how, limit), fresh))
            }
        };
        let Some(what) = what else {
            return Part::Unanswerable;
        };
        let known = self.limits.iter().position(|known| known.what == what);
        let at = known.unwrap_or_else(|| {
            self.limits.push(Limit {
                fact,
                what,
                because: Vec::new(),
            });
            self.limits.len().saturating_sub(1)
        });
        if let Some(limit) = self.limits.get_mut(at)
            && !limit.because.contains(&statement)
        {
            limit.because.push(statement);
        }
        Part::Limit(number(at))
    }

    fn value(
        &mut self,
        concept: ConceptId,
        (how, limit): (Comparison, Quantity),
        fresh: Option<CalendarSpan>,
    ) -> LimitOf {
        let known = self.tests.iter().position(|test| *test == concept);
        let test = number(known.unwrap_or_else(|| {
            self.tests.push(concept);
            self.tests.len().saturating_sub(1)
        }));
        let unit = self.terminology.lab(concept).and_then(|lab| lab.unit());
        let limit = unit
            .and_then(|unit| limit.in_unit(unit).ok())
            .unwrap_or(limit);
        LimitOf::Value {
            test,
            concept,
            how,
            limit,
            fresh,
        }
    }

    /// Which question answers each target: the narrowest that covers it.
    fn questions(&self, rules: &[&Rule<Question>]) -> Vec<Asked> {
        let mut asked: Vec<Asked> = rules
            .iter()
            .map(|rule| Asked {
                fact: rule.fact.sort(),
                about: rule.about,
                statement: rule.statement(),
                targets: Vec::new(),
            })
            .collect();
        for (at, target) in self.targets.iter().enumerate() {
            let covering = rules.iter().enumerate().filter(|(_, rule)| {
                Slot::of(rule.fact) == Some(target.slot)
                    && rule.covers(rule.fact, target.concept, self.terminology)
            });
            let narrowest = covering.max_by_key(|(_, rule)| self.depth(rule.about));
            if let Some(asked) = narrowest.and_then(|(question, _)| asked.get_mut(question)) {
                asked.targets.push(number(at));
            }
        }
        asked
    }

    /// How many things a concept is: more for a narrower one.
    fn depth(&self, concept: Option<ConceptId>) -> usize {
        let is = |id: ConceptId| {
            self.terminology
                .all()
                .filter(|other| self.terminology.is_a(id, other.id()))
                .count()
        };
        concept.map_or(0, is)
    }

    /// The targets of a slot that fit.
    fn targets(&self, slot: Slot, fits: impl Fn(ConceptId) -> bool) -> Vec<u16> {
        self.targets
            .iter()
            .enumerate()
            .filter(|(_, target)| target.slot == slot && fits(target.concept))
            .map(|(at, _)| number(at))
            .collect()
    }

    fn anchored(&self, target: u16) -> impl Iterator<Item = (u16, &Line)> {
        self.lines
            .iter()
            .enumerate()
            .filter(move |(_, line)| line.parts.first() == Some(&Part::Target(target)))
            .map(|(at, line)| (number(at), line))
    }

    fn table(&self, slot: Slot) -> Table {
        let mut table = Table::default();
        for concept in self.terminology.all() {
            let id = concept.id();
            let is = self.targets(slot, |target| self.terminology.is_a(id, target));
            let denied = self.targets(slot, |target| self.terminology.is_a(target, id));
            let rules = is.iter().flat_map(|t| self.anchored(*t)).map(|(at, _)| at);
            table.rules.push(rules);
            table.is.push(is.iter().copied());
            table.denied.push(denied);
        }
        table
    }

    fn past(&self) -> OverTable {
        let mut past = OverTable::default();
        for concept in self.terminology.all() {
            let (mut is, mut over, mut rules) = (Vec::new(), Vec::new(), Vec::new());
            let of = |id| self.targets(Slot::Condition, |t| self.terminology.is_a(id, t));
            // What is over tells nothing about a wider thing: who had pneumonia may have another
            // infection now.
            let own = self.targets(Slot::Condition, |t| t == concept.id());
            for target in of(concept.id()) {
                let lines: Vec<_> = self.anchored(target).collect();
                let same = |line: &Line| line.past == Past::Same;
                match lines.is_empty() || lines.iter().any(|(_, line)| same(line)) {
                    true => is.push(target),
                    false if own.contains(&target) => over.push(target),
                    false => {}
                }
                for (at, line) in lines {
                    match line.past {
                        Past::Same => rules.push((at, concept.id())),
                        Past::Nothing => {}
                        Past::As(other) => {
                            is.extend(of(other));
                            let theirs = of(other);
                            let theirs = theirs.iter().flat_map(|t| self.anchored(*t));
                            rules.extend(theirs.map(|(at, _)| (at, other)));
                        }
                    }
                }
            }
            rules.sort_unstable();
            rules.dedup();
            past.is.push(is);
            past.over.push(over);
            past.rules.push(rules);
        }
        past
    }

    fn words(&self) -> [Vec<u16>; Word::ALL.len()] {
        Word::ALL.map(|word| {
            self.lines
                .iter()
                .enumerate()
                .filter(|(_, line)| line.parts.first() == Some(&Part::Word(word)))
                .map(|(at, _)| number(at))
                .collect()
        })
    }

    fn free(&self) -> Vec<u16> {
        self.lines
            .iter()
            .enumerate()
            .filter(|(_, line)| matches!(line.parts.first(), Some(Part::Limit(_))))
            .map(|(at, _)| number(at))
            .collect()
    }

    fn tests(&self) -> Vec<Option<u16>> {
        let of = |id: ConceptId| self.tests.iter().position(|test| *test == id);
        self.terminology
            .all()
            .map(|concept| of(concept.id()).map(number))
            .collect()
    }
}

/// The test whose values a fact is.
pub(super) fn test_of(fact: FactName, terminology: &Terminology) -> Option<ConceptId> {
    match fact {
        FactName::Weight => terminology.by_key("weight"),
        FactName::CreatinineClearance => terminology.by_key("creatinine-clearance"),
        FactName::Lab(test) => Some(test),
        FactName::Age
        | FactName::Indication
        | FactName::Condition
        | FactName::Medicine
        | FactName::Allergy
        | FactName::VaccinePlanned
        | FactName::VaccineGiven
        | FactName::SinceVaccine
        | FactName::SinceStop
        | FactName::Severity
        | FactName::Extent
        | FactName::Course
        | FactName::Fever
        | FactName::SinceOnset
        | FactName::SinceStart
        | FactName::SinceInjection => None,
    }
}
