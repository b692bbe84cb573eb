//! A number with its unit, whatever it measures.

use crate::number::{self, NumberError};
use crate::ratio::Ratio;
use crate::unit::{Dimension, Unit};
use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;
use rust_decimal::{Decimal, RoundingStrategy};

/// The space between a number and its unit that no line break may part (ISMP; U+00A0).
const NO_BREAK_SPACE: &str = "\u{a0}";

/// Why a quantity is refused. Each sentence says what is wrong and what to write.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum QuantityError {
    /// The number itself is refused.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// A number without a unit: a dose of "5" has no meaning.
    #[error("the unit is missing; write it after the number, such as 20 mg")]
    MissingUnit,
    /// A unit that is not in the table.
    #[error(
        "the unit \"{0}\" is not known; write a UCUM unit, such as mg, mL, kg, mg/kg/d or 10*9/L"
    )]
    UnknownUnit(String),
    /// Below zero where nothing can be.
    #[error("the amount is below zero; check it")]
    Negative,
    /// Zero where a zero has no meaning, such as a body weight.
    #[error("zero is not possible here; write the measured value")]
    Zero,
    /// A unit that measures something else.
    #[error("\"{}\" does not fit here; write the value in {wanted}", found.ucum())]
    WrongUnit {
        /// The units that would fit, in UCUM.
        wanted: &'static str,
        /// The unit that was given.
        found: Unit,
    },
    /// Two units that do not convert into each other.
    #[error("\"{}\" cannot be converted to \"{}\"", from.ucum(), to.ucum())]
    NotConvertible {
        /// The unit of the value.
        from: Unit,
        /// The unit that was asked for.
        to: Unit,
    },
    /// A span that is no whole number of seconds, days or months.
    #[error("this is not a whole number of {0}; write it in a smaller unit")]
    NotWhole(&'static str),
    /// The result does not fit: too large for 28 digits or for the type, or so small that nothing would be left of it.
    #[error("the amount is too large or too small to be kept; check it")]
    OutOfBounds,
    /// The low end of a range is above its high end.
    #[error("the range runs backwards; write the lower amount first")]
    Backwards,
    /// A range that is not written `LOW to HIGH UNIT`.
    #[error("a range is written with \"to\", such as 1 to 2 mg/kg/d")]
    NotARange,
}

/// A number with a unit of the closed [`Unit`] table, exactly as it was given: `12.4 kg` stays in kilograms, `1.50
/// mg/dL` keeps its decimals.
///
/// Two quantities are equal (`==`) if number and unit are; [`Quantity::compare`] looks across units.
///
/// ```
/// use quantity::{Quantity, Unit};
/// # fn main() -> Result<(), quantity::QuantityError> {
/// let weight: Quantity = "22 lb".parse()?;
/// assert_eq!(weight.in_unit(Unit::Kilogram)?.ucum(), "9.97903214 kg");
/// assert_eq!(weight.compare(&"10 kg".parse()?), Some(std::cmp::Ordering::Less));
/// assert_eq!(weight.compare(&"10 cm".parse()?), None);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    value: Decimal,
    unit: Unit,
}

impl Quantity {
    /// A number with its unit.
    ///
    /// # Errors
    /// [`QuantityError::Negative`] for a number below zero, except for temperatures.
    pub fn new(value: Decimal, unit: Unit) -> Result<Self, QuantityError> {
        if value.is_zero() {
            return Ok(Self {
                value: value.abs(),
                unit,
            }); // a minus before zero says nothing
        }
        if value.is_sign_negative() && !unit.may_be_negative() {
            return Err(QuantityError::Negative);
        }
        Ok(Self { value, unit })
    }

    /// For values that a typed quantity has already checked.
    pub(crate) const fn of(value: Decimal, unit: Unit) -> Self {
        Self { value, unit }
    }

    /// The number, in [`Quantity::unit`].
    #[must_use]
    pub const fn value(&self) -> Decimal {
        self.value
    }

    /// The unit it was given in.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    /// How much is it in another unit of the same dimension? Exact where the result ends within 28 digits, else
    /// rounded there once, half to even.
    ///
    /// # Errors
    /// [`QuantityError::NotConvertible`] across dimensions: days are not hours, months are not days.
    pub fn in_unit(&self, to: Unit) -> Result<Self, QuantityError> {
        if self.unit == to {
            return Ok(*self);
        }
        if self.unit.dimension() != to.dimension() {
            return Err(QuantityError::NotConvertible {
                from: self.unit,
                to,
            });
        }
        let value = self.converted(to).ok_or(QuantityError::OutOfBounds)?;
        Self::new(value, to)
    }

