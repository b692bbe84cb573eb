//! A RxNorm release of the user's own, to know more products of the medicines that are ours.
//!
//! RxNorm is published by the National Library of Medicine as files of rows with `|` after each
//! field. `RXNCONSO.RRF` names every concept, `RXNREL.RRF` relates them. Only rows of RxNorm itself
//! are read (`SAB` is `RXNORM`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::BufRead;

use thiserror::Error;

use crate::concept::{Code, ConceptId, Kind};
use crate::recognise::{NameRule, Recognition};
use crate::system::System;
use crate::tables::Terminology;

/// So many broken lines are kept with their number; the rest is counted.
const BROKEN_KEPT: usize = 100;

/// The key under which codes of the release name their source.
const SOURCE: &str = "RXNORM-RELEASE";

/// Why a release could not be read at all.
#[derive(Debug, Error)]
pub enum RxNormError {
    /// The file could not be read to its end.
    #[error("{file} cannot be read")]
    Io {
        /// Which of the two files.
        file: &'static str,
        /// What the system says.
        source: std::io::Error,
    },
    /// No row of the file is a row of RxNorm: it is another file.
    #[error(
        "{file} has no row of RxNorm (SAB = RXNORM) with {fields} fields: is it the right file?"
    )]
    NotRxNorm {
        /// Which of the two files.
        file: &'static str,
        /// How many fields a row has.
        fields: usize,
    },
}

/// A line that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RxNormProblem {
    /// The file.
    pub file: &'static str,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

/// What reading a release did, and did not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RxNormReport {
    /// Rows of RxNorm in `RXNCONSO.RRF`.
    pub names_read: usize,
    /// Relations that lead from a part to what holds it, in `RXNREL.RRF`.
    pub relations_read: usize,
    /// Codes that are now known, and were not before, for each concept.
    pub added: BTreeMap<ConceptId, usize>,
    /// Codes where the release leads from another of our medicines than the shipped data say:
    /// code, what it means here and goes on to mean, what the release says.
    pub conflicts: Vec<(String, ConceptId, ConceptId)>,
    /// Codes of products with several of our medicines. They are left to their names.
    pub several: Vec<(String, Vec<ConceptId>)>,
    /// Lines that could not be read, the first hundred.
    pub broken: Vec<RxNormProblem>,
    /// How many lines could not be read.
    pub broken_lines: usize,
}

impl Terminology {
    /// The same terminology, with the products of a RxNorm release.
    ///
    /// It starts from our RxNorm codes, and from every ingredient of the release whose name is one of
    /// ours (with or without a biosimilar's four letters), and follows the relations from a part to
    /// what holds it: ingredient, precise ingredient, brand, strength, product, pack. It never changes
    /// what a shipped code means.
    ///
    /// # Errors
    /// [`RxNormError`] for a file that cannot be read, or is no RxNorm file. A single broken line is
    /// no error: it is passed over and reported with its number.
    pub fn with_rxnorm(
        &self,
        conso: impl BufRead,
        rel: impl BufRead,
    ) -> Result<(Self, RxNormReport), RxNormError> {
        let mut report = RxNormReport::default();
        let mut meant: BTreeMap<u32, BTreeSet<ConceptId>> = BTreeMap::new();
        self.seeds(&mut meant);
        self.read_names(conso, &mut meant, &mut report)?;
        let holders = read_relations(rel, &mut report)?;
        spread(&mut meant, &holders);
        let mut wider = self.clone();
        for (code, concepts) in meant {
            wider.widen(code, &concepts, &mut report);
        }
        Ok((wider, report))
    }

    fn seeds(&self, meant: &mut BTreeMap<u32, BTreeSet<ConceptId>>) {
        for concept in self.all() {
            for code in concept.codes() {
                if let (System::RxNorm, Ok(number)) = (code.system(), code.code().parse()) {
                    meant.entry(number).or_default().insert(concept.id());
                }
            }
        }
    }

    /// `RXNCONSO.RRF`: an ingredient (IN), precise ingredient (PIN) or brand (BN) with a name of ours.
    fn read_names(
        &self,
        conso: impl BufRead,
        meant: &mut BTreeMap<u32, BTreeSet<ConceptId>>,
        report: &mut RxNormReport,
    ) -> Result<(), RxNormError> {
        // RXCUI 0, SAB 11, TTY 12, STR 14, of 18 fields. Source: the RxNorm technical documentation.
        let mut found = Vec::new();
        let read = each_row("RXNCONSO.RRF", 18, conso, report, |fields| {
            let [rxcui, source, sort, name] = pick(fields, [0, 11, 12, 14])?;
            if source != "RXNORM" {
                return Ok(false);
            }
            let number = number(rxcui)?;
            if matches!(sort, "IN" | "PIN" | "BN") {
                let recognised = self.recognise(&[Kind::Medicine], &[], Some(name));
                if let Recognition::ByName { id, how, .. } = recognised
                    && is_whole(how)
                {
                    found.push((number, id));
                }
            }
            Ok(true)
        })?;
        report.names_read = read;
        for (number, id) in found {
            meant.entry(number).or_default().insert(id);
        }
        Ok(())
    }

