//! The monographs that the program carries.

use std::sync::OnceLock;

use terminology::Terminology;

use crate::model::Monograph;
use crate::problem::Problems;
use crate::read::Files;

const ANAKINRA: &str = include_str!("../../../monographs/anakinra/monograph.md");
const ANAKINRA_SOURCES: &str = include_str!("../../../monographs/anakinra/source.toml");

/// The monograph of anakinra that this program carries, read and checked once.
///
/// # Errors
/// The problems of the text. A program that was built from a tree whose tests pass has none.
pub fn anakinra() -> Result<&'static Monograph, &'static Problems> {
    static ONCE: OnceLock<Result<Monograph, Problems>> = OnceLock::new();
    ONCE.get_or_init(|| {
        let files = Files {
            name: "monographs/anakinra/monograph.md",
            text: ANAKINRA,
            sources_name: "monographs/anakinra/source.toml",
            sources: ANAKINRA_SOURCES,
        };
        crate::read(files, Terminology::shipped())
    })
    .as_ref()
}
