//! The kinds of rules. The list is closed: adding a kind is adding a line here and a file under
//! `rules/`.

use serde::de::DeserializeOwned;
use terminology::Terminology;

use crate::contexts::{CheckCx, Cx};
use crate::model::{Regions, StatementNo};
use crate::rule::{Carried, Reading, Rule, Strength};
use crate::rules::{Adjust, DoseLimits, Guard, KidneyFormula, Product};
use crate::rules::{Advise, Also, Combination, FollowUp, Principle, Raise};
use crate::rules::{
    Area, CloseWindow, Distance, GridScale, Guide, Keep, MissedRule, OverdoseRule, PrintedDate,
    RoomTime, Rotation, Route, SameTime, Sharps, SkinRest, Spread, Step, StepAnswer, Support,
    SyringeState, TooNear,
};
use crate::rules::{Class, Explain, Intake, PrescriptionRule, Track};
use crate::rules::{Conflict, Indication, NoRule, Page};
use crate::rules::{Graver, Monitor, Question, Screen};
use crate::rules::{Reporting, Review, Soften, Triage, Unlisted};

/// The number of a rule among all rules of its monograph, in the order of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleNo(pub(crate) u16);

/// A kind of rule: how its block is read, shown and checked.
pub(crate) trait RuleKind: Sized {
    /// The word in the fence: ```` ```toml dose nomid ````.
    const KIND: &'static str;
    /// Whether a rule of this kind can stand instead of another: only where the decision asks for it.
    const REPLACES: bool = false;
    /// The keys of the block.
    type Wire: DeserializeOwned;
    /// From the keys to the rule. What cannot be read is noted in the context.
    fn read(wire: Self::Wire, cx: &mut Cx<'_>) -> Option<Self>;
    /// The rule in one line, for `posology check`.
    fn line(&self, terminology: &Terminology) -> String;
    /// Overlaps and gaps among all rules of the kind.
    fn check(_rules: &[Rule<Self>], _cx: &mut CheckCx<'_>) {}
}

/// A rule in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleLine {
    /// Its number.
    pub no: RuleNo,
    /// Its kind.
    pub kind: &'static str,
    /// Its name within its kind.
    pub name: String,
    /// The statement that it comes from.
    pub statement: StatementNo,
    /// Where it holds.
    pub regions: Regions,
    /// How strongly the source says it.
    pub strength: Option<Strength>,
    /// What it says.
    pub says: String,
    /// The words and the value of its reading, when it has one.
    pub reading: Option<String>,
    /// Its line in the file.
    pub line: usize,
}

fn line_of<T: RuleKind>(rule: &Rule<T>, terminology: &Terminology) -> RuleLine {
    RuleLine {
        no: rule.no,
        kind: T::KIND,
        name: rule.name.clone(),
        statement: rule.statement,
        regions: rule.regions,
        strength: rule.strength,
        says: rule.what.line(terminology),
        reading: rule
            .reading
            .as_ref()
            .map(|r| format!("\"{}\" read as {}", r.words, r.value)),
        line: rule.line,
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $list:ident: $kind:ty,)*) => {
        /// The rules of a monograph, by kind, each kind in the order of the text.
        #[derive(Debug, Default)]
        pub struct Rules {
            $(pub(crate) $list: Vec<Rule<$kind>>,)*
        }

        impl Rules {
            $($(#[$doc])*
            #[must_use]
            pub fn $list(&self) -> &[Rule<$kind>] {
                &self.$list
            })*

            /// Every rule in one line, in the order of the text.
            #[must_use]
            pub fn lines(&self, terminology: &Terminology) -> Vec<RuleLine> {
                let mut lines = Vec::new();
                $(lines.extend(self.$list.iter().map(|rule| line_of(rule, terminology)));)*
                lines.sort_by_key(|line| line.no);
                lines
            }

            /// The number that is ours in the rule with this number, and the statement of the rule.
            #[must_use]
            pub fn reading(&self, no: RuleNo) -> Option<(StatementNo, &Reading)> {
                $(if let Some(rule) = self.$list.iter().find(|rule| rule.no == no) {
                    return Some((rule.statement, rule.reading.as_ref()?));
                })*
                None
            }

            /// Which kinds of rules are there? The words of all, in the order of the list; each has a
            /// section in `docs/RULES.md`.
            pub const KINDS: &'static [&'static str] = &[$(<$kind as RuleKind>::KIND,)*];

            /// The numbers and statements of all rules.
            pub(crate) fn all(&self) -> Vec<(RuleNo, StatementNo, &'static str)> {
                let mut all = Vec::new();
                $(all.extend(self.$list.iter().map(|r| (r.no, r.statement, <$kind as RuleKind>::KIND)));)*
                all.sort_unstable();
                all
            }

            pub(crate) fn read_block(&mut self, header: crate::block::Header<'_>, cx: &mut Cx<'_>) -> Option<(RuleNo, &'static str)> {
                match header.block.kind {
                    $(<$kind as RuleKind>::KIND => {
                        let rule = crate::block::rule::<$kind>(header, cx)?;
                        let no = rule.no;
                        self.$list.push(rule);
                        Some((no, <$kind as RuleKind>::KIND))
                    })*
                    other => {
                        cx.problem_at_fence(
                            format!("there is no kind of rule called `{other}`"),
                            format!("write one of {}, or case", Self::KINDS.join(", ")),
                        );
                        None
                    }
                }
            }

            pub(crate) fn check(&self, cx: &mut CheckCx<'_>) {
                $(crate::check::names(&self.$list, cx);
                crate::check::replaced(&self.$list, cx);
                <$kind as RuleKind>::check(&self.$list, cx);)*
            }
        }
    };
}

