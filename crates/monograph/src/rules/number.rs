//! A plain number in a block, read as strictly as a quantity.

use std::str::FromStr;

use quantity::{Decimal, NumberError, number};

/// A number without a unit, such as a factor of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plain(pub(crate) Decimal);

impl FromStr for Plain {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Plain, NumberError> {
        number::strict(text).map(Plain)
    }
}
