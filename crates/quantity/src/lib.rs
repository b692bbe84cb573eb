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
//! [`Mass::nearest_step`], [`Volume::to_hundredths`], [`Quantity::to_decimals`]. Sums and products of the numbers that
//! [`number::strict`] takes are exact. Only a quotient can fail to end (a third; pounds from kilograms; Celsius
//! from Fahrenheit). It is rounded once, half to even, at 28 significant digits.
//!
//! **A comparison with a threshold cannot flip from that.** Rounding to nearest keeps order, so `q >= t` stays true
//! for a threshold `t` that is itself a 28-digit number. The one danger is a quotient just below `t` that is rounded
//! up onto it. Write the divisor as a whole number `B` over a power of ten, and `t` with `k` decimals: a quotient
//! that differs from `t` differs by at least `1 / (B × 10^k)`. It is rounded by less than `q × 10^-27`. So nothing can
//! flip while `q × B × 10^k < 10^27`. A clearance near 30 mL/min with a divisor of 72 × creatinine (at most 8 digits in
//! all) and a threshold of 6 decimals stands at about 10^16. `tests/properties.rs` compares both ways.
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
