//! Names made comparable: one form for letters, hyphens, spaces and spelling.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text longer than this is read up to here, and the reading says so. A name in a record has at
/// most some hundred characters; the bound keeps a megabyte of junk from costing time.
pub(crate) const LONGEST_TEXT: usize = 2_000;

/// How a word hangs on the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// A space, a comma, a bracket, the start.
    Apart,
    /// A hyphen, and nothing else.
    Hyphen,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    joint: Joint,
}

/// A text as comparable words.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    /// The words with one space between them.
    text: String,
    spans: Vec<Span>,
}

/// Spellings that mean one word, from `spelling.toml`: British to American.
pub(crate) type Spelling = HashMap<String, String>;

impl Words {
    pub(crate) fn of(text: &str, spelling: &Spelling) -> Self {
        let mut building = Building {
            words: Self {
                text: String::with_capacity(text.len().min(LONGEST_TEXT)),
                spans: Vec::with_capacity(4),
            },
            open: None,
            joint: Joint::Apart,
            spelling,
        };
        if text.is_ascii() {
            // What is done below, for letters that have one form only.
            for byte in text.bytes().take(LONGEST_TEXT) {
                if !is_apostrophe(char::from(byte)) {
                    building.take(Some(char::from(byte.to_ascii_lowercase())));
                }
            }
        } else {
            comparable(text).for_each(|c| building.take(c));
        }
        building.close();
        building.words
    }

    /// The whole text, comparable.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The words from `from` on, `count` of them, with one space between.
    pub(crate) fn run(&self, from: usize, count: usize) -> Option<&str> {
        let first = self.spans.get(from)?;
        let last = self.spans.get(from.checked_add(count)?.checked_sub(1)?)?;
        self.text.get(first.start..last.end)
    }

    pub(crate) fn word(&self, at: usize) -> Option<&str> {
        self.run(at, 1)
    }

    pub(crate) fn joint(&self, at: usize) -> Option<Joint> {
        self.spans.get(at).map(|span| span.joint)
    }
}

/// Words while they are read, letter by letter.
struct Building<'a> {
    words: Words,
    /// Where the word that is being read starts.
    open: Option<usize>,
    /// How it hangs on the one before.
    joint: Joint,
    spelling: &'a Spelling,
}

impl Building<'_> {
    fn take(&mut self, c: Option<char>) {
        match c {
            Some(c) if c.is_alphanumeric() => self.letter(c),
            other => {
                let ended = self.close();
                self.joint = match other {
                    Some('-') if ended => Joint::Hyphen,
                    Some(_) | None => Joint::Apart,
                };
            }
        }
    }

    fn letter(&mut self, c: char) {
        if self.open.is_none() {
            if !self.words.text.is_empty() {
                self.words.text.push(' ');
            }
            self.open = Some(self.words.text.len());
        }
        self.words.text.push(c);
    }

    /// Ends the word that is being read; says whether there was one.
    fn close(&mut self) -> bool {
        let Some(start) = self.open.take() else {
            return false;
        };
        let text = &mut self.words.text;
        if let Some(american) = text.get(start..).and_then(|word| self.spelling.get(word)) {
            text.truncate(start);
            text.push_str(american);
        }
        self.words.spans.push(Span {
            start,
            end: text.len(),
            joint: self.joint,
        });
        true
    }
}

/// Lower case, compatible forms, no accents, no invisible characters. `None` is a mark that parts
/// words and must not become letters: a trade mark sign would become "tm".
fn comparable(text: &str) -> impl Iterator<Item = Option<char>> {
    text.chars()
        .take(LONGEST_TEXT)
        .filter(|c| !is_invisible(*c) && !is_apostrophe(*c))
        .flat_map(|c| {
            let parts = is_mark_sign(c);
            let letters = (!parts).then_some(c).into_iter().nfkd();
            letters
                .flat_map(char::to_lowercase)
                .filter(|c| !is_combining_mark(*c))
                .map(|c| Some(if is_hyphen(c) { '-' } else { c }))
                .chain(parts.then_some(None))
        })
}

fn is_invisible(c: char) -> bool {
    // Soft hyphen, zero-width characters, direction marks, variation selectors, byte order mark.
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// "can't" and "cant" are one word.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{60}' | '\u{b4}' | '\u{ff07}'
    )
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}')
}

fn is_mark_sign(c: char) -> bool {
    matches!(c, '\u{a9}' | '\u{ae}' | '\u{2120}' | '\u{2122}')
}
