//! What happened, in order; a correction is an event that names the old one.

use std::collections::HashMap;
use std::sync::Arc;

use crate::fact::Fact;
use crate::situation::Situation;

/// The id of an event, made by who recorded it.
pub type EventId = Arc<str>;

/// One entry of a journal. Nothing is changed or deleted: it is corrected by a later entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A fact was recorded.
    Recorded {
        /// This event.
        id: EventId,
        /// The fact.
        fact: Fact,
    },
    /// An earlier fact was wrong, and this is right.
    Corrected {
        /// This event.
        id: EventId,
        /// The event that was wrong.
        of: EventId,
        /// The right fact.
        fact: Fact,
    },
    /// An earlier fact was recorded in error.
    Withdrawn {
        /// This event.
        id: EventId,
        /// The event that was recorded in error.
        of: EventId,
    },
}

/// The situation after these events, in the order of their recording. An event whose id was seen
/// is the same event said again: it counts once. A correction of a correction follows the chain; a
/// correction of an event that is not there stands on its own.
#[must_use]
pub fn fold(events: &[Event]) -> Situation {
    let mut seen: HashMap<&str, ()> = HashMap::new();
    // The place of the fact that an event id now stands for.
    let mut place: HashMap<&str, usize> = HashMap::new();
    let mut facts: Vec<Option<&Fact>> = Vec::new();
    for event in events {
        let (id, of, fact) = match event {
            Event::Recorded { id, fact } => (id, None, Some(fact)),
            Event::Corrected { id, of, fact } => (id, Some(of), Some(fact)),
            Event::Withdrawn { id, of } => (id, Some(of), None),
        };
        if seen.insert(id, ()).is_some() {
            continue;
        }
        let at = of
            .and_then(|of| place.get(&**of).copied())
            .unwrap_or(facts.len());
        place.insert(id, at);
        match facts.get_mut(at) {
            Some(slot) => *slot = fact,
            None => facts.push(fact),
        }
    }
    Situation::new(facts.into_iter().flatten().cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::{Sex, What};

    fn fact(sex: Sex) -> Fact {
        Fact {
            what: What::Sex(sex),
            when: None,
            from: Arc::from("test"),
        }
    }

    fn recorded(id: &str, sex: Sex) -> Event {
        Event::Recorded {
            id: Arc::from(id),
            fact: fact(sex),
        }
    }

    #[test]
    fn a_correction_replaces_and_a_chain_is_followed() {
        let events = [
            recorded("a", Sex::Female),
            Event::Corrected {
                id: "b".into(),
                of: "a".into(),
                fact: fact(Sex::Male),
            },
            Event::Corrected {
                id: "c".into(),
                of: "b".into(),
                fact: fact(Sex::Female),
            },
        ];
        assert_eq!(fold(&events[..1]).facts(), [fact(Sex::Female)]);
        assert_eq!(fold(&events[..2]).facts(), [fact(Sex::Male)]);
        assert_eq!(fold(&events).facts(), [fact(Sex::Female)]);
    }

    #[test]
    fn a_repeated_event_counts_once_and_a_withdrawn_fact_is_gone() {
        let events = [recorded("a", Sex::Female), recorded("a", Sex::Female)];
        assert_eq!(fold(&events).facts().len(), 1);
        let withdrawn = [
            recorded("a", Sex::Female),
            Event::Withdrawn {
                id: "b".into(),
                of: "a".into(),
            },
        ];
        assert!(fold(&withdrawn).facts().is_empty());
    }

    #[test]
    fn a_correction_of_an_unknown_event_is_not_lost() {
        let events = [Event::Corrected {
            id: "b".into(),
            of: "gone".into(),
            fact: fact(Sex::Male),
        }];
        assert_eq!(fold(&events).facts(), [fact(Sex::Male)]);
    }
}