    fn converted(&self, to: Unit) -> Option<Decimal> {
        let (from, to) = (self.unit.row(), to.row());
        let factor = (from.num.checked_mul(to.den)?, from.den.checked_mul(to.num)?);
        Ratio::scaled(self.value, from.zero, factor)?
            .plus(to.zero)?
            .to_decimal()
    }

    /// Which is more? `None` if the two measure different things. Exact across units: nothing is rounded.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.unit.dimension() != other.unit.dimension() {
            return None;
        }
        self.in_base_unit()?.compare(other.in_base_unit()?)
    }

    fn in_base_unit(&self) -> Option<Ratio> {
        let row = self.unit.row();
        Ratio::scaled(self.value, row.zero, (row.num, row.den))
    }

    /// The value for showing, with at most `decimals` digits after the point: nearest, a half away from zero. Not for
    /// a dose: see [`crate::Mass::down_to_step`].
    #[must_use]
    pub fn to_decimals(&self, decimals: u32) -> Self {
        let nearest = RoundingStrategy::MidpointAwayFromZero;
        let value = self.value.round_dp_with_strategy(decimals, nearest);
        Self {
            value: if value.is_zero() {
                Decimal::ZERO
            } else {
                value
            },
            unit: self.unit,
        }
    }

    /// For programs: the number without trailing zeros, a space, and the UCUM code. Reading it back gives the same
    /// value.
    #[must_use]
    pub fn ucum(&self) -> String {
        format!("{} {}", self.value.normalize(), self.unit.ucum())
    }

    /// For running text: `2 mg per kg of body weight a day`.
    #[must_use]
    pub fn in_words(&self) -> String {
        with_unit(
            &number_for_people(self.value),
            self.value,
            self.unit,
            self.unit.in_words(),
        )
    }
}

/// For people, ISMP style: no trailing zero, a leading zero, a comma for thousands, a space that does not break, and
/// `mcg`, `mL`, `units`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = number_for_people(self.value);
        f.pad(&with_unit(
            &number,
            self.value,
            self.unit,
            self.unit.label(),
        ))
    }
}

/// Puts a unit behind what stands for its number: `2` and `20 to 100` alike.
pub(crate) fn with_unit(number: &str, value: Decimal, unit: Unit, label: &str) -> String {
    let label = if value == Decimal::ONE && label == unit.label() {
        unit.label_for_one()
    } else {
        label
    };
    let space = if unit.dimension() == Dimension::Fraction {
        "" // 45%, and a plain number for the unit 1
    } else {
        NO_BREAK_SPACE
    };
    format!("{number}{space}{label}")
}

/// `1500` becomes `1,500`; `20.50` becomes `20.5`. ISMP asks for commas from 1,000.
pub(crate) fn number_for_people(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (whole, decimals) = match plain.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (plain.as_str(), None),
    };
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut text = sign.to_owned();
    for (left, digit) in (0..whole.len()).rev().zip(whole.chars()) {
        text.push(digit);
        if left > 0 && left.is_multiple_of(3) {
            text.push(',');
        }
    }
    if let Some(decimals) = decimals {
        text.push('.');
        text.push_str(decimals);
    }
    text
}

/// Reads `8 mg/kg/d` or `12.4kg`: a number as [`number::strict`] takes it, white space or none, and a unit.
/// A minus sign is taken before a temperature only.
impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let text = text.trim();
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (number, rest) = split_number(unsigned);
        let label = rest.trim_start();
        let Some(unit) = Unit::from_text(label) else {
            return Err(what_is_wrong(text, number, label));
        };
        let size = number::strict(number)?;
        match (negative, unit.may_be_negative()) {
            (false, _) => Self::new(size, unit),
            (true, true) => Self::new(number::below_zero(size), unit),
            (true, false) => Err(NumberError::Sign.into()),
        }
    }
}

/// Splits at the end of the digits, points and commas.
fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '\'' | '_'));
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, ""))
}

/// Why is `text`, split into `number` and `label`, no quantity? An odd number is named before an odd unit.
fn what_is_wrong(text: &str, number: &str, label: &str) -> QuantityError {
    let word = if number.is_empty() {
        text.split_whitespace().next().unwrap_or_default()
    } else {
        number
    };
    match number::strict(word) {
        Err(NumberError::Character(c)) if c.is_alphabetic() => NumberError::Empty.into(),
        Err(error) => error.into(),
        Ok(_) if label.is_empty() => QuantityError::MissingUnit,
        Ok(_) if label.starts_with(char::is_numeric) => NumberError::Space.into(),
        Ok(_) if number::is_exponent(label) => NumberError::Exponent.into(),
        Ok(_) => QuantityError::UnknownUnit(label.to_owned()),
    }
}
