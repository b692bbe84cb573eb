//! One test for each way in which a text is refused, and what is taken beside it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use quantity::{
    BodyWeight, CalendarSpan, CellCount, Clearance, ClockSpan, DailyDose, Decimal, DosePerWeight,
    IndexedFiltration, Length, Mass, MassConcentration, NumberError, Quantity, QuantityError,
    Range, Strength, SubstanceConcentration, Temperature, Unit, Volume, number,
};
use std::str::FromStr;

fn refused(expected: NumberError, texts: &[&str]) {
    for text in texts {
        assert_eq!(number::strict(text), Err(expected), "{text}");
        let dose = format!("{text} mg");
        let read = dose.parse::<Mass>();
        assert!(
            matches!(read, Err(QuantityError::Number(_))),
            "{dose}: {read:?}"
        );
    }
}

fn taken(pairs: &[(&str, &str)]) {
    for (text, value) in pairs {
        let value = Decimal::from_str_exact(value).unwrap();
        assert_eq!(number::strict(text), Ok(value), "{text}");
    }
}

#[test]
fn plain_numbers_are_taken() {
    taken(&[
        ("0", "0"),
        ("5", "5"),
        ("0.5", "0.5"),
        ("12.4", "12.4"),
        ("100", "100"),
        ("0.67", "0.67"),
        ("999999999", "999999999"),
        ("0.000001", "0.000001"),
        ("999999999.999999", "999999999.999999"),
    ]);
}

#[test]
fn trailing_zeros_that_mean_one_thing_are_taken() {
    taken(&[
        ("1.0", "1"),
        ("1.50", "1.5"),
        ("0.0", "0"),
        ("0.500", "0.5"),
        ("0.000", "0"),
        ("1.5000", "1.5"),
        ("1234.500", "1234.5"),
        ("1.234", "1.234"),
        ("12.345", "12.345"),
        ("3.001", "3.001"),
    ]);
}

#[test]
fn a_group_that_may_be_a_thousand_is_refused() {
    refused(
        NumberError::AmbiguousGroup,
        &["1.000", "3.250", "12.400", "999.990", "1.500"],
    );
}

#[test]
fn nothing_is_refused() {
    for text in ["", " ", "\t", "\u{a0}"] {
        assert_eq!(number::strict(text), Err(NumberError::Empty));
    }
    for text in ["", " ", "mg", " mg", "kg 5"] {
        assert_eq!(
            text.parse::<Mass>(),
            Err(NumberError::Empty.into()),
            "{text:?}"
        );
    }
}

#[test]
fn a_sign_is_refused() {
    refused(
        NumberError::Sign,
        &["-5", "+5", "-0", "--5", "\u{2212}5", "\u{2013}5", "-.5"],
    );
}

#[test]
fn an_exponent_is_refused() {
    refused(
        NumberError::Exponent,
        &["1e3", "1E3", "1e-3", "1.5E+2", "0e0"],
    );
}

#[test]
fn a_decimal_comma_is_refused() {
    refused(
        NumberError::DecimalComma,
        &["1,5", "0,67", "0,670", ",5", "1,", "1,2345", "1,50,5"],
    );
}

#[test]
fn grouped_thousands_are_refused() {
    refused(
        NumberError::ThousandsSeparator,
        &["1,000", "12,345,678", "1,234.5", "1'000", "1_000"],
    );
    assert_eq!(
        number::strict("1\u{2019}000"),
        Err(NumberError::ThousandsSeparator)
    );
}

#[test]
fn several_points_are_refused() {
    refused(
        NumberError::SeveralPoints,
        &["1.000.000", "1..5", "1.2.3", ".."],
    );
}

#[test]
fn a_space_in_the_number_is_refused() {
    refused(
        NumberError::Space,
        &["1 000", "1 5", "1\u{a0}000", "1\u{2009}000"],
    );
    for text in [" 5", "5 ", "\u{a0}5", "5\n", "0. 5"] {
        assert_eq!(number::strict(text), Err(NumberError::Space), "{text:?}");
    }
}

