//! Is this text a number, and exactly which one?
//!
//! Two doors. [`strict`] reads what a person types or a monograph states; it takes one notation and refuses every
//! other with a sentence that says what to write. [`json`] reads a decimal as FHIR and JSON define it, exactly or not
//! at all.

use rust_decimal::Decimal;

/// Most digits before the point that [`strict`] takes. The largest value in use, a platelet count per microlitre,
/// has seven; nine leaves room.
pub const MOST_WHOLE_DIGITS: usize = 9;
/// Most digits after the point that [`strict`] takes: a microgram written in grams has six.
pub const MOST_DECIMALS: usize = 6;

/// Why a text is not taken as a number. Each sentence says what to write instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NumberError {
    /// Nothing was written.
    #[error("the number is missing; write it in digits, such as 20 or 0.5")]
    Empty,
    /// `+5`, `-5`.
    #[error("a sign does not belong here; write the amount alone, such as 5")]
    Sign,
    /// `1e3`.
    #[error("an exponent is easily misread; write the number out, such as 1000 for 1e3")]
    Exponent,
    /// `1,5`.
    #[error(
        "a comma can be misread as ten or a thousand times the amount; write a decimal point, such as 1.5"
    )]
    DecimalComma,
    /// `1.000.000`, `1..5`.
    #[error("there is more than one point; write at most one, such as 1.5")]
    SeveralPoints,
    /// `1,000`, `1'000`, `1_000`.
    #[error("digits are not grouped here; write them together, such as 1000")]
    ThousandsSeparator,
    /// `1.000`, `3.250`: a thousands group in one country, a decimal fraction in another.
    #[error(
        "a point with three digits that end in zero can mean a thousand; write 1 or 1000, 3.25 or 3250"
    )]
    AmbiguousGroup,
    /// `１２`, `٣`: digits of another script.
    #[error("these digits are not the plain 0 to 9; write plain digits")]
    OtherDigits,
    /// `NaN`.
    #[error("this says \"not a number\"; write the amount in digits")]
    NotANumber,
    /// `Infinity`.
    #[error("this says \"infinity\"; write the amount in digits")]
    Infinite,
    /// More than [`MOST_WHOLE_DIGITS`] digits before the point.
    #[error("more than 9 digits before the point; check the amount, or write it in a larger unit")]
    TooManyDigits,
    /// More than [`MOST_DECIMALS`] digits after the point.
    #[error("more than 6 digits after the point; round the amount, or write it in a smaller unit")]
    TooManyDecimals,
    /// `007`.
    #[error("a zero stands in front; write the number without it, such as 7 for 007")]
    LeadingZero,
    /// `.5`.
    #[error("a point without a digit before it is easily overlooked; write 0.5 for .5")]
    BarePoint,
    /// `5.`.
    #[error("a point without a digit after it; write 5 for \"5.\"")]
    TrailingPoint,
    /// White space before, in or after the number.
    #[error("there is a space in the number; write the digits together, such as 1000 for 1 000")]
    Space,
    /// Anything else that is not a digit or a point.
    #[error("\"{0}\" does not belong in a number; write digits and at most one point")]
    Character(char),
    /// The text is not a number as JSON writes it.
    #[error("this is not a JSON number; write it as 12, 0.5 or 1.2e3")]
    NotJson,
    /// A JSON number that cannot be kept without changing it.
    #[error("this number has more digits than can be kept exactly (28); send fewer digits")]
    NotExact,
}

/// Reads a number that a person typed or a monograph states: digits, and at most one point with digits on both sides.
///
/// Trailing zeros: people do type `1.0` and `1.50`, and no notation reads them as another number, so they are
/// taken (they are never *printed*). A group of exactly three decimals that ends in zero, after one to three whole
/// digits that do not start with zero, is what a thousands point looks like (`1.000`, `3.250`): refused. `0.500`
/// cannot be such a group and is taken; so is `1.234`, for whoever writes a decimal to the third place needs it.
///
/// ```
/// use quantity::{number, NumberError};
/// assert_eq!(number::strict("0.5").map(|n| n.to_string()), Ok("0.5".to_owned()));
/// assert_eq!(number::strict(".5"), Err(NumberError::BarePoint));
/// assert_eq!(number::strict("1.000"), Err(NumberError::AmbiguousGroup));
/// ```
///
/// # Errors
/// [`NumberError`], one variant for each kind of refusal.
pub fn strict(text: &str) -> Result<Decimal, NumberError> {
    let (whole, decimals) = match text.split_once('.') {
        None => (text, None),
        Some((whole, decimals)) => (whole, Some(decimals)),
    };
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if text.is_empty() || !plain(whole) || !decimals.is_none_or(plain) {
        return Err(what_is_wrong(text));
    }
    let decimals = match decimals {
        Some(_) if whole.is_empty() => return Err(NumberError::BarePoint),
        Some("") => return Err(NumberError::TrailingPoint),
        Some(decimals) => decimals,
        None => "",
    };
    let zero_in_front = whole.starts_with('0');
    if zero_in_front && whole.len() > 1 {
        Err(NumberError::LeadingZero)
    } else if whole.len() > MOST_WHOLE_DIGITS {
        Err(NumberError::TooManyDigits)
    } else if decimals.len() > MOST_DECIMALS {
        Err(NumberError::TooManyDecimals)
    } else if decimals.len() == 3 && decimals.ends_with('0') && whole.len() <= 3 && !zero_in_front {
        Err(NumberError::AmbiguousGroup)
    } else {
        assemble(whole, decimals, 0)
    }
}

