//! What is to be done when it was too much?

use serde::Deserialize;
use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::schedule::pairs;

/// What to do when something points to too much medicine.
///
/// ```toml
/// when = "suspected"
/// call = ["emergency", "poison"]
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverdoseRule {
    /// What points to it.
    pub when: OverdoseSign,
    /// Whom to call, the first one first.
    pub call: Vec<Callee>,
    /// The signs of danger, for [`OverdoseSign::Danger`].
    pub signs: Vec<ConceptId>,
}

/// What points to too much medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverdoseSign {
    /// Somebody thinks so.
    Suspected,
    /// More on a calendar day than was prescribed, or at once.
    MoreThanPrescribed,
    /// Two doses too near each other, by the rules of kind `too-near`.
    TooNear,
    /// A dose on a day that the plan leaves free. A plan of so many days leaves the days between free.
    FreeDay,
    /// The person shows signs of danger.
    Danger,
    /// The person is outside of the country whose numbers the source names.
    Elsewhere,
}

/// Whom to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Callee {
    /// The emergency number.
    Emergency,
    /// The poison center.
    Poison,
    /// The doctor, nurse or pharmacist.
    Doctor,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Wire {
    when: Spanned<String>,
    call: Vec<Spanned<String>>,
    #[serde(default)]
    signs: Vec<Spanned<String>>,
}

const SIGNS: &[(&str, OverdoseSign)] = &[
    ("suspected", OverdoseSign::Suspected),
    ("more-than-prescribed", OverdoseSign::MoreThanPrescribed),
    ("too-near", OverdoseSign::TooNear),
    ("free-day", OverdoseSign::FreeDay),
    ("danger", OverdoseSign::Danger),
    ("elsewhere", OverdoseSign::Elsewhere),
];
const CALLEES: &[(&str, Callee)] = &[
    ("emergency", Callee::Emergency),
    ("poison", Callee::Poison),
    ("doctor", Callee::Doctor),
];

impl RuleKind for OverdoseRule {
    const KIND: &'static str = "overdose";
    type Wire = Wire;

    fn read(wire: Wire, cx: &mut Cx<'_>) -> Option<OverdoseRule> {
        let when = cx.word(&wire.when, SIGNS);
        let call: Vec<Callee> = wire
            .call
            .iter()
            .filter_map(|word| cx.word(word, CALLEES))
            .collect();
        if wire.call.is_empty() {
            cx.problem_at_fence("this names nobody to call", "write `call = [\"poison\"]`");
        }
        let signs = cx.concepts(&wire.signs, &[Kind::Symptom, Kind::SymptomGroup]);
        let whole = !call.is_empty() && call.len() == wire.call.len();
        Some(OverdoseRule {
            when: when?,
            call: whole.then_some(call)?,
            signs: signs?,
        })
    }

    fn line(&self, terminology: &Terminology) -> String {
        let when = match self.when {
            OverdoseSign::Suspected => "too much, or so it seems",
            OverdoseSign::MoreThanPrescribed => "more than was prescribed",
            OverdoseSign::TooNear => "two doses too near",
            OverdoseSign::FreeDay => "a dose on a day that the plan leaves free",
            OverdoseSign::Danger => "too much, and signs of danger",
            OverdoseSign::Elsewhere => "too much, in another country",
        };
        let call: Vec<&str> = self.call.iter().map(|c| c.words()).collect();
        let signs: Vec<&str> = self
            .signs
            .iter()
            .map(|sign| terminology.get(*sign).plain())
            .collect();
        let signs = if signs.is_empty() {
            String::new()
        } else {
            format!(" ({})", signs.join(", "))
        };
        format!("{when}{signs}: call {}", call.join(", "))
    }

    fn check(rules: &[Rule<OverdoseRule>], cx: &mut CheckCx<'_>) {
        pairs(rules, |first, second| {
            let same = first.when == second.when
                && first.regions == second.regions
                && first.call != second.call;
            if same {
                cx.overlap(first, second, "whom to call after too much");
            }
        });
        let anybody = rules.iter().any(|r| r.when == OverdoseSign::Suspected);
        if let (false, Some(rule)) = (anybody, rules.first()) {
            cx.problem(
                rule,
                "no rule says whom to call when somebody suspects an overdose",
                "add a rule with `when = \"suspected\"`",
            );
        }
    }
}

impl Callee {
    /// Who it is, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Callee::Emergency => "the emergency number",
            Callee::Poison => "the poison center",
            Callee::Doctor => "the doctor, nurse or pharmacist",
        }
    }
}
