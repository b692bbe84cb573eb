//! The arithmetic of a dose. What fits in 28 digits is exact; what does not (a third) is rounded there once, half to
//! even. Rounding a dose is a named call.

use crate::measure::{BodyWeight, DailyDose, DosePerWeight, Mass, Volume};
use crate::quantity::QuantityError;
use crate::ratio::Ratio;
use core::cmp::Ordering;
use core::num::NonZeroU8;
use rust_decimal::{Decimal, RoundingStrategy};

fn product(a: Decimal, b: Decimal) -> Result<Decimal, QuantityError> {
    kept(a.checked_mul(b), &[a, b])
}

fn quotient(a: Decimal, b: Decimal) -> Result<Decimal, QuantityError> {
    if b.is_zero() {
        return Err(QuantityError::Zero);
    }
    kept(a.checked_div(b), &[a])
}

/// Something must not become nothing: a zero result needs a zero among what it was made from.
fn kept(result: Option<Decimal>, from: &[Decimal]) -> Result<Decimal, QuantityError> {
    result
        .filter(|value| !value.is_zero() || from.iter().any(Decimal::is_zero))
        .ok_or(QuantityError::OutOfBounds)
}

impl DosePerWeight {
    /// How much a day is that for this person?
    ///
    /// # Errors
    /// [`QuantityError::OutOfBounds`] if the result does not fit.
    pub fn for_weight(&self, weight: BodyWeight) -> Result<DailyDose, QuantityError> {
        DailyDose::mg_per_day(product(self.value(), weight.value())?)
    }
}

impl DailyDose {
    /// How much a day is that for each kg of this person?
    ///
    /// # Errors
    /// [`QuantityError::OutOfBounds`] if the result does not fit. A [`BodyWeight`] is never zero.
    pub fn per_weight(&self, weight: BodyWeight) -> Result<DosePerWeight, QuantityError> {
        DosePerWeight::mg_per_kg_per_day(quotient(self.value(), weight.value())?)
    }

    /// How much is each dose when the day's amount is given in so many equal doses?
    ///
    /// # Errors
    /// [`QuantityError`] if the result does not fit.
    pub fn split(&self, doses_a_day: NonZeroU8) -> Result<Mass, QuantityError> {
        Mass::mg(quotient(self.value(), Decimal::from(doses_a_day.get()))?)
    }
}

impl Mass {
    /// How much a day is that, given so many times?
    ///
    /// # Errors
    /// [`QuantityError::OutOfBounds`] if the result does not fit.
    pub fn daily(&self, doses_a_day: NonZeroU8) -> Result<DailyDose, QuantityError> {
        DailyDose::mg_per_day(product(self.value(), Decimal::from(doses_a_day.get()))?)
    }

    /// Up to which mark is that in a syringe labelled `content` in `volume`? Mass × volume / content, as the label
    /// states them: 100 mg in 0.67 mL is no round strength, and a rounded one would move the mark.
    ///
    /// ```
    /// use quantity::{Mass, Volume};
    /// # fn main() -> Result<(), quantity::QuantityError> {
    /// let (dose, content, volume): (Mass, Mass, Volume) = ("50 mg".parse()?, "100 mg".parse()?, "0.67 mL".parse()?);
    /// assert_eq!(dose.volume_of(content, volume)?.to_string(), "0.335\u{a0}mL");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`QuantityError::Zero`] for an empty syringe; [`QuantityError::OutOfBounds`] if the result does not fit.
    pub fn volume_of(&self, content: Mass, volume: Volume) -> Result<Volume, QuantityError> {
        Volume::ml(quotient(
            product(self.value(), volume.value())?,
            content.value(),
        )?)
    }

    /// Both together.
    ///
    /// # Errors
    /// [`QuantityError::OutOfBounds`] if the result does not fit.
    pub fn checked_add(&self, other: Mass) -> Result<Mass, QuantityError> {
        Mass::mg(
            self.value()
                .checked_add(other.value())
                .ok_or(QuantityError::OutOfBounds)?,
        )
    }

    /// What is left.
    ///
    /// # Errors
    /// [`QuantityError::Negative`] if `other` is more.
    pub fn checked_sub(&self, other: Mass) -> Result<Mass, QuantityError> {
        Mass::mg(
            self.value()
                .checked_sub(other.value())
                .ok_or(QuantityError::OutOfBounds)?,
        )
    }

    /// So many times as much.
    ///
    /// # Errors
    /// [`QuantityError::OutOfBounds`] if the result does not fit.
    pub fn times(&self, times: u32) -> Result<Mass, QuantityError> {
        Mass::mg(product(self.value(), Decimal::from(times))?)
    }

    /// The largest whole number of `step`s that is not more than this: never above a maximum that the dose kept.
    ///
    /// # Errors
    /// [`QuantityError::Zero`] for a step of nothing; [`QuantityError::OutOfBounds`] if the result does not fit.
    pub fn down_to_step(&self, step: Mass) -> Result<Mass, QuantityError> {
        self.to_step(step, |_| Some(false))
    }

    /// The smallest whole number of `step`s that is not less than this.
    ///
    /// # Errors
    /// As [`Mass::down_to_step`].
    pub fn up_to_step(&self, step: Mass) -> Result<Mass, QuantityError> {
        self.to_step(step, |ratio| Some(ratio.whole_and_rest()?.1 != 0))
    }

    /// The nearest whole number of `step`s; half-way goes *down*, to the smaller dose.
    ///
    /// # Errors
    /// As [`Mass::down_to_step`].
    pub fn nearest_step(&self, step: Mass) -> Result<Mass, QuantityError> {
        self.to_step(step, |ratio| {
            Some(ratio.rest_against_half()? == Ordering::Greater)
        })
    }

    fn to_step(
        self,
        step: Mass,
        one_more: impl Fn(Ratio) -> Option<bool>,
    ) -> Result<Mass, QuantityError> {
        if step.value().is_zero() {
            return Err(QuantityError::Zero);
        }
        let nearby = || {
            let ratio = Ratio::between(self.value(), step.value())?;
            let steps = ratio
                .whole_and_rest()?
                .0
                .checked_add(i128::from(one_more(ratio)?))?;
            let amount = steps.checked_mul(step.value().mantissa())?;
            Decimal::try_from_i128_with_scale(amount, step.value().scale()).ok()
        };
        Mass::mg(nearby().ok_or(QuantityError::OutOfBounds)?)
    }
}

impl Volume {
    /// The nearest hundredth of a mL, for showing beside the dose; half-way goes down. The dose itself is never
    /// computed from it.
    #[must_use]
    pub fn to_hundredths(&self) -> Volume {
        let down = RoundingStrategy::MidpointTowardZero;
        Volume::from_checked(self.value().round_dp_with_strategy(2, down).normalize())
    }
}
