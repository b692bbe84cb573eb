//! The typed quantities: each measures one thing, in one canonical unit.

use crate::quantity::{Quantity, QuantityError};
use crate::unit::Unit;
use core::fmt;
use core::str::FromStr;
use rust_decimal::Decimal;

/// What all typed quantities share: they come from a [`Quantity`] and give one back.
pub trait Measure: Copy + TryFrom<Quantity, Error = QuantityError> {
    /// The amount as a number with its unit.
    fn quantity(&self) -> Quantity;
}

/// Whether a zero has a meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Least {
    Zero,
    AboveZero,
}

/// Takes a quantity in one of `accepted` units and gives its value in the canonical one.
fn canonical(
    quantity: Quantity,
    unit: Unit,
    (accepted, wanted): (&[Unit], &'static str),
    least: Least,
) -> Result<Decimal, QuantityError> {
    if !accepted.contains(&quantity.unit()) {
        return Err(QuantityError::WrongUnit {
            wanted,
            found: quantity.unit(),
        });
    }
    let value = quantity.in_unit(unit)?.value().normalize();
    match least {
        Least::AboveZero if value.is_zero() => Err(QuantityError::Zero),
        Least::AboveZero | Least::Zero => Ok(value),
    }
}

macro_rules! measure {
    ($(#[$doc:meta])* $name:ident: $unit:ident, $constructor:ident, $constructor_doc:literal;
     $least:ident, $wanted:literal [$($accepted:ident),+]) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Decimal);

        impl $name {
            /// The canonical unit, in which [`Self::value`] stands.
            pub const UNIT: Unit = Unit::$unit;

            #[doc = $constructor_doc]
            ///
            /// # Errors
            /// [`QuantityError`] for a value that cannot be: below zero, or zero where zero has no meaning.
            pub fn $constructor(value: Decimal) -> Result<Self, QuantityError> {
                Self::try_from(Quantity::new(value, Self::UNIT)?)
            }

            /// The number in the canonical unit.
            #[must_use]
            pub const fn value(&self) -> Decimal {
                self.0
            }

            /// The amount as a number with its canonical unit.
            #[must_use]
            pub fn quantity(&self) -> Quantity {
                Quantity::of(self.0, Self::UNIT)
            }
        }

        impl Measure for $name {
            fn quantity(&self) -> Quantity {
                (*self).quantity()
            }
        }

        #[doc = concat!("Takes `", $wanted, "`.")]
        impl TryFrom<Quantity> for $name {
            type Error = QuantityError;
            fn try_from(quantity: Quantity) -> Result<Self, QuantityError> {
                let accepted = (&[$(Unit::$accepted),+][..], $wanted);
                canonical(quantity, Self::UNIT, accepted, Least::$least).map(Self)
            }
        }

        #[doc = concat!("Reads a number in `", $wanted, "`.")]
        impl FromStr for $name {
            type Err = QuantityError;
            fn from_str(text: &str) -> Result<Self, QuantityError> {
                Self::try_from(text.parse::<Quantity>()?)
            }
        }

        /// For people, ISMP style.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.quantity().fmt(f)
            }
        }
    };
}

measure! {
    /// How much medicine? In mg. A dose in kg or lb is refused: that is a body weight in the wrong place.
    Mass: Milligram, mg, "So many mg of medicine.";
    Zero, "mg, g or ug" [Milligram, Gram, Microgram]
}
measure! {
    /// How heavy is the person? In kg, above zero. A weight in mg is refused.
    BodyWeight: Kilogram, kg, "A body weight of so many kg.";
    AboveZero, "kg, g or [lb_av]" [Kilogram, Gram, Pound]
}
measure! {
    /// How tall, or how far apart? In cm.
    Length: Centimetre, cm, "So many cm.";
    Zero, "cm, m or [in_i]" [Centimetre, Metre, Inch]
}
measure! {
    /// How much liquid, up to which mark of the syringe? In mL.
    Volume: Millilitre, ml, "So many mL.";
    Zero, "mL or L" [Millilitre, Litre]
}
measure! {
    /// How much medicine is in each mL? In mg/mL, above zero.
    Strength: MilligramPerMillilitre, mg_per_ml, "So many mg in each mL.";
    AboveZero, "mg/mL" [MilligramPerMillilitre]
}
measure! {
    /// How much medicine a day, in all? In mg/d.
    DailyDose: MilligramPerDay, mg_per_day, "So many mg a day.";
    Zero, "mg/d" [MilligramPerDay]
}
measure! {
    /// How much medicine a day for each kg of body weight? In mg/kg/d. A plain mg/kg is refused here, for it may
    /// mean each dose or each day: see [`DosePerWeight::from_mg_per_kg_each_day`].
    DosePerWeight: MilligramPerKilogramPerDay, mg_per_kg_per_day, "So many mg a day for each kg of body weight.";
    Zero, "mg/kg/d" [MilligramPerKilogramPerDay]
}
measure! {
    /// How well do the kidneys clear creatinine? In mL/min. An indexed filtration rate (eGFR) is refused.
    Clearance: MillilitrePerMinute, ml_per_min, "A clearance of so many mL/min.";
    Zero, "mL/min" [MillilitrePerMinute]
}
measure! {
    /// How well do the kidneys filter, for a standard body surface (eGFR)? In mL/min/{1.73_m2}. Not a [`Clearance`].
    IndexedFiltration: MillilitrePerMinutePerStandardSurface, ml_per_min_per_1_73_m2, "So many mL/min per 1.73 m².";
    Zero, "mL/min/{1.73_m2}" [MillilitrePerMinutePerStandardSurface]
}
measure! {
    /// How warm? In Cel; may be below zero.
    Temperature: Celsius, celsius, "So many degrees Celsius.";
    Zero, "Cel or [degF]" [Celsius, Fahrenheit]
}
measure! {
    /// How many cells in the blood? In 10*9/L (the same number in 10*3/uL).
    CellCount: BillionPerLitre, billion_per_litre, "So many billion (10*9) cells in a litre.";
    Zero, "10*9/L, 10*3/uL or /uL" [BillionPerLitre, ThousandPerMicrolitre, PerMicrolitre]
}
measure! {
    /// How much of a substance by weight? In mg/dL.
    MassConcentration: MilligramPerDecilitre, mg_per_dl, "So many mg in a decilitre.";
    Zero, "mg/dL, mg/L, g/L or mg/mL"
    [MilligramPerDecilitre, MilligramPerLitre, GramPerLitre, MilligramPerMillilitre]
}
measure! {
    /// How much of a substance by amount? In umol/L. From and to mg/dL only with a molar mass: see `terminology`.
    SubstanceConcentration: MicromolePerLitre, umol_per_l, "So many micromoles in a litre.";
    Zero, "umol/L or mmol/L" [MicromolePerLitre, MillimolePerLitre]
}

impl Volume {
    /// For a value that came from another volume by rounding it towards the nearest.
    pub(crate) const fn from_checked(value: Decimal) -> Self {
        Self(value)
    }
}

impl DosePerWeight {
    /// Takes `2 mg/kg` to mean each *day*. Call it only where the question asked was "how much a day?".
    ///
    /// # Errors
    /// [`QuantityError::WrongUnit`] for any unit but `mg/kg` and `mg/kg/d`.
    pub fn from_mg_per_kg_each_day(quantity: Quantity) -> Result<Self, QuantityError> {
        if quantity.unit() == Unit::MilligramPerKilogram {
            Self::mg_per_kg_per_day(quantity.value())
        } else {
            Self::try_from(quantity)
        }
    }
}
