//! In which unit is it, and what does that unit measure?
//!
//! A closed table: a unit that is not in it is refused by name, never guessed (decision 0003). Each row has the UCUM
//! code, what people read, and the exact factor to the base unit of its dimension.

/// What a unit measures. Two units convert into each other only within one dimension.
///
/// Finer than physics where medicine needs it: body weight under a dose is no plain mass ratio, an indexed filtration
/// rate is no creatinine clearance, and days, months and hours do not convert (a day is not always 24 hours, a month
/// not always 30 days).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// mg, g, mcg, kg, lb. [`crate::Mass`] takes the small ones, [`crate::BodyWeight`] the large ones.
    Mass,
    /// mL, L.
    Volume,
    /// cm, m, in.
    Length,
    /// mg/mL, mg/dL, g/L, mg/L.
    MassConcentration,
    /// umol/L, mmol/L.
    SubstanceConcentration,
    /// Cells in a volume of blood: 10*9/L, 10*3/uL, /uL.
    CellCount,
    /// Enzyme units in a volume: U/L.
    EnzymeActivity,
    /// An amount of medicine a day: mg/d.
    DailyDose,
    /// An amount of medicine for each kg of body weight: mg/kg.
    DosePerWeight,
    /// An amount of medicine for each kg of body weight a day: mg/kg/d.
    DailyDosePerWeight,
    /// Volume cleared in a time: mL/min.
    Clearance,
    /// Filtration for a standard body surface of 1.73 m²: mL/min/{1.73_m2}. Not a creatinine clearance.
    IndexedFiltration,
    /// Cel, degF.
    Temperature,
    /// h, min, s on a clock.
    ClockTime,
    /// d, wk in a calendar.
    CalendarDays,
    /// mo, a in a calendar.
    CalendarMonths,
    /// 1, %.
    Fraction,
}

/// A unit of the closed table.
///
/// ```
/// use quantity::Unit;
/// assert_eq!(Unit::from_ucum("ug"), Some(Unit::Microgram));
/// assert_eq!(Unit::Microgram.label(), "mcg");
/// assert_eq!(Unit::from_ucum("stone"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// mg
    Milligram,
    /// g
    Gram,
    /// ug, for people mcg
    Microgram,
    /// kg
    Kilogram,
    /// \[lb_av\], the pound of 0.45359237 kg
    Pound,
    /// mL
    Millilitre,
    /// L
    Litre,
    /// cm
    Centimetre,
    /// m
    Metre,
    /// \[in_i\], the inch of 2.54 cm
    Inch,
    /// mg/mL
    MilligramPerMillilitre,
    /// mg/dL
    MilligramPerDecilitre,
    /// g/L
    GramPerLitre,
    /// mg/L
    MilligramPerLitre,
    /// umol/L
    MicromolePerLitre,
    /// mmol/L
    MillimolePerLitre,
    /// 10*9/L
    BillionPerLitre,
    /// 10*3/uL
    ThousandPerMicrolitre,
    /// /uL
    PerMicrolitre,
    /// U/L
    UnitPerLitre,
    /// mg/d
    MilligramPerDay,
    /// mg/kg
    MilligramPerKilogram,
    /// mg/kg/d
    MilligramPerKilogramPerDay,
    /// mL/min
    MillilitrePerMinute,
    /// mL/min/{1.73_m2}
    MillilitrePerMinutePerStandardSurface,
    /// Cel
    Celsius,
    /// \[degF\]
    Fahrenheit,
    /// h
    Hour,
    /// min
    Minute,
    /// s
    Second,
    /// d, a calendar day
    Day,
    /// wk
    Week,
    /// mo, a calendar month
    Month,
    /// a, a calendar year
    Year,
    /// 1
    One,
    /// %
    Percent,
}

/// One row of the table. A value `v` in this unit is `(v - zero) × num / den` in the base unit of its dimension.
pub(crate) struct Row {
    ucum: &'static str,
    one: &'static str,
    many: &'static str,
    dimension: Dimension,
    pub(crate) num: i128,
    pub(crate) den: i128,
    pub(crate) zero: i128,
}