#[test]
fn digits_of_another_script_are_refused() {
    refused(
        NumberError::OtherDigits,
        &[
            "\u{ff11}\u{ff12}",
            "\u{663}",
            "1\u{ff10}",
            "\u{bd}",
            "5\u{bd}",
            "\u{2466}",
            "1\u{b2}",
        ],
    );
}

#[test]
fn what_is_no_number_is_refused() {
    refused(NumberError::NotANumber, &["NaN", "nan", "-NaN"]);
    refused(
        NumberError::Infinite,
        &["inf", "Infinity", "-inf", "+INFINITY", "\u{221e}"],
    );
}

#[test]
fn too_many_digits_are_refused() {
    refused(
        NumberError::TooManyDigits,
        &["1000000000", "1234567890123", "1000000000.5"],
    );
    refused(
        NumberError::TooManyDecimals,
        &[
            "0.0000001",
            "1.0000000",
            "0.3333333333333333333333333333333333",
        ],
    );
}

#[test]
fn a_zero_in_front_is_refused() {
    refused(NumberError::LeadingZero, &["007", "00", "01.5", "00.5"]);
}

#[test]
fn a_point_without_a_digit_on_both_sides_is_refused() {
    refused(NumberError::BarePoint, &[".5", ".", ".0"]);
    refused(NumberError::TrailingPoint, &["5.", "0."]);
}

#[test]
fn other_characters_are_refused_by_name() {
    for (text, c) in [
        ("five", 'f'),
        ("5mg", 'm'),
        ("0x10", 'x'),
        ("5e", 'e'),
        ("e5", 'e'),
        ("#5", '#'),
        ("5\u{200b}", '\u{200b}'),
        ("1/2", '/'),
    ] {
        assert_eq!(
            number::strict(text),
            Err(NumberError::Character(c)),
            "{text}"
        );
    }
}

#[test]
fn the_limits_in_the_sentences_are_the_limits() {
    assert!(
        NumberError::TooManyDigits
            .to_string()
            .contains(&number::MOST_WHOLE_DIGITS.to_string())
    );
    assert!(
        NumberError::TooManyDecimals
            .to_string()
            .contains(&number::MOST_DECIMALS.to_string())
    );
}

#[test]
fn json_keeps_the_decimals_that_were_sent() {
    for (text, written) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "0.0"),
        ("1.50", "1.50"),
        ("1.000", "1.000"),
        ("-12.5", "-12.5"),
        ("1e3", "1000"),
        ("1.5E+2", "150"),
        ("1.50e1", "15.0"),
        ("15e-1", "1.5"),
        ("0e999", "0"),
        ("0e2147483647", "0"),
        ("0e-2147483647", "0.0000000000000000000000000000"),
        ("1e-28", "0.0000000000000000000000000001"),
        (
            "79228162514264337593543950335",
            "79228162514264337593543950335",
        ),
        ("0.8999999999999999", "0.8999999999999999"),
        (
            "1.00000000000000000000000000000000000",
            "1.0000000000000000000000000000",
        ),
    ] {
        assert_eq!(number::json(text).unwrap().to_string(), written, "{text}");
    }
}

#[test]
fn json_refuses_what_is_not_json() {
    for text in [
        "", " ", "-", "+5", ".5", "5.", "007", "-01", "1e", "1e+", "e5", "1.5.5", "1,5", "NaN",
        "Infinity", "0x10", " 5", "5 ", "--5", "1_000", "\u{ff11}", "\"5\"", "1e1.5", "1e1e1",
        "5mg",
    ] {
        assert_eq!(number::json(text), Err(NumberError::NotJson), "{text}");
    }
}

#[test]
fn json_refuses_what_does_not_fit() {
    for text in [
        "79228162514264337593543950336",
        "1e29",
        "1e400",
        "1e-29",
        "1e-400",
        "1e99999999999999999999",
        "0.33333333333333333333333333333333",
        "1e2147483648",
        "1e-2147483648",
        "0e99999999999",
        "1e2147483647",
        "1e-2147483647",
    ] {
        assert_eq!(number::json(text), Err(NumberError::NotExact), "{text}");
    }
    let long = "1".repeat(100_000);
    assert_eq!(number::json(&long), Err(NumberError::NotExact));
    assert_eq!(number::strict(&long), Err(NumberError::TooManyDigits));
}

