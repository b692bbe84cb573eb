//! Yes, no, unknown.

/// One of three values of truth. Unknown is never read as no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It is known not to be so.
    No,
    /// Nobody has said.
    Unknown,
    /// It is known to be so.
    Yes,
}

impl Truth {
    /// All of them hold: no if one is no, else unknown if one is unknown.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// One of them holds: yes if one is yes, else unknown if one is unknown.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Truth {
        if known { Truth::Yes } else { Truth::No }
    }
}