const fn row(
    ucum: &'static str,
    label: &'static str,
    dimension: Dimension,
    factor: (i128, i128),
) -> Row {
    Row {
        ucum,
        one: label,
        many: label,
        dimension,
        num: factor.0,
        den: factor.1,
        zero: 0,
    }
}

impl Row {
    const fn one(self, one: &'static str) -> Self {
        Self { one, ..self }
    }
    const fn zero_at(self, zero: i128) -> Self {
        Self { zero, ..self }
    }
}

impl Unit {
    /// Every unit of the table.
    pub const ALL: [Self; 36] = [
        Self::Milligram,
        Self::Gram,
        Self::Microgram,
        Self::Kilogram,
        Self::Pound,
        Self::Millilitre,
        Self::Litre,
        Self::Centimetre,
        Self::Metre,
        Self::Inch,
        Self::MilligramPerMillilitre,
        Self::MilligramPerDecilitre,
        Self::GramPerLitre,
        Self::MilligramPerLitre,
        Self::MicromolePerLitre,
        Self::MillimolePerLitre,
        Self::BillionPerLitre,
        Self::ThousandPerMicrolitre,
        Self::PerMicrolitre,
        Self::UnitPerLitre,
        Self::MilligramPerDay,
        Self::MilligramPerKilogram,
        Self::MilligramPerKilogramPerDay,
        Self::MillilitrePerMinute,
        Self::MillilitrePerMinutePerStandardSurface,
        Self::Celsius,
        Self::Fahrenheit,
        Self::Hour,
        Self::Minute,
        Self::Second,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Year,
        Self::One,
        Self::Percent,
    ];

    /// The table. Pound and inch: the international definitions of 1959, as in UCUM. Fahrenheit: 32 °F is 0 °C, 9
    /// steps are 5.
    pub(crate) const fn row(self) -> Row {
        use Dimension as D;
        match self {
            Self::Milligram => row("mg", "mg", D::Mass, (1, 1)),
            Self::Gram => row("g", "g", D::Mass, (1000, 1)),
            Self::Microgram => row("ug", "mcg", D::Mass, (1, 1000)),
            Self::Kilogram => row("kg", "kg", D::Mass, (1_000_000, 1)),
            Self::Pound => row("[lb_av]", "lb", D::Mass, (45_359_237, 100)),
            Self::Millilitre => row("mL", "mL", D::Volume, (1, 1)),
            Self::Litre => row("L", "L", D::Volume, (1000, 1)),
            Self::Centimetre => row("cm", "cm", D::Length, (1, 1)),
            Self::Metre => row("m", "m", D::Length, (100, 1)),
            Self::Inch => row("[in_i]", "inches", D::Length, (254, 100)).one("inch"),
            Self::MilligramPerMillilitre => row("mg/mL", "mg/mL", D::MassConcentration, (100, 1)),
            Self::MilligramPerDecilitre => row("mg/dL", "mg/dL", D::MassConcentration, (1, 1)),
            Self::GramPerLitre => row("g/L", "g/L", D::MassConcentration, (100, 1)),
            Self::MilligramPerLitre => row("mg/L", "mg/L", D::MassConcentration, (1, 10)),
            Self::MicromolePerLitre => {
                row("umol/L", "micromol/L", D::SubstanceConcentration, (1, 1))
            }
            Self::MillimolePerLitre => {
                row("mmol/L", "mmol/L", D::SubstanceConcentration, (1000, 1))
            }
            Self::BillionPerLitre => row("10*9/L", "× 10⁹/L", D::CellCount, (1, 1)),
            Self::ThousandPerMicrolitre => row("10*3/uL", "× 10³/mcL", D::CellCount, (1, 1)),
            Self::PerMicrolitre => row("/uL", "per mcL", D::CellCount, (1, 1000)),
            Self::UnitPerLitre => row("U/L", "units/L", D::EnzymeActivity, (1, 1)),
            Self::MilligramPerDay => row("mg/d", "mg/d", D::DailyDose, (1, 1)),
            Self::MilligramPerKilogram => row("mg/kg", "mg/kg", D::DosePerWeight, (1, 1)),
            Self::MilligramPerKilogramPerDay => {
                row("mg/kg/d", "mg/kg/d", D::DailyDosePerWeight, (1, 1))
            }
            Self::MillilitrePerMinute => row("mL/min", "mL/min", D::Clearance, (1, 1)),
            Self::MillilitrePerMinutePerStandardSurface => row(
                "mL/min/{1.73_m2}",
                "mL/min/1.73 m²",
                D::IndexedFiltration,
                (1, 1),
            ),
            Self::Celsius => row("Cel", "°C", D::Temperature, (1, 1)),
            Self::Fahrenheit => row("[degF]", "°F", D::Temperature, (5, 9)).zero_at(32),
            Self::Hour => row("h", "hours", D::ClockTime, (3600, 1)).one("hour"),
            Self::Minute => row("min", "minutes", D::ClockTime, (60, 1)).one("minute"),
            Self::Second => row("s", "seconds", D::ClockTime, (1, 1)).one("second"),
            Self::Day => row("d", "days", D::CalendarDays, (1, 1)).one("day"),
            Self::Week => row("wk", "weeks", D::CalendarDays, (7, 1)).one("week"),
            Self::Month => row("mo", "months", D::CalendarMonths, (1, 1)).one("month"),
            Self::Year => row("a", "years", D::CalendarMonths, (12, 1)).one("year"),
            Self::One => row("1", "", D::Fraction, (1, 1)),
            Self::Percent => row("%", "%", D::Fraction, (1, 100)),
        }
    }

