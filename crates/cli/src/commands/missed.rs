//! A dose was missed: take it, leave it out, or ask?

use decide::schedule::{AskWhy, Slot, Travel};
use decide::{Act, Decision, MissedDose, Situation, Tell, Times, missed_dose};
use monograph::MissedThen;
use serde::Serialize;

use super::answered::{Answered, ask};
use crate::args::MissedArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::{Page, Run, basis, plain, quiet, strong, style};
use crate::wire::{Decided, Exit, Scribe};

/// What to do about a missed dose.
#[derive(Debug, Serialize)]
pub(crate) struct MissedWire {
    act: &'static str,
    why: Option<&'static str>,
    times: Option<TimesWire>,
    tell_doctor: bool,
    always: Vec<&'static str>,
    #[serde(skip)]
    says: Says,
}

/// What only the text shows.
#[derive(Debug)]
struct Says {
    act: Act,
    why: Option<String>,
    quote: String,
    always: Vec<&'static str>,
}

/// The times that the answer was found from. Spans are whole seconds on a clock.
#[derive(Debug, Serialize)]
struct TimesWire {
    missed: Option<SlotWire>,
    how_many: usize,
    late_s: u32,
    next: SlotWire,
    until_next_s: u32,
    close_s: Option<u32>,
    since_last_s: u32,
    travel: Option<TravelWire>,
}

/// A planned dose.
#[derive(Debug, Serialize)]
pub(crate) struct SlotWire {
    day: String,
    usual: String,
    at: String,
    #[serde(skip)]
    pub(crate) shown: String,
}

/// A move to another zone.
#[derive(Debug, Serialize)]
struct TravelWire {
    from: String,
    to: String,
}

/// Asks about the missed dose of the flags.
pub(crate) fn answer(context: &Context, args: &MissedArgs) -> Result<Decided<MissedWire>, Failure> {
    ask(context, &args.person, |setting, mut facts| {
        facts.plan(&args.plan)?;
        for last in &args.last {
            facts.injection(None, None, last, "--last")?;
        }
        let situation = Situation::new(facts.facts);
        let decision = missed_dose(&setting, &situation);
        let scribe = Scribe::of(&setting);
        let answer = wire(&scribe, &decision);
        Ok(scribe.decided(context, "missed-dose", &decision, answer))
    })
}

fn wire(scribe: &Scribe<'_>, decision: &Decision<MissedDose>) -> MissedWire {
    let answer = decision.answer();
    let deciding = decision.basis().because.iter().next();
    MissedWire {
        act: act(answer.act),
        why: answer.why.as_ref().map(why_word),
        times: answer.times.as_ref().map(times),
        tell_doctor: answer.tell == Tell::Doctor,
        always: answer
            .always
            .iter()
            .map(|then| always_word(*then))
            .collect(),
        says: Says {
            act: answer.act,
            why: answer.why.as_ref().map(why_sentence),
            quote: deciding
                .map(|no| scribe.monograph.statement(no).quote().to_owned())
                .unwrap_or_default(),
            always: answer
                .always
                .iter()
                .filter_map(|then| always_sentence(*then))
                .collect(),
        },
    }
}

fn times(times: &Times) -> TimesWire {
    TimesWire {
        missed: times.missed.as_ref().map(slot),
        how_many: times.how_many,
        late_s: times.late.seconds(),
        next: slot(&times.next),
        until_next_s: times.until.seconds(),
        close_s: times.close.map(|close| close.seconds()),
        since_last_s: times.since_last.seconds(),
        travel: times.travel.as_ref().map(travel),
    }
}

/// A planned dose as it is shown.
pub(crate) fn slot(slot: &Slot) -> SlotWire {
    SlotWire {
        day: slot.day.to_string(),
        usual: slot.usual.strftime("%H:%M").to_string(),
        at: slot.at.to_string(),
        shown: format!(
            "{}, {}",
            basis::day(slot.at.date()),
            slot.at.strftime("%H:%M")
        ),
    }
}

fn travel(travel: &Travel) -> TravelWire {
    TravelWire {
        from: travel.from.clone(),
        to: travel.to.clone(),
    }
}

fn act(act: Act) -> &'static str {
    match act {
        Act::NothingMissed => "nothing-missed",
        Act::Take => "take",
        Act::Skip => "skip",
        Act::Ask => "ask",
    }
}

fn always_word(then: MissedThen) -> &'static str {
    match then {
        MissedThen::Take => "take",
        MissedThen::Skip => "skip",
        MissedThen::Ask => "ask",
        MissedThen::Tell => "tell",
        MissedThen::NeverDouble => "never-double",
        MissedThen::KeepDays => "keep-days",
    }
}

fn always_sentence(then: MissedThen) -> Option<&'static str> {
    match then {
        MissedThen::NeverDouble => Some("Never take two doses to make up for one."),
        MissedThen::KeepDays => Some("A late dose does not move the days of your plan."),
        MissedThen::Tell => Some("Tell your doctor."),
        MissedThen::Take | MissedThen::Skip | MissedThen::Ask => None,
    }
}

