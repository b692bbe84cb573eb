//! Which signs count more together, and when is one milder? It is milder in one way only: when
//! everything that matters is known and mild.

use serde::Deserialize;
use terminology::{ConceptId, Terminology};
use toml::Spanned;

use crate::condition::Condition;
use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::triage::{
    NextDose, Reads, SIGNS, Urgency, condition, hold, names, place, signs, words,
};

/// Signs that are more urgent together than each alone.
///
/// ```toml
/// one   = ["hives", "swelling"]
/// with  = ["trouble-breathing", "fainting"]
/// class = "emergency"
/// says  = "This can be anaphylaxis."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combination {
    /// One of these,
    pub one: Vec<ConceptId>,
    /// with one of these,
    pub with: Vec<ConceptId>,
    /// and one of these, when the list is not empty.
    pub and: Vec<ConceptId>,
    /// A sign that is known to be at this place does not count.
    pub apart_from: Option<ConceptId>,
    /// How urgent they are together.
    pub class: Urgency,
    /// What it means for the next dose.
    pub hold: NextDose,
    /// What to tell the person.
    pub says: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct CombinationWire {
    one: Vec<Spanned<String>>,
    with: Vec<Spanned<String>>,
    and: Option<Vec<Spanned<String>>>,
    apart_from: Option<Spanned<String>>,
    class: Spanned<String>,
    hold: Option<Spanned<String>>,
    says: Spanned<String>,
}

impl RuleKind for Combination {
    const KIND: &'static str = "combination";
    type Wire = CombinationWire;

    fn read(wire: CombinationWire, cx: &mut Cx<'_>) -> Option<Combination> {
        let one = signs(&wire.one, cx);
        let with = signs(&wire.with, cx);
        let and = match &wire.and {
            None => Some(Vec::new()),
            Some(and) => signs(and, cx),
        };
        let apart_from = place(wire.apart_from.as_ref(), cx);
        let class = cx.word(&wire.class, Urgency::ALL);
        let hold = hold(wire.hold.as_ref(), cx);
        let says = words(&wire.says, cx);
        Some(Combination {
            one: one?,
            with: with?,
            and: and?,
            apart_from: apart_from?,
            class: class?,
            hold: hold?,
            says: says?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let and = if self.and.is_empty() {
            String::new()
        } else {
            format!(" and {}", names(&self.and, terminology))
        };
        format!(
            "{} with {}{and}: {}",
            names(&self.one, terminology),
            names(&self.with, terminology),
            self.class.word()
        )
    }
}

/// A sign is milder than another statement has it, when everything that matters is known and mild.
///
/// In `when` a word of a scale means *this or milder*, and a fact that nobody told means that the
/// rule does not apply: unknown counts as severe.
///
/// ```toml
/// softens = ["symptom.injection-site"]
/// signs   = ["redness", "itching"]
/// place   = "injection-site"
/// class   = "expected"
/// when    = "severity is mild and extent is local and course is same and fever is no and since-start < 6 wk"
/// without = ["infection-sign"]
/// says    = "This is common in the first weeks."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Soften {
    /// The ids of the statements whose triage rules it makes milder.
    pub softens: Vec<String>,
    /// The signs for which it holds.
    pub signs: Vec<ConceptId>,
    /// The place, which must be known.
    pub place: Option<ConceptId>,
    /// The class instead.
    pub class: Urgency,
    /// What must be known to be so.
    pub when: Condition,
    /// Signs beside which it does not hold.
    pub without: Vec<ConceptId>,
    /// The ids of the statements that say the milder thing; they are shown beside the others.
    pub against: Vec<String>,
    /// What to tell the person.
    pub says: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct SoftenWire {
    softens: Vec<String>,
    signs: Vec<Spanned<String>>,
    place: Option<Spanned<String>>,
    class: Spanned<String>,
    when: Spanned<String>,
    without: Vec<Spanned<String>>,
    against: Option<Vec<String>>,
    says: Spanned<String>,
}

impl RuleKind for Soften {
    const KIND: &'static str = "soften";
    type Wire = SoftenWire;

    fn read(wire: SoftenWire, cx: &mut Cx<'_>) -> Option<Soften> {
        let signs = signs(&wire.signs, cx);
        let place = place(wire.place.as_ref(), cx);
        let class = cx.word(&wire.class, Urgency::ALL);
        let when = condition(&wire.when, Reads::ThisOrMilder, cx);
        let without = cx.concepts(&wire.without, SIGNS);
        let says = words(&wire.says, cx);
        Some(Soften {
            softens: wire.softens,
            signs: signs?,
            place: place?,
            class: class?,
            when: when?,
            without: without?,
            against: wire.against.unwrap_or_default(),
            says: says?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let at = self
            .place
            .map(|place| format!(" at the {}", terminology.get(place).name()))
            .unwrap_or_default();
        format!(
            "{}{at} when {}: {} instead of what {} says",
            names(&self.signs, terminology),
            self.when,
            self.class.word(),
            self.softens.join(", ")
        )
    }

    fn check(rules: &[Rule<Soften>], cx: &mut CheckCx<'_>) {
        for rule in rules {
            let lost: Vec<&String> = rule
                .softens
                .iter()
                .chain(&rule.against)
                .filter(|id| !cx.has_statement(id))
                .collect();
            for id in lost {
                cx.problem(
                    rule,
                    format!("there is no statement `{id}`"),
                    "name a statement of this monograph",
                );
            }
        }
    }
}
