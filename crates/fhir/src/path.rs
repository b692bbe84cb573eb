//! Where an element stands: `Bundle.entry[3].resource.code`.

use std::fmt;

/// A path, made of its last step and of the path above it. It costs nothing until it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<'x> {
    above: Option<&'x Path<'x>>,
    name: &'x str,
    index: Option<usize>,
}

impl<'x> Path<'x> {
    pub(crate) fn root(name: &'x str) -> Path<'x> {
        Path {
            above: None,
            name,
            index: None,
        }
    }

    pub(crate) fn key(&'x self, name: &'x str) -> Path<'x> {
        Path {
            above: Some(self),
            name,
            index: None,
        }
    }

    pub(crate) fn item(&'x self, name: &'x str, index: usize) -> Path<'x> {
        Path {
            above: Some(self),
            name,
            index: Some(index),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            write!(f, "{above}.")?;
        }
        f.write_str(self.name)?;
        match self.index {
            Some(index) => write!(f, "[{index}]"),
            None => Ok(()),
        }
    }
}
