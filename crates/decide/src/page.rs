//! What does a page for people show: which statements, from where, of what day, and what speaks
//! against them?

use jiff::civil::Date;
use monograph::{
    Attribution, Conflict, ContactName, PageName, Region, Reporting, Review, Rule, Source,
    Statement,
};

use crate::decision::Basis;
use crate::setting::Setting;

/// A page for people. It shows the words of the monograph and nothing else.
#[derive(Debug, Clone)]
pub struct PageText<'a> {
    /// Which page.
    pub page: PageName,
    /// The statements that it carries, in the order of the text.
    pub statements: Vec<Shown<'a>>,
    /// Where a side effect is reported, on the page for that.
    pub report: Vec<ReportLine<'a>>,
    /// What to say when the text is past its review.
    pub old: Option<OldText>,
}

/// A statement with its sources and whatever contradicts it.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// The statement: its words, region and the day on which it was checked.
    pub statement: &'a Statement,
    /// Who says it, where, and in which edition of what date.
    pub sources: Vec<(&'a Attribution, &'a Source)>,
    /// The statements that contradict it.
    pub conflicts: Vec<Against<'a>>,
}

/// Another statement that says something else.
#[derive(Debug, Clone)]
pub struct Against<'a> {
    /// The rule that says so, with the reason.
    pub rule: &'a Rule<Conflict>,
    /// The other statement.
    pub other: &'a Statement,
    /// Which of the two acts.
    pub acts: Acts,
}

/// Which side of a conflict acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acts {
    /// The statement that is shown.
    Shown,
    /// The other one.
    Other,
}

/// Where a side effect is reported.
#[derive(Debug, Clone)]
pub struct ReportLine<'a> {
    /// The rule, with what to tell.
    pub rule: &'a Rule<Reporting>,
    /// The number in the country; none where none is known.
    pub number: Option<&'a str>,
}

/// The text is past its review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldText {
    /// The day by which it was to be compared with its sources again.
    pub review_by: Date,
    /// What to say.
    pub says: String,
}

/// What a page shows in this region on this day. `country` has two letters of ISO 3166 and chooses
/// the numbers; without it the number of the region counts, where a region is one country.
///
/// ```
/// use decide::{Setting, page};
/// use monograph::{PageName, Region};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let now = "2026-12-01T08:00-06:00[-06:00]".parse()?;
/// let setting = Setting {
///     monograph: monograph::anakinra()?,
///     terminology: terminology::Terminology::shipped(),
///     region: Region::Us,
///     now: &now,
/// };
/// let page = page::read(&setting, PageName::Medicine, None);
/// assert!(page.statements.iter().all(|shown| !shown.sources.is_empty()));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn read<'a>(setting: &Setting<'a>, page: PageName, country: Option<&str>) -> PageText<'a> {
    let monograph = setting.monograph;
    let on_page = |statement: &Statement| {
        monograph
            .rules()
            .pages()
            .iter()
            .any(|rule| rule.on == page && rule.statement() == statement.no())
    };
    let statements = monograph
        .statements()
        .iter()
        .filter(|statement| setting.holds(statement.regions()) && on_page(statement))
        .map(|statement| shown(setting, statement))
        .collect();
    let report = match page {
        PageName::Reporting => reporting(setting, country),
        PageName::Medicine | PageName::Storage | PageName::Disposal | PageName::Visit => Vec::new(),
    };
    PageText {
        page,
        statements,
        report,
        old: old_text(setting),
    }
}

/// A statement as every surface shows it.
#[must_use]
pub fn shown<'a>(setting: &Setting<'a>, statement: &'a Statement) -> Shown<'a> {
    let monograph = setting.monograph;
    let sources = statement
        .attributions()
        .iter()
        .filter_map(|place| Some((place, monograph.source(&place.source)?)))
        .collect();
    let conflicts = monograph.rules().conflicts().iter();
    Shown {
        statement,
        sources,
        conflicts: conflicts
            .filter_map(|rule| against(setting, statement, rule))
            .collect(),
    }
}

/// The other side of a conflict, when the statement is one side of it.
fn against<'a>(
    setting: &Setting<'a>,
    statement: &Statement,
    rule: &'a Rule<Conflict>,
) -> Option<Against<'a>> {
    let monograph = setting.monograph;
    let other = if rule.statement() == statement.no() {
        monograph.find(&rule.against)?
    } else if rule.against == statement.id() {
        monograph.statement(rule.statement())
    } else {
        return None;
    };
    let acts = if rule.acts == statement.id() {
        Acts::Shown
    } else {
        Acts::Other
    };
    Some(Against { rule, other, acts })
}

fn reporting<'a>(setting: &Setting<'a>, country: Option<&str>) -> Vec<ReportLine<'a>> {
    let own = match setting.region {
        Region::Us => Some("US"),
        Region::Eu => None,
    };
    let contacts = country
        .or(own)
        .and_then(|country| setting.terminology.contacts(country));
    let rules = setting.monograph.rules().reportings().iter();
    rules
        .filter(|rule| setting.holds(rule.regions()))
        .map(|rule| ReportLine {
            rule,
            number: contacts.and_then(|contacts| match rule.contact {
                ContactName::Emergency => contacts.emergency(),
                ContactName::Poison => contacts.poison(),
                ContactName::Reporting => contacts.reporting(),
            }),
        })
        .collect()
}

/// What every answer says once the text is past its review.
#[must_use]
pub fn old_text(setting: &Setting<'_>) -> Option<OldText> {
    let edition = setting.monograph.edition();
    setting
        .monograph
        .review_due(setting.today())
        .then(|| OldText {
            review_by: edition.review_by,
            says: review(setting).map_or_else(
                || format!("This text was to be reviewed by {}.", edition.review_by),
                |rule| rule.says.clone(),
            ),
        })
}

/// The rule with the sentence for an old text, when the text is old.
pub(crate) fn review<'a>(setting: &Setting<'a>) -> Option<&'a Rule<Review>> {
    let due = setting.monograph.review_due(setting.today());
    setting.monograph.rules().reviews().first().filter(|_| due)
}

/// Names the conflicts of which both sides are among the statements on which an answer rests.
pub(crate) fn conflicts(setting: &Setting<'_>, basis: &mut Basis) {
    let monograph = setting.monograph;
    let touches = |rule: &Rule<Conflict>| {
        let other = monograph.find(&rule.against).map(Statement::no);
        basis.because.contains(rule.statement())
            && other.is_some_and(|other| basis.because.contains(other))
    };
    let rules = monograph.rules().conflicts().iter();
    let touched: Vec<_> = rules.filter(|rule| touches(rule)).map(Rule::no).collect();
    for rule in touched {
        basis.shows_conflict(rule);
    }
}
