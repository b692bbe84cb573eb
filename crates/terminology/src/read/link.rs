//! What ties the rows together once all are read: parents, look-alikes, countries, products.

use super::{Place, Reader};
use crate::TerminologyError;
use crate::concept::Code;
use crate::contacts::Contacts;
use crate::error::Problem;
use crate::rows::{File, LookalikeRow};
use crate::system::System;
use crate::tables::Ancestors;

impl Reader<'_> {
    /// Parents by their keys, and all ancestors.
    pub(super) fn link(&mut self) -> Result<(), TerminologyError> {
        for number in 0..self.rows.len() {
            let Some((place, is_a)) = self.rows.get(number) else {
                continue;
            };
            let mut parents = Vec::with_capacity(is_a.len());
            for parent in is_a {
                let Some(id) = self.terminology.by_key(parent) else {
                    let key = self.key_of(number);
                    return Err(self.error(place, Problem::UnknownParent(key, parent.clone())));
                };
                parents.push(id);
            }
            if let Some(concept) = self.terminology.concepts.get_mut(number) {
                concept.parents = parents;
            }
        }
        let count = self.terminology.concepts.len();
        let mut ancestors = Ancestors::new(count);
        for number in 0..count {
            self.climb(number, &mut ancestors)?;
        }
        self.terminology.ancestors = ancestors;
        Ok(())
    }

    fn climb(&self, number: usize, ancestors: &mut Ancestors) -> Result<(), TerminologyError> {
        let Some(concept) = self.terminology.concepts.get(number) else {
            return Ok(());
        };
        ancestors.set(concept.id, concept.id);
        let mut todo = concept.parents.clone();
        while let Some(next) = todo.pop() {
            if next == concept.id {
                let place = self.rows.get(number).map(|(place, _)| *place);
                let place = place.unwrap_or(Place { file: 0, at: 0 });
                return Err(self.error(&place, Problem::Circle(concept.key.to_string())));
            }
            if !ancestors.has(concept.id, next) {
                ancestors.set(concept.id, next);
                todo.extend(self.terminology.get(next).parents());
            }
        }
        Ok(())
    }

    pub(super) fn lookalikes(
        &mut self,
        number: usize,
        file: &mut File,
    ) -> Result<(), TerminologyError> {
        for row in std::mem::take(&mut file.lookalike) {
            let place = Place {
                file: number,
                at: row.span().start,
            };
            let LookalikeRow { pair, source, .. } = row.into_inner();
            self.check_source(&place, &source)?;
            let [one, other] = pair;
            let (one, other) = (self.known(&place, &one)?, self.known(&place, &other)?);
            for (a, b) in [(one, other), (other, one)] {
                let list = self.terminology.lookalikes.entry(a).or_default();
                if !list.contains(&b) {
                    list.push(b);
                }
            }
        }
        Ok(())
    }

    pub(super) fn countries(
        &mut self,
        number: usize,
        file: &mut File,
    ) -> Result<(), TerminologyError> {
        for (country, row) in std::mem::take(&mut file.country.0) {
            let place = Place {
                file: number,
                at: row.span().start,
            };
            let row = row.into_inner();
            self.check_source(&place, &row.source)?;
            if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
                return Err(self.error(&place, Problem::Country(country)));
            }
            let contacts = Contacts {
                country: country.as_str().into(),
                emergency: row.emergency.map(Into::into),
                poison: row.poison.map(Into::into),
                reporting: row.reporting.map(Into::into),
                source: row.source.into(),
            };
            self.terminology.contacts.insert(country.into(), contacts);
        }
        Ok(())
    }

    /// RxNorm products: code, concept, name, source, with tabs between; `#` starts a remark.
    pub(super) fn products(&mut self, number: usize, text: &str) -> Result<(), TerminologyError> {
        let mut next = 0;
        for row in text.split_inclusive('\n') {
            let place = Place {
                file: number,
                at: next,
            };
            next += row.len();
            let row = row.trim_end_matches(['\n', '\r']);
            if row.is_empty() || row.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = row.split('\t').collect();
            let [code, key, _name, source] = fields.as_slice() else {
                let problem = Problem::Columns {
                    found: fields.len(),
                    expected: 4,
                    columns: "code, concept, name, source",
                };
                return Err(self.error(&place, problem));
            };
            self.check_source(&place, source)?;
            let id = self.known(&place, key)?;
            let code = Code {
                system: System::RxNorm,
                code: (*code).into(),
                source: (*source).into(),
            };
            self.add_code(&place, key, &code, id)?;
            if let Some(concept) = self.terminology.concepts.get_mut(id.number())
                && !concept
                    .codes
                    .iter()
                    .any(|known| known.system == code.system && known.code == code.code)
            {
                concept.codes.push(code);
            }
        }
        Ok(())
    }
}
