//! All facts about a person.

use crate::fact::Fact;

/// All facts about a person, in no order that matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Situation {
    facts: Vec<Fact>,
}

impl Situation {
    /// A situation of these facts.
    #[must_use]
    pub fn new(facts: Vec<Fact>) -> Situation {
        Situation { facts }
    }

    /// The facts.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }
}
