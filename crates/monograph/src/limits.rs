//! Every limit of the text, with values just below, at and just above it: for each limit the checker adds
//! three cases, and the tests of the decisions run them.

use quantity::{Decimal, Quantity};

use crate::condition::{Comparison, Condition, FactName, Term};
use crate::kinds::RuleNo;

/// A limit in the condition of a rule, such as `creatinine-clearance < 30 mL/min`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The rule.
    pub rule: RuleNo,
    /// What is compared.
    pub fact: FactName,
    /// How.
    pub comparison: Comparison,
    /// With what.
    pub value: Quantity,
}

impl Limit {
    /// Values just below, at and just above the limit, with whether the comparison holds there. The step is one
    /// unit of the decimal place after the last one that the author wrote; one whole unit for times, which
    /// are counted in whole days, months and years.
    #[must_use]
    pub fn probes(&self) -> Vec<(Quantity, bool)> {
        let whole = matches!(self.value.unit().ucum(), "d" | "wk" | "mo" | "a");
        let places = self.value.value().scale();
        let step = if whole {
            Decimal::ONE
        } else {
            Decimal::new(1, places.saturating_add(1))
        };
        let below = self.value.value().checked_sub(step);
        let above = self.value.value().checked_add(step);
        [
            (below, std::cmp::Ordering::Less),
            (Some(self.value.value()), std::cmp::Ordering::Equal),
            (above, std::cmp::Ordering::Greater),
        ]
        .into_iter()
        .filter_map(|(value, order)| {
            let quantity = Quantity::new(value?, self.value.unit()).ok()?;
            Some((quantity, self.comparison.holds(order)))
        })
        .collect()
    }
}

/// The limits of one condition.
pub(crate) fn of(rule: RuleNo, condition: &Condition) -> impl Iterator<Item = Limit> + '_ {
    condition.terms().iter().filter_map(move |term| match term {
        Term::Compare(fact, comparison, value) => Some(Limit {
            rule,
            fact: *fact,
            comparison: *comparison,
            value: *value,
        }),
        Term::Is(..) | Term::Word(..) => None,
    })
}
