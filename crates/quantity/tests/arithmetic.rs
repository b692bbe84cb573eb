//! The arithmetic of a dose: worked examples, and properties over generated numbers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use proptest::prelude::*;
use quantity::{
    BodyWeight, DailyDose, Decimal, DosePerWeight, Mass, Quantity, QuantityError, Temperature,
    Unit, Volume,
};
use std::cmp::Ordering;
use std::num::NonZeroU8;

fn mass(text: &str) -> Mass {
    format!("{text} mg").parse().unwrap()
}

fn times(n: u8) -> NonZeroU8 {
    NonZeroU8::new(n).unwrap()
}

#[test]
fn a_daily_dose_follows_from_the_weight_and_back() {
    let weight: BodyWeight = "12.4 kg".parse().unwrap();
    let per_kg: DosePerWeight = "2 mg/kg/d".parse().unwrap();
    let daily = per_kg.for_weight(weight).unwrap();
    assert_eq!(daily.value(), Decimal::new(248, 1));
    assert_eq!(daily.per_weight(weight), Ok(per_kg));
    assert_eq!(daily.split(times(2)).unwrap(), mass("12.4"));
    assert_eq!(mass("12.4").daily(times(2)), Ok(daily));
}

#[test]
fn pounds_give_the_exact_weight() {
    let weight: BodyWeight = "22 lb".parse().unwrap();
    assert_eq!(weight.value().to_string(), "9.97903214");
    let back = weight.quantity().in_unit(Unit::Pound).unwrap();
    assert_eq!(back.value(), Decimal::from(22));
}

#[test]
fn the_mark_follows_from_the_label_of_the_syringe() {
    let (content, volume): (Mass, Volume) = (mass("100"), "0.67 mL".parse().unwrap());
    for (dose, mark, shown) in [
        ("100", "0.67", "0.67"),
        ("20", "0.134", "0.13"),
        ("50", "0.335", "0.33"),
        ("90", "0.603", "0.6"),
        ("0", "0", "0"),
    ] {
        let exact = mass(dose).volume_of(content, volume).unwrap();
        assert_eq!(exact.value(), mark.parse().unwrap(), "{dose}");
        assert_eq!(
            exact.to_hundredths().to_string(),
            format!("{shown}\u{a0}mL")
        );
    }
    assert_eq!(
        mass("20").volume_of(mass("0"), volume),
        Err(QuantityError::Zero)
    );
}

#[test]
fn a_step_has_a_direction() {
    for (dose, down, nearest, up) in [
        ("24.8", "20", "20", "30"),
        ("25", "20", "20", "30"),
        ("25.000001", "20", "30", "30"),
        ("30", "30", "30", "30"),
        ("9.999999", "0", "10", "10"),
        ("0", "0", "0", "0"),
        ("5", "0", "0", "10"),
    ] {
        let (dose, step) = (mass(dose), mass("10"));
        assert_eq!(dose.down_to_step(step), Ok(mass(down)), "{dose}");
        assert_eq!(dose.nearest_step(step), Ok(mass(nearest)), "{dose}");
        assert_eq!(dose.up_to_step(step), Ok(mass(up)), "{dose}");
    }
    assert_eq!(mass("20").down_to_step(mass("0")), Err(QuantityError::Zero));
    assert_eq!(mass("1").up_to_step(mass("0.3")), Ok(mass("1.2")));
}

#[test]
fn a_third_of_a_dose_never_rounds_up_to_a_step() {
    let third = "100 mg/d"
        .parse::<DailyDose>()
        .unwrap()
        .split(times(3))
        .unwrap();
    let step = Mass::mg(third.value() + Decimal::new(1, 26)).unwrap();
    assert_eq!(third.down_to_step(step), Ok(mass("0")));
}

#[test]
fn sums_and_differences() {
    assert_eq!(mass("0.1").checked_add(mass("0.2")), Ok(mass("0.3")));
    assert_eq!(mass("100").checked_sub(mass("80")), Ok(mass("20")));
    assert_eq!(
        mass("80").checked_sub(mass("100")),
        Err(QuantityError::Negative)
    );
    assert_eq!(mass("100").times(3), Ok(mass("300")));
    let most = Mass::mg(Decimal::MAX).unwrap();
    assert_eq!(most.checked_add(mass("1")), Err(QuantityError::OutOfBounds));
    assert_eq!(most.times(2), Err(QuantityError::OutOfBounds));
    assert_eq!(most.daily(times(2)), Err(QuantityError::OutOfBounds));
    assert_eq!(
        most.down_to_step(mass("0.000001")),
        Err(QuantityError::OutOfBounds)
    );
    let heavy = BodyWeight::kg(Decimal::MAX).unwrap();
    assert_eq!(
        DosePerWeight::mg_per_kg_per_day(Decimal::MAX)
            .unwrap()
            .for_weight(heavy),
        Err(QuantityError::OutOfBounds)
    );
    let speck = DailyDose::mg_per_day(Decimal::new(1, 28)).unwrap();
    assert_eq!(speck.per_weight(heavy), Err(QuantityError::OutOfBounds));
    assert_eq!(speck.split(times(200)), Err(QuantityError::OutOfBounds));
}

