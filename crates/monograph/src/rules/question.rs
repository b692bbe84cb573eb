//! What must be asked before the start, so that an unanswered question is never taken for a no?

use serde::Deserialize;
use terminology::{ConceptId, Terminology};
use toml::Spanned;

use crate::condition::FactName;
use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::rule::Rule;

/// A question of the intake.
///
/// ```toml
/// asks  = "condition is tuberculosis-latent"
/// words = "Has a doctor ever told you that you carry tuberculosis (TB) that is at rest?"
/// ```
///
/// Without `is …` it asks for a whole list, as `asks = "medicine"`, or for a value, as `asks = "age"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The fact that it asks for.
    pub fact: FactName,
    /// Which one of its kind; none: all of them.
    pub about: Option<ConceptId>,
    /// The question as it is put to people.
    pub words: String,
}

impl Question {
    /// Whether its answer tells whether the fact is this concept.
    #[must_use]
    pub fn covers(&self, fact: FactName, concept: ConceptId, terminology: &Terminology) -> bool {
        self.fact == fact
            && self
                .about
                .is_none_or(|about| terminology.is_a(concept, about))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wire {
    asks: Spanned<String>,
    words: Spanned<String>,
}

impl RuleKind for Question {
    const KIND: &'static str = "question";
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Question> {
        let (fact, about) = cx.fact(&wire.asks)?;
        if !wire.words.get_ref().trim_end().ends_with('?') {
            cx.problem(
                "this is not a question",
                wire.words.span(),
                "end it with a question mark",
            );
            return None;
        }
        Some(Question {
            fact,
            about,
            words: wire.words.into_inner(),
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let fact = self.fact.word(terminology);
        let about = self
            .about
            .map(|about| format!(" is {}", terminology.get(about).key()))
            .unwrap_or_default();
        format!("asks for {fact}{about}: {}", self.words)
    }

    fn check(rules: &[Rule<Question>], cx: &mut CheckCx<'_>) {
        for (i, first) in rules.iter().enumerate() {
            for second in rules.iter().skip(i.saturating_add(1)) {
                if (first.fact, first.about) == (second.fact, second.about) {
                    cx.overlap(first, second, "how the intake asks for one thing");
                }
            }
        }
    }
}
