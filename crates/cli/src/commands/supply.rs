//! Which syringe comes next, which must not be used, and how long do they last?

use decide::{Item, Setting, Situation};
use decide::{Reason, RunOut, SharpsState, Supply, Syringe, Verdict, supply};
use serde::Serialize;

use super::answered::{Answered, ask};
use super::missed::{SlotWire, slot, span_words, why_sentence, why_word};
use crate::args::SupplyArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::text::{Page, Run, basis, plain, quiet, strong, style};
use crate::wire::{Decided, Exit, Scribe};

/// The syringes at home.
#[derive(Debug, Serialize)]
pub(crate) struct SupplyWire {
    next: Option<ItemWire>,
    usable: usize,
    unnamed_doses: usize,
    run_out: RunOutWire,
    dispose: Vec<ItemWire>,
    reused: Vec<ItemWire>,
    sharps: &'static str,
    syringes: Vec<SyringeWire>,
    keep: Vec<KeepWire>,
}

/// A syringe of a pack, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ItemWire {
    pack: String,
    syringe: Option<u16>,
}

/// What follows for one syringe, and why.
#[derive(Debug, Serialize)]
struct SyringeWire {
    #[serde(flatten)]
    item: ItemWire,
    lot: Option<String>,
    verdict: &'static str,
    reasons: Vec<ReasonWire>,
    last_day: Option<String>,
    use_by: Option<String>,
}

/// Why a syringe is not simply usable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ReasonWire {
    reason: &'static str,
    says: String,
}

/// When the syringes run out.
#[derive(Debug, Serialize)]
struct RunOutWire {
    what: &'static str,
    why: Option<&'static str>,
    first_dose_without: Option<SlotWire>,
    plan_ends: Option<String>,
    #[serde(skip)]
    says: String,
}

/// What to see to while syringes are at home.
#[derive(Debug, Serialize)]
struct KeepWire {
    says: String,
    because: String,
}

/// Asks about the packs of the flags.
pub(crate) fn answer(context: &Context, args: &SupplyArgs) -> Result<Decided<SupplyWire>, Failure> {
    ask(context, &args.person, |setting, mut facts| {
        facts.plan(&args.plan)?;
        for pack in &args.pack {
            if args.pack.iter().filter(|other| other.id == pack.id).count() > 1 {
                return Err(Failure::of_flag(
                    "--pack <PACK>",
                    &pack.id,
                    "two packs have this id",
                ));
            }
            facts.pack(pack)?;
        }
        for event in &args.event {
            facts.event(event, &args.pack)?;
        }
        for taken in &args.took {
            facts.injection(taken.amount, None, &taken.at, "--took")?;
        }
        if let Some(fill) = args.sharps {
            facts.sharps(fill);
        }
        let situation = Situation::new(facts.facts);
        let decision = supply(&setting, &situation);
        let answer = wire(&setting, decision.answer());
        Ok(Scribe::of(&setting).decided(context, "supply", &decision, answer))
    })
}

fn wire(setting: &Setting<'_>, answer: &Supply) -> SupplyWire {
    let scribe = Scribe::of(setting);
    let keeps = setting.monograph.rules().keeps().iter();
    SupplyWire {
        next: answer.next.as_ref().map(item),
        usable: answer.usable,
        unnamed_doses: answer.unnamed,
        run_out: run_out(&answer.run_out),
        dispose: answer.dispose.iter().map(item).collect(),
        reused: answer.reused.iter().map(item).collect(),
        sharps: match answer.sharps {
            SharpsState::HasRoom => "has-room",
            SharpsState::Replace => "replace",
            SharpsState::Unknown => "unknown",
        },
        syringes: answer.syringes.iter().map(syringe).collect(),
        keep: keeps
            .filter(|rule| answer.keep.contains(&rule.no()))
            .map(|rule| KeepWire {
                says: rule.says.clone(),
                because: scribe.id(rule.statement()),
            })
            .collect(),
    }
}

fn item(item: &Item) -> ItemWire {
    ItemWire {
        pack: item.package.to_string(),
        syringe: item.syringe.map(std::num::NonZeroU16::get),
    }
}

fn syringe(of: &Syringe) -> SyringeWire {
    SyringeWire {
        item: item(&of.item),
        lot: of.lot.as_deref().map(str::to_owned),
        verdict: match of.verdict {
            Verdict::Usable => "usable",
            Verdict::Ask => "ask",
            Verdict::Discard => "discard",
            Verdict::Gone => "gone",
        },
        reasons: of.reasons.iter().map(reason).collect(),
        last_day: of.last_day.map(|day| day.to_string()),
        use_by: of.use_by.as_ref().map(ToString::to_string),
    }
}

