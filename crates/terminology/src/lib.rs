//! What things are called: a name or a code to our concept, and back.
//!
//! The clinical question: *which medicine, condition, vaccine, allergen, test or symptom does this
//! record or this person mean, and how sure are we?* Nothing here decides what follows from it.
//!
//! ```
//! use terminology::{Coding, Kind, Recognition, System, Terminology};
//!
//! let t = Terminology::shipped();
//! let adalimumab = t.by_key("adalimumab").unwrap();
//! let tnf_blocker = t.by_key("tnf-blocker").unwrap();
//! assert!(t.is_a(adalimumab, tnf_blocker));
//!
//! // A biosimilar without a code that we know is found by its name.
//! let read = t.recognise(&[Kind::Medicine], &[], Some("adalimumab-adaz 40 MG Auto-Injector"));
//! assert_eq!(read.taken(), Some(adalimumab));
//!
//! // A slip of the finger is offered and never taken.
//! let read = t.recognise(&[Kind::Medicine], &[], Some("adalimumba"));
//! assert!(matches!(read, Recognition::Near(_)));
//!
//! // A code and a name that do not fit each other are a conflict.
//! let rxnorm = System::RxNorm.uri();
//! let coding = Coding { system: rxnorm, code: "72435", display: Some("etanercept") };
//! assert!(matches!(t.recognise(&[Kind::Medicine], &[coding], None), Recognition::Conflict { .. }));
//! ```
//!
//! The rows stand in `terminology/*.toml` and `rxnorm.tsv` at the root of the repository, each with
//! its source. A user who has a RxNorm release can widen the products with
//! [`Terminology::with_rxnorm`].
//!
//! This product uses publicly available data courtesy of the U.S. National Library of Medicine (NLM),
//! National Institutes of Health, Department of Health and Human Services; NLM is not responsible for
//! the product and does not endorse or recommend this or any other product.

mod codes;
mod concept;
mod contacts;
mod error;
mod lab;
mod names;
mod phrases;
mod read;
mod recognise;
mod rows;
mod rxnorm;
mod search;
mod system;
mod tables;
mod words;

pub use concept::{Code, Concept, ConceptId, Kind, Name, NameSort};
pub use contacts::Contacts;
pub use error::{Problem, TerminologyError};
pub use lab::{Lab, LabError, MolarMass};
pub use phrases::{Phrase, Reading, Stated};
pub use read::DataFile;
pub use recognise::{Coding, NameRule, Recognition, WordsSay};
pub use rxnorm::{RxNormError, RxNormProblem, RxNormReport};
pub use search::{Hit, How};
pub use system::System;
pub use tables::{Source, Terminology};
