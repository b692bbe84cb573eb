//! The table against a second implementation of UCUM, for every pair of units.

use super::{CUSTOMARY, EQUIVALENT, Unit};
use crate::{Dimension, Quantity};
use octofhir_ucum::{
    AdvancedConversionContext, Number, convert_with_context, is_comparable, validate,
};
use rust_decimal::Decimal;
use std::collections::HashSet;

/// Pairs that UCUM converts and we do not, each with its reason.
fn we_know_better(a: Dimension, b: Dimension) -> bool {
    use Dimension as D;
    let pairs = [
        (D::ClockTime, D::CalendarDays), // UCUM: a day is 24 h. On two nights a year it is not.
        (D::ClockTime, D::CalendarMonths), // UCUM: a month is 30.4375 d.
        (D::CalendarDays, D::CalendarMonths),
        (D::Clearance, D::IndexedFiltration), // UCUM ignores {1.73_m2}; a kidney dose must not.
        (D::DosePerWeight, D::Fraction),      // UCUM: mg/kg is a millionth.
        (D::SubstanceConcentration, D::CellCount), // UCUM: a mole is 6.02214076 × 10^23 of anything, so of cells too.
    ];
    pairs.contains(&(a, b)) || pairs.contains(&(b, a))
}

fn as_decimal(number: Number) -> Decimal {
    let (mut digits, mut exponent) = number.to_integer_and_exponent();
    while exponent < -28 {
        (digits, exponent) = (digits / 10, exponent + 1);
    }
    let ten = 10_i128.pow(u32::try_from(exponent).unwrap_or(0));
    Decimal::from_i128_with_scale(digits * ten, u32::try_from(-exponent).unwrap_or(0))
}

/// What `value` is in another unit, by the second implementation.
fn by_ucum(value: Decimal, from: &str, to: &str) -> Decimal {
    let linear =
        convert_with_context(1.0, from, to, &AdvancedConversionContext::default()).unwrap();
    let (factor, offset) = (linear.factor.unwrap(), linear.offset.unwrap());
    value * as_decimal(factor) + as_decimal(offset)
}

/// Ours is exact, or rounded once at 28 digits. The second implementation rounds its factor and its offset to 28
/// digits; near 0 °C it loses a few to the 273.15 that it adds and takes away.
fn close(ours: Decimal, theirs: Decimal, unit: Unit) -> bool {
    let around_zero = match unit.dimension() {
        Dimension::Temperature => Decimal::new(1, 22),
        _ => Decimal::new(1, 25),
    };
    (ours - theirs).abs() <= theirs.abs() * Decimal::new(1, 24) + around_zero
}

#[test]
fn every_code_is_valid_ucum() {
    for unit in Unit::ALL {
        assert!(validate(unit.ucum()).is_ok(), "{unit:?}");
        assert_eq!(Unit::from_ucum(unit.ucum()), Some(unit));
        let label = unit.label();
        assert!(
            label.is_empty() || Unit::from_text(label) == Some(unit),
            "{label}"
        );
        assert!(
            label.is_empty() || Unit::from_text(unit.label_for_one()) == Some(unit),
            "{label}"
        );
    }
    let codes: HashSet<_> = Unit::ALL.iter().map(|unit| unit.ucum()).collect();
    assert_eq!(
        codes.len(),
        Unit::ALL.len(),
        "a unit stands twice in the table"
    );
}

#[test]
fn every_pair_of_units_agrees_with_a_second_implementation() {
    let mut compared = 0;
    for from in Unit::ALL {
        for to in Unit::ALL {
            let ours = from.dimension() == to.dimension();
            let theirs = is_comparable(from.ucum(), to.ucum()).unwrap();
            let expected = theirs && !we_know_better(from.dimension(), to.dimension());
            assert_eq!(ours, expected, "{from:?} to {to:?}");
            let one = |unit| Quantity::new(Decimal::ONE, unit).unwrap();
            assert_eq!(
                one(from).compare(&one(to)).is_some(),
                ours,
                "{from:?} to {to:?}"
            );
            for value in ["1", "0", "98.6", "12.345678", "451"].map(|text| text.parse().unwrap()) {
                let converted = Quantity::new(value, from).unwrap().in_unit(to);
                if ours {
                    let theirs = by_ucum(value, from.ucum(), to.ucum());
                    let converted =
                        converted.unwrap_or_else(|error| panic!("{from:?} {to:?} {error}"));
                    assert!(
                        close(converted.value(), theirs, to),
                        "{value} {from:?}: {converted:?}, not {theirs}"
                    );
                    compared += 1;
                } else {
                    assert!(converted.is_err(), "{from:?} to {to:?}");
                }
            }
        }
    }
    assert!(compared > 400, "{compared}");
}

