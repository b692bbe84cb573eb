//! Measurements: the unit in which rules read them, and the way there from other units.

use quantity::{Decimal, Dimension, Quantity, QuantityError, Unit};
use thiserror::Error;

/// How a measurement is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lab {
    pub(crate) unit: Option<Unit>,
    pub(crate) molar_mass: Option<MolarMass>,
}

/// The molar mass of the substance that is measured, in g/mol: it leads from mmol/L to mg/dL.
///
/// It is the sum of the standard atomic weights over the formula. Creatinine, C₄H₇N₃O, has
/// 113.12 g/mol, which gives the 88.4 micromol/L for 1 mg/dL that laboratories print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MolarMass {
    pub(crate) grams_per_mole: Decimal,
    pub(crate) source: Box<str>,
}

impl MolarMass {
    /// The number of grams in a mole.
    #[must_use]
    pub fn grams_per_mole(&self) -> Decimal {
        self.grams_per_mole
    }

    /// The key of the source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// Why a value cannot be read as this measurement.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LabError {
    /// The unit measures something else.
    #[error("{given} does not measure this: it is written in {wanted}", given = given.ucum(), wanted = wanted.ucum())]
    Unit {
        /// The unit that was given.
        given: Unit,
        /// The unit in which the measurement is read.
        wanted: Unit,
    },
    /// The test says positive or negative, and no number.
    #[error("this test has no unit: its result is a word, such as positive or negative")]
    Qualitative,
    /// The converted number is too large to be kept exactly.
    #[error("the amount is too large to be converted exactly; check it")]
    TooLarge,
    /// The number does not convert.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
}

impl Lab {
    /// The unit in which rules read the measurement; `None` for a test that says positive or negative.
    #[must_use]
    pub fn unit(&self) -> Option<Unit> {
        self.unit
    }

    /// The molar mass by which units of amount are converted, where one is known.
    #[must_use]
    pub fn molar_mass(&self) -> Option<&MolarMass> {
        self.molar_mass.as_ref()
    }

    /// The value in the unit in which rules read it.
    ///
    /// ```
    /// use terminology::Terminology;
    /// let t = Terminology::shipped();
    /// let creatinine = t.lab(t.by_key("creatinine").unwrap()).unwrap();
    /// let value = creatinine.normalise("100 umol/L".parse().unwrap()).unwrap();
    /// assert_eq!(value.ucum(), "1.1312 mg/dL");
    /// ```
    ///
    /// # Errors
    /// [`LabError`] where the unit does not measure this. Nothing is guessed from the size of a number.
    pub fn normalise(&self, value: Quantity) -> Result<Quantity, LabError> {
        let wanted = self.unit.ok_or(LabError::Qualitative)?;
        let given = value.unit();
        if given.dimension() == wanted.dimension() {
            return Ok(value.in_unit(wanted)?);
        }
        let bridge = self.bridge(value, wanted.dimension())?;
        bridge.map_or(Err(LabError::Unit { given, wanted }), |bridged| {
            Ok(bridged.in_unit(wanted)?)
        })
    }

    /// Over the molar mass `M` in g/mol: 1 mmol/L is `M` mg/L.
    fn bridge(&self, value: Quantity, wanted: Dimension) -> Result<Option<Quantity>, LabError> {
        let Some(molar_mass) = self.molar_mass.as_ref() else {
            return Ok(None);
        };
        let mass = molar_mass.grams_per_mole;
        let (unit, number) = match (value.unit().dimension(), wanted) {
            (Dimension::SubstanceConcentration, Dimension::MassConcentration) => {
                let amount = value.in_unit(Unit::MillimolePerLitre)?.value();
                (Unit::MilligramPerLitre, amount.checked_mul(mass))
            }
            (Dimension::MassConcentration, Dimension::SubstanceConcentration) => {
                let weight = value.in_unit(Unit::MilligramPerLitre)?.value();
                (Unit::MillimolePerLitre, weight.checked_div(mass))
            }
            _ => return Ok(None),
        };
        let number = number.ok_or(LabError::TooLarge)?;
        Ok(Some(Quantity::new(number, unit)?))
    }
}

/// Reads `unit = "mg/dL"` and `molar-mass = "113.12 SOURCE"` of a row.
pub(crate) fn read(unit: Option<&str>, molar_mass: Option<&str>) -> Result<Lab, String> {
    let unit = unit
        .map(|unit| {
            Unit::from_ucum(unit).ok_or_else(|| format!("`{unit}` is no unit of the closed table"))
        })
        .transpose()?;
    let molar_mass = molar_mass.map(molar).transpose()?;
    Ok(Lab { unit, molar_mass })
}

fn molar(text: &str) -> Result<MolarMass, String> {
    let wrong = || format!("`{text}` is no molar mass: write \"113.12 SOURCE\", in g/mol");
    let (number, source) = text.split_once(' ').ok_or_else(wrong)?;
    let grams_per_mole = quantity::number::strict(number).map_err(|_| wrong())?;
    if grams_per_mole <= Decimal::ZERO {
        return Err(wrong());
    }
    Ok(MolarMass {
        grams_per_mole,
        source: source.into(),
    })
}
