//! The rows of the data files, as they are written.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use toml::Spanned;

use crate::concept::{Name, NameSort};

/// Tables of a file in the order in which they stand there.
#[derive(Debug)]
pub(crate) struct Rows<T>(pub(crate) Vec<(String, Spanned<T>)>);

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Rows<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Rows<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("tables of rows")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = map.next_entry()? {
                    rows.push(row);
                }
                Ok(Rows(rows))
            }
        }
        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

/// One TOML file. Any file may hold rows of any kind.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct File {
    pub(crate) source: Rows<SourceRow>,
    pub(crate) spelling: Rows<String>,
    pub(crate) medicine: Rows<Row>,
    pub(crate) class: Rows<Row>,
    pub(crate) condition: Rows<Row>,
    pub(crate) vaccine: Rows<Row>,
    pub(crate) vaccine_group: Rows<Row>,
    pub(crate) allergen: Rows<Row>,
    pub(crate) lab: Rows<Row>,
    pub(crate) symptom: Rows<Row>,
    pub(crate) symptom_group: Rows<Row>,
    pub(crate) place: Rows<Row>,
    pub(crate) country: Rows<CountryRow>,
    pub(crate) lookalike: Vec<Spanned<LookalikeRow>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SourceRow {
    pub(crate) title: String,
    pub(crate) date: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) plain: Option<String>,
    #[serde(default)]
    pub(crate) is_a: Vec<String>,
    #[serde(default)]
    pub(crate) brands: Vec<String>,
    #[serde(default)]
    pub(crate) words: Vec<String>,
    #[serde(default)]
    pub(crate) codes: Vec<String>,
    #[serde(default)]
    pub(crate) to_confirm: Vec<String>,
    pub(crate) source: String,
    pub(crate) note: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) molar_mass: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CountryRow {
    pub(crate) emergency: Option<String>,
    pub(crate) poison: Option<String>,
    pub(crate) reporting: Option<String>,
    pub(crate) source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LookalikeRow {
    pub(crate) pair: [String; 2],
    #[expect(dead_code, reason = "for readers of the data file")]
    pub(crate) because: String,
    pub(crate) source: String,
}

impl Row {
    /// Its names, the generic one first.
    pub(crate) fn names(&self) -> Vec<Name> {
        let name = |text: &String, sort| Name {
            text: text.as_str().into(),
            sort,
        };
        std::iter::once(name(&self.name, NameSort::Name))
            .chain(self.plain.iter().map(|text| name(text, NameSort::Plain)))
            .chain(self.brands.iter().map(|text| name(text, NameSort::Brand)))
            .chain(self.words.iter().map(|text| name(text, NameSort::Synonym)))
            .collect()
    }
}
