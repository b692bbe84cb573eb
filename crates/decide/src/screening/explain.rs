//! From a run to a decision: each finding with its words, facts and statements.

use std::cmp::Reverse;

use monograph::{Comparison, Grade, Monograph, Rule, RuleNo, StatementNo};
use terminology::Terminology;

use super::compile::Screener;
use super::findings::{Answer, Findings, Gap, Hit, Subject, words};
use super::tables::{LimitOf, Line, Part};
use super::{About, Finding, Said, Screening};
use crate::decision::{Basis, Because, Decision, Tier};
use crate::fact::{Fact, What};
use crate::setting::Setting;
use crate::situation::{Situation, started};

impl Screener {
    /// Writes out the basis of a run over this situation.
    #[must_use]
    pub fn explain(
        &self,
        setting: &Setting<'_>,
        situation: &Situation,
        findings: &Findings,
    ) -> Decision<Screening> {
        let view = View {
            screener: self,
            setting,
            situation,
            run: findings,
        };
        let mut list: Vec<Finding> = (0..findings.found().len())
            .filter_map(|at| view.finding(at))
            .collect();
        list.sort_by(|a, b| {
            let order = |f: &Finding| (Reverse(f.grade), Reverse(f.certainty));
            order(a).cmp(&order(b)).then_with(|| a.about.cmp(&b.about))
        });
        let basis = view.basis(&list);
        Decision::new(Screening { findings: list }, Tier::Clinician, basis)
    }
}

/// One run and all that it was about.
struct View<'a> {
    screener: &'a Screener,
    setting: &'a Setting<'a>,
    situation: &'a Situation,
    run: &'a Findings,
}

