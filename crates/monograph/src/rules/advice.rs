//! What goes with an answer about signs: words that are not listed, when to ask again, what to say
//! beside it, and the principles by which the answers are made.

use quantity::CalendarSpan;
use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::condition::{Condition, FactName, Term};
use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::triage::{self, NextDose, Urgency};

/// Words that match no sign of the lists.
///
/// ```toml
/// class  = "contact"
/// says   = "This is not on our lists. Contact your doctor as soon as possible."
/// denial = "We do not read a sentence that says no."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlisted {
    /// How urgent they are.
    pub class: Urgency,
    /// What to tell the person.
    pub says: String,
    /// What to add when the words hold a "no" or a "not".
    pub denial: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnlistedWire {
    class: Spanned<String>,
    says: Spanned<String>,
    denial: Spanned<String>,
}

impl RuleKind for Unlisted {
    const KIND: &'static str = "unlisted";
    type Wire = UnlistedWire;

    fn read(wire: UnlistedWire, cx: &mut Cx<'_>) -> Option<Unlisted> {
        let class = cx.word(&wire.class, Urgency::ALL);
        let says = triage::words(&wire.says, cx);
        let denial = triage::words(&wire.denial, cx);
        Some(Unlisted {
            class: class?,
            says: says?,
            denial: denial?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        format!("words that are not listed: {}", self.class.word())
    }

    fn check(rules: &[Rule<Unlisted>], cx: &mut CheckCx<'_>) {
        if let [first, second, ..] = rules {
            cx.overlap(first, second, "how urgent unlisted words are");
        }
    }
}

/// A sign that was answered mildly is asked about again, and what lasts longer is no longer mild.
///
/// ```toml
/// class = "expected"
/// after = "1 d"
/// then  = "call"
/// says  = "We ask again tomorrow."
/// still = "It is still there. Call your doctor."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The class that is asked about again.
    pub class: Urgency,
    /// After how many calendar days.
    pub after: CalendarSpan,
    /// The class of a sign that is there for longer than that; unknown counts as longer.
    pub then: Urgency,
    /// What to tell the person.
    pub says: String,
    /// What to tell when it is there for longer.
    pub still: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowUpWire {
    class: Spanned<String>,
    after: Spanned<String>,
    then: Spanned<String>,
    says: Spanned<String>,
    still: Spanned<String>,
}

impl RuleKind for FollowUp {
    const KIND: &'static str = "follow-up";
    type Wire = FollowUpWire;

    fn read(wire: FollowUpWire, cx: &mut Cx<'_>) -> Option<FollowUp> {
        let class = cx.word(&wire.class, Urgency::ALL);
        let after = cx.value(&wire.after);
        let then = cx.word(&wire.then, Urgency::ALL);
        let says = triage::words(&wire.says, cx);
        let still = triage::words(&wire.still, cx);
        let (class, then) = (class?, then?);
        // Two levels up would make a sign that lasts worse than one that was worse from the start.
        if then != class.next() || then == class {
            cx.problem(
                "what lasts is one level more urgent than what is new",
                wire.then.span(),
                format!("write `{}`", class.next().word()),
            );
            return None;
        }
        Some(FollowUp {
            class,
            after: after?,
            then,
            says: says?,
            still: still?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        format!(
            "{}: ask again after {}; there for longer: {}",
            self.class.word(),
            self.after,
            self.then.word()
        )
    }

    fn check(rules: &[Rule<FollowUp>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i + 1) {
                if first.class == second.class && first.regions.meet(second.regions) {
                    cx.overlap(first, second, "when to ask again");
                }
            }
        }
    }
}

/// A sentence that goes with an answer of these classes.
///
/// ```toml
/// beside = ["expected", "call"]
/// says   = "Your doctor may know ways to ease it."
/// visit  = "How can I ease this?"
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advise {
    /// The classes that it stands beside.
    pub beside: Vec<Urgency>,
    /// The signs for which it is said; empty means all.
    pub signs: Vec<ConceptId>,
    /// What the answer says about the next dose, when it is said only beside that.
    pub hold: Option<NextDose>,
    /// The sentence.
    pub says: String,
    /// A question for the next visit.
    pub visit: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdviseWire {
    beside: Vec<Spanned<String>>,
    signs: Option<Vec<Spanned<String>>>,
    hold: Option<Spanned<String>>,
    says: Spanned<String>,
    visit: Option<Spanned<String>>,
}

impl RuleKind for Advise {
    const KIND: &'static str = "advise";
    type Wire = AdviseWire;

    fn read(wire: AdviseWire, cx: &mut Cx<'_>) -> Option<Advise> {
        let beside: Vec<Urgency> = wire
            .beside
            .iter()
            .filter_map(|word| cx.word(word, Urgency::ALL))
            .collect();
        let signs = match &wire.signs {
            None => Some(Vec::new()),
            Some(signs) => triage::signs(signs, cx),
        };
        let hold = match &wire.hold {
            None => Some(None),
            Some(hold) => cx.word(hold, NextDose::ALL).map(Some),
        };
        let says = triage::words(&wire.says, cx);
        let visit = match &wire.visit {
            None => Some(None),
            Some(visit) => triage::words(visit, cx).map(Some),
        };
        let complete = !beside.is_empty() && beside.len() == wire.beside.len();
        if wire.beside.is_empty() {
            cx.problem_at_fence(
                "this advice stands beside no class",
                "write `beside = [\"expected\"]`",
            );
        }
        complete.then_some(Advise {
            beside,
            signs: signs?,
            hold: hold?,
            says: says?,
            visit: visit?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let classes: Vec<&str> = self.beside.iter().map(|class| class.word()).collect();
        let signs = if self.signs.is_empty() {
            "any sign".to_owned()
        } else {
            triage::names(&self.signs, terminology)
        };
        format!("beside {} for {signs}: {}", classes.join(", "), self.says)
    }
}

/// A fact beside a sign is a sign of its own.
///
/// ```toml
/// fact    = "fever is yes"
/// sign    = "fever"
/// unknown = "We do not know whether you have a fever."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// The fact. Beside a sign of the lists, one that nobody told counts as if it held.
    pub fact: Condition,
    /// The sign.
    pub sign: ConceptId,
    /// What to tell the person when the sign counts only because nobody told.
    pub unknown: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlsoWire {
    fact: Spanned<String>,
    sign: Spanned<String>,
    unknown: Spanned<String>,
}

impl RuleKind for Also {
    const KIND: &'static str = "also";
    type Wire = AlsoWire;

    fn read(wire: AlsoWire, cx: &mut Cx<'_>) -> Option<Also> {
        let fact = cx.condition(&wire.fact);
        let sign = cx.concept(&wire.sign, &[Kind::Symptom]);
        let unknown = triage::words(&wire.unknown, cx);
        let fact = fact?;
        let fever = |term: &Term| matches!(term, Term::Word(FactName::Fever, "yes"));
        if !fact.terms().iter().all(fever) {
            cx.problem(
                "only a fever is told beside another sign",
                wire.fact.span(),
                "write `fever is yes`",
            );
            return None;
        }
        Some(Also {
            fact,
            sign: sign?,
            unknown: unknown?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let name = terminology.get(self.sign).name();
        format!("{} counts as the sign {name}", self.fact)
    }
}

/// A principle by which all answers about signs are made.
///
/// ```toml
/// is   = "unknown-is-worst"
/// says = "What we do not know counts as severe."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principle {
    /// Which.
    pub is: PrincipleName,
    /// What to tell the person when an answer rests on it; none when it is only cited.
    pub says: Option<String>,
}

/// The principles. The engine follows all of them; a monograph states them, and an answer that
/// rests on one cites the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipleName {
    /// What nobody told counts as the worst that it could be.
    UnknownIsWorst,
    /// Of several signs and several statements the worst answers.
    WorstWins,
}

impl PrincipleName {
    /// All principles with their words.
    pub const ALL: &'static [(&'static str, PrincipleName)] = &[
        ("unknown-is-worst", PrincipleName::UnknownIsWorst),
        ("worst-wins", PrincipleName::WorstWins),
    ];

    fn says(self) -> &'static str {
        match self {
            PrincipleName::UnknownIsWorst => "what nobody told counts as the worst it could be",
            PrincipleName::WorstWins => "of several signs the worst answers",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrincipleWire {
    is: Spanned<String>,
    says: Option<Spanned<String>>,
}

impl RuleKind for Principle {
    const KIND: &'static str = "principle";
    type Wire = PrincipleWire;

    fn read(wire: PrincipleWire, cx: &mut Cx<'_>) -> Option<Principle> {
        let is = cx.word(&wire.is, PrincipleName::ALL);
        let says = match &wire.says {
            None => Some(None),
            Some(says) => triage::words(says, cx).map(Some),
        };
        Some(Principle {
            is: is?,
            says: says?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        self.is.says().to_owned()
    }

    fn check(rules: &[Rule<Principle>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i + 1) {
                if first.is == second.is {
                    cx.overlap(first, second, "the same principle");
                }
            }
        }
    }
}
