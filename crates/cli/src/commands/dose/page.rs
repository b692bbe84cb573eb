//! The dose on a page: mg and the mark of the syringe, with the weight and mg/kg it came from.

use super::wire::{
    ByWeightWire, ChoiceWire, DoseWire, InjectionWire, OneDose, ProposalWire, RangeWire,
};
use crate::commands::answered::Answered;
use crate::text::{Page, Run, basis, plain, quiet, strong, style};
use crate::wire::{Exit, Number};

/// How wide the column of labels is.
const LABEL: usize = 14;

impl Answered for DoseWire {
    fn title(&self) -> &'static str {
        "A dose, to be reviewed"
    }

    fn exit(&self) -> Exit {
        match self {
            DoseWire::Dose(dose) if dose.stops => Exit::Stops,
            DoseWire::Dose(_) | DoseWire::Choices { .. } => Exit::Answered,
            DoseWire::NotMeasurable { .. }
            | DoseWire::Refused { .. }
            | DoseWire::CannotJudge { .. } => Exit::Stops,
        }
    }

    fn page(&self, page: &mut Page) {
        match self {
            DoseWire::Dose(dose) => dose.page(page),
            DoseWire::Choices {
                range_mg_per_day,
                doses_a_day,
                marks,
            } => choices(page, range_mg_per_day, *doses_a_day, marks),
            DoseWire::NotMeasurable {
                wanted_mg_per_day,
                doses_a_day,
                allowed_mg_per_day,
                lowest_mark_mg,
                below,
                above,
            } => {
                page.line(
                    0,
                    &[Run::new(style::STOP, "■ THE SYRINGE CANNOT MEASURE IT")],
                );
                let words = format!(
                    "Asked: {}\u{a0}mg a day{}. It must lie in {}\u{a0}mg a day; the lowest mark is {}\u{a0}mg. None is chosen.",
                    mg(wanted_mg_per_day),
                    times(*doses_a_day),
                    ends(allowed_mg_per_day),
                    mg(lowest_mark_mg)
                );
                page.line(0, &[plain(words)]);
                for (label, choice) in [("below: ", below), ("above: ", above)] {
                    if let Some(choice) = choice {
                        choice.page(page, label);
                    }
                }
            }
            DoseWire::Refused { reasons } => {
                page.line(0, &[Run::new(style::STOP, "■ REFUSED")]);
                for reason in reasons {
                    let id = reason.because.as_deref().unwrap_or_default();
                    let runs = [plain(reason.says.as_str()), quiet(format!("  {id}"))];
                    page.hanging(2, 4, &runs);
                }
            }
            DoseWire::CannotJudge { needs } => {
                let title = "■ CANNOT JUDGE: no number without this";
                page.line(0, &[Run::new(style::STOP, title)]);
                for need in needs {
                    page.hanging(2, 4, &[strong(need.says.as_str())]);
                }
            }
        }
    }
}

/// Nobody said how much: the marks in the starting range.
fn choices(page: &mut Page, range: &RangeWire, doses_a_day: u8, marks: &[ChoiceWire]) {
    let title = format!("○ IN THE STARTING RANGE, {}\u{a0}mg a day", ends(range));
    page.line(
        0,
        &[Run::new(style::WATCH, title), plain(times(doses_a_day))],
    );
    page.line(
        0,
        &[plain("Nobody said how much. The syringe measures these:")],
    );
    marks.iter().for_each(|choice| choice.page(page, ""));
    if marks.is_empty() {
        page.line(2, &[strong("No mark of the syringe lies in it.")]);
    }
}

impl OneDose {
    fn page(&self, page: &mut Page) {
        let often = if self.interval_days > 1 {
            format!(" every {} days", self.interval_days)
        } else {
            times(self.doses_a_day)
        };
        let badge = if self.stops {
            Run::new(style::STOP, "■ STOP  ")
        } else {
            Run::new(style::FINE, "✔ ")
        };
        page.line(
            0,
            &[badge, strong(format!("{}\u{a0}mg{often}", mg(&self.mg)))],
        );
        row(page, "up to the mark", marks(&self.injections));
        self.weight(page);
        let left = if self.waste_mg.0.is_zero() {
            "nothing".to_owned()
        } else {
            format!("{}\u{a0}mg, to be thrown away", mg(&self.waste_mg))
        };
        row(page, "left over", left);
        row(page, "kidneys", self.kidney.shown.clone());
        let checked = if self.checked {
            "yes"
        } else {
            "no: not before the creatinine clearance is known"
        };
        row(page, "checked", checked.to_owned());
        for flag in &self.flags {
            let tone = if flag.flag == "far-from-last" {
                style::STOP
            } else {
                style::CARE
            };
            let id = flag.because.as_deref().unwrap_or_default();
            page.hanging(
                0,
                2,
                &[
                    Run::new(tone, "▲ "),
                    plain(flag.says.as_str()),
                    quiet(format!("  {id}")),
                ],
            );
        }
        for proposal in &self.proposals {
            proposal.page(page);
        }
    }