    fn widen(&mut self, number: u32, concepts: &BTreeSet<ConceptId>, report: &mut RxNormReport) {
        let code = number.to_string();
        let shipped = self.by_code(System::RxNorm, &code);
        if let Some(shipped) = shipped {
            for other in concepts.iter().filter(|id| **id != shipped) {
                report.conflicts.push((code.clone(), shipped, *other));
            }
            return;
        }
        let mut ids = concepts.iter();
        match (ids.next(), ids.next()) {
            (Some(id), None) => {
                if self.codes.add(System::RxNorm, &code, *id).is_ok() {
                    *report.added.entry(*id).or_default() += 1;
                    if let Some(concept) = self.concepts.get_mut(id.number()) {
                        concept.codes.push(Code {
                            system: System::RxNorm,
                            code: code.into(),
                            source: SOURCE.into(),
                        });
                    }
                }
            }
            (Some(_), Some(_)) => report
                .several
                .push((code, concepts.iter().copied().collect())),
            (None, _) => {}
        }
    }
}

/// A name that is the whole of a row, and not one word of it.
fn is_whole(how: NameRule) -> bool {
    match how {
        NameRule::Name | NameRule::Brand | NameRule::Biosimilar => true,
        NameRule::InText | NameRule::NarrowsCode => false,
    }
}

/// From a part to what holds it. `RXNREL.RRF` says what the second concept is to the first.
enum Direction {
    /// "second has_ingredient first": the second holds the first.
    SecondHolds,
    /// "second ingredient_of first": the first holds the second.
    FirstHolds,
}

/// The relations that keep the ingredient. Source: the RxNorm technical documentation, relationships.
fn direction(relation: &str) -> Option<Direction> {
    match relation {
        "has_ingredient"
        | "has_ingredients"
        | "has_precise_ingredient"
        | "consists_of"
        | "contains"
        | "tradename_of"
        | "isa"
        | "quantified_form_of"
        | "form_of"
        | "has_part" => Some(Direction::SecondHolds),
        "ingredient_of"
        | "ingredients_of"
        | "precise_ingredient_of"
        | "constitutes"
        | "contained_in"
        | "has_tradename"
        | "inverse_isa"
        | "has_quantified_form"
        | "has_form"
        | "part_of" => Some(Direction::FirstHolds),
        _ => None,
    }
}

/// `RXNREL.RRF`: for each code, the codes that hold it.
fn read_relations(
    rel: impl BufRead,
    report: &mut RxNormReport,
) -> Result<HashMap<u32, Vec<u32>>, RxNormError> {
    // RXCUI1 0, RXCUI2 4, RELA 7, SAB 10, of 16 fields. Source: the RxNorm technical documentation.
    let mut holders: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut kept = 0;
    each_row("RXNREL.RRF", 16, rel, report, |fields| {
        let [first, second, relation, source] = pick(fields, [0, 4, 7, 10])?;
        if source != "RXNORM" {
            return Ok(false);
        }
        let Some(direction) = direction(relation) else {
            return Ok(true);
        };
        let (first, second) = (number(first)?, number(second)?);
        let (part, holder) = match direction {
            Direction::SecondHolds => (first, second),
            Direction::FirstHolds => (second, first),
        };
        holders.entry(part).or_default().push(holder);
        kept += 1;
        Ok(true)
    })?;
    report.relations_read = kept;
    Ok(holders)
}

/// Carries the meaning of each code to everything that holds it.
fn spread(meant: &mut BTreeMap<u32, BTreeSet<ConceptId>>, holders: &HashMap<u32, Vec<u32>>) {
    let mut todo: Vec<(u32, ConceptId)> = meant
        .iter()
        .flat_map(|(code, ids)| ids.iter().map(|id| (*code, *id)))
        .collect();
    while let Some((code, id)) = todo.pop() {
        for holder in holders.get(&code).into_iter().flatten() {
            if meant.entry(*holder).or_default().insert(id) {
                todo.push((*holder, id));
            }
        }
    }
}

/// Calls `take` for the fields of each line; it says whether the row is one of RxNorm, or what is wrong.
/// Returns how many were.
fn each_row(
    file: &'static str,
    fields: usize,
    mut lines: impl BufRead,
    report: &mut RxNormReport,
    mut take: impl FnMut(&[&str]) -> Result<bool, String>,
) -> Result<usize, RxNormError> {
    let mut buffer = Vec::new();
    let mut rows = 0;
    for line in 1.. {
        buffer.clear();
        let read = lines.read_until(b'\n', &mut buffer);
        if read.map_err(|source| RxNormError::Io { file, source })? == 0 {
            break;
        }
        match row(&buffer, fields).and_then(|row| take(&row)) {
            Ok(true) => rows += 1,
            Ok(false) => {}
            Err(why) => {
                report.broken_lines += 1;
                if report.broken.len() < BROKEN_KEPT {
                    report.broken.push(RxNormProblem { file, line, why });
                }
            }
        }
    }
    if rows == 0 {
        return Err(RxNormError::NotRxNorm { file, fields });
    }
    Ok(rows)
}

/// The fields of a line, each ended by `|`.
fn row(line: &[u8], fields: usize) -> Result<Vec<&str>, String> {
    let line = std::str::from_utf8(line).map_err(|_| "it is not UTF-8".to_owned())?;
    let line = line.trim_end_matches(['\n', '\r']);
    let whole = line
        .strip_suffix('|')
        .ok_or("it does not end with `|`: it may be cut off")?;
    let row: Vec<&str> = whole.split('|').collect();
    if row.len() == fields {
        Ok(row)
    } else {
        Err(format!("it has {} fields, not {fields}", row.len()))
    }
}

fn pick<'a, const N: usize>(fields: &[&'a str], at: [usize; N]) -> Result<[&'a str; N], String> {
    let mut picked = [""; N];
    for (slot, at) in picked.iter_mut().zip(at) {
        *slot = fields.get(at).ok_or("a field is missing")?;
    }
    Ok(picked)
}

fn number(code: &str) -> Result<u32, String> {
    code.parse()
        .map_err(|_| format!("`{code}` is not a RxNorm code"))
}
