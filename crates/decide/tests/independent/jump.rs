//! A dose far from the last one: the table against `decide::guard`.

use decide::guard::{DoseJump, dose_jump};

use super::answers::{Expected, Got};
use super::chance::Chance;
use super::number::Fraction;
use super::table::Table;
use super::world::{amount, moment, setting};

#[derive(Debug, Clone)]
pub struct Record {
    region: &'static str,
    old: Fraction,
    new: Fraction,
}

impl Record {
    pub fn make(chance: &mut Chance, _: &Table) -> Record {
        let old = Fraction::new(i128::from(chance.between(1, 400)), 2);
        let times = *chance.one(&[1, 2, 4, 5, 5, 6, 10]);
        let off = Fraction::new(*chance.one(&[0, 0, 1, -1, 5, -5]), 100);
        let near = old.times(Fraction::whole(times)).plus(off);
        let (old, new) = if chance.percent(50) {
            (old, near)
        } else {
            (near, old)
        };
        let positive = |amount: Fraction| amount > Fraction::whole(0);
        let (old, new) = if positive(old) && positive(new) {
            (old, new)
        } else {
            (times_one(), times_one())
        };
        Record {
            region: chance.one::<&str>(&["us", "eu"]),
            old,
            new,
        }
    }

    pub fn by_table(&self, table: &Table) -> Expected {
        let mut expected = Expected::default();
        let above = table.row("far-above");
        let below = table.row("far-below");
        let word = if above.compares(self.new.over(self.old), "times") {
            &above.outcome
        } else if below.compares(self.old.over(self.new), "times") {
            &below.outcome
        } else {
            "in order"
        };
        expected.exactly("jump", word, &above.to_string());
        expected
    }

    pub fn by_program(&self) -> Got {
        let now = moment(0);
        let old = amount(self.old, "mg");
        let new = amount(self.new, "mg");
        let mut got = Got::default();
        got.says(
            "jump",
            match dose_jump(&setting(self.region, &now), old, new).answer() {
                DoseJump::InOrder => "in order",
                DoseJump::FarAbove => "far above",
                DoseJump::FarBelow => "far below",
            },
        );
        got
    }
}

fn times_one() -> Fraction {
    Fraction::whole(1)
}
