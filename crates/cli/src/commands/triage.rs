//! How urgent are these symptoms?

use decide::{
    Advice, Callee, Course, Extent, Negation, Report, Said, Severity, SignAnswer, Situation,
    TriageAnswer, Truth, Understood, triage,
};
use monograph::{NextDose, SiteRest, Urgency};
use serde::Serialize;
use terminology::Kind;

use super::answered::{Answered, ask};
use crate::args::TriageArgs;
use crate::args::values::one_of;
use crate::context::Context;
use crate::failure::Failure;
use crate::input::Facts;
use crate::text::{Page, Run, basis, plain, quiet, strong, style};
use crate::wire::{Decided, Exit, Scribe};

/// How urgent, whom to call, and what the monograph says.
#[derive(Debug, Serialize)]
pub(crate) struct TriageWire {
    urgency: Option<&'static str>,
    signs: Vec<SignWire>,
    advice: Vec<AdviceWire>,
    next_dose: &'static str,
    call: Vec<CallWire>,
    follow_up: Option<String>,
    rest: &'static str,
    visit: Vec<String>,
    #[serde(skip)]
    class: Option<Urgency>,
}

/// One sign as it was told and understood.
#[derive(Debug, Serialize)]
struct SignWire {
    told: String,
    sign: Option<String>,
    offered: Vec<String>,
    negation: &'static str,
    urgency: &'static str,
    #[serde(skip)]
    understood: String,
}

/// A sentence of the monograph.
#[derive(Debug, Serialize)]
struct AdviceWire {
    says: String,
    because: String,
    urgency: &'static str,
}

/// Somebody to call.
#[derive(Debug, Serialize)]
struct CallWire {
    who: &'static str,
    number: Option<String>,
}

/// Asks how urgent the symptoms of the flags are.
pub(crate) fn answer(context: &Context, args: &TriageArgs) -> Result<Decided<TriageWire>, Failure> {
    ask(context, &args.person, |setting, mut facts| {
        facts.since_start(args.since_start)?;
        facts.since_injection(args.since_injection)?;
        let reports = reports(args, &mut facts)?;
        let situation = Situation::new(facts.facts);
        let decision = triage(&setting, &situation, &reports);
        let scribe = Scribe::of(&setting);
        let answer = wire(&scribe, decision.answer());
        Ok(scribe.decided(context, "triage", &decision, answer))
    })
}

fn reports(args: &TriageArgs, facts: &mut Facts<'_>) -> Result<Vec<Report>, Failure> {
    let onset = args
        .since
        .map(|span| facts.ago(span, "--since <SPAN>"))
        .transpose()?;
    let place = args
        .place
        .as_deref()
        .map(|word| facts.concept("--place <PLACE>", word, &[Kind::Place]))
        .transpose()?;
    let (severity, extent, course) = (
        scale(
            args.severity.as_deref(),
            "--severity <WORD>",
            Severity::ALL,
            Severity::word,
        )?,
        scale(
            args.extent.as_deref(),
            "--extent <WORD>",
            Extent::ALL,
            Extent::word,
        )?,
        scale(
            args.course.as_deref(),
            "--course <WORD>",
            Course::ALL,
            Course::word,
        )?,
    );
    let fever = match args.fever.as_deref() {
        None => Truth::Unknown,
        Some(word) => one_of(word, &[("yes", Truth::Yes), ("no", Truth::No)])
            .map_err(|why| Failure::of_flag("--fever <yes|no>", word, why))?,
    };
    let mut reports = Vec::new();
    for words in &args.words {
        let report = Report {
            symptom: facts.symptom(words, "<WORDS>")?,
            place,
            severity,
            extent,
            course,
            fever,
            onset: onset.clone(),
        };
        facts.sign(report.clone(), "words");
        reports.push(report);
    }
    Ok(reports)
}

