//! Who gets a stronger warning than others?

use serde::Deserialize;
use terminology::{ConceptId, Terminology};
use toml::Spanned;

use crate::condition::Condition;
use crate::contexts::Cx;
use crate::kinds::RuleKind;
use crate::rules::triage::{self, Reads, Urgency};

/// The answer for these signs goes up by one level for some people, but not beyond `most`.
///
/// ```toml
/// signs = ["infection-sign"]
/// when  = "age >= 65 a"
/// most  = "same-day"
/// says  = "From 65 years on we take signs of an infection one level more seriously."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    /// The signs, or groups of signs.
    pub signs: Vec<ConceptId>,
    /// For whom. A fact that nobody told counts as if it held.
    pub when: Condition,
    /// The level beyond which it does not raise.
    pub most: Urgency,
    /// What to tell the person.
    pub says: String,
}

impl Raise {
    /// One level above `class`, but not beyond the limit; never below what it was.
    #[must_use]
    pub fn raised(&self, class: Urgency) -> Urgency {
        let next = match class {
            Urgency::Expected => Urgency::Call,
            Urgency::Call | Urgency::Contact => Urgency::SameDay,
            Urgency::SameDay | Urgency::Emergency => Urgency::Emergency,
        };
        next.min(self.most).max(class)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    signs: Vec<Spanned<String>>,
    when: Spanned<String>,
    most: Spanned<String>,
    says: Spanned<String>,
}

impl RuleKind for Raise {
    const KIND: &'static str = "raise";
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Raise> {
        let signs = triage::signs(&wire.signs, cx);
        let when = triage::condition(&wire.when, Reads::ThisOrWorse, cx);
        let most = cx.word(&wire.most, Urgency::ALL);
        let says = triage::words(&wire.says, cx);
        Some(Raise {
            signs: signs?,
            when: when?,
            most: most?,
            says: says?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        format!(
            "{} when {}: one level up, at most {}",
            triage::names(&self.signs, terminology),
            self.when,
            self.most.word()
        )
    }
}
