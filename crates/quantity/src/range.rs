//! From how much to how much?

use crate::measure::Measure;
use crate::number;
use crate::quantity::{Quantity, QuantityError, number_for_people, with_unit};
use core::fmt;
use core::str::FromStr;

/// A low and a high end, both included: `1 to 2 mg/kg/d`.
///
/// ```
/// use quantity::{Mass, Range};
/// # fn main() -> Result<(), quantity::QuantityError> {
/// let fits: Range<Mass> = "20 to 100 mg".parse()?;
/// assert!(fits.contains("20 mg".parse()?));
/// assert!(!fits.contains("19.9 mg".parse()?));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range<T> {
    low: T,
    high: T,
}

impl<T: PartialOrd + Copy> Range<T> {
    /// The range from `low` to `high`; the two may be equal.
    ///
    /// # Errors
    /// [`QuantityError::Backwards`] if `low` is above `high`, or if it is not certain which is more (a month or 30
    /// days).
    pub fn new(low: T, high: T) -> Result<Self, QuantityError> {
        if low <= high {
            Ok(Self { low, high })
        } else {
            Err(QuantityError::Backwards)
        }
    }

    /// The lowest amount in the range.
    #[must_use]
    pub const fn low(&self) -> T {
        self.low
    }

    /// The highest amount in the range.
    #[must_use]
    pub const fn high(&self) -> T {
        self.high
    }
}

impl<T: Ord + Copy> Range<T> {
    /// Whether `amount` lies in the range, its ends included.
    #[must_use]
    pub fn contains(&self, amount: T) -> bool {
        self.low <= amount && amount <= self.high
    }
}

/// Reads `1 to 2 mg/kg/d`, or with both units, `20 mg to 0.1 g`.
impl<T: Measure + PartialOrd> FromStr for Range<T> {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let (low, high) = split_at_to(text).ok_or(QuantityError::NotARange)?;
        let high: Quantity = high.parse()?;
        let low = match number::strict(low) {
            Ok(number) => Quantity::new(number, high.unit())?,
            Err(_) => low.parse()?,
        };
        Self::new(T::try_from(low)?, T::try_from(high)?)
    }
}

/// The texts before and after the one word "to".
fn split_at_to(text: &str) -> Option<(&str, &str)> {
    let (low, high) = text.split_once("to")?;
    let parted = low.ends_with(char::is_whitespace) && high.starts_with(char::is_whitespace);
    parted.then(|| (low.trim(), high.trim()))
}

/// For people: `1 to 2 mg/kg/d`, the unit once where both ends have it.
impl<T: Measure> fmt::Display for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = (self.low.quantity(), self.high.quantity());
        if low.unit() != high.unit() {
            return f.pad(&format!("{low} to {high}"));
        }
        let numbers = format!(
            "{} to {}",
            number_for_people(low.value()),
            number_for_people(high.value())
        );
        f.pad(&with_unit(
            &numbers,
            high.value(),
            high.unit(),
            high.unit().label(),
        ))
    }
}