#[test]
fn a_quantity_needs_a_unit_that_is_known() {
    for text in ["5", " 5 ", "0.5"] {
        assert_eq!(
            text.parse::<Quantity>(),
            Err(QuantityError::MissingUnit),
            "{text}"
        );
    }
    for (text, unit) in [
        ("5 stone", "stone"),
        ("5 MG", "MG"),
        ("5mg/kg/dose", "mg/kg/dose"),
        ("5 mg.", "mg."),
        ("5 mg mg", "mg mg"),
    ] {
        assert_eq!(
            text.parse::<Quantity>(),
            Err(QuantityError::UnknownUnit(unit.to_owned())),
            "{text}"
        );
    }
}

#[test]
fn white_space_before_the_unit_is_free() {
    let weight = Quantity::new(Decimal::new(124, 1), Unit::Kilogram).unwrap();
    for text in [
        "12.4 kg",
        "12.4kg",
        "12.4  kg",
        " 12.4 kg ",
        "12.4\u{a0}kg",
        "12.4\u{202f}kg",
        "12.4\tkg",
    ] {
        assert_eq!(text.parse(), Ok(weight), "{text:?}");
    }
}

#[test]
fn a_unit_that_starts_with_a_digit_needs_its_space() {
    assert_eq!(
        "3.2 10*9/L".parse::<CellCount>().unwrap().value(),
        Decimal::new(32, 1)
    );
    assert!("3.210*9/L".parse::<CellCount>().is_err());
    assert!("310*9/L".parse::<CellCount>().is_err());
    assert!("10*9/L".parse::<CellCount>().is_err());
    assert!("1 310*9/L".parse::<CellCount>().is_err());
}

#[test]
fn below_zero_is_for_temperatures_only() {
    assert_eq!(
        Quantity::new(Decimal::NEGATIVE_ONE, Unit::Milligram),
        Err(QuantityError::Negative)
    );
    assert_eq!(
        Mass::mg(Decimal::NEGATIVE_ONE),
        Err(QuantityError::Negative)
    );
    assert_eq!("-1 mg".parse::<Mass>(), Err(NumberError::Sign.into()));
    assert_eq!(
        "-20 Cel".parse::<Temperature>().unwrap().value(),
        Decimal::from(-20)
    );
    assert_eq!(
        "-4 [degF]".parse::<Temperature>().unwrap().value(),
        Decimal::from(-20)
    );
    assert_eq!(
        Quantity::new(Decimal::new(-0, 0), Unit::Milligram)
            .unwrap()
            .ucum(),
        "0 mg"
    );
    let minus_zero = "-0.0".parse::<Decimal>().unwrap();
    assert_eq!(Mass::mg(minus_zero).unwrap().to_string(), "0\u{a0}mg");
    assert_eq!(
        "- 5 Cel".parse::<Temperature>(),
        Err(NumberError::Sign.into())
    );
}

#[test]
fn zero_is_no_weight_and_no_strength() {
    assert_eq!("0 kg".parse::<BodyWeight>(), Err(QuantityError::Zero));
    assert_eq!("0.0 lb".parse::<BodyWeight>(), Err(QuantityError::Zero));
    assert_eq!("0 mg/mL".parse::<Strength>(), Err(QuantityError::Zero));
    assert!("0 mg".parse::<Mass>().is_ok());
    assert!("0 cm".parse::<Length>().is_ok());
}

/// Which units a type takes; all others of the table must be refused.
fn takes<T: FromStr<Err = QuantityError> + std::fmt::Debug>(accepted: &[Unit]) {
    for unit in Unit::ALL {
        let read = format!("12 {}", unit.ucum()).parse::<T>();
        match read {
            Ok(_) => assert!(accepted.contains(&unit), "{unit:?}"),
            Err(QuantityError::WrongUnit { found, .. }) => {
                assert!(found == unit && !accepted.contains(&unit), "{unit:?}");
            }
            Err(error) => panic!("{unit:?}: {error}"),
        }
    }
}

