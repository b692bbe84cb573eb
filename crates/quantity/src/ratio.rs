//! Exact fractions of whole numbers, for conversion and comparison.
//!
//! A decimal is a coefficient below 2^96 over a power of ten up to 10^28; with any factor of the unit table both
//! sides stay below 2^127 (a test walks all pairs at the largest values). Every step is checked all the same.

use core::cmp::Ordering;
use rust_decimal::Decimal;

/// `num / den`, with `den` above zero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    /// `(value - zero) × factor`.
    pub(crate) fn scaled(value: Decimal, zero: i128, factor: (i128, i128)) -> Option<Self> {
        let value = value.normalize();
        let ten = 10_i128.checked_pow(value.scale())?;
        let (up, down) = lowest_terms(factor.0, factor.1)?;
        Some(Self {
            num: value
                .mantissa()
                .checked_sub(zero.checked_mul(ten)?)?
                .checked_mul(up)?,
            den: ten.checked_mul(down)?,
        })
    }

    /// The ratio of two decimals; `None` also for a divisor that is not above zero.
    pub(crate) fn between(value: Decimal, divisor: Decimal) -> Option<Self> {
        let (value, divisor) = (value.normalize(), divisor.normalize());
        let scale = value.scale().max(divisor.scale());
        let whole = |number: Decimal| {
            let ten = 10_i128.checked_pow(scale.checked_sub(number.scale())?)?;
            number.mantissa().checked_mul(ten)
        };
        Some(Self {
            num: whole(value)?,
            den: whole(divisor)?,
        })
        .filter(|ratio| ratio.den > 0)
    }

    pub(crate) fn plus(self, whole: i128) -> Option<Self> {
        Some(Self {
            num: self.num.checked_add(whole.checked_mul(self.den)?)?,
            ..self
        })
    }

    /// Which is larger, by the continued fraction: whole parts first, then the inverse of what is left. Exact, and
    /// never grows.
    pub(crate) fn compare(self, other: Self) -> Option<Ordering> {
        let (mine, my_rest) = self.whole_and_rest()?;
        let (theirs, their_rest) = other.whole_and_rest()?;
        match mine.cmp(&theirs) {
            Ordering::Equal => {}
            decided @ (Ordering::Less | Ordering::Greater) => return Some(decided),
        }
        match (my_rest, their_rest) {
            (0, 0) => Some(Ordering::Equal),
            (0, _) => Some(Ordering::Less),
            (_, 0) => Some(Ordering::Greater),
            (_, _) => {
                let inverse = Self {
                    num: other.den,
                    den: their_rest,
                };
                inverse.compare(Self {
                    num: self.den,
                    den: my_rest,
                })
            }
        }
    }

    /// The whole number at or below, and what is left over in units of `1 / den`.
    pub(crate) fn whole_and_rest(self) -> Option<(i128, i128)> {
        Some((
            self.num.checked_div_euclid(self.den)?,
            self.num.checked_rem_euclid(self.den)?,
        ))
    }

    /// How the rest above the whole number compares with one half.
    pub(crate) fn rest_against_half(self) -> Option<Ordering> {
        let (_, rest) = self.whole_and_rest()?;
        Some(rest.cmp(&self.den.checked_sub(rest)?))
    }

    /// The decimal: exact where it ends within 28 significant digits, else rounded there once, half to even.
    pub(crate) fn to_decimal(self) -> Option<Decimal> {
        const LARGEST: i128 = Decimal::MAX.mantissa();
        let (num, den) = lowest_terms(self.num.checked_abs()?, self.den)?;
        let (mut digits, mut rest) = (num.checked_div(den)?, num.checked_rem(den)?);
        let mut scale = 0;
        while rest != 0 && scale < Decimal::MAX_SCALE {
            let tenfold = rest.checked_mul(10)?;
            let longer = digits
                .checked_mul(10)?
                .checked_add(tenfold.checked_div(den)?)?;
            if longer >= LARGEST {
                break;
            }
            (digits, rest) = (longer, tenfold.checked_rem(den)?);
            scale = scale.checked_add(1)?;
        }
        let up = match rest.cmp(&den.checked_sub(rest)?) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => digits.checked_rem(2)? == 1,
        };
        let digits = digits.checked_add(i128::from(up))?;
        if digits == 0 && num != 0 {
            return None; // something must not become nothing
        }
        let signed = if self.num < 0 {
            digits.checked_neg()?
        } else {
            digits
        };
        Decimal::try_from_i128_with_scale(signed, scale)
            .ok()
            .map(|decimal| decimal.normalize())
    }
}

fn lowest_terms(num: i128, den: i128) -> Option<(i128, i128)> {
    let (mut a, mut b) = (num, den);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b)?);
    }
    Some((num.checked_div(a)?, den.checked_div(a)?))
}

#[cfg(test)]
mod tests;