    fn weight(&self, page: &mut Page) {
        let (Some(by), Some(per_kg)) = (&self.by_weight, &self.per_kg) else {
            return row(page, "by weight", "no: the dose is flat".to_owned());
        };
        row(
            page,
            "by weight",
            format!(
                "{}\u{a0}mg/kg a day at {}\u{a0}kg of {}",
                decimals(per_kg, 2),
                mg(&by.weight_kg),
                basis::day_of(&by.weighed)
            ),
        );
        if self.asked_mg_per_day.0 != self.mg_per_day.0 {
            row(
                page,
                "asked for",
                format!(
                    "{}\u{a0}mg a day; rounded to a mark within {}\u{a0}mg a day",
                    mg(&self.asked_mg_per_day),
                    ends(&by.allowed_mg_per_day)
                ),
            );
        }
        row(
            page,
            "the most",
            format!("{}\u{a0}mg a day", mg(&by.most_mg_per_day)),
        );
        by.raise(page);
    }
}

impl ByWeightWire {
    fn raise(&self, page: &mut Page) {
        if let Some(usual) = &self.usual_mg_per_day {
            row(
                page,
                "most stay on",
                format!("{}\u{a0}mg a day", ends(usual)),
            );
        }
        if let Some(steps) = &self.steps {
            let within = steps
                .within
                .as_ref()
                .map(|within| format!(" within {within}"))
                .unwrap_or_default();
            let next: Vec<String> = steps
                .next
                .iter()
                .map(|choice| format!("{}\u{a0}mg", mg(&choice.mg)))
                .collect();
            let next = if next.is_empty() {
                "; no mark is allowed for it".to_owned()
            } else {
                format!("; marks for it: {}", next.join(", "))
            };
            row(
                page,
                "raised by",
                format!("{}\u{a0}mg a day{within}{next}", ends(&steps.by_mg_per_day)),
            );
        }
    }
}

impl ProposalWire {
    fn page(&self, page: &mut Page) {
        let says = match (self.what, self.interval_days) {
            ("interval", Some(2)) => "To weigh: the prescribed dose every other day".to_owned(),
            ("interval", Some(days)) => format!("To weigh: the prescribed dose every {days} days"),
            ("care", _) => {
                "Care is needed with these kidneys; the source gives no number".to_owned()
            }
            _ => "The source changes nothing for these kidneys".to_owned(),
        };
        let strength = self
            .strength
            .map(|s| format!(" (\u{201c}{s}\u{201d})"))
            .unwrap_or_default();
        page.hanging(
            0,
            2,
            &[
                Run::new(style::WATCH, "◆ "),
                plain(format!("{says}{strength}.")),
                quiet(format!("  {}", self.because)),
            ],
        );
    }
}

impl ChoiceWire {
    fn page(&self, page: &mut Page, before: &str) {
        page.hanging(
            2,
            4,
            &[
                plain(before),
                strong(format!("{}\u{a0}mg", mg(&self.mg))),
                plain(format!(
                    ", {}; {}\u{a0}mg/kg a day",
                    marks(&self.injections),
                    decimals(&self.per_kg, 2)
                )),
            ],
        );
    }
}

fn row(page: &mut Page, label: &str, text: String) {
    page.labelled(2, LABEL + 2, quiet(label), &[plain(text)]);
}

/// `the 0.16 mL mark`, or each syringe with its mark.
fn marks(injections: &[InjectionWire]) -> String {
    match injections {
        [one] => format!("{}\u{a0}mL, from 1 syringe", decimals(&one.mark_ml, 2)),
        several => {
            let all: Vec<String> = several
                .iter()
                .map(|one| {
                    format!(
                        "{}\u{a0}mg to {}\u{a0}mL",
                        mg(&one.mg),
                        decimals(&one.mark_ml, 2)
                    )
                })
                .collect();
            format!("{}, from {} syringes", all.join(" and "), several.len())
        }
    }
}

fn times(doses_a_day: u8) -> String {
    match doses_a_day {
        1 => ", once a day".to_owned(),
        2 => ", twice a day".to_owned(),
        n => format!(", {n} times a day"),
    }
}

fn ends(range: &RangeWire) -> String {
    format!("{} to {}", mg(&range.low), mg(&range.high))
}

/// A number for people: at most two decimals beyond which nothing is measured, no trailing zero.
fn mg(number: &Number) -> String {
    decimals(number, 2)
}

fn decimals(number: &Number, places: u32) -> String {
    number.0.round_dp(places).normalize().to_string()
}
