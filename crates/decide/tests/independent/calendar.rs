//! Days and months by counting, on purpose without the calendar of the program.

/// Days since 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

/// Minutes since the start of 1 January 1970, in the zone of the person (the records have no daylight saving).
pub type Minute = i64;

pub const MINUTES_A_DAY: i64 = 24 * 60;

fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Day {
    pub fn of(year: i64, month: i64, day: i64) -> Day {
        let before = |year: i64| {
            365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400)
        };
        let years = before(year - 1) - before(1969);
        let months: i64 = (1..month).map(|m| days_of_month(year, m)).sum();
        Day(years + months + day - 1)
    }

    pub fn year_month_day(self) -> (i64, i64, i64) {
        // At or before the year that it is: no year is shorter than 365 days or longer than 366.
        let longest = if self.0 < 0 { 365 } else { 366 };
        let mut year = 1970 + self.0.div_euclid(longest);
        while Day::of(year + 1, 1, 1) <= self {
            year += 1;
        }
        let mut month = 1;
        while month < 12 && Day::of(year, month + 1, 1) <= self {
            month += 1;
        }
        (year, month, self.0 - Day::of(year, month, 1).0 + 1)
    }

    /// So many calendar months later; where that month is too short, its last day.
    pub fn months_later(self, months: i64) -> Day {
        let (year, month, day) = self.year_month_day();
        let all = year * 12 + month - 1 + months;
        let (year, month) = (all.div_euclid(12), all.rem_euclid(12) + 1);
        Day::of(year, month, day.min(days_of_month(year, month)))
    }

    pub fn last_of_month(self) -> Day {
        let (year, month, _) = self.year_month_day();
        Day::of(year, month, days_of_month(year, month))
    }

    pub fn text(self) -> String {
        let (year, month, day) = self.year_month_day();
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// `2026-05-01T08:05:00+00:00[+00:00]`
pub fn moment_text(minute: Minute) -> String {
    let day = Day(minute.div_euclid(MINUTES_A_DAY));
    let of_day = minute.rem_euclid(MINUTES_A_DAY);
    format!(
        "{}T{:02}:{:02}:00+00:00[+00:00]",
        day.text(),
        of_day / 60,
        of_day % 60
    )
}

#[test]
fn the_calendar_counts() {
    assert_eq!(Day::of(1970, 1, 1), Day(0));
    assert_eq!(Day::of(2000, 3, 1), Day(11_017));
    assert_eq!(Day::of(2024, 1, 31).months_later(1), Day::of(2024, 2, 29));
    assert_eq!(Day::of(2023, 11, 30).months_later(3), Day::of(2024, 2, 29));
    for day in -40_000..40_000 {
        let (y, m, d) = Day(day).year_month_day();
        assert_eq!(Day::of(y, m, d), Day(day));
        assert!((1..=12).contains(&m) && (1..=days_of_month(y, m)).contains(&d));
    }
}