fn scale<T: Copy>(
    word: Option<&str>,
    flag: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<Option<T>, Failure> {
    let words: Vec<(&str, T)> = all.iter().map(|step| (name(*step), *step)).collect();
    word.map(|word| one_of(word, &words).map_err(|why| Failure::of_flag(flag, word, why)))
        .transpose()
}

fn wire(scribe: &Scribe<'_>, answer: &TriageAnswer) -> TriageWire {
    TriageWire {
        urgency: answer.urgency.map(Urgency::word),
        signs: answer
            .signs
            .iter()
            .map(|sign| sign_wire(scribe, sign))
            .collect(),
        advice: answer
            .advice
            .iter()
            .map(|advice| advice_wire(scribe, advice))
            .collect(),
        next_dose: answer.next_dose.word(),
        call: answer.call.iter().map(call_wire).collect(),
        follow_up: answer.follow_up.map(|day| day.to_string()),
        rest: answer.rest.word(),
        visit: answer.visit.clone(),
        class: answer.urgency,
    }
}

fn sign_wire(scribe: &Scribe<'_>, sign: &SignAnswer) -> SignWire {
    let terminology = scribe.terminology;
    let key = |id: &terminology::ConceptId| terminology.get(*id).key().to_owned();
    let told = match &sign.report.symptom {
        Said::Recognised(id) => terminology.get(*id).plain().to_owned(),
        Said::Words(words) => words.to_string(),
    };
    let (taken, offered) = match &sign.understood {
        Understood::Sign(id) => (Some(*id), &[][..]),
        Understood::Offered(ids) => (None, ids.as_slice()),
        Understood::NotListed => (None, &[][..]),
    };
    let names = |ids: &[terminology::ConceptId]| {
        let names: Vec<&str> = ids.iter().map(|id| terminology.get(*id).plain()).collect();
        names.join(" or ")
    };
    let understood = match &sign.understood {
        Understood::Sign(id) if terminology.get(*id).plain() == told => String::new(),
        Understood::Sign(id) => format!("understood as {}", terminology.get(*id).plain()),
        Understood::Offered(ids) => {
            format!("did you mean {}? Until then the worst counts", names(ids))
        }
        Understood::NotListed => "on no list".to_owned(),
    };
    let negation = match sign.negation {
        Negation::Absent => "none",
        Negation::Denies(_) => "denies",
        Negation::Somewhere => "somewhere",
    };
    SignWire {
        told,
        sign: taken.as_ref().map(key),
        offered: offered.iter().map(key).collect(),
        negation,
        urgency: sign.urgency.word(),
        understood,
    }
}

fn advice_wire(scribe: &Scribe<'_>, advice: &Advice) -> AdviceWire {
    AdviceWire {
        says: advice.says.clone(),
        because: scribe.id(advice.statement),
        urgency: advice.urgency.word(),
    }
}

fn call_wire(callee: &Callee) -> CallWire {
    match callee {
        Callee::Emergency { number } => CallWire {
            who: "emergency",
            number: number.as_deref().map(str::to_owned),
        },
        Callee::Doctor => CallWire {
            who: "doctor",
            number: None,
        },
    }
}

/// The sign, the word and the colour of an urgency.
fn badge(class: Urgency) -> Run {
    let (style, words) = match class {
        Urgency::Emergency => (style::STOP, "■ EMERGENCY"),
        Urgency::SameDay => (style::SERIOUS, "▲ CALL YOUR DOCTOR TODAY"),
        Urgency::Contact => (style::CARE, "● CONTACT YOUR DOCTOR AS SOON AS YOU CAN"),
        Urgency::Call => (style::CARE, "● CALL YOUR DOCTOR"),
        Urgency::Expected => (style::WATCH, "○ EXPECTED"),
    };
    Run::new(style, words)
}

impl Answered for TriageWire {
    fn title(&self) -> &'static str {
        "How urgent it is"
    }

    fn exit(&self) -> Exit {
        match self.class {
            Some(Urgency::Emergency | Urgency::SameDay) => Exit::Stops,
            Some(Urgency::Contact | Urgency::Call | Urgency::Expected) | None => Exit::Answered,
        }
    }

    fn page(&self, page: &mut Page) {
        if let Some(class) = self.class {
            page.line(0, &[badge(class), strong(call_words(&self.call))]);
        }
        let worst = self.urgency.unwrap_or_default();
        let (first, also): (Vec<_>, Vec<_>) = self
            .advice
            .iter()
            .partition(|advice| advice.urgency == worst);
        said(page, "The monograph says", &first);
        if page.is_full() || self.class != Some(Urgency::Emergency) {
            said(page, "It also says", &also);
        } else if !also.is_empty() {
            page.line(
                2,
                &[quiet(format!("With --full it says {} more.", also.len()))],
            );
        }
        page.heading("Your signs");
        for sign in &self.signs {
            page.hanging(2, 4, &sign.runs());
        }
        self.ahead(page);
    }
}

impl SignWire {
    fn runs(&self) -> Vec<Run> {
        let mut runs = vec![
            plain(format!("{}: ", self.told)),
            strong(self.urgency.replace('-', " ")),
        ];
        if !self.understood.is_empty() {
            runs.push(quiet(format!("  {}", self.understood)));
        }
        if self.negation != "none" {
            runs.push(quiet(
                "; there is a “no” in these words, and it is not taken as an answer",
            ));
        }
        runs
    }
}

impl TriageWire {
    /// What it means for the next days.
    fn ahead(&self, page: &mut Page) {
        let dose = match self.next_dose {
            word if word == NextDose::NoMore.word() => {
                Some("Next dose: the monograph says to inject no more and to get help.")
            }
            word if word == NextDose::AskWhetherToHold.word() => {
                Some("Next dose: ask your doctor whether to hold it.")
            }
            _ => None,
        };
        let rest = match self.rest {
            word if word == SiteRest::UntilCleared.word() => {
                Some("Let this spot rest until it is well again.")
            }
            word if word == SiteRest::UntilDoctorClears.word() => {
                Some("Let this spot rest until a doctor says that it may be used again.")
            }
            _ => None,
        };
        let follow = self
            .follow_up
            .as_ref()
            .map(|day| format!("Look at it again on {}.", basis::day_of(day)));
        page.space();
        for sentence in dose.into_iter().chain(rest) {
            page.line(0, &[strong(sentence)]);
        }
        if let Some(follow) = follow {
            page.line(0, &[plain(follow)]);
        }
        for question in &self.visit {
            page.hanging(
                0,
                2,
                &[quiet("For the next visit: "), plain(question.as_str())],
            );
        }
    }
}

fn said(page: &mut Page, heading: &str, advice: &[&AdviceWire]) {
    if advice.is_empty() {
        return;
    }
    page.heading(heading);
    for advice in advice {
        page.hanging(2, 4, &[plain(advice.says.as_str())]);
    }
}

/// Whom to call, in a sentence. "Your doctor" alone stands in the badge.
fn call_words(call: &[CallWire]) -> String {
    let all: Vec<String> = call
        .iter()
        .map(|call| match (call.who, &call.number) {
            ("emergency", Some(number)) => number.clone(),
            ("emergency", None) => "the emergency number where you are".to_owned(),
            _ => "your doctor".to_owned(),
        })
        .collect();
    match all.as_slice() {
        [first, rest @ ..] if first != "your doctor" => {
            let then: String = rest.iter().map(|who| format!(", then {who}")).collect();
            format!("  Call {first} now{then}.")
        }
        _ => String::new(),
    }
}
