//! How urgent is what this person feels?

mod report;

pub use report::{Course, Extent, Report, Said, Severity};