/// Names the first thing that keeps `text` from being a plain number.
fn what_is_wrong(text: &str) -> NumberError {
    let unsigned = text.trim_start_matches(['+', '-', '\u{2212}', '\u{2013}']);
    match unsigned.to_lowercase().as_str() {
        "nan" => return NumberError::NotANumber,
        "inf" | "infinity" | "∞" => return NumberError::Infinite,
        _ => {}
    }
    if text.trim().is_empty() {
        return NumberError::Empty;
    }
    if unsigned.len() != text.len() {
        return NumberError::Sign;
    }
    let odd = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let Some((before, odd)) = odd.and_then(|at| text.split_at_checked(at)) else {
        return NumberError::SeveralPoints; // digits and points only
    };
    match odd.chars().next() {
        Some(',') if commas_group_thousands(text) => NumberError::ThousandsSeparator,
        Some(',' | '\u{66b}') => NumberError::DecimalComma,
        Some('\'' | '_' | '\u{2019}' | '\u{66c}') => NumberError::ThousandsSeparator,
        Some('e' | 'E') if !before.is_empty() && is_exponent(odd) => NumberError::Exponent,
        Some(c) if c.is_whitespace() => NumberError::Space,
        Some(c) if c.is_numeric() => NumberError::OtherDigits,
        Some(c) => NumberError::Character(c),
        None => NumberError::Empty,
    }
}

/// `1,000` and `12,345.5` look grouped; `1,5` and `0,670` look like a decimal comma.
fn commas_group_thousands(text: &str) -> bool {
    let mut groups = text.split(',');
    let first = groups.next().unwrap_or_default();
    let three = |group: &str| {
        group
            .split('.')
            .next()
            .is_some_and(|whole| whole.len() == 3)
    };
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(three)
}

/// `e3`, `E-3`: what follows the digits of an exponent.
pub(crate) fn is_exponent(text: &str) -> bool {
    let power = text.strip_prefix(['e', 'E']).unwrap_or_default();
    power
        .trim_start_matches(['+', '-'])
        .starts_with(|c: char| c.is_ascii_digit())
}

/// Reads a number token of JSON, which is also the form of a FHIR `decimal`: a sign and an exponent are legal, and
/// the decimals that were sent are kept (`1.50` stays `1.50`, a precision in FHIR).
///
/// `1.000` is taken here: in JSON the point has one meaning.
///
/// ```
/// use quantity::{number, NumberError};
/// assert_eq!(number::json("-1.50e1").map(|n| n.to_string()), Ok("-15.0".to_owned()));
/// assert_eq!(number::json("1e400"), Err(NumberError::NotExact));
/// ```
///
/// # Errors
/// [`NumberError::NotJson`] for a text that is not a JSON number, [`NumberError::NotExact`] for one that does not
/// fit exactly (at most 28 decimals, and a coefficient below 2^96).
pub fn json(text: &str) -> Result<Decimal, NumberError> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (number, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let zero_in_front = whole.starts_with('0') && whole.len() > 1;
    if zero_in_front || ![whole, decimals, power].iter().all(digits) {
        return Err(NumberError::NotJson);
    }
    let decimals = if number.contains('.') { decimals } else { "" };
    let exponent: i32 = exponent.parse().map_err(|_| NumberError::NotExact)?;
    let size = assemble(whole, decimals, exponent)?;
    Ok(if negative { below_zero(size) } else { size })
}

/// The number with a minus before it; zero stays a plain zero.
pub(crate) fn below_zero(mut size: Decimal) -> Decimal {
    size.set_sign_negative(!size.is_zero());
    size
}

/// The exact number `whole.decimals × 10^exponent` from ASCII digits.
fn assemble(whole: &str, decimals: &str, exponent: i32) -> Result<Decimal, NumberError> {
    exact(whole, decimals, exponent).ok_or(NumberError::NotExact)
}

fn exact(whole: &str, decimals: &str, exponent: i32) -> Option<Decimal> {
    let mut coefficient: i128 = 0;
    for byte in whole.bytes().chain(decimals.bytes()) {
        let digit = i128::from(byte.checked_sub(b'0')?);
        coefficient = coefficient.checked_mul(10)?.checked_add(digit)?;
    }
    let mut scale = i32::try_from(decimals.len()).ok()?.checked_sub(exponent)?;
    if coefficient == 0 {
        scale = scale.clamp(0, 28); // nothing times any power of ten is nothing
    }
    while scale < 0 {
        coefficient = coefficient.checked_mul(10)?;
        scale = scale.checked_add(1)?;
    }
    while scale > 28 && coefficient.checked_rem(10)? == 0 {
        coefficient = coefficient.checked_div(10)?;
        scale = scale.checked_sub(1)?;
    }
    Decimal::try_from_i128_with_scale(coefficient, u32::try_from(scale).ok()?).ok()
}