#[test]
fn fahrenheit_is_celsius_on_another_scale() {
    for (fahrenheit, celsius) in [
        ("32", "0"),
        ("212", "100"),
        ("98.6", "37"),
        ("100.4", "38"),
        ("0.5", "-17.5"),
        ("104", "40"),
    ] {
        let read: Temperature = format!("{fahrenheit} [degF]").parse().unwrap();
        assert_eq!(read.value(), celsius.parse().unwrap(), "{fahrenheit}");
        assert_eq!(
            read.quantity().in_unit(Unit::Fahrenheit).unwrap().value(),
            fahrenheit.parse().unwrap()
        );
    }
    let fever: Temperature = "101 [degF]".parse().unwrap();
    assert_eq!(fever.quantity().to_decimals(1).to_string(), "38.3\u{a0}°C");
}

#[test]
fn showing_rounds_to_nearest() {
    let shown = |text: &str, decimals| {
        text.parse::<Quantity>()
            .unwrap()
            .to_decimals(decimals)
            .to_string()
    };
    assert_eq!(shown("22.05 lb", 1), "22.1\u{a0}lb");
    assert_eq!(shown("22.04 lb", 1), "22\u{a0}lb");
    assert_eq!(shown("0.04 kg", 1), "0\u{a0}kg");
    assert_eq!(shown("-0.04 Cel", 1), "0\u{a0}°C");
    assert_eq!(shown("12.345 kg", 9), "12.345\u{a0}kg");
}

/// A number as people write it: so many digits before the point, so many after.
fn decimal(whole: u32, decimals: u32) -> impl Strategy<Value = Decimal> {
    (0..10_i64.pow(whole + decimals), 0..=decimals)
        .prop_map(move |(digits, scale)| Decimal::new(digits / 10_i64.pow(decimals - scale), scale))
}

fn above_zero(whole: u32, decimals: u32) -> impl Strategy<Value = Decimal> {
    decimal(whole, decimals).prop_filter("zero", |value| !value.is_zero())
}

/// `value × 10^12` as a whole number: exact for at most 12 decimals.
fn scaled(value: Decimal) -> i128 {
    value.mantissa() * 10_i128.pow(12 - value.scale())
}

/// The 256 bits of a product: high and low half, by schoolbook multiplication of 64-bit halves.
fn wide(a: u128, b: u128) -> (u128, u128) {
    let (low_half, half) = (u128::from(u64::MAX), 64);
    let (a1, a0, b1, b0) = (a >> half, a & low_half, b >> half, b & low_half);
    let (low, cross) = (a0 * b0, a1 * b0);
    let middle = a0 * b1 + (cross & low_half) + (low >> half);
    (
        a1 * b1 + (cross >> half) + (middle >> half),
        (middle << half) | (low & low_half),
    )
}

fn difference(a: (u128, u128), b: (u128, u128)) -> (u128, u128) {
    let (more, less) = if a >= b { (a, b) } else { (b, a) };
    let (low, borrow) = more.1.overflowing_sub(less.1);
    (more.0 - less.0 - u128::from(borrow), low)
}

/// Whether `q` is `a / b` rounded half to even at the last of 28 places, by whole numbers of 256 bits.
fn is_rounded_once(q: Decimal, a: Decimal, b: Decimal) -> bool {
    let power = |exponent: u32| 10_u128.pow(exponent);
    let mut q = q;
    while q.scale() < 28 && q.mantissa() * 10 <= Decimal::MAX.mantissa() {
        q.rescale(q.scale() + 1); // zeros at the end were cut off
    }
    let [(qm, qs), (am, a_s), (bm, bs)] =
        [q, a, b].map(|n| (n.mantissa().unsigned_abs(), n.scale()));
    let unit = bm * power(a_s); // one in the last place of q, times b, on the common scale
    let off = difference(wide(qm, unit), wide(am, power(qs + bs)));
    let exact = off == (0, 0);
    let full = qs == 28 || qm * 10 > Decimal::MAX.mantissa().unsigned_abs();
    let twice = off.1.checked_mul(2).filter(|_| off.0 == 0);
    exact || full && twice.is_some_and(|twice| twice < unit || twice == unit && qm % 2 == 0)
}

