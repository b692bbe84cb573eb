//! `key=value` pairs with commas between them, as a value of a flag.

/// `key=value` pairs with commas between them.
pub(crate) struct Pairs(Vec<(String, String)>);

impl Pairs {
    pub(crate) fn read(text: &str, how: &str) -> Result<Pairs, String> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for pair in text.split(',') {
            let (key, value) = pair.split_once('=').ok_or_else(|| how.to_owned())?;
            let (key, value) = (key.trim(), value.trim());
            if value.is_empty() {
                return Err(format!("`{key}` has no value: {how}"));
            }
            if pairs.iter().any(|(other, _)| other == key) {
                return Err(format!("`{key}` stands there twice"));
            }
            pairs.push((key.to_owned(), value.to_owned()));
        }
        Ok(Pairs(pairs))
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<String> {
        let at = self.0.iter().position(|(other, _)| other == key)?;
        Some(self.0.swap_remove(at).1)
    }

    pub(crate) fn all_taken(&self, how: &str) -> Result<(), String> {
        match self.0.first() {
            None => Ok(()),
            Some((key, _)) => Err(format!("`{key}` cannot stand there: {how}")),
        }
    }
}
