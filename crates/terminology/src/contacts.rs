//! Whom to call, by country.

/// The numbers to call in one country. A number that is not known is missing, never guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contacts {
    pub(crate) country: Box<str>,
    pub(crate) emergency: Option<Box<str>>,
    pub(crate) poison: Option<Box<str>>,
    pub(crate) reporting: Option<Box<str>>,
    pub(crate) source: Box<str>,
}

impl Contacts {
    /// The two letters of the country in ISO 3166.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.country
    }

    /// The emergency number.
    #[must_use]
    pub fn emergency(&self) -> Option<&str> {
        self.emergency.as_deref()
    }

    /// The poison control centre.
    #[must_use]
    pub fn poison(&self) -> Option<&str> {
        self.poison.as_deref()
    }

    /// Where a side effect is reported by telephone.
    #[must_use]
    pub fn reporting(&self) -> Option<&str> {
        self.reporting.as_deref()
    }

    /// The key of the source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}