impl<'a> View<'a> {
    fn monograph(&self) -> &'a Monograph {
        self.setting.monograph
    }

    fn line(&self, hit: &Hit) -> Option<(&'a Line, &'a Rule<monograph::Screen>)> {
        let line = self.screener.lines.get(usize::from(hit.line))?;
        Some((line, self.monograph().rules().screens().get(line.at)?))
    }

    fn finding(&self, at: usize) -> Option<Finding> {
        let found = self.run.found().get(at)?;
        let mut hits: Vec<&Hit> = self
            .run
            .hits()
            .iter()
            .filter(|hit| usize::from(hit.found) == at)
            .collect();
        hits.sort_by_key(|hit| (Reverse(hit.grade), Reverse(hit.certainty), hit.line));
        let first = hits.first()?;
        let mut finding = Finding {
            about: self.about(found.subject)?,
            grade: found.grade,
            certainty: found.certainty,
            said: Vec::new(),
            because: Because::of(first.statement),
            inputs: Vec::new(),
            readings: Vec::new(),
            conflicts: Vec::new(),
        };
        for hit in hits {
            self.add(hit, &mut finding);
        }
        finding.conflicts = self.conflicts(&finding.because);
        Some(finding)
    }

    fn add(&self, hit: &Hit, finding: &mut Finding) {
        let Some((line, rule)) = self.line(hit) else {
            return;
        };
        finding.because.and(line.statement);
        let said = Said {
            rule: rule.no(),
            grade: hit.grade,
            certainty: hit.certainty,
            says: rule.says.clone(),
        };
        if !finding.said.contains(&said) {
            finding.said.push(said);
        }
        if rule.reading().is_some() && !finding.readings.contains(&rule.no()) {
            finding.readings.push(rule.no());
        }
        if hit.grade > line.grade {
            self.add_raises(line, finding);
        }
        let anchor = hit.fact.and_then(|at| self.fact(at));
        let rest = line.parts.iter().flat_map(|part| self.behind(*part));
        for fact in anchor.into_iter().chain(rest) {
            if !finding.inputs.contains(fact) {
                finding.inputs.push(fact.clone());
            }
        }
    }

    fn add_raises(&self, line: &Line, finding: &mut Finding) {
        let raises = self.screener.raises.iter().zip(&self.run.raised);
        for (raise, _) in raises.filter(|(raise, holds)| **holds && raise.harm == line.harm) {
            finding.because.and(raise.statement);
            if !finding.readings.contains(&raise.rule) && self.has_reading(raise.rule) {
                finding.readings.push(raise.rule);
            }
            for fact in raise.parts.iter().flat_map(|part| self.behind(*part)) {
                if !finding.inputs.contains(fact) {
                    finding.inputs.push(fact.clone());
                }
            }
        }
    }

    fn has_reading(&self, no: RuleNo) -> bool {
        let raises = self.monograph().rules().gravers();
        raises
            .iter()
            .any(|rule| rule.no() == no && rule.reading().is_some())
    }

    fn fact(&self, at: u32) -> Option<&'a Fact> {
        self.situation.facts().get(at as usize)
    }

    /// The facts that answer a part of a rule.
    fn behind(&self, part: Part) -> Vec<&'a Fact> {
        let facts = self.situation.facts().iter();
        match part {
            Part::Target(target) => facts
                .filter(|fact| self.screener.says(fact, target, self.setting.today()))
                .collect(),
            Part::Limit(limit) => match self.screener.limits.get(usize::from(limit)) {
                None => Vec::new(),
                Some(limit) => match limit.what {
                    LimitOf::Age(..) => facts
                        .filter(|fact| matches!(fact.what, What::Born(_)))
                        .collect(),
                    LimitOf::Start(..) => self.starts(),
                    LimitOf::Value { test, .. } => {
                        let run: &'a Findings = self.run;
                        run.newest(test, self.situation.facts()).collect()
                    }
                },
            },
            Part::Own(..) | Part::Word(_) | Part::Unanswerable => Vec::new(),
        }
    }

    /// The facts that say when the treatment began: those that give the first or the last of the
    /// days on which it may have been.
    fn starts(&self) -> Vec<&'a Fact> {
        let medicine = self.screener.medicine;
        let Some(start) = self.situation.start(medicine) else {
            return Vec::new();
        };
        let says = |fact: &&Fact| {
            started(fact, medicine).is_some_and(|days| {
                days.earliest() == start.earliest() || days.latest() == start.latest()
            })
        };
        self.situation.facts().iter().filter(says).collect()
    }

    fn about(&self, subject: Subject) -> Option<About> {
        let words = |at: u32| self.fact(at).and_then(words).cloned();
        Some(match subject {
            Subject::Condition(id) => About::Condition(id),
            Subject::Allergy(id) => About::Allergy(id),
            Subject::Medicine(id) => About::Medicine(id),
            Subject::UnknownMedicine(at) => About::UnknownMedicine(words(at)?),
            Subject::VaccinePlanned(id) => About::VaccinePlanned(id),
            Subject::VaccineGiven(id) => About::VaccineGiven(id),
            Subject::UnknownVaccine(at) => About::UnknownVaccine(words(at)?),
            Subject::Indication(id) => About::Indication(id),
            Subject::Measured(id) => About::Measured(id),
            Subject::Age => About::Age,
            Subject::Treatment => About::Treatment,
        })
    }

    /// The declared conflicts that touch a statement of a finding.
    fn conflicts(&self, because: &Because) -> Vec<RuleNo> {
        let touches = |id: &str| {
            let other = self.monograph().find(id).map(monograph::Statement::no);
            other.is_some_and(|no| because.contains(no))
        };
        self.monograph()
            .rules()
            .conflicts()
            .iter()
            .filter(|rule| because.contains(rule.statement()) || touches(&rule.against))
            .map(Rule::no)
            .collect()
    }

    // --- the basis of the whole ---------------------------------------------------------------

    fn basis(&self, findings: &[Finding]) -> Basis {
        let mut basis = Basis::of(self.first(findings));
        for finding in findings {
            finding.because.iter().for_each(|no| basis.because.and(no));
            finding.readings.iter().for_each(|no| basis.reads(*no));
            for no in &finding.conflicts {
                basis.shows_conflict(*no);
            }
        }
        for fact in self.situation.facts() {
            let asked = self.screener.asks_for(fact, self.setting.today());
            if asked || self.newest_or_start(fact) {
                basis.uses(fact);
            }
        }
        for gap in &self.run.gaps {
            self.miss(*gap, &mut basis);
        }
        self.would_change(&mut basis);
        basis
    }

    /// The statement that decided: of the gravest finding, else of what is missing.
    fn first(&self, findings: &[Finding]) -> StatementNo {
        let found = findings.first().and_then(|f| f.because.iter().next());
        let asked = self.screener.questions.first().map(|q| q.statement);
        found
            .or(asked)
            .unwrap_or_else(|| self.monograph().first().no())
    }

    fn newest_or_start(&self, fact: &Fact) -> bool {
        let limits = self.screener.limits.iter().map(|limit| limit.what);
        let start = limits
            .clone()
            .any(|what| matches!(what, LimitOf::Start(..)));
        let newest = |test| {
            self.run
                .newest(test, self.situation.facts())
                .any(|one| one == fact)
        };
        let measured = |what| matches!(what, LimitOf::Value { test, .. } if newest(test));
        limits.clone().any(measured) || (start && self.starts().contains(&fact))
    }

    fn miss(&self, gap: Gap, basis: &mut Basis) {
        match gap {
            Gap::Question(at) => {
                let Some(question) = self.screener.questions.get(usize::from(at)) else {
                    return;
                };
                let (fact, about) = (question.fact, question.about);
                basis.misses(fact, about, question.statement);
                let facts = self.situation.facts();
                let open = self.screener.open_targets(at, facts, self.setting.today());
                for statement in self.asking(&open) {
                    basis.misses(fact, about, statement);
                }
            }
            Gap::Limit(at) => {
                if let Some(limit) = self.screener.limits.get(usize::from(at)) {
                    let about = limit.lab();
                    for statement in &limit.because {
                        basis.misses(limit.fact.sort(), about, *statement);
                    }
                }
            }
            Gap::Since { fact, statement } => {
                if let Some((word, about)) = self.fact(fact).and_then(since) {
                    basis.misses(word, about, statement);
                }
            }
            Gap::Status(at) => self.miss_status(at, basis),
        }
    }

    /// Whether a medicine is taken is asked by every rule that speaks about it.
    fn miss_status(&self, at: u32, basis: &mut Basis) {
        let Some(What::Medicine(used)) = self.fact(at).map(|fact| &fact.what) else {
            return;
        };
        let hits = self.run.hits().iter().filter(|hit| hit.fact == Some(at));
        for hit in hits {
            basis.misses("medicine-status", used.medicine, hit.statement);
        }
    }

    /// The statements of the rules that ask for these targets.
    fn asking(&self, targets: &[u16]) -> Vec<StatementNo> {
        let asks = |parts: &[Part]| {
            parts
                .iter()
                .any(|part| matches!(part, Part::Target(t) if targets.contains(t)))
        };
        let lines = self.screener.lines.iter();
        lines
            .filter(|line| asks(&line.parts))
            .map(|line| line.statement)
            .collect()
    }

    /// Each limit that is not met, and the gravest that it would bring.
    fn would_change(&self, basis: &mut Basis) {
        let mut sentences: Vec<(String, Grade)> = Vec::new();
        for at in &self.screener.free {
            let Some(line) = self.screener.lines.get(usize::from(*at)) else {
                continue;
            };
            let Some(Part::Limit(limit)) = line.parts.first() else {
                continue;
            };
            let met = self.run.answer(*limit) == Answer::Yes;
            let known = self.screener.limits.get(usize::from(*limit));
            if let (false, Some(limit)) = (met, known) {
                let sentence = sentence(&limit.what, self.setting.terminology);
                match sentences.iter_mut().find(|(said, _)| *said == sentence) {
                    Some((_, grade)) => *grade = line.grade.max(*grade),
                    None => sentences.push((sentence, line.grade)),
                }
            }
        }
        for (sentence, grade) in sentences {
            basis.would_change(format!("{sentence}: {}", grade.word()));
        }
    }
}

/// The word for a day that is not known, and of what.
fn since(fact: &Fact) -> Option<(&'static str, Option<terminology::ConceptId>)> {
    if let What::Medicine(used) = &fact.what {
        return Some(("since-stop", used.medicine));
    }
    let What::Vaccine { vaccine, .. } = &fact.what else {
        return None;
    };
    Some(("since-vaccine", *vaccine))
}

fn sentence(limit: &LimitOf, terminology: &Terminology) -> String {
    let words = |how: &Comparison| match how {
        Comparison::Below => "below",
        Comparison::AtMost => "of at most",
        Comparison::AtLeast => "of at least",
        Comparison::Above => "above",
    };
    match limit {
        LimitOf::Age(how, span) => format!("An age {} {span}", words(how)),
        LimitOf::Start(how, span) => format!("A treatment {} {span}", words(how)),
        LimitOf::Value {
            concept,
            how,
            limit,
            ..
        } => {
            let name = terminology.get(*concept).name();
            format!("A value of {name} {} {limit}", words(how))
        }
    }
}
