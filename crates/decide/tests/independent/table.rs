//! The table of limits (`cases/limits.tsv`) and the little that reads it.

use std::fmt;

use super::number::Fraction;

/// How a fact is compared with the value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Below,
    AtMost,
    AtLeast,
    Above,
    /// The value is a fixed number or word.
    Exactly,
    /// The value is a list of words.
    OneOf,
}

/// The value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Number {
        number: Fraction,
        step: Fraction,
        unit: String,
    },
    Words(Vec<String>),
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: usize,
    pub id: String,
    pub question: String,
    pub fact: String,
    pub is: Is,
    pub value: Value,
    pub when: Vec<String>,
    pub region: String,
    pub outcome: String,
    pub source: String,
}

impl Row {
    fn read(line: usize, text: &str) -> Row {
        let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
        let [id, question, fact, is, value, when, region, outcome, source] = cells[..] else {
            panic!(
                "limits.tsv, line {line}: {} cells instead of 9",
                cells.len()
            );
        };
        let is = match is {
            "<" => Is::Below,
            "<=" => Is::AtMost,
            ">=" => Is::AtLeast,
            ">" => Is::Above,
            "is" => Is::Exactly,
            "one of" => Is::OneOf,
            _ => panic!("limits.tsv, line {line}: {is:?} compares nothing"),
        };
        assert!(
            ["us", "eu", "both"].contains(&region),
            "limits.tsv, line {line}: region {region:?}"
        );
        let some =
            |text: &str| (text != "-").then(|| text.split("; ").map(str::to_owned).collect());
        Row {
            line,
            id: id.to_owned(),
            question: question.to_owned(),
            fact: fact.to_owned(),
            is,
            value: if is == Is::OneOf {
                words_of(value)
            } else {
                read_value(value)
            },
            when: some(when).unwrap_or_default(),
            region: region.to_owned(),
            outcome: outcome.to_owned(),
            source: source.to_owned(),
        }
    }

    pub fn holds_in(&self, region: &str) -> bool {
        self.region == "both" || self.region == region
    }

    /// The number of a row that has one, in the unit that the asker counts in.
    pub fn number(&self, in_unit: &str) -> Fraction {
        match &self.value {
            Value::Number { number, unit, .. } => {
                assert_eq!(unit, in_unit, "limits.tsv, line {}", self.line);
                *number
            }
            Value::Words(_) => panic!("limits.tsv, line {}: no number", self.line),
        }
    }

    pub fn words(&self) -> &[String] {
        match &self.value {
            Value::Words(words) => words,
            Value::Number { .. } => panic!("limits.tsv, line {}: no list", self.line),
        }
    }

    pub fn has(&self, word: &str) -> bool {
        self.words().iter().any(|w| w == word)
    }

    /// Whether a number stands to the number of this row as the row says.
    pub fn compares(&self, number: Fraction, unit: &str) -> bool {
        let limit = self.number(unit);
        match self.is {
            Is::Below => number < limit,
            Is::AtMost => number <= limit,
            Is::AtLeast => number >= limit,
            Is::Above => number > limit,
            Is::Exactly => number == limit,
            Is::OneOf => panic!("limits.tsv, line {}: a list is no limit", self.line),
        }
    }

    /// This row, wrong in one way: every number a step off to both sides, a border moved from one
    /// side to the other, each word of a list left out, the outcome another one.
    pub fn faults(&self) -> Vec<Row> {
        let mut faults = Vec::new();
        let with = |value: Value| Row {
            value,
            ..self.clone()
        };
        match &self.value {
            Value::Number { number, step, unit } => {
                for number in [number.minus(*step), number.plus(*step)] {
                    faults.push(with(Value::Number {
                        number,
                        step: *step,
                        unit: unit.clone(),
                    }));
                }
            }
            Value::Words(words) => {
                for at in 0..words.len() {
                    let mut fewer = words.clone();
                    fewer.remove(at);
                    faults.push(with(Value::Words(fewer)));
                }
            }
        }
        let border = match self.is {
            Is::Below => Some(Is::AtMost),
            Is::AtMost => Some(Is::Below),
            Is::AtLeast => Some(Is::Above),
            Is::Above => Some(Is::AtLeast),
            Is::Exactly | Is::OneOf => None,
        };
        faults.extend(border.map(|is| Row { is, ..self.clone() }));
        let outcomes = super::outcomes::others(&self.question, &self.outcome).into_iter();
        faults.extend(outcomes.map(|outcome| Row {
            outcome,
            ..self.clone()
        }));
        faults
    }
}

fn read_value(text: &str) -> Value {
    let (first, unit) = text.split_once(' ').unwrap_or((text, ""));
    let number =
        Fraction::read(first).unwrap_or_else(|| panic!("limits.tsv: {text:?} is no number"));
    let decimals = first.split_once('.').map_or(0, |(_, part)| part.len());
    let step = Fraction::new(1, 10i128.pow(u32::try_from(decimals).unwrap()));
    Value::Number {
        number,
        step,
        unit: unit.to_owned(),
    }
}

fn words_of(text: &str) -> Value {
    Value::Words(
        text.split(' ')
            .filter(|word| *word != "cvx")
            .map(str::to_owned)
            .collect(),
    )
}

/// In short: the list of a row stands in the file.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} `{}`: {} ", self.line, self.id, self.fact)?;
        match &self.value {
            Value::Number { number, unit, .. } => write!(f, "{:?} {number:?} {unit}", self.is)?,
            Value::Words(words) => write!(f, "one of {} words", words.len())?,
        }
        for when in &self.when {
            write!(f, ", {when}")?;
        }
        write!(
            f,
            " ({}) -> {} [{}]",
            self.region, self.outcome, self.source
        )
    }
}

/// All rows.
#[derive(Debug, Clone)]
pub struct Table {
    pub rows: Vec<Row>,
}

impl Table {
    pub fn shipped() -> Table {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/limits.tsv");
        let text = std::fs::read_to_string(path).unwrap();
        let lines = text.lines().enumerate();
        let rows = lines
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
            .skip(1)
            .map(|(at, line)| Row::read(at + 1, line))
            .collect();
        Table { rows }
    }

    pub fn of<'a>(&'a self, question: &'a str) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| row.question == question)
    }

    pub fn row(&self, id: &str) -> &Row {
        self.rows
            .iter()
            .find(|row| row.id == id)
            .unwrap_or_else(|| panic!("limits.tsv has no row {id}"))
    }

    /// The table with one row put in the place of the row of the same id.
    pub fn with(&self, wrong: &Row) -> Table {
        let change = |row: &Row| {
            if row.id == wrong.id {
                wrong.clone()
            } else {
                row.clone()
            }
        };
        Table {
            rows: self.rows.iter().map(change).collect(),
        }
    }
}
