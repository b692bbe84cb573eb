//! Was it too much, and whom to call?

use decide::{Call, Excess, Overdose, Record, Report, Situation, Truth, overdose};
use monograph::Callee;
use serde::Serialize;

use super::answered::{Answered, ask};
use super::missed::{span_words, why_sentence, why_word};
use crate::args::OverdoseArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::{Page, Run, basis, plain, quiet, strong, style};
use crate::wire::fact::{when, when_shown};
use crate::wire::{Decided, Exit, Number, Scribe};

/// What the record says of too much, and whom to call.
#[derive(Debug, Serialize)]
pub(crate) struct OverdoseWire {
    record: &'static str,
    why: Option<&'static str>,
    excess: Vec<ExcessWire>,
    danger: &'static str,
    calls: Vec<CallWire>,
    #[serde(skip)]
    says: Option<String>,
    #[serde(skip)]
    quote: String,
}

/// Something that is more, or sooner, than was prescribed.
#[derive(Debug, Serialize)]
struct ExcessWire {
    what: &'static str,
    when: Option<String>,
    given_mg: Option<Number>,
    prescribed_mg: Option<Number>,
    given_doses: Option<usize>,
    prescribed_doses: Option<usize>,
    apart_s: Option<u32>,
    least_s: Option<u32>,
    #[serde(skip)]
    says: String,
}

/// Somebody to call.
#[derive(Debug, Serialize)]
struct CallWire {
    who: &'static str,
    number: Option<String>,
}

/// Asks whether the doses of the flags were too much.
pub(crate) fn answer(
    context: &Context,
    args: &OverdoseArgs,
) -> Result<Decided<OverdoseWire>, Failure> {
    ask(context, &args.person, |setting, mut facts| {
        facts.plan(&args.plan)?;
        for taken in &args.took {
            facts.injection(taken.amount, None, &taken.at, "--took")?;
        }
        for words in &args.symptom {
            let sign = facts.symptom(words, "--symptom <WORDS>")?;
            facts.sign(Report::of(sign), "--symptom");
        }
        let situation = Situation::new(facts.facts);
        let decision = overdose(&setting, &situation);
        let scribe = Scribe::of(&setting);
        let quote = decision.basis().because.iter().next();
        let quote = quote.map(|no| setting.monograph.statement(no).quote().to_owned());
        let answer = wire(decision.answer(), quote.unwrap_or_default());
        Ok(scribe.decided(context, "overdose", &decision, answer))
    })
}

fn wire(answer: &Overdose, quote: String) -> OverdoseWire {
    let (record, why, says, excess) = match &answer.record {
        Record::TooMuch(excess) => (
            "too-much",
            None,
            None,
            excess.iter().map(excess_wire).collect(),
        ),
        Record::NothingFound => ("nothing-found", None, None, Vec::new()),
        Record::CannotTell(why) => (
            "cannot-tell",
            Some(why_word(why)),
            Some(why_sentence(why)),
            Vec::new(),
        ),
    };
    OverdoseWire {
        record,
        why,
        excess,
        danger: match answer.danger {
            Truth::Yes => "yes",
            Truth::No => "no",
            Truth::Unknown => "unknown",
        },
        calls: answer.calls.iter().map(call).collect(),
        says,
        quote,
    }
}

fn excess_wire(excess: &Excess) -> ExcessWire {
    let of = |what, at: Option<String>| ExcessWire {
        what,
        when: at,
        given_mg: None,
        prescribed_mg: None,
        given_doses: None,
        prescribed_doses: None,
        apart_s: None,
        least_s: None,
        says: excess_words(excess),
    };
    match excess {
        Excess::AtOnce {
            when: at,
            given,
            prescribed,
        } => ExcessWire {
            given_mg: Some(Number(given.value())),
            prescribed_mg: Some(Number(prescribed.value())),
            ..of("at-once", at.as_ref().map(when))
        },
        Excess::OnDay {
            day,
            given,
            prescribed,
        } => ExcessWire {
            given_mg: Some(Number(given.value())),
            prescribed_mg: Some(Number(prescribed.value())),
            ..of("on-day", Some(day.to_string()))
        },
        Excess::Doses {
            day,
            given,
            prescribed,
        } => ExcessWire {
            given_doses: Some(*given),
            prescribed_doses: Some(*prescribed),
            ..of("doses", Some(day.to_string()))
        },
        Excess::TooNear {
            second,
            apart,
            least,
        } => ExcessWire {
            apart_s: Some(apart.seconds()),
            least_s: Some(least.seconds()),
            ..of("too-near", Some(when(second)))
        },
        Excess::FreeDay { day, .. } => of("free-day", Some(day.to_string())),
    }
}

