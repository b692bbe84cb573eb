//! A sign as a person reports it, with what is known about it.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use terminology::ConceptId;

use crate::fact::When;
use crate::truth::Truth;

/// One sign that a person reports. What nobody told is unknown, and counts as the worst it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it is.
    pub symptom: Said,
    /// Where on the body.
    pub place: Option<ConceptId>,
    /// How strong it is.
    pub severity: Option<Severity>,
    /// How far it reaches.
    pub extent: Option<Extent>,
    /// How it goes on.
    pub course: Option<Course>,
    /// Whether there is a fever beside it.
    pub fever: Truth,
    /// When it began.
    pub onset: Option<When>,
}

/// How a sign was named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    /// It was chosen from the list of signs.
    Recognised(ConceptId),
    /// It was typed.
    Words(Arc<str>),
}

impl Report {
    /// A sign of which nothing more is known.
    #[must_use]
    pub fn of(symptom: Said) -> Report {
        Report {
            symptom,
            place: None,
            severity: None,
            extent: None,
            course: None,
            fever: Truth::Unknown,
            onset: None,
        }
    }

    /// A key by which reports can be put in one order, so that the order of telling does not matter.
    pub(super) fn order(&self) -> impl Ord + use<> {
        type Onset = Option<(Date, Date, Option<Timestamp>)>;
        let onset: Onset = self.onset.as_ref().map(|onset| {
            let moment = match onset {
                When::At(at) => Some(at.timestamp()),
                When::Year(_) | When::Month(_) | When::Day(_) => None,
            };
            (onset.earliest(), onset.latest(), moment)
        });
        let graded = (self.severity, self.extent, self.course, self.fever);
        (self.symptom.clone(), self.place, graded, onset)
    }
}

macro_rules! scale {
    ($(#[$doc:meta])* $name:ident { $($(#[$step_doc:meta])* $step:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$step_doc])* $step,)*
        }

        impl $name {
            /// All steps, the milder first.
            pub const ALL: &'static [$name] = &[$($name::$step,)*];

            /// The word of the step, in the monograph and in answers.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$step => $word,)*
                }
            }

            /// The step of a word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<$name> {
                match word {
                    $($word => Some($name::$step),)*
                    _ => None,
                }
            }
        }
    };
}

scale! {
    /// How strong a sign is.
    Severity {
        /// It is felt and does not get in the way.
        Mild = "mild",
        /// It gets in the way.
        Moderate = "moderate",
        /// It is hard to bear.
        Severe = "severe",
    }
}

scale! {
    /// How far a sign reaches.
    Extent {
        /// One spot.
        Local = "local",
        /// It grows beyond the spot.
        Spreading = "spreading",
        /// Much of the body.
        Widespread = "widespread",
    }
}

scale! {
    /// How a sign goes on.
    Course {
        /// It gets better.
        Improving = "improving",
        /// It stays as it is.
        Same = "same",
        /// It gets worse.
        Worsening = "worsening",
    }
}