#[test]
fn each_type_takes_its_own_units_only() {
    use Unit as U;
    takes::<Mass>(&[U::Milligram, U::Gram, U::Microgram]);
    takes::<BodyWeight>(&[U::Kilogram, U::Gram, U::Pound]);
    takes::<Length>(&[U::Centimetre, U::Metre, U::Inch]);
    takes::<Volume>(&[U::Millilitre, U::Litre]);
    takes::<Strength>(&[U::MilligramPerMillilitre]);
    takes::<DailyDose>(&[U::MilligramPerDay]);
    takes::<DosePerWeight>(&[U::MilligramPerKilogramPerDay]);
    takes::<Clearance>(&[U::MillilitrePerMinute]);
    takes::<IndexedFiltration>(&[U::MillilitrePerMinutePerStandardSurface]);
    takes::<Temperature>(&[U::Celsius, U::Fahrenheit]);
    takes::<CellCount>(&[
        U::BillionPerLitre,
        U::ThousandPerMicrolitre,
        U::PerMicrolitre,
    ]);
    takes::<MassConcentration>(&[
        U::MilligramPerDecilitre,
        U::MilligramPerLitre,
        U::GramPerLitre,
        U::MilligramPerMillilitre,
    ]);
    takes::<SubstanceConcentration>(&[U::MicromolePerLitre, U::MillimolePerLitre]);
    takes::<ClockSpan>(&[U::Hour, U::Minute, U::Second]);
    takes::<CalendarSpan>(&[U::Day, U::Week, U::Month, U::Year]);
}

#[test]
fn a_plain_mg_per_kg_is_a_daily_dose_only_where_the_day_was_asked_for() {
    let plain: Quantity = "2 mg/kg".parse().unwrap();
    assert!(matches!(
        DosePerWeight::try_from(plain),
        Err(QuantityError::WrongUnit { .. })
    ));
    let daily = DosePerWeight::from_mg_per_kg_each_day(plain).unwrap();
    assert_eq!(daily, "2 mg/kg/d".parse().unwrap());
    assert_eq!(
        DosePerWeight::from_mg_per_kg_each_day(daily.quantity()),
        Ok(daily)
    );
    assert!(DosePerWeight::from_mg_per_kg_each_day("2 mg".parse().unwrap()).is_err());
    assert!(DosePerWeight::from_mg_per_kg_each_day("2 mg/d".parse().unwrap()).is_err());
}

#[test]
fn spans_are_whole() {
    for (text, seconds) in [
        ("12 h", 43_200),
        ("1.5 h", 5400),
        ("0.5 min", 30),
        ("90 s", 90),
        ("0 h", 0),
        ("0.0005 h", 0),
    ] {
        let read = text.parse::<ClockSpan>();
        if text == "0.0005 h" {
            assert_eq!(read, Err(QuantityError::NotWhole("seconds")));
        } else {
            assert_eq!(read.unwrap().seconds(), seconds, "{text}");
        }
    }
    for (text, months, days) in [
        ("18 a", 216, 0),
        ("1.5 a", 18, 0),
        ("6 mo", 6, 0),
        ("2 wk", 0, 14),
        ("0.5 wk", 9, 9),
        ("1 d", 0, 1),
        ("0 d", 0, 0),
    ] {
        let read = text.parse::<CalendarSpan>();
        if text == "0.5 wk" {
            assert_eq!(read, Err(QuantityError::NotWhole("days")));
        } else {
            let span = read.unwrap();
            assert_eq!((span.months(), span.days()), (months, days), "{text}");
        }
    }
    assert_eq!(
        "0.3 mo".parse::<CalendarSpan>(),
        Err(QuantityError::NotWhole("months"))
    );
    assert_eq!(
        "999999999 wk".parse::<CalendarSpan>(),
        Err(QuantityError::OutOfBounds)
    );
    assert_eq!(
        "999999999 h".parse::<ClockSpan>(),
        Err(QuantityError::OutOfBounds)
    );
    assert_eq!(
        ClockSpan::of_hours(u32::MAX),
        Err(QuantityError::OutOfBounds)
    );
    assert_eq!(ClockSpan::of_hours(12), Ok(ClockSpan::of_seconds(43_200)));
}