fn excess_words(excess: &Excess) -> String {
    match excess {
        Excess::AtOnce {
            when: at,
            given,
            prescribed,
        } => {
            let at = at.as_ref().map(|at| format!(" ({})", when_shown(at)));
            let at = at.unwrap_or_default();
            format!("{given} at once{at}; {prescribed} is prescribed for one dose")
        }
        Excess::OnDay {
            day,
            given,
            prescribed,
        } => {
            let day = basis::day(*day);
            format!("{given} on {day}; {prescribed} is prescribed for a day")
        }
        Excess::Doses {
            day,
            given,
            prescribed,
        } => format!(
            "{given} doses on {}; {prescribed} prescribed",
            basis::day(*day)
        ),
        Excess::TooNear {
            second,
            apart,
            least,
        } => format!(
            "two doses {} apart ({}); less than {} is too near, by our number",
            span_words(apart.seconds()),
            when_shown(second),
            span_words(least.seconds())
        ),
        Excess::FreeDay { day, before, every } => format!(
            "a dose on {}, a day that the plan leaves free: once every {every} days, and one was taken on {}; by our reading",
            basis::day(*day),
            basis::day(*before)
        ),
    }
}

fn call(call: &Call) -> CallWire {
    CallWire {
        who: match call.who {
            Callee::Emergency => "emergency",
            Callee::Poison => "poison",
            Callee::Doctor => "doctor",
        },
        number: call.number.as_deref().map(str::to_owned),
    }
}

impl Answered for OverdoseWire {
    fn title(&self) -> &'static str {
        "Too much, or too near"
    }

    /// That nothing can be told, or that a sign of danger was reported, stops as well.
    fn exit(&self) -> Exit {
        if self.record == "nothing-found" && self.danger != "yes" {
            Exit::Answered
        } else {
            Exit::Stops
        }
    }

    fn page(&self, page: &mut Page) {
        let badge = match self.record {
            "too-much" => Run::new(style::STOP, "■ TOO MUCH, or too near, by what was recorded"),
            "nothing-found" => Run::new(style::CARE, "● NOTHING RECORDED points to too much"),
            _ => Run::new(style::CARE, "● THE RECORD CANNOT TELL"),
        };
        page.line(0, &[badge]);
        for excess in &self.excess {
            page.hanging(2, 4, &[strong(excess.says.as_str())]);
        }
        if self.record == "nothing-found" {
            page.line(2, &[plain("That does not show that it was not so.")]);
        }
        if let Some(says) = &self.says {
            page.line(2, &[plain(says.as_str())]);
        }
        if self.danger == "yes" {
            page.line(
                0,
                &[Run::new(
                    style::STOP,
                    "■ A SIGN OF DANGER was reported: call now.",
                )],
            );
        }
        page.space();
        page.hanging(
            0,
            2,
            &[
                strong("The monograph says: "),
                plain(format!("“{}”", self.quote)),
            ],
        );
        page.heading("Call");
        for call in &self.calls {
            call.page(page);
        }
    }
}

impl CallWire {
    fn page(&self, page: &mut Page) {
        let (who, none) = match self.who {
            "emergency" => ("Emergency", "the emergency number where you are"),
            "poison" => ("Poison control", "the poison control center where you are"),
            _ => ("Doctor", "your doctor"),
        };
        let number = self.number.as_deref().unwrap_or(none);
        page.labelled(2, 18, quiet(who), &[strong(number)]);
    }
}
