//! Which of the rules that hold for a person stand?

use std::cmp::Ordering;

use monograph::Rule;
use terminology::{ConceptId, Terminology};

use crate::setting::Setting;

/// The rules that hold in this region and are not replaced by another one that holds.
pub(crate) fn standing<'a, T>(
    setting: &Setting<'_>,
    rules: impl Iterator<Item = &'a Rule<T>>,
) -> Vec<&'a Rule<T>> {
    let held: Vec<&Rule<T>> = rules.filter(|rule| setting.holds(rule.regions())).collect();
    let replaced = |name: &str| held.iter().any(|rule| rule.instead_of() == Some(name));
    held.iter()
        .copied()
        .filter(|rule| !replaced(rule.name()))
        .collect()
}

/// Of rules about conditions that a person's condition is, those about the closest one: what is said
/// about NOMID stands before what is said about CAPS.
pub(crate) fn closest<'a, T>(
    terminology: &Terminology,
    condition: ConceptId,
    rules: Vec<&'a Rule<T>>,
    about: impl Fn(&T) -> ConceptId,
) -> Vec<&'a Rule<T>> {
    let matching: Vec<&Rule<T>> = rules
        .into_iter()
        .filter(|rule| terminology.is_a(condition, about(rule.what())))
        .collect();
    let closer = |a: ConceptId, b: ConceptId| {
        if a == b {
            Ordering::Equal
        } else if terminology.is_a(a, b) {
            Ordering::Less
        } else {
            Ordering::Greater
        }
    };
    matching
        .iter()
        .copied()
        .filter(|rule| {
            !matching
                .iter()
                .any(|other| closer(about(other.what()), about(rule.what())) == Ordering::Less)
        })
        .collect()
}
