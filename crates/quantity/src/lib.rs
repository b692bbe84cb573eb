//! What is a number, and what is it a number *of*?
//!
//! Every amount in Posology passes through this crate: a dose, a body weight, a laboratory value, a span of days.
//! A number is exact ([`Decimal`], no binary floats), its unit comes from a closed table ([`Unit`]), and what it
//! measures is a type: a [`BodyWeight`] cannot stand where a [`Mass`] of medicine is wanted.
//!
//! ```
//! use quantity::{BodyWeight, DosePerWeight, Range};
//! # fn main() -> Result<(), quantity::QuantityError> {
//! let weight: BodyWeight = "12.4 kg".parse()?;
//! let start: Range<DosePerWeight> = "1 to 2 mg/kg/d".parse()?;
//! assert_eq!(start.high().for_weight(weight)?.to_string(), "24.8\u{a0}mg/d");
//! assert!("1.000 mg".parse::<quantity::Mass>().is_err()); // one, or a thousand? It asks.
//! # Ok(())
//! # }
//! ```
//!
//! # Reading
//!
//! [`number::strict`] reads what people and monographs write, [`number::json`] what programs send. Both refuse
//! rather than guess, and a refusal says what to write instead. White space never changes a value.
//!
//! # Writing
//!
//! `Display` is for people (ISMP style: `0.5 mL`, never `.5 mL`, `1.0 mg` or `5 µg`; `1,500 per mcL`). `ucum()` is
//! for programs and is always read back as the same value. Neither rounds.
//!
//! # Rounding
//!
//! Rounding a dose is a named call that says its direction: [`Mass::down_to_step`], [`Mass::up_to_step`],
//! [`Mass::nearest_step`], [`Volume::to_hundredths`], [`Quantity::to_decimals`]. All else is exact as long as the
//! result fits in 28 digits, as every sum and product of real doses and weights does. A quotient may not end (a
//! third; pounds from kilograms; Celsius from Fahrenheit): it is rounded there once, half to even, and nothing above
//! zero becomes zero.
//!
//! **A comparison with a threshold cannot flip from that**, so a formula may compare its quotient with `<` and `>=`.
//! Rounding to nearest keeps order, so a quotient at or above a threshold `t` of at most 28 digits stays so. The one
//! danger is a quotient just below `t` that is rounded up onto it. Write the divisor as a whole number `B` over a
//! power of ten, and `t` with `k` decimals: a quotient `q` that differs from `t` differs by at least `1 / (B ×
//! 10^k)`. It is rounded by less than `max(q, 1) × 10^-28`. Nothing can flip while `max(q, 1) × B × 10^k` is below
//! `10^28`. A clearance near 30 mL/min, with 72 × creatinine as divisor (`B` of at most 8 digits) and a threshold of
//! 6 decimals, stands near `10^16`. This holds for one division: divide once, at the end. `tests/arithmetic.rs`
//! compares both ways.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod dosing;
mod measure;
pub mod number;
mod quantity;
mod range;
mod ratio;
mod span;
mod unit;

pub use measure::{
    BodyWeight, CellCount, Clearance, DailyDose, DosePerWeight, IndexedFiltration, Length, Mass,
    MassConcentration, Measure, Strength, SubstanceConcentration, Temperature, Volume,
};
pub use number::NumberError;
pub use quantity::{Quantity, QuantityError};
pub use range::Range;
pub use rust_decimal::Decimal;
pub use span::{CalendarSpan, ClockSpan};
pub use unit::{Dimension, Unit};
