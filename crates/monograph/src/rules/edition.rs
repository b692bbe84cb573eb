//! How old is the text, and what does an answer say when it is too old?

use serde::Deserialize;
use terminology::Terminology;
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::triage;

/// What every answer says once the review period of the text has passed. The period itself stands
/// with the edition, in the list of sources.
///
/// ```toml
/// says = "This text has not been compared with its sources for a long time."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The sentence.
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wire {
    says: Spanned<String>,
}

impl RuleKind for Review {
    const KIND: &'static str = "review";
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<Review> {
        Some(Review {
            says: triage::words(&wire.says, cx)?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        format!("after the review date every answer says: {}", self.says)
    }

    fn check(rules: &[Rule<Review>], cx: &mut CheckCx<'_>) {
        if let [first, second, ..] = rules {
            cx.overlap(first, second, "what an old text says of itself");
        }
    }
}