#[test]
fn the_wide_product_is_right() {
    assert_eq!(wide(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
    assert_eq!(
        wide(10_u128.pow(38), 10),
        (2, 10_u128.pow(38).wrapping_mul(10))
    );
    assert!(!is_rounded_once(
        Decimal::new(33, 2),
        Decimal::ONE,
        Decimal::from(3)
    ));
    assert!(is_rounded_once(
        Decimal::new(125, 3),
        Decimal::ONE,
        Decimal::from(8)
    ));
}

fn pairs_of_one_dimension() -> Vec<(Unit, Unit)> {
    let pairs = Unit::ALL
        .into_iter()
        .flat_map(|from| Unit::ALL.map(|to| (from, to)));
    pairs
        .filter(|(from, to)| from.dimension() == to.dimension())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_quotient_is_rounded_once_half_to_even(a in above_zero(7, 6), b in above_zero(7, 6)) {
        let q = a.checked_div(b).unwrap();
        prop_assert!(is_rounded_once(q, a, b), "{} / {} = {}", a, b, q);
    }

    #[test]
    fn pounds_are_rounded_once_half_to_even(kg in above_zero(3, 3)) {
        // 1 lb is 45359237 / 10^8 kg by definition.
        let pounds = BodyWeight::kg(kg).unwrap().quantity().in_unit(Unit::Pound).unwrap().value();
        prop_assert!(is_rounded_once(pounds, kg, Decimal::new(45_359_237, 8)), "{} kg = {} lb", kg, pounds);
    }

    #[test]
    fn a_long_product_is_rounded_once(a in above_zero(9, 6), b in above_zero(9, 6)) {
        let daily = DosePerWeight::mg_per_kg_per_day(a).unwrap().for_weight(BodyWeight::kg(b).unwrap()).unwrap().value();
        let units = |n: Decimal| n.mantissa().unsigned_abs();
        let (places, kept) = (a.scale() + b.scale(), daily.scale());
        let off = difference(wide(units(a), units(b)), wide(units(daily), 10_u128.pow(places - kept.min(places))));
        prop_assert!(off == (0, 0) || 2 * off.1 <= 10_u128.pow(places - kept) && off.0 == 0);
    }

    /// The claim of the crate's front page, for quotients that lie as near to the threshold as they can.
    #[test]
    fn a_threshold_is_never_crossed_by_rounding(t in above_zero(4, 6), b in above_zero(5, 6), off in -2_i64..=2) {
        let a = t * b + Decimal::new(off, 12);
        prop_assume!(a > Decimal::ZERO);
        let truth = scaled(a).cmp(&scaled(t * b));
        prop_assert_eq!(a.checked_div(b).unwrap().cmp(&t), truth);
    }

    #[test]
    fn a_fever_limit_is_never_crossed_by_rounding(limit in 35_000_i64..42_000, off in -3_i64..=3) {
        // limit in thousandths of a degree Celsius; the reading in Fahrenheit lies a millionth or so beside it
        let limit = Decimal::new(limit, 3);
        let reading = limit * Decimal::new(18, 1) + Decimal::from(32) + Decimal::new(off, 6);
        let fahrenheit = Quantity::new(reading, Unit::Fahrenheit).unwrap();
        let celsius = Quantity::new(limit, Unit::Celsius).unwrap();
        prop_assert_eq!(fahrenheit.compare(&celsius), Some(off.cmp(&0)));
        prop_assert_eq!(Temperature::try_from(fahrenheit).unwrap().value().cmp(&limit), off.cmp(&0));
    }

    #[test]
    fn a_dose_by_weight_is_exact(per_kg in decimal(3, 3), kg in above_zero(3, 3)) {
        let weight = BodyWeight::kg(kg).unwrap();
        let daily = DosePerWeight::mg_per_kg_per_day(per_kg).unwrap().for_weight(weight).unwrap();
        prop_assert_eq!(scaled(daily.value()) * 10_i128.pow(12), scaled(per_kg) * scaled(kg));
    }

    #[test]
    fn a_dose_at_its_maximum_is_never_found_above_it(per_kg in decimal(2, 3), kg in above_zero(3, 3), more in 1_i64..9) {
        // Forth by multiplication and back by division: the same mg/kg, so a limit met exactly is met.
        let weight = BodyWeight::kg(kg).unwrap();
        let max = DosePerWeight::mg_per_kg_per_day(per_kg).unwrap();
        let daily = max.for_weight(weight).unwrap();
        prop_assert_eq!(daily.per_weight(weight), Ok(max));
        let above = DailyDose::mg_per_day(daily.value() + Decimal::new(more, 6)).unwrap();
        prop_assert_eq!(above.per_weight(weight).unwrap().cmp(&max), Ordering::Greater);
    }

    #[test]
    fn steps_enclose_the_dose(dose in decimal(4, 4), step in above_zero(3, 3)) {
        let (dose, step) = (Mass::mg(dose).unwrap(), Mass::mg(step).unwrap());
        let (down, up, nearest) = (dose.down_to_step(step).unwrap(), dose.up_to_step(step).unwrap(), dose.nearest_step(step).unwrap());
        prop_assert!(down <= dose && dose <= up);
        for stepped in [down, up] {
            prop_assert_eq!(scaled(stepped.value()) % scaled(step.value()), 0);
        }
        let apart = if down == dose { 0 } else { scaled(step.value()) };
        prop_assert_eq!(scaled(up.value()) - scaled(down.value()), apart);
        let (below, above) = (scaled(dose.value()) - scaled(down.value()), scaled(up.value()) - scaled(dose.value()));
        prop_assert_eq!(nearest, if above < below { up } else { down });
    }

    #[test]
    fn parts_of_a_day_make_the_day(dose in decimal(4, 3), n in 1_u8..=24) {
        let daily = Mass::mg(dose).unwrap().daily(times(n)).unwrap();
        prop_assert_eq!(daily.split(times(n)).unwrap().value(), dose);
        prop_assert_eq!(Mass::mg(dose).unwrap().times(u32::from(n)).unwrap().value(), daily.value());
    }

    #[test]
    fn what_is_taken_away_can_be_put_back(a in decimal(9, 6), b in decimal(9, 6)) {
        let (a, b) = (Mass::mg(a).unwrap(), Mass::mg(b).unwrap());
        prop_assert_eq!(a.checked_add(b).unwrap().checked_sub(b), Ok(a));
        prop_assert_eq!(a.checked_sub(b).is_ok(), a >= b);
    }

    #[test]
    fn a_mark_grows_with_the_dose(dose in decimal(3, 3), more in above_zero(2, 3)) {
        let (content, volume) = (mass("100"), "0.67 mL".parse().unwrap());
        let dose = Mass::mg(dose).unwrap();
        let mark = dose.volume_of(content, volume).unwrap();
        prop_assert!(mark < dose.checked_add(Mass::mg(more).unwrap()).unwrap().volume_of(content, volume).unwrap());
        prop_assert!((mark.to_hundredths().value() - mark.value()).abs() <= Decimal::new(5, 3));
    }

    #[test]
    fn conversions_come_back(value in decimal(9, 6), from in 0..Unit::ALL.len(), to in 0..Unit::ALL.len()) {
        let (from, to) = (Unit::ALL[from], Unit::ALL[to]);
        let start = Quantity::new(value, from).unwrap();
        match start.in_unit(to) {
            Err(_) => prop_assert!(from.dimension() != to.dimension()),
            Ok(there) => {
                // Forth and back, to the 24th digit where the number of pounds, inches or degrees does not end.
                let back = there.in_unit(from).unwrap().value();
                prop_assert!((back - value).abs() <= (value + Decimal::ONE) * Decimal::new(1, 24), "{} {}", back, value);
                let rounded = ["[lb_av]", "[in_i]", "[degF]", "Cel", "h", "min", "wk", "a"];
                prop_assert!(back == value || rounded.contains(&to.ucum()));
                prop_assert!(back == value || start.compare(&there) != Some(Ordering::Equal));
            }
        }
    }

    #[test]
    fn order_is_kept_across_units(
        (a, b) in (decimal(6, 3), decimal(6, 3)),
        (from, to) in proptest::sample::select(pairs_of_one_dimension()),
    ) {
        let (a, b) = (Quantity::new(a, from).unwrap(), Quantity::new(b, from).unwrap());
        let order = a.value().cmp(&b.value());
        prop_assert_eq!(a.compare(&b), Some(order));
        let moved = b.in_unit(to).unwrap();
        if moved.compare(&b) == Some(Ordering::Equal) {
            prop_assert_eq!(a.compare(&moved), Some(order));
        }
    }
}
