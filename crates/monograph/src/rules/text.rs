//! Statements that no decision carries: those on a page, those that contradict, and those that
//! nothing can carry.

use serde::Deserialize;
use terminology::Terminology;
use toml::Spanned;

use crate::contexts::{CheckCx, Cx};
use crate::kinds::RuleKind;
use crate::model::Rule;
use crate::rules::triage;

/// A statement that people read on a page: the page shows its words, source and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The page.
    pub on: PageName,
}

/// The pages that show statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageName {
    /// What the medicine is and does.
    Medicine,
    /// Storing and travelling.
    Storage,
    /// Discarding needles and medicine.
    Disposal,
    /// Reporting a side effect.
    Reporting,
    /// What to prepare for a visit.
    Visit,
}

impl PageName {
    /// All pages, with their words.
    pub const ALL: &'static [(&'static str, PageName)] = &[
        ("medicine", PageName::Medicine),
        ("storage", PageName::Storage),
        ("disposal", PageName::Disposal),
        ("reporting", PageName::Reporting),
        ("visit", PageName::Visit),
    ];

    /// The word of the page.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, page)| *page == self)
            .map_or("page", |(word, _)| word)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageWire {
    on: Spanned<String>,
}

impl RuleKind for Page {
    const KIND: &'static str = "page";
    type Wire = PageWire;

    fn read(wire: PageWire, cx: &mut Cx<'_>) -> Option<Page> {
        Some(Page {
            on: cx.word(&wire.on, PageName::ALL)?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        format!("shown on the page `{}`", self.on.word())
    }
}

/// Where a side effect is reported. Nothing is ever sent by the program itself.
///
/// ```toml
/// contact = "reporting"
/// says    = "You can report a side effect yourself."
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reporting {
    /// Whose number it is, in the list of contacts of the country.
    pub contact: ContactName,
    /// What to tell the person.
    pub says: String,
}

/// The numbers that a list of contacts holds for a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactName {
    /// The emergency number.
    Emergency,
    /// The poison control center.
    Poison,
    /// Where a side effect is reported.
    Reporting,
}

impl ContactName {
    /// All with their words.
    pub const ALL: &'static [(&'static str, ContactName)] = &[
        ("emergency", ContactName::Emergency),
        ("poison", ContactName::Poison),
        ("reporting", ContactName::Reporting),
    ];
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportingWire {
    contact: Spanned<String>,
    says: Spanned<String>,
}

impl RuleKind for Reporting {
    const KIND: &'static str = "report";
    type Wire = ReportingWire;

    fn read(wire: ReportingWire, cx: &mut Cx<'_>) -> Option<Reporting> {
        let contact = cx.word(&wire.contact, ContactName::ALL);
        let says = triage::words(&wire.says, cx);
        Some(Reporting {
            contact: contact?,
            says: says?,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        format!("where to report a side effect: {}", self.says)
    }
}

/// Another source says the same as a statement that acts: it is shown beside it.
///
/// ```toml
/// with = ["dose.same-time"]
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support {
    /// The ids of the statements that act. Never empty.
    pub with: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SupportWire {
    with: Vec<String>,
}

impl RuleKind for Support {
    const KIND: &'static str = "support";
    type Wire = SupportWire;

    fn read(wire: SupportWire, cx: &mut Cx<'_>) -> Option<Support> {
        if wire.with.is_empty() {
            cx.problem_at_fence(
                "this supports nothing",
                "name a statement: `with = [\"…\"]`",
            );
            return None;
        }
        Some(Support { with: wire.with })
    }

    fn line(&self, _: &Terminology) -> String {
        format!("says the same as {}", self.with.join(", "))
    }

    fn check(rules: &[Rule<Support>], cx: &mut CheckCx<'_>) {
        for rule in rules {
            for with in &rule.with {
                let other = cx.statements.iter().find(|s| s.id() == with);
                if other.is_none_or(|other| other.no() == rule.statement) {
                    cx.problem(
                        rule,
                        format!("there is no other statement `{with}` to support"),
                        "name the id of another statement",
                    );
                }
            }
        }
    }
}

/// Two statements contradict each other; this one says which of them acts, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The id of the other statement.
    pub against: String,
    /// The id of the statement that acts: the more cautious one unless `because` says otherwise.
    pub acts: String,
    /// Why that one.
    pub because: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConflictWire {
    against: String,
    acts: String,
    because: String,
}

impl RuleKind for Conflict {
    const KIND: &'static str = "conflict";
    type Wire = ConflictWire;

    fn read(wire: ConflictWire, cx: &mut Cx<'_>) -> Option<Conflict> {
        if wire.because.trim().is_empty() {
            cx.problem_at_fence(
                "this conflict does not say why one side acts",
                "write `because = \"…\"`",
            );
            return None;
        }
        Some(Conflict {
            against: wire.against,
            acts: wire.acts,
            because: wire.because,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        format!("against {}; {} acts", self.against, self.acts)
    }

    fn check(rules: &[Rule<Conflict>], cx: &mut CheckCx<'_>) {
        for rule in rules {
            let own = cx
                .statements
                .get(rule.statement.index())
                .map(|s| s.id.clone())
                .unwrap_or_default();
            if !cx.has_statement(&rule.against) {
                cx.problem(
                    rule,
                    format!("there is no statement `{}`", rule.against),
                    "name the id of a statement of this monograph",
                );
            }
            if rule.against == own {
                cx.problem(
                    rule,
                    "this statement stands against itself",
                    "name the other statement",
                );
            }
            if rule.acts != own && rule.acts != rule.against {
                cx.problem(
                    rule,
                    format!("`{}` is neither side of this conflict", rule.acts),
                    format!("write `{own}` or `{}`", rule.against),
                );
            }
        }
    }
}

/// Nothing can carry this statement, and here is why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoRule {
    /// Why.
    pub because: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoRuleWire {
    because: String,
}

impl RuleKind for NoRule {
    const KIND: &'static str = "no-rule";
    type Wire = NoRuleWire;

    fn read(wire: NoRuleWire, cx: &mut Cx<'_>) -> Option<NoRule> {
        if wire.because.trim().is_empty() {
            cx.problem_at_fence("`no-rule` does not say why", "write `because = \"…\"`");
            return None;
        }
        Some(NoRule {
            because: wire.because,
        })
    }

    fn line(&self, _: &Terminology) -> String {
        format!("no rule: {}", self.because)
    }
}