kinds! {
    /// What the medicine is for, and what it is not for.
    indications: Indication,
    /// How urgent signs are at least.
    triages: Triage,
    /// Signs that are more urgent together.
    combinations: Combination,
    /// Signs that are milder when everything that matters is known and mild.
    softens: Soften,
    /// Who gets a stronger warning.
    raises: Raise,
    /// Words that match no sign.
    unlisted: Unlisted,
    /// When a mild answer is asked about again.
    follow_ups: FollowUp,
    /// Sentences that go with an answer about signs.
    advises: Advise,
    /// Facts beside a sign that are signs of their own.
    alsos: Also,
    /// The principles by which answers about signs are made.
    principles: Principle,
    /// Where a side effect is reported.
    reportings: Reporting,
    /// What an answer says when the text is old.
    reviews: Review,
    /// How a usual time of day becomes a moment.
    same_times: SameTime,
    /// How far apart the doses of one day are.
    spreads: Spread,
    /// What is to be done about a missed dose.
    missed_doses: MissedRule,
    /// How near the next dose is "close".
    close_windows: CloseWindow,
    /// How near two doses are too near.
    too_nears: TooNear,
    /// What is to be done when it was too much.
    overdoses: OverdoseRule,
    /// The way into the body.
    routes: Route,
    /// How the steps of the injection guide are followed.
    guides: Guide,
    /// The steps of the injection guide.
    steps: Step,
    /// What an answer in the guide leads to, when it is not a good one.
    step_answers: StepAnswer,
    /// The areas of the body that are right for an injection.
    areas: Area,
    /// How far apart the spots of an area lie.
    grids: GridScale,
    /// How far a spot must be from something.
    distances: Distance,
    /// The principles by which the next place is chosen.
    rotations: Rotation,
    /// What is seen on the skin keeps a spot at rest.
    skin_rests: SkinRest,
    /// What happened to a syringe decides whether it may be used.
    syringe_states: SyringeState,
    /// How long a syringe may be out of the refrigerator.
    room_times: RoomTime,
    /// What the printed date means.
    printed_dates: PrintedDate,
    /// What to see to while syringes are at home.
    keeps: Keep,
    /// When the sharps container is replaced.
    sharps: Sharps,
    /// Sources that say the same as a statement that acts.
    supports: Support,
    /// How much, by condition and body weight.
    doses: DoseLimits,
    /// What the syringe holds and can measure.
    products: Product,
    /// What changes about the dose with weak kidneys or with age.
    adjustments: Adjust,
    /// Inputs so unlikely that we stop and ask.
    guards: Guard,
    /// How kidney function is worked out.
    kidney_formulas: KidneyFormula,
    /// What a prescription says, and what becomes of it.
    prescription_rules: PrescriptionRule,
    /// To which class the medicine belongs.
    classes: Class,
    /// What a diary follows.
    tracks: Track,
    /// What is asked at the beginning.
    intakes: Intake,
    /// Statements that are cited where an answer is about their topic.
    explanations: Explain,
    /// What must not, or not just so, come together with the medicine.
    screens: Screen,
    /// For whom findings are graver.
    gravers: Graver,
    /// What the intake asks.
    questions: Question,
    /// What is checked before the start and on treatment, and when.
    monitors: Monitor,
    /// Statements that contradict each other, and which of them acts.
    conflicts: Conflict,
    /// Statements that a page for people carries.
    pages: Page,
    /// Statements that nothing can carry, with the reason.
    no_rules: NoRule,
}

impl Rules {
    /// What carries each of so many statements, in their order.
    pub(crate) fn carriers(&self, statements: usize) -> Vec<Carried> {
        let mut acting: Vec<Vec<RuleNo>> = vec![Vec::new(); statements];
        for (no, of, kind) in self.all() {
            if let (Some(rules), false) = (
                acting.get_mut(of.index()),
                matches!(kind, "conflict" | "no-rule"),
            ) {
                rules.push(no);
            }
        }
        let mut carriers: Vec<Carried> = acting
            .into_iter()
            .map(|rules| {
                if rules.is_empty() {
                    Carried::Nothing
                } else {
                    Carried::By(rules)
                }
            })
            .collect();
        for rule in &self.no_rules {
            if let Some(carried @ Carried::Nothing) = carriers.get_mut(rule.statement.index()) {
                *carried = Carried::NoRule {
                    because: rule.because.clone(),
                };
            }
        }
        carriers
    }
}
