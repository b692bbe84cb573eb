//! The largest and smallest values, through every pair of units.

use super::Ratio;
use crate::{Quantity, QuantityError, Unit};
use core::cmp::Ordering;
use proptest::prelude::*;
use rust_decimal::Decimal;

#[test]
fn no_value_is_too_long_to_compare() {
    let extremes = [
        Decimal::MAX,
        Decimal::from_i128_with_scale(Decimal::MAX.mantissa(), 28),
        Decimal::new(1, 28),
        Decimal::ZERO,
    ];
    for from in Unit::ALL {
        for to in Unit::ALL
            .into_iter()
            .filter(|to| to.dimension() == from.dimension())
        {
            for (a, b) in extremes.iter().flat_map(|a| extremes.map(|b| (*a, b))) {
                let (a, b) = (
                    Quantity::new(a, from).unwrap(),
                    Quantity::new(b, to).unwrap(),
                );
                let order = a
                    .compare(&b)
                    .unwrap_or_else(|| panic!("{a:?} and {b:?} do not compare"));
                assert_eq!(b.compare(&a), Some(order.reverse()));
                match a.in_unit(to) {
                    Ok(same) => assert!(a.value().is_zero() || !same.value().is_zero()),
                    Err(error) => assert_eq!(error, QuantityError::OutOfBounds),
                }
            }
        }
    }
}

#[test]
fn something_never_becomes_nothing() {
    let speck = Quantity::new(Decimal::new(1, 28), Unit::Microgram).unwrap();
    assert_eq!(
        speck.in_unit(Unit::Kilogram),
        Err(QuantityError::OutOfBounds)
    );
    assert_eq!(
        speck.compare(&Quantity::new(Decimal::ZERO, Unit::Kilogram).unwrap()),
        Some(Ordering::Greater)
    );
}

#[test]
fn a_third_is_compared_exactly() {
    // 1/3 and the nearest 28-digit decimal below it differ, if by little.
    let third = Ratio::between(Decimal::ONE, Decimal::from(3)).unwrap();
    let short = Ratio::scaled(third.to_decimal().unwrap(), 0, (1, 1)).unwrap();
    assert_eq!(third.compare(short), Some(Ordering::Greater));
    assert_eq!(third.compare(third), Some(Ordering::Equal));
}

#[test]
fn a_half_goes_to_even() {
    // 28 decimals are kept: 0.5 and 1.5 of the last place.
    let last_place = |half: i128| {
        Ratio::scaled(Decimal::new(1, 28), 0, (half, 2))
            .unwrap()
            .to_decimal()
    };
    assert_eq!(
        last_place(1),
        None,
        "half of the smallest number would become nothing"
    );
    assert_eq!(last_place(3), Some(Decimal::new(2, 28)));
    assert_eq!(last_place(5), Some(Decimal::new(2, 28)));
    assert_eq!(last_place(7), Some(Decimal::new(4, 28)));
}

proptest! {
    #[test]
    fn order_agrees_with_cross_multiplication(
        (a, b, c, d) in (-10_i128.pow(18)..10_i128.pow(18), 1..10_i128.pow(18), -10_i128.pow(18)..10_i128.pow(18), 1..10_i128.pow(18))
    ) {
        let (left, right) = (Ratio { num: a, den: b }, Ratio { num: c, den: d });
        prop_assert_eq!(left.compare(right), Some((a * d).cmp(&(c * b))));
    }

    #[test]
    fn a_close_pair_is_told_apart(a in 1..10_i128.pow(18), b in 1..10_i128.pow(18), step in -1_i128..=1) {
        let (left, right) = (Ratio { num: a, den: b }, Ratio { num: a * 1000 + step, den: b * 1000 });
        prop_assert_eq!(left.compare(right), Some(0.cmp(&step)));
    }
}
