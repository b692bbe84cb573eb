//! Outcomes that a row would be wrong to have: the classes beside the right one.

/// What this outcome may be mistaken for; nothing for a word that only names a line for other lines.
pub fn others(question: &str, outcome: &str) -> Vec<String> {
    let order = match question {
        "screening" => &super::screening::GRADES[..],
        "triage" => &super::triage::CLASSES[..],
        _ => return Vec::new(),
    };
    let place = |word: &str| order.iter().position(|class| *class == word);
    let least = outcome
        .strip_prefix("at least ")
        .or(outcome.strip_suffix(" or graver"));
    let (below, above) = match (least, place(outcome)) {
        // That it is said at all is the claim: what is wrong is less.
        (Some(word), _) => (place(word).and_then(|at| at.checked_sub(1)), None),
        (None, Some(at)) => (at.checked_sub(1), Some(at + 1)),
        (None, None) if outcome == "stops" => (place("adjust"), None),
        (None, None) if outcome.starts_with("nothing") => (None, place("discuss")),
        (None, None) => (None, None),
    };
    let words = [below, above]
        .into_iter()
        .flatten()
        .filter_map(|at| order.get(at));
    words.map(|word| (*word).to_owned()).collect()
}
