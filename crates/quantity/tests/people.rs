//! What people and programs read, as snapshots: every unit, every sentence of refusal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use quantity::{
    CalendarSpan, ClockSpan, Decimal, DosePerWeight, Mass, NumberError, Quantity, QuantityError,
    Range, Temperature, Unit,
};
use std::fmt::Write as _;

/// The space that does not break, made visible.
fn shown(text: &str) -> String {
    text.replace('\u{a0}', "~")
}

#[test]
fn every_unit_as_it_is_written() {
    let mut table = String::new();
    for unit in Unit::ALL {
        let write = |value: &str| Quantity::new(value.parse().unwrap(), unit).unwrap();
        let shapes = ["0.50", "1", "20.0", "1500"]
            .map(|value| shown(&write(value).to_string()))
            .join(" | ");
        writeln!(
            table,
            "{} | {shapes} | {} | {:?}",
            write("2.50").ucum(),
            shown(&write("2.5").in_words()),
            unit.dimension()
        )
        .unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn every_refusal_as_it_is_said() {
    use NumberError as N;
    let numbers = [
        N::Empty,
        N::Sign,
        N::Exponent,
        N::DecimalComma,
        N::SeveralPoints,
        N::ThousandsSeparator,
        N::AmbiguousGroup,
        N::OtherDigits,
        N::NotANumber,
        N::Infinite,
        N::TooManyDigits,
        N::TooManyDecimals,
        N::LeadingZero,
        N::BarePoint,
        N::TrailingPoint,
        N::Space,
        N::Character('x'),
        N::NotJson,
        N::NotExact,
    ];
    let quantities = [
        QuantityError::MissingUnit,
        QuantityError::UnknownUnit("stone".to_owned()),
        QuantityError::Negative,
        QuantityError::Zero,
        "12 kg".parse::<Mass>().unwrap_err(),
        "2 mg/kg".parse::<DosePerWeight>().unwrap_err(),
        "1 d"
            .parse::<Quantity>()
            .unwrap()
            .in_unit(Unit::Hour)
            .unwrap_err(),
        QuantityError::NotWhole("days"),
        QuantityError::OutOfBounds,
        QuantityError::Backwards,
        QuantityError::NotARange,
    ];
    let sentences = numbers
        .map(|error| error.to_string())
        .into_iter()
        .chain(quantities.map(|error| error.to_string()));
    insta::assert_snapshot!(sentences.collect::<Vec<_>>().join("\n"));
}

#[test]
fn numbers_are_written_as_ismp_asks() {
    for (value, text) in [
        ("0.5", "0.5"),
        ("1.0", "1"),
        ("20.50", "20.5"),
        ("0", "0"),
        ("0.00", "0"),
        ("100", "100"),
        ("999", "999"),
        ("1000", "1,000"),
        ("12345.678", "12,345.678"),
        ("1234567", "1,234,567"),
        ("0.0001", "0.0001"),
    ] {
        let quantity = Quantity::new(value.parse().unwrap(), Unit::Milligram).unwrap();
        assert_eq!(quantity.to_string(), format!("{text}\u{a0}mg"));
    }
    let cold = Temperature::celsius(Decimal::from(-1500)).unwrap();
    assert_eq!(cold.to_string(), "-1,500\u{a0}°C");
}

#[test]
fn spans_are_written_in_the_largest_unit_that_holds_them() {
    for (text, written) in [
        ("12 h", "12 hours"),
        ("1 h", "1 hour"),
        ("90 min", "90 minutes"),
        ("60 min", "1 hour"),
        ("61 s", "61 seconds"),
        ("0 s", "0 hours"),
        ("36 h", "36 hours"),
    ] {
        assert_eq!(
            shown(&text.parse::<ClockSpan>().unwrap().to_string()),
            written.replace(' ', "~")
        );
    }
    for (text, written) in [
        ("1 d", "1 day"),
        ("2 wk", "14 days"),
        ("18 mo", "18 months"),
        ("1 mo", "1 month"),
        ("18 a", "18 years"),
        ("12 mo", "1 year"),
        ("0 d", "0 days"),
    ] {
        assert_eq!(
            shown(&text.parse::<CalendarSpan>().unwrap().to_string()),
            written.replace(' ', "~")
        );
    }
}

#[test]
fn a_range_names_its_unit_once() {
    assert_eq!(
        shown(
            &"1 to 2 mg/kg/d"
                .parse::<Range<DosePerWeight>>()
                .unwrap()
                .to_string()
        ),
        "1 to 2~mg/kg/d"
    );
    assert_eq!(
        shown(&"20 to 100 mg".parse::<Range<Mass>>().unwrap().to_string()),
        "20 to 100~mg"
    );
    assert_eq!(
        shown(
            &"0.02 g to 1.50 g"
                .parse::<Range<Mass>>()
                .unwrap()
                .to_string()
        ),
        "20 to 1,500~mg"
    );
    assert_eq!(
        shown(
            &"0 to 1 d"
                .parse::<Range<CalendarSpan>>()
                .unwrap()
                .to_string()
        ),
        "0 to 1~day"
    );
    assert_eq!(
        shown(
            &"6 to 24 mo"
                .parse::<Range<CalendarSpan>>()
                .unwrap()
                .to_string()
        ),
        "6~months to 2~years"
    );
}

#[test]
fn a_width_is_kept() {
    assert_eq!(
        format!("[{:>8}]", "20 mg".parse::<Mass>().unwrap()),
        "[   20\u{a0}mg]"
    );
}
