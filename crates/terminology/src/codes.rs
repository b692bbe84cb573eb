//! From a code to a concept: exact for most systems, by the hierarchy of the code for ICD-10-CM and ATC.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::concept::ConceptId;
use crate::system::System;

/// All acting codes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Codes {
    exact: HashMap<System, HashMap<Box<str>, ConceptId>>,
    /// ICD-10-CM ranges of three-character categories, both ends included: `C00-C96`.
    ranges: Vec<Range>,
}

#[derive(Debug, Clone)]
struct Range {
    first: Box<str>,
    last: Box<str>,
    concept: ConceptId,
}

/// What stands in the way of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The system does not write its codes so.
    Malformed,
    /// Another concept has it.
    Taken(ConceptId),
}

impl Codes {
    pub(crate) fn add(
        &mut self,
        system: System,
        code: &str,
        concept: ConceptId,
    ) -> Result<(), Refused> {
        if let (System::Icd10Cm, Some((first, last))) = (system, code.split_once('-')) {
            return self.add_range(first, last, concept);
        }
        let code = comparable(system, code).ok_or(Refused::Malformed)?;
        let codes = self.exact.entry(system).or_default();
        match codes.get(code.as_ref()) {
            Some(other) if *other != concept => Err(Refused::Taken(*other)),
            Some(_) => Ok(()),
            None => {
                codes.insert(code.into(), concept);
                Ok(())
            }
        }
    }

    fn add_range(&mut self, first: &str, last: &str, concept: ConceptId) -> Result<(), Refused> {
        let category = |code: &str| code.len() == 3 && comparable(System::Icd10Cm, code).is_some();
        if !category(first) || !category(last) || first > last {
            return Err(Refused::Malformed);
        }
        let overlap = |range: &&Range| *range.first <= *last && *first <= *range.last;
        if let Some(other) = self.ranges.iter().find(overlap) {
            return Err(Refused::Taken(other.concept));
        }
        self.ranges.push(Range {
            first: first.into(),
            last: last.into(),
            concept,
        });
        Ok(())
    }

    pub(crate) fn find(&self, system: System, code: &str) -> Option<ConceptId> {
        let code = comparable(system, code)?;
        match system {
            System::Icd10Cm => self.prefix(system, &code, 3).or_else(|| self.range(&code)),
            // L04AB, the fourth level of ATC, has five characters.
            System::Atc => self.prefix(system, &code, 5),
            System::RxNorm
            | System::Unii
            | System::SnomedCt
            | System::Cvx
            | System::Loinc
            | System::Ndc
            | System::Posology => self.exact(system, &code),
        }
    }

    /// The longest of our codes that the code starts with, so that M06.1 is not M06.
    fn prefix(&self, system: System, code: &str, shortest: usize) -> Option<ConceptId> {
        (shortest..=code.len())
            .rev()
            .filter_map(|length| code.get(..length))
            .find_map(|start| self.exact(system, start))
    }

    fn range(&self, code: &str) -> Option<ConceptId> {
        let category = code.get(..3)?;
        self.ranges
            .iter()
            .find(|range| *range.first <= *category && category <= &*range.last)
            .map(|range| range.concept)
    }

    fn exact(&self, system: System, code: &str) -> Option<ConceptId> {
        self.exact.get(&system)?.get(code).copied()
    }
}

/// The one form in which a code is compared; `None` where the system writes no such code.
fn comparable(system: System, code: &str) -> Option<Cow<'_, str>> {
    let code = code.trim();
    if code.is_empty() || code.len() > 40 || !code.is_ascii() {
        return None;
    }
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    match system {
        System::RxNorm | System::SnomedCt => digits.then_some(Cow::Borrowed(code)),
        System::Cvx => digits.then(|| Cow::Owned(format!("{:0>2}", code.trim_start_matches('0')))),
        System::Icd10Cm => icd(code).map(Cow::Owned),
        System::Atc | System::Unii => {
            alphanumeric(code).then(|| Cow::Owned(code.to_ascii_uppercase()))
        }
        System::Ndc => ndc(code).map(Cow::Owned),
        System::Loinc | System::Posology => Some(Cow::Borrowed(code)),
    }
}