#[test]
fn every_listed_exception_is_one() {
    // An exception that UCUM does not make, or that we do not need, would hide a mistake.
    let pairs = [
        ("h", "d"),
        ("h", "mo"),
        ("d", "mo"),
        ("mL/min", "mL/min/{1.73_m2}"),
        ("mg/kg", "%"),
        ("umol/L", "10*9/L"),
    ];
    for (a, b) in pairs {
        let dimension = |code| Unit::from_ucum(code).unwrap().dimension();
        assert!(
            is_comparable(a, b).unwrap() && we_know_better(dimension(a), dimension(b)),
            "{a} {b}"
        );
    }
}

#[test]
fn an_equivalent_code_means_exactly_the_same() {
    for (code, unit) in EQUIVALENT {
        assert_eq!(Unit::from_ucum(code), Some(*unit), "{code}");
        // "10^9/L" is the one form that is no UCUM; it is compared with the star put back.
        let valid = code.replace('^', "*");
        assert!(validate(&valid).is_ok(), "{code}");
        assert_eq!(
            by_ucum(Decimal::ONE, &valid, unit.ucum()),
            Decimal::ONE,
            "{code}"
        );
    }
}

#[test]
fn no_spelling_stands_twice_or_hides_a_code() {
    let mut seen = HashSet::new();
    let own = Unit::ALL.map(Unit::ucum);
    let labels = Unit::ALL
        .iter()
        .flat_map(|unit| [unit.label(), unit.label_for_one()]);
    let labels: HashSet<_> = labels.filter(|label| !own.contains(label)).collect();
    let listed = EQUIVALENT.iter().chain(CUSTOMARY).map(|(text, _)| *text);
    for text in own.into_iter().chain(labels).chain(listed) {
        assert!(seen.insert(text), "\"{text}\" stands twice");
    }
}

#[test]
fn a_customary_spelling_is_no_ucum_code_for_the_same_thing() {
    for (text, unit) in CUSTOMARY {
        assert_eq!(Unit::from_ucum(text), None, "{text}");
        assert_eq!(Unit::from_text(text), Some(*unit), "{text}");
        // If UCUM knows it, then as something else: a coulomb, a farad, kelvin per microlitre, an inch's first letters.
        let same = is_comparable(text, unit.ucum()).unwrap_or(false);
        assert!(!same, "{text} belongs to EQUIVALENT");
    }
}

#[test]
fn a_near_miss_is_no_unit() {
    for text in [
        "",
        " ",
        "MG",
        "Mg",
        "mG",
        "Kg",
        "KG",
        "ML",
        "M",
        "D",
        "H",
        "mg/kg/dose",
        "mg/kg/h",
        "mg/m2",
        "mL/min/1.73",
        "mL/min/{m2}",
        "mL/min/m2",
        "ug/L",
        "ng/mL",
        "10*9",
        "10*12/L",
        "10*6/uL",
        "IU/L",
        "U",
        "IU",
        "cc",
        "stone",
        "[lb_tr]",
        "[lb_ap]",
        "[in_us]",
        "[ft_i]",
        "K",
        "Cel/min",
        "mg /kg",
        "mg/ kg",
        "mol/L",
        "nmol/L",
        "lb.",
        "d.",
    ] {
        assert_eq!(Unit::from_text(text), None, "{text}");
    }
}

#[test]
fn both_micro_signs_are_read_and_none_is_written() {
    for text in ["\u{b5}g", "\u{3bc}g", "mcg", "ug"] {
        assert_eq!(Unit::from_text(text), Some(Unit::Microgram));
    }
    assert_eq!(
        Unit::from_text("10^3/\u{b5}L"),
        Some(Unit::ThousandPerMicrolitre)
    );
    assert_eq!(
        Unit::from_text("\u{b5}mol/L"),
        Some(Unit::MicromolePerLitre)
    );
    assert!(
        Unit::ALL
            .iter()
            .all(|unit| !unit.label().contains(['\u{b5}', '\u{3bc}']))
    );
}
