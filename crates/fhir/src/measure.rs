//! Quantity: a number with its unit, exactly as it was sent.

use quantity::{Quantity, Unit, number};
use std::cmp::Ordering;

use crate::element::Element;

/// The addresses of UCUM: in FHIR, and as an object identifier.
const UCUM: [&str; 2] = ["http://unitsofmeasure.org", "urn:oid:2.16.840.1.113883.6.8"];

/// Reads a Quantity. `<5` is not 5, and a unit is never guessed from the size of a number.
pub(crate) fn quantity(element: &Element<'_>) -> Result<Quantity, String> {
    if let Some(comparator) = element.text("comparator") {
        let value = element.number("value").unwrap_or("a value");
        return Err(format!(
            "it says {comparator} {value} and not how much it is"
        ));
    }
    let digits = element
        .number("value")
        .ok_or_else(|| "it has no value".to_owned())?;
    let value = number::json(digits).map_err(|error| error.to_string())?;
    let unit = unit(element)?;
    let quantity = Quantity::new(value, unit).map_err(|error| error.to_string())?;
    agrees(element, quantity)?;
    Ok(quantity)
}

fn unit(element: &Element<'_>) -> Result<Unit, String> {
    let unknown = |unit: &str| format!("the unit `{unit}` is not known here");
    match (
        element.text("system"),
        element.text("code"),
        element.text("unit"),
    ) {
        (Some(system), Some(code), _) if UCUM.contains(&system) => {
            Unit::from_ucum(code).ok_or_else(|| unknown(code))
        }
        (Some(system), Some(code), _) => Err(format!(
            "the unit `{code}` is of {system}, which is not UCUM"
        )),
        (_, None, Some(unit)) => Unit::from_text(unit).ok_or_else(|| unknown(unit)),
        (None, Some(code), _) => Err(format!("the unit `{code}` has no system")),
        (_, None, None) => Err("it has no unit".to_owned()),
    }
}

/// The unit for people must not say another amount than the code.
fn agrees(element: &Element<'_>, coded: Quantity) -> Result<(), String> {
    let Some(label) = element.text("unit") else {
        return Ok(());
    };
    let Some(shown) = Unit::from_text(label).filter(|shown| *shown != coded.unit()) else {
        return Ok(());
    };
    match Quantity::new(coded.value(), shown).map(|shown| shown.compare(&coded)) {
        Ok(Some(Ordering::Equal)) => Ok(()),
        _ => Err(format!(
            "the unit for people is `{label}` and the coded one `{}`",
            coded.unit().ucum()
        )),
    }
}