/// Why nobody but the doctor or pharmacist can say, in a word.
pub(crate) fn why_word(why: &AskWhy) -> &'static str {
    match why {
        AskWhy::NoPrescription => "no-prescription",
        AskWhy::SeveralPrescriptions => "several-prescriptions",
        AskWhy::NotYet(_) => "not-yet",
        AskWhy::Ended(_) => "ended",
        AskWhy::HowOften => "how-often",
        AskWhy::UsualTimes => "usual-times",
        AskWhy::WhichDays => "which-days",
        AskWhy::ClockInDoubt => "clock-in-doubt",
        AskWhy::LastDose => "last-dose",
        AskWhy::LastTime => "last-time",
        AskWhy::NoRule => "no-rule",
        AskWhy::SourceSaysAsk => "source-says-ask",
        AskWhy::WeakKidneys => "weak-kidneys",
        AskWhy::LastTooNear => "last-too-near",
    }
}

/// Why nobody but the doctor or pharmacist can say, in a sentence.
pub(crate) fn why_sentence(why: &AskWhy) -> String {
    match why {
        AskWhy::NoPrescription => "Nobody told what the doctor prescribed.".to_owned(),
        AskWhy::SeveralPrescriptions => "Two plans hold today, and they differ.".to_owned(),
        AskWhy::NotYet(day) => format!("The plan begins on {}.", basis::day(*day)),
        AskWhy::Ended(day) => format!("The plan ended on {}.", basis::day(*day)),
        AskWhy::HowOften => "Nobody told how often the injection is planned.".to_owned(),
        AskWhy::UsualTimes => "Nobody told the usual times.".to_owned(),
        AskWhy::WhichDays => "Nobody told on which days the injection is planned.".to_owned(),
        AskWhy::ClockInDoubt => "A dose is recorded later than now: a clock is wrong.".to_owned(),
        AskWhy::LastDose => "Nobody told when the last dose was.".to_owned(),
        AskWhy::LastTime => "The time of the last dose is not known.".to_owned(),
        AskWhy::NoRule => "The monograph has no rule for such a plan.".to_owned(),
        AskWhy::SourceSaysAsk => "The label says to ask about every missed dose.".to_owned(),
        AskWhy::WeakKidneys => "With weak kidneys our number does not hold.".to_owned(),
        AskWhy::LastTooNear => "The last dose was too short a time ago.".to_owned(),
    }
}

/// A span in hours and minutes, for people.
pub(crate) fn span_words(seconds: u32) -> String {
    let minutes = seconds / 60;
    match (minutes / 60, minutes % 60) {
        (0, m) => format!("{m}\u{a0}min"),
        (h, 0) => format!("{h}\u{a0}h"),
        (h, m) => format!("{h}\u{a0}h {m}\u{a0}min"),
    }
}

impl Answered for MissedWire {
    fn title(&self) -> &'static str {
        "A missed dose"
    }

    fn exit(&self) -> Exit {
        Exit::Answered
    }

    fn page(&self, page: &mut Page) {
        let badge = match self.says.act {
            Act::NothingMissed => Run::new(style::FINE, "✔ NOTHING MISSED"),
            Act::Take => Run::new(style::FINE, "→ TAKE the missed dose now"),
            Act::Skip => Run::new(style::CARE, "– LEAVE OUT the missed dose"),
            Act::Ask => Run::new(style::CARE, "● ASK your doctor or pharmacist"),
        };
        page.line(0, &[badge]);
        if let Some(why) = &self.says.why {
            page.line(0, &[plain(why.as_str())]);
        }
        page.space();
        page.hanging(
            0,
            2,
            &[
                strong("The monograph says: "),
                plain(format!("“{}”", self.says.quote)),
            ],
        );
        for sentence in &self.says.always {
            page.line(2, &[strong(*sentence)]);
        }
        if self.tell_doctor {
            page.line(
                2,
                &[strong(
                    "More than one dose in a row was missed: tell your doctor.",
                )],
            );
        }
        if let Some(times) = &self.times {
            page.space();
            times.page(page);
        }
    }
}

impl TimesWire {
    fn page(&self, page: &mut Page) {
        let mut row = |label: &str, text: String, beside: String| {
            page.labelled(0, 12, quiet(label), &[plain(text), quiet(beside)]);
        };
        if let Some(missed) = &self.missed {
            let more = match self.how_many {
                0 | 1 => String::new(),
                n => format!(", the last of {n} in a row"),
            };
            row(
                "missed",
                missed.shown.clone(),
                format!("  {} ago{more}", span_words(self.late_s)),
            );
        }
        row(
            "next",
            self.next.shown.clone(),
            format!("  in {}", span_words(self.until_next_s)),
        );
        row(
            "last taken",
            format!("{} ago", span_words(self.since_last_s)),
            String::new(),
        );
        if let Some(close) = self.close_s {
            let words = format!("less than {} before the next dose", span_words(close));
            row("close is", words, String::new());
        }
        if let Some(travel) = &self.travel {
            row(
                "travel",
                format!("from {} to {}", travel.from, travel.to),
                "  the local time is kept; ask your doctor or pharmacist".to_owned(),
            );
        }
    }
}
