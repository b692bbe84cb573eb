//! What is checked before the start and on treatment, what is due, and what is out of range?

use decide::monitoring::{Due, Item, Plan, Start, Status, plan};
use decide::{Days, Setting, Situation};
use monograph::Watched;
use serde::Serialize;

use super::answered::{Answered, ask};
use super::screen::{FindingWire, finding_wire};
use crate::args::person::PersonArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::{Page, Run, basis, plain, quiet, strong, style};
use crate::wire::{Decided, Exit, Scribe, StatementWire, strength};

/// How many days ahead are shown to people in brief.
const AHEAD: usize = 4;

/// The plan of one person.
#[derive(Debug, Serialize)]
pub(crate) struct MonitorWire {
    start: StartWire,
    ended: Option<String>,
    items: Vec<ItemWire>,
    out_of_range: Vec<FindingWire>,
    #[serde(skip)]
    statements: Vec<StatementWire>,
}

/// When the treatment began or is to begin; the same day twice when it is known exactly.
#[derive(Debug, Serialize)]
struct StartWire {
    what: &'static str,
    earliest: Option<String>,
    latest: Option<String>,
}

/// One check.
#[derive(Debug, Serialize)]
struct ItemWire {
    of: Vec<String>,
    status: &'static str,
    due: &'static str,
    from: Option<String>,
    by: Option<String>,
    since: Option<String>,
    done: Option<String>,
    says: String,
    strength: Option<&'static str>,
    because: String,
}

/// Plans the checks of the person in a record.
pub(crate) fn answer(
    context: &Context,
    person: &PersonArgs,
) -> Result<Decided<MonitorWire>, Failure> {
    ask(context, person, |setting, facts| {
        let situation = Situation::new(facts.facts);
        let decision = plan(&setting, &situation);
        let scribe = Scribe::of(&setting);
        let mut answer = wire(&setting, &scribe, decision.answer());
        let document = scribe.basis(decision.basis());
        answer.statements = scribe.cited([&document], &[]);
        let mut document = scribe.decided(context, "monitoring", &decision, answer);
        scribe.cite_also(
            &mut document.tail,
            document
                .answer
                .out_of_range
                .iter()
                .flat_map(FindingWire::cites),
        );
        document
            .answer
            .statements
            .clone_from(&document.tail.statements);
        Ok(document)
    })
}

fn wire(setting: &Setting<'_>, scribe: &Scribe<'_>, plan: &Plan) -> MonitorWire {
    MonitorWire {
        start: match plan.start {
            Start::Unknown => start("unknown", None),
            Start::Planned(days) => start("planned", Some(days)),
            Start::Began(days) => start("began", Some(days)),
        },
        ended: plan.ended.map(|day| day.to_string()),
        items: plan
            .items
            .iter()
            .map(|one| item(setting, scribe, one))
            .collect(),
        out_of_range: plan
            .out_of_range
            .iter()
            .map(|finding| finding_wire(scribe, finding))
            .collect(),
        statements: Vec::new(),
    }
}

fn start(what: &'static str, days: Option<Days>) -> StartWire {
    StartWire {
        what,
        earliest: days.map(|days| days.earliest().to_string()),
        latest: days.map(|days| days.latest().to_string()),
    }
}

fn item(setting: &Setting<'_>, scribe: &Scribe<'_>, item: &Item) -> ItemWire {
    let (due, from, by) = match item.due {
        Due::BeforeStart(window) => (
            "before-start",
            window.map(|(first, _)| first),
            window.map(|(_, last)| last),
        ),
        Due::On(day) => ("on", None, Some(day)),
        Due::Again(day) => ("again", None, Some(day)),
        Due::First => ("first", None, None),
    };
    let (status, since, done) = match item.status {
        Status::Upcoming => ("upcoming", None, None),
        Status::DueNow => ("due-now", None, None),
        Status::Overdue { since } => ("overdue", Some(since), None),
        Status::Done { on } => ("done", None, Some(on)),
        Status::Missed => ("missed", None, None),
    };
    let text = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    ItemWire {
        of: match &item.of {
            Watched::Tests(tests) => tests
                .iter()
                .map(|id| setting.terminology.get(*id).key().to_owned())
                .collect(),
            Watched::Visit => vec!["visit".to_owned()],
        },
        status,
        due,
        from: text(from),
        by: text(by),
        since: text(since),
        done: text(done),
        says: item.says.clone(),
        strength: item.strength.map(strength),
        because: scribe.id(item.because),
    }
}