    /// The UCUM code (case-sensitive), as FHIR wants it in `Quantity.code`.
    #[must_use]
    pub const fn ucum(self) -> &'static str {
        self.row().ucum
    }

    /// What the unit measures.
    #[must_use]
    pub const fn dimension(self) -> Dimension {
        self.row().dimension
    }

    /// The unit as people read it in a table (ISMP: `mcg`, `mL`, `units`), in the plural where it has one.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.row().many
    }

    /// The label beside the number one: `1 day`, `2 days`.
    pub(crate) const fn label_for_one(self) -> &'static str {
        self.row().one
    }

    /// The unit in running text, with "per" and "a day" in place of the slash that is misread as a 1 (ISMP).
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::MilligramPerMillilitre => "mg per mL",
            Self::MilligramPerDecilitre => "mg per dL",
            Self::GramPerLitre => "g per L",
            Self::MilligramPerLitre => "mg per L",
            Self::MicromolePerLitre => "micromol per L",
            Self::MillimolePerLitre => "mmol per L",
            Self::BillionPerLitre => "billion per L",
            Self::ThousandPerMicrolitre => "thousand per mcL",
            Self::UnitPerLitre => "units per L",
            Self::MilligramPerDay => "mg a day",
            Self::MilligramPerKilogram => "mg per kg of body weight",
            Self::MilligramPerKilogramPerDay => "mg per kg of body weight a day",
            Self::MillilitrePerMinute => "mL per minute",
            Self::MillilitrePerMinutePerStandardSurface => "mL per minute per 1.73 m²",
            Self::Milligram
            | Self::Gram
            | Self::Microgram
            | Self::Kilogram
            | Self::Pound
            | Self::Millilitre
            | Self::Litre
            | Self::Centimetre
            | Self::Metre
            | Self::Inch
            | Self::PerMicrolitre
            | Self::Celsius
            | Self::Fahrenheit
            | Self::Hour
            | Self::Minute
            | Self::Second
            | Self::Day
            | Self::Week
            | Self::Month
            | Self::Year
            | Self::One
            | Self::Percent => self.label(),
        }
    }

    /// The unit for a UCUM code: the table's own, or one that means exactly the same. `None` for any other; case
    /// matters.
    #[must_use]
    pub fn from_ucum(code: &str) -> Option<Self> {
        let own = Self::ALL.into_iter().find(|unit| unit.ucum() == code);
        own.or_else(|| listed(EQUIVALENT, code))
    }

    /// The unit for what a person writes: a UCUM code, a label of ours, or a customary form. Both micro signs (`µ`)
    /// are read as `u`.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let labelled = |unit: &Self| unit.label() == text || unit.label_for_one() == text;
        Self::from_ucum(text)
            .or_else(|| Self::ALL.into_iter().find(labelled))
            .or_else(|| listed(CUSTOMARY, text))
            .or_else(|| Self::from_ucum(&with_plain_micro(text)?))
    }

    /// Whether a value below zero has a meaning in this unit.
    pub(crate) const fn may_be_negative(self) -> bool {
        matches!(self.dimension(), Dimension::Temperature)
    }
}

