//! How long? Two kinds of answer that do not mix: so long on a clock, or so far in a calendar.

use crate::measure::Measure;
use crate::quantity::{Quantity, QuantityError};
use crate::unit::{Dimension, Unit};
use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// Time on a clock, in whole seconds: "12 hours late". Twelve hours are twelve hours on the night the clocks change,
/// too.
///
/// ```
/// use quantity::ClockSpan;
/// assert_eq!("1.5 h".parse::<ClockSpan>().map(|span| span.seconds()), Ok(5400));
/// assert!("1 d".parse::<ClockSpan>().is_err()); // a calendar day is not always 24 hours
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockSpan(u32);

impl ClockSpan {
    /// So many seconds.
    #[must_use]
    pub const fn of_seconds(seconds: u32) -> Self {
        Self(seconds)
    }

    /// So many hours.
    ///
    /// # Errors
    /// [`QuantityError::OutOfBounds`] beyond what 32 bits of seconds hold (136 years).
    pub fn of_hours(hours: u32) -> Result<Self, QuantityError> {
        hours
            .checked_mul(3600)
            .map(Self)
            .ok_or(QuantityError::OutOfBounds)
    }

    /// The length in seconds.
    #[must_use]
    pub const fn seconds(&self) -> u32 {
        self.0
    }

    /// The length in seconds, as an exact number.
    #[must_use]
    pub fn value(&self) -> Decimal {
        Decimal::from(self.0)
    }

    /// The length in the largest of hours, minutes and seconds that holds it without a fraction.
    #[must_use]
    pub fn quantity(&self) -> Quantity {
        let whole = |size: u32| {
            self.0
                .checked_div(size)
                .filter(|_| self.0.is_multiple_of(size))
        };
        let (number, unit) = match (whole(3600), whole(60)) {
            (Some(hours), _) => (hours, Unit::Hour),
            (None, Some(minutes)) => (minutes, Unit::Minute),
            (None, None) => (self.0, Unit::Second),
        };
        Quantity::of(Decimal::from(number), unit)
    }
}

/// Takes h, min or s.
impl TryFrom<Quantity> for ClockSpan {
    type Error = QuantityError;
    fn try_from(quantity: Quantity) -> Result<Self, QuantityError> {
        let found = quantity.unit();
        if found.dimension() != Dimension::ClockTime {
            return Err(QuantityError::WrongUnit {
                wanted: "h, min or s",
                found,
            });
        }
        whole(quantity.in_unit(Unit::Second)?.value(), "seconds").map(Self)
    }
}

fn whole(value: Decimal, of: &'static str) -> Result<u32, QuantityError> {
    if !value.is_integer() {
        return Err(QuantityError::NotWhole(of));
    }
    value.to_u32().ok_or(QuantityError::OutOfBounds)
}

/// Time in a calendar: so many months, or so many days, whole. "Every other day" is two days, "18 a" is 216 months.
///
/// Months and days do not convert, so the order is partial: 3 weeks are less than a month, but 30 days may be more or
/// less.
///
/// ```
/// use quantity::CalendarSpan;
/// # fn main() -> Result<(), quantity::QuantityError> {
/// let adult: CalendarSpan = "18 a".parse()?;
/// assert_eq!((adult.months(), adult.days()), (216, 0));
/// let month: CalendarSpan = "1 mo".parse()?;
/// assert!(CalendarSpan::of_days(21) < month);
/// assert_eq!(CalendarSpan::of_days(30).partial_cmp(&month), None);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CalendarSpan {
    months: u32,
    days: u32,
}

impl CalendarSpan {
    /// So many calendar days.
    #[must_use]
    pub const fn of_days(days: u32) -> Self {
        Self { months: 0, days }
    }

    /// So many calendar months.
    #[must_use]
    pub const fn of_months(months: u32) -> Self {
        Self { months, days: 0 }
    }

    /// The months; zero for a span of days.
    #[must_use]
    pub const fn months(&self) -> u32 {
        self.months
    }

    /// The days; zero for a span of months.
    #[must_use]
    pub const fn days(&self) -> u32 {
        self.days
    }

    /// The length in the largest unit that holds it without a fraction: years or months; weeks are given as days.
    #[must_use]
    pub fn quantity(&self) -> Quantity {
        let years = self
            .months
            .checked_div(12)
            .filter(|_| self.months.is_multiple_of(12));
        let (number, unit) = match (self.months, years) {
            (0, _) => (self.days, Unit::Day),
            (_, Some(years)) => (years, Unit::Year),
            (months, None) => (months, Unit::Month),
        };
        Quantity::of(Decimal::from(number), unit)
    }
}

/// Takes d, wk, mo or a.
impl TryFrom<Quantity> for CalendarSpan {
    type Error = QuantityError;
    fn try_from(quantity: Quantity) -> Result<Self, QuantityError> {
        let found = quantity.unit();
        if found.dimension() == Dimension::CalendarDays {
            whole(quantity.in_unit(Unit::Day)?.value(), "days").map(Self::of_days)
        } else if found.dimension() == Dimension::CalendarMonths {
            whole(quantity.in_unit(Unit::Month)?.value(), "months").map(Self::of_months)
        } else {
            let wanted = "d, wk, mo or a";
            Err(QuantityError::WrongUnit { wanted, found })
        }
    }
}

/// What holds for every month of the calendar is an answer; what depends on the month is none.
impl PartialOrd for CalendarSpan {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if (self.months == 0) == (other.months == 0) || self.days == other.days {
            return Some((self.months, self.days).cmp(&(other.months, other.days)));
        }
        let ((my_least, my_most), (least, most)) = (self.in_days(), other.in_days());
        match (my_most < least, my_least > most) {
            (true, _) => Some(Ordering::Less),
            (_, true) => Some(Ordering::Greater),
            (false, false) => None,
        }
    }
}

impl CalendarSpan {
    /// The fewest and the most days it can come to: a year has 365 or 366, a month 28 to 31.
    fn in_days(self) -> (u64, u64) {
        let [months, days] = [self.months, self.days].map(u64::from);
        let years = months.checked_div(12).unwrap_or_default();
        let rest = months.checked_rem(12).unwrap_or_default();
        let with = |year: u64, month: u64| {
            let whole = years
                .saturating_mul(year)
                .saturating_add(rest.saturating_mul(month));
            whole.saturating_add(days)
        };
        (with(365, 28), with(366, 31))
    }
}

macro_rules! span {
    ($name:ident, $wanted:literal) => {
        impl Measure for $name {
            fn quantity(&self) -> Quantity {
                (*self).quantity()
            }
        }

        #[doc = concat!("Reads a number in `", $wanted, "`.")]
        impl FromStr for $name {
            type Err = QuantityError;
            fn from_str(text: &str) -> Result<Self, QuantityError> {
                Self::try_from(text.parse::<Quantity>()?)
            }
        }

        /// For people: `12 hours`, `1 day`.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.quantity().fmt(f)
            }
        }
    };
}
span!(ClockSpan, "h, min or s");
span!(CalendarSpan, "d, wk, mo or a");