#[test]
fn a_range_is_low_to_high_in_one_measure() {
    let range = |text: &str| text.parse::<Range<Mass>>();
    let expected = Range::new("20 mg".parse().unwrap(), "100 mg".parse().unwrap());
    for text in [
        "20 to 100 mg",
        "20 mg to 100 mg",
        "20 mg to 0.1 g",
        "20  to  100mg",
        "20\u{a0}to\u{a0}100\u{a0}mg",
    ] {
        assert_eq!(range(text), expected, "{text}");
    }
    assert_eq!(range("100 to 20 mg"), Err(QuantityError::Backwards));
    assert!(range("20 to 20 mg").is_ok());
    for text in [
        "20-100 mg",
        "20\u{2013}100 mg",
        "20 mg",
        "20to100 mg",
        "20to 100 mg",
        "20 to100 mg",
        "20 TO 100 mg",
        "20 bis 100 mg",
        "",
    ] {
        assert_eq!(range(text), Err(QuantityError::NotARange), "{text}");
    }
    for text in [
        "1.000 to 2 mg",
        "1 to 2.000 mg",
        "1,5 to 2 mg",
        " to 2 mg",
        "1 to mg",
        "-1 to 2 mg",
        "1 to 2",
        "1 to 2 to 3 mg",
        "1 kg to 2 mg",
        "1 to 2 kg",
        "1 2 to 3 mg",
    ] {
        assert!(range(text).is_err(), "{text}");
    }
}

#[test]
fn the_ends_of_a_range_belong_to_it() {
    let range: Range<DosePerWeight> = "1 to 2 mg/kg/d".parse().unwrap();
    for (text, inside) in [
        ("0.999999 mg/kg/d", false),
        ("1 mg/kg/d", true),
        ("1.5 mg/kg/d", true),
        ("2 mg/kg/d", true),
        ("2.000001 mg/kg/d", false),
    ] {
        assert_eq!(range.contains(text.parse().unwrap()), inside, "{text}");
    }
    assert_eq!(
        (range.low(), range.high()),
        ("1 mg/kg/d".parse().unwrap(), "2 mg/kg/d".parse().unwrap())
    );
}

#[test]
fn months_and_days_compare_only_where_it_is_certain() {
    let span = |text: &str| text.parse::<CalendarSpan>().unwrap();
    use std::cmp::Ordering::{Equal, Greater, Less};
    for (a, b, order) in [
        ("27 d", "1 mo", Some(Less)),
        ("28 d", "1 mo", None),
        ("31 d", "1 mo", None),
        ("32 d", "1 mo", Some(Greater)),
        ("364 d", "1 a", Some(Less)),
        ("365 d", "1 a", None),
        ("366 d", "1 a", None),
        ("367 d", "1 a", Some(Greater)),
        ("12 mo", "1 a", Some(Equal)),
        ("7 d", "1 wk", Some(Equal)),
        ("0 d", "0 mo", Some(Equal)),
        ("0 d", "1 mo", Some(Less)),
        ("3 wk", "20 d", Some(Greater)),
        ("2 a", "23 mo", Some(Greater)),
    ] {
        assert_eq!(span(a).partial_cmp(&span(b)), order, "{a} and {b}");
        assert_eq!(
            span(b).partial_cmp(&span(a)),
            order.map(std::cmp::Ordering::reverse),
            "{b} and {a}"
        );
    }
    assert!("3 wk to 2 mo".parse::<Range<CalendarSpan>>().is_ok());
    assert_eq!(
        "30 d to 1 mo".parse::<Range<CalendarSpan>>(),
        Err(QuantityError::Backwards)
    );
}