fn alphanumeric(code: &str) -> bool {
    code.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// `m06.9` and `M069` are one code: a letter, a digit, a letter or digit, then up to four after a dot.
fn icd(code: &str) -> Option<String> {
    let mut plain = String::with_capacity(8);
    for (at, c) in code.chars().enumerate() {
        match c {
            '.' if at == 3 => {}
            c if c.is_ascii_alphanumeric() => plain.push(c.to_ascii_uppercase()),
            _ => return None,
        }
    }
    let mut start = plain.bytes();
    let shaped = start.next().is_some_and(|b| b.is_ascii_alphabetic())
        && start.next().is_some_and(|b| b.is_ascii_digit());
    (shaped && (3..=7).contains(&plain.len())).then_some(plain)
}

/// A National Drug Code in the form with eleven digits, 5-4-2; or its product, 5-4.
///
/// Ten digits without hyphens may be 4-4-2, 5-3-2 or 5-4-1. They are not guessed at.
fn ndc(code: &str) -> Option<String> {
    let parts: Vec<&str> = code.split('-').collect();
    if !parts
        .iter()
        .all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    match parts.as_slice() {
        [whole] if whole.len() == 11 => Some((*whole).to_owned()),
        [labeler, product] if fits(labeler, 5) && fits(product, 4) => {
            Some(format!("{labeler:0>5}{product:0>4}"))
        }
        [labeler, product, package] if fits(labeler, 5) && fits(product, 4) && fits(package, 2) => {
            Some(format!("{labeler:0>5}{product:0>4}{package:0>2}"))
        }
        _ => None,
    }
}

fn fits(part: &str, longest: usize) -> bool {
    !part.is_empty() && part.len() <= longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(rows: &[(System, &str, u16)]) -> Codes {
        let mut codes = Codes::default();
        for (system, code, id) in rows {
            codes.add(*system, code, ConceptId(*id)).unwrap();
        }
        codes
    }

    #[test]
    fn icd_goes_by_its_hierarchy_and_the_longest_code_wins() {
        let codes = with(&[
            (System::Icd10Cm, "M06", 1),
            (System::Icd10Cm, "M06.1", 2),
            (System::Icd10Cm, "C00-C96", 3),
        ]);
        let find = |code| codes.find(System::Icd10Cm, code).map(|id| id.0);
        assert_eq!(find("M06.9"), Some(1));
        assert_eq!(find("m0609"), Some(1));
        assert_eq!(find("M06.1"), Some(2));
        assert_eq!(find("B99.9"), None);
        assert_eq!(find("C00.0"), Some(3));
        assert_eq!(find("C96.Z"), Some(3));
        assert_eq!(find("C97"), None);
        assert_eq!(find("D00"), None);
        for junk in [
            "M0",
            "M06.",
            "M.06",
            "M06..1",
            "M06 1",
            "06M",
            "",
            "M06123456",
            "Ｍ06",
        ] {
            let expected = (junk == "M06.").then_some(1);
            assert_eq!(find(junk), expected, "{junk}");
        }
    }

    #[test]
    fn cvx_forgets_leading_zeros_and_nothing_else() {
        let codes = with(&[(System::Cvx, "03", 1), (System::Cvx, "30", 2)]);
        assert_eq!(codes.find(System::Cvx, "3"), Some(ConceptId(1)));
        assert_eq!(codes.find(System::Cvx, "003"), Some(ConceptId(1)));
        assert_eq!(codes.find(System::Cvx, "30"), Some(ConceptId(2)));
        assert_eq!(codes.find(System::Cvx, "+3"), None);
    }

    #[test]
    fn ndc_in_its_written_forms_and_never_by_guess() {
        let codes = with(&[
            (System::Ndc, "66658-234-07", 1),
            (System::Ndc, "66658-234", 2),
        ]);
        assert_eq!(codes.find(System::Ndc, "66658-0234-07"), Some(ConceptId(1)));
        assert_eq!(codes.find(System::Ndc, "66658023407"), Some(ConceptId(1)));
        assert_eq!(codes.find(System::Ndc, "6665823407"), None);
        assert_eq!(codes.find(System::Ndc, "66658-0234"), Some(ConceptId(2)));
    }

    #[test]
    fn a_code_has_one_meaning() {
        let mut codes = with(&[(System::RxNorm, "72435", 1)]);
        assert_eq!(codes.add(System::RxNorm, "72435", ConceptId(1)), Ok(()));
        assert_eq!(
            codes.add(System::RxNorm, "72435", ConceptId(2)),
            Err(Refused::Taken(ConceptId(1)))
        );
        assert_eq!(
            codes.add(System::RxNorm, "72x", ConceptId(1)),
            Err(Refused::Malformed)
        );
    }
}