fn reason(reason: &Reason) -> ReasonWire {
    let of = |reason, says: &str| ReasonWire {
        reason,
        says: says.to_owned(),
    };
    match reason {
        Reason::Happened(what) => of(what.word(), &what.word().replace('-', " ")),
        Reason::ThrownAway => of("thrown-away", "thrown away"),
        Reason::OutTooLong { out, most } => of(
            "out-too-long",
            &format!(
                "out of the refrigerator for {}; at most {}",
                span_words(out.seconds()),
                span_words(most.seconds())
            ),
        ),
        Reason::TooWarm { warmest, most } => of(
            "too-warm",
            &format!("it got {warmest} warm; at most {most}"),
        ),
        Reason::WentBack => of(
            "went-back",
            "it went back into the refrigerator, which its leaflet forbids",
        ),
        Reason::TimeUnknown => of("time-unknown", "nobody knows how long it was out"),
        Reason::TemperatureUnknown => of("temperature-unknown", "nobody knows how warm it got"),
        Reason::DateUnknown => of("date-unknown", "nobody knows its date"),
        Reason::ClockInDoubt => of(
            "clock-in-doubt",
            "what is recorded lies after now, or ends before it begins",
        ),
        Reason::NoRule => of("no-rule", "the monograph has no rule for it"),
    }
}

fn run_out(of: &RunOut) -> RunOutWire {
    let none = RunOutWire {
        what: "",
        why: None,
        first_dose_without: None,
        plan_ends: None,
        says: String::new(),
    };
    match of {
        RunOut::At(first) => {
            let first = slot(first);
            RunOutWire {
                what: "at",
                says: format!("on {}, the first dose without a syringe", first.shown),
                first_dose_without: Some(first),
                ..none
            }
        }
        RunOut::LastToTheEnd(day) => RunOutWire {
            what: "last-to-the-end",
            plan_ends: Some(day.to_string()),
            says: format!("not before the plan ends, on {}", basis::day(*day)),
            ..none
        },
        RunOut::Ask(why) => RunOutWire {
            what: "ask",
            why: Some(why_word(why)),
            says: format!("not known: {}", why_sentence(why)),
            ..none
        },
        RunOut::AmountUnknown => RunOutWire {
            what: "amount-unknown",
            says: "not known: nobody told how much is injected each time".to_owned(),
            ..none
        },
    }
}

impl Answered for SupplyWire {
    fn title(&self) -> &'static str {
        "The syringes at home"
    }

    fn exit(&self) -> Exit {
        if self.dispose.is_empty() && self.reused.is_empty() {
            Exit::Answered
        } else {
            Exit::Stops
        }
    }

    fn page(&self, page: &mut Page) {
        match &self.next {
            Some(next) => page.line(
                0,
                &[Run::new(style::FINE, "→ TAKE NEXT  "), strong(next.words())],
            ),
            None => page.line(
                0,
                &[Run::new(
                    style::CARE,
                    "● NO SYRINGE that can be used is known",
                )],
            ),
        }
        let mut row = |label: &str, text: String| {
            page.labelled(2, 12, quiet(label), &[plain(text)]);
        };
        row("usable", self.usable.to_string());
        row("run out", self.run_out.says.clone());
        row(
            "sharps",
            match self.sharps {
                "has-room" => "the container has room".to_owned(),
                "replace" => "replace the container now".to_owned(),
                _ => "how full the container is was not told".to_owned(),
            },
        );
        for item in &self.reused {
            let words = format!("{} is named by two doses", item.words());
            page.line(0, &[Run::new(style::STOP, "■ "), strong(words)]);
        }
        self.verdicts(page);
        if page.is_full() {
            page.heading("See to");
            for keep in &self.keep {
                let id = quiet(format!("  {}", keep.because));
                page.hanging(2, 4, &[plain(keep.says.as_str()), id]);
            }
        }
    }
}

impl SupplyWire {
    /// Syringes of one pack that fare alike, in one line each.
    fn verdicts(&self, page: &mut Page) {
        if self.syringes.is_empty() {
            return;
        }
        page.heading("One by one");
        let alike = self.syringes.chunk_by(|a, b| {
            a.item.pack == b.item.pack && a.verdict == b.verdict && a.reasons == b.reasons
        });
        for group in alike {
            let (Some(first), Some(last)) = (group.first(), group.last()) else {
                continue;
            };
            let which = match (first.item.syringe, last.item.syringe) {
                (Some(a), Some(b)) if a != b => {
                    format!("pack {}, syringes {a} to {b}: ", first.item.pack)
                }
                _ => format!("{}: ", first.item.words()),
            };
            let badge = match first.verdict {
                "usable" => Run::new(style::FINE, "✔ usable"),
                "ask" => Run::new(style::CARE, "● ask a pharmacist first"),
                "discard" => Run::new(style::STOP, "■ THROW AWAY"),
                _ => Run::new(style::QUIET, "– gone"),
            };
            let reasons: String = first
                .reasons
                .iter()
                .map(|reason| format!("  {}", reason.says))
                .collect();
            let until = first
                .last_day
                .as_ref()
                .map(|day| format!("  until {}", basis::day_of(day)))
                .unwrap_or_default();
            page.hanging(2, 4, &[plain(which), badge, plain(reasons), quiet(until)]);
        }
    }
}

impl ItemWire {
    fn words(&self) -> String {
        match self.syringe {
            Some(n) => format!("pack {}, syringe {n}", self.pack),
            None => format!("pack {}", self.pack),
        }
    }
}