impl Answered for MonitorWire {
    fn title(&self) -> &'static str {
        "Tests and visits"
    }

    /// A value that is out of range stops as its finding does.
    fn exit(&self) -> Exit {
        if self.out_of_range.iter().any(FindingWire::stops) {
            Exit::Stops
        } else {
            Exit::Answered
        }
    }

    fn page(&self, page: &mut Page) {
        page.line(0, &[plain(self.start.words())]);
        if let Some(ended) = &self.ended {
            let words = format!(
                "It ended on {}: nothing is due after that.",
                basis::day_of(ended)
            );
            page.line(0, &[plain(words)]);
        }
        for finding in &self.out_of_range {
            page.space();
            finding.page(page, &self.statements);
        }
        let of = |statuses: &[&str]| {
            let all = self.items.iter();
            all.filter(|item| statuses.contains(&item.status))
                .collect::<Vec<_>>()
        };
        list(page, "To be done now", &of(&["overdue", "due-now"]));
        let ahead = of(&["upcoming"]);
        let most = if page.is_full() {
            ahead.len()
        } else {
            AHEAD.min(ahead.len())
        };
        list(page, "Ahead", ahead.get(..most).unwrap_or_default());
        if most < ahead.len() {
            let more = format!("and {} later ones, with --full", ahead.len() - most);
            page.line(2, &[quiet(more)]);
        }
        list(page, "Done, or passed over", &of(&["done", "missed"]));
    }
}

impl StartWire {
    fn words(&self) -> String {
        let day = match (&self.earliest, &self.latest) {
            (Some(a), Some(b)) if a == b => basis::day_of(a),
            (Some(a), Some(b)) => format!("between {} and {}", basis::day_of(a), basis::day_of(b)),
            _ => String::new(),
        };
        match self.what {
            "began" => format!("The treatment began: {day}."),
            "planned" => format!("The treatment is to begin: {day}."),
            _ => "Nobody told when the treatment began: only what comes before is planned."
                .to_owned(),
        }
    }
}

fn list(page: &mut Page, heading: &str, items: &[&ItemWire]) {
    if items.is_empty() {
        return;
    }
    page.heading(heading);
    for item in items {
        item.page(page);
    }
}

impl ItemWire {
    fn page(&self, page: &mut Page) {
        let day = |text: &Option<String>| text.as_deref().map(basis::day_of).unwrap_or_default();
        let (badge, when) = match self.status {
            "overdue" => (
                Run::new(style::SERIOUS, "▲ overdue"),
                format!("since {}", day(&self.since)),
            ),
            "due-now" if self.by.is_some() => (
                Run::new(style::CARE, "● due"),
                format!("by {}", day(&self.by)),
            ),
            "due-now" => (Run::new(style::CARE, "● due"), String::new()),
            "done" => (Run::new(style::FINE, "✔ done"), day(&self.done)),
            "missed" => (Run::new(style::QUIET, "– passed over"), day(&self.by)),
            _ => (Run::new(style::QUIET, "○"), day(&self.by)),
        };
        let how = self.strength.map(|s| format!(" ({s})")).unwrap_or_default();
        page.hanging(
            2,
            4,
            &[
                badge,
                plain(format!("  {when}  ")),
                strong(self.says.as_str()),
                quiet(format!("{how}  {}", self.because)),
            ],
        );
    }
}