/// `µg` (U+00B5) and `μg` (U+03BC) as `ug`; `None` without a micro sign.
fn with_plain_micro(text: &str) -> Option<String> {
    let micro = ['\u{b5}', '\u{3bc}'];
    text.contains(micro).then(|| text.replace(micro, "u"))
}

fn listed(table: &[(&str, Unit)], text: &str) -> Option<Unit> {
    table
        .iter()
        .find(|(code, _)| *code == text)
        .map(|(_, unit)| *unit)
}

/// Codes that mean a unit of the table exactly. All are valid UCUM and are compared with a second UCUM
/// implementation in the tests, but for `10^9/L` and its kin: not UCUM, common in FHIR data, and with one meaning only.
const EQUIVALENT: &[(&str, Unit)] = &[
    ("l", Unit::Litre),
    ("ml", Unit::Millilitre),
    ("cm3", Unit::Millilitre),
    ("mg/ml", Unit::MilligramPerMillilitre),
    ("mg/dl", Unit::MilligramPerDecilitre),
    ("g/l", Unit::GramPerLitre),
    ("mg/l", Unit::MilligramPerLitre),
    ("umol/l", Unit::MicromolePerLitre),
    ("mmol/l", Unit::MillimolePerLitre),
    ("10*9/l", Unit::BillionPerLitre),
    ("10^9/L", Unit::BillionPerLitre),
    ("10*3/ul", Unit::ThousandPerMicrolitre),
    ("10*3/mm3", Unit::ThousandPerMicrolitre),
    ("10^3/uL", Unit::ThousandPerMicrolitre),
    ("10*6/L", Unit::PerMicrolitre),
    ("/ul", Unit::PerMicrolitre),
    ("/mm3", Unit::PerMicrolitre),
    ("{cells}/uL", Unit::PerMicrolitre),
    ("U/l", Unit::UnitPerLitre),
    ("mg/(kg.d)", Unit::MilligramPerKilogramPerDay),
    ("ml/min", Unit::MillilitrePerMinute),
    (
        "ml/min/{1.73_m2}",
        Unit::MillilitrePerMinutePerStandardSurface,
    ),
    (
        "mL/min/{1.73m2}",
        Unit::MillilitrePerMinutePerStandardSurface,
    ),
];

/// What people write that is no UCUM code, or that UCUM reads as something nobody means here (`K/uL` is kelvin per
/// microlitre to UCUM, `C` a coulomb, `F` a farad).
const CUSTOMARY: &[(&str, Unit)] = &[
    ("lbs", Unit::Pound),
    ("in", Unit::Inch),
    ("C", Unit::Celsius),
    ("F", Unit::Fahrenheit),
    ("x10^9/L", Unit::BillionPerLitre),
    ("x 10^9/L", Unit::BillionPerLitre),
    ("K/uL", Unit::ThousandPerMicrolitre),
    ("x10^3/uL", Unit::ThousandPerMicrolitre),
    ("x 10^3/uL", Unit::ThousandPerMicrolitre),
    ("cells/uL", Unit::PerMicrolitre),
    ("mg/day", Unit::MilligramPerDay),
    ("mg/kg/day", Unit::MilligramPerKilogramPerDay),
    ("mL/min/1.73m2", Unit::MillilitrePerMinutePerStandardSurface),
    (
        "mL/min/1.73 m2",
        Unit::MillilitrePerMinutePerStandardSurface,
    ),
    ("hr", Unit::Hour),
    ("w", Unit::Week),
    ("y", Unit::Year),
    ("yr", Unit::Year),
];

#[cfg(test)]
mod tests;
