//! Exact fractions of whole numbers: the arithmetic of the table, on purpose not that of the program.

use std::cmp::Ordering;
use std::fmt;

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    top: i128,
    bottom: i128,
}

impl Fraction {
    pub fn new(top: i128, bottom: i128) -> Fraction {
        assert!(bottom != 0, "a fraction of nothing");
        let sign = bottom.signum();
        let common = greatest_common(top.abs(), bottom.abs()).max(1);
        Fraction {
            top: sign * top / common,
            bottom: bottom.abs() / common,
        }
    }

    pub fn whole(number: i128) -> Fraction {
        Fraction::new(number, 1)
    }

    /// Reads `1.5`, `30`, `0.05`.
    pub fn read(text: &str) -> Option<Fraction> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{part}");
        let top = digits.parse().ok()?;
        let bottom = 10i128.pow(u32::try_from(part.len()).ok()?);
        Some(Fraction::new(top, bottom))
    }

    pub fn plus(self, other: Fraction) -> Fraction {
        Fraction::new(
            self.top * other.bottom + other.top * self.bottom,
            self.bottom * other.bottom,
        )
    }

    pub fn minus(self, other: Fraction) -> Fraction {
        self.plus(other.times(Fraction::whole(-1)))
    }

    pub fn times(self, other: Fraction) -> Fraction {
        Fraction::new(self.top * other.top, self.bottom * other.bottom)
    }

    pub fn over(self, other: Fraction) -> Fraction {
        Fraction::new(self.top * other.bottom, self.bottom * other.top)
    }

    /// The largest whole number that is not above it.
    pub fn floor(self) -> i128 {
        self.top.div_euclid(self.bottom)
    }

    /// The smallest whole number that is not below it.
    pub fn ceiling(self) -> i128 {
        -(-self.top).div_euclid(self.bottom)
    }

    /// As a decimal; where that does not end, as a fraction.
    pub fn text(self) -> String {
        let mut rest = self.bottom;
        while rest % 2 == 0 {
            rest /= 2;
        }
        while rest % 5 == 0 {
            rest /= 5;
        }
        if rest == 1 {
            self.decimal()
        } else {
            format!("{self:?}")
        }
    }

    /// As a decimal; every number that the generator makes has one.
    pub fn decimal(self) -> String {
        let mut scale = 0u32;
        while (self.top * 10i128.pow(scale)) % self.bottom != 0 {
            scale += 1;
            assert!(scale < 12, "{self:?} has no short decimal");
        }
        let digits = self.top * 10i128.pow(scale) / self.bottom;
        if scale == 0 {
            return digits.to_string();
        }
        let text = format!("{:0>1$}", digits.abs(), scale as usize + 1);
        let (whole, part) = text.split_at(text.len() - scale as usize);
        let sign = if digits < 0 { "-" } else { "" };
        format!("{sign}{whole}.{part}")
    }
}

fn greatest_common(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { greatest_common(b, a % b) }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Fraction) -> Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bottom == 1 {
            write!(f, "{}", self.top)
        } else {
            write!(f, "{}/{}", self.top, self.bottom)
        }
    }
}

#[test]
fn fractions_are_exact() {
    let tenth = Fraction::read("0.1").unwrap();
    let fifth = Fraction::read("0.2").unwrap();
    assert_eq!(tenth.plus(fifth), Fraction::read("0.3").unwrap());
    assert_eq!(Fraction::new(7, 2).ceiling(), 4);
    assert_eq!(Fraction::new(7, 2).floor(), 3);
    assert_eq!(Fraction::new(-7, 2).floor(), -4);
    assert_eq!(Fraction::new(201, 1000).decimal(), "0.201");
    assert!(Fraction::new(1, 3) < Fraction::new(34, 100));
}
