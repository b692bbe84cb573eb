//! What a person types: exactly a name, the beginning of one, or one with a slip of the finger.
//!
//! A near match is an offer. [`Terminology::recognise`](crate::Terminology::recognise) never takes it.

use rapidfuzz::distance::damerau_levenshtein;

use crate::concept::{Concept, ConceptId, Kind};
use crate::names::{Entry, letter_set};
use crate::tables::Terminology;
use crate::words::Words;

/// Only so many words of a text are searched for slips.
const MOST_WORDS: usize = 64;

/// How a hit was found; the earlier is the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The words are the name, but for case, hyphens, accents and British or American spelling.
    Exact,
    /// The name, or a word in it, begins with the words.
    Prefix,
    /// The name stands inside the words.
    Within,
    /// All words of the name are in the text, in another order or with others between.
    Scattered,
    /// The name is this many slips away: letters put in, left out, changed, or two neighbours swapped.
    Near {
        /// The Damerau-Levenshtein distance.
        slips: usize,
    },
}

/// A concept that the words may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The concept.
    pub concept: ConceptId,
    /// Which of its names was found.
    pub matched: String,
    /// How it was found.
    pub how: How,
}

/// How many slips are looked for in a name of so many letters.
///
/// None below four letters, where one slip makes every word every other word; one in five; two up to
/// nine; three from ten on. A distance is only ever offered, so the limits are set for reading ease:
/// a shorter list of better guesses. Our choice, no source.
pub(crate) fn slips_allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=5 => 1,
        6..=9 => 2,
        _ => 3,
    }
}

impl Terminology {
    /// What the words may mean, the best first: at most `limit` concepts of these kinds.
    ///
    /// ```
    /// use terminology::{How, Kind, Terminology};
    /// let t = Terminology::shipped();
    /// let hits = t.search("etanercpt", &[Kind::Medicine], 3);
    /// assert_eq!(t.get(hits[0].concept).name(), "etanercept");
    /// assert_eq!(hits[0].how, How::Near { slips: 1 });
    /// ```
    #[must_use]
    pub fn search(&self, words: &str, kinds: &[Kind], limit: usize) -> Vec<Hit> {
        let words = self.words(words);
        if words.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut found = Found::of(&words);
        let set = letter_set(words.as_str());
        for entry in self.names.of_kinds(kinds) {
            if let Some(how) = plainly(entry, &words, set) {
                found.offer(entry, how);
            }
        }
        self.slips(&words, kinds, &mut found);
        found.best(self, limit)
    }

    /// Names that a text resembles without holding one, for a recognition that found none.
    pub(crate) fn near(&self, words: &Words, kinds: &[Kind], limit: usize) -> Vec<Hit> {
        let mut found = Found::of(words);
        if words.is_empty() {
            return Vec::new();
        }
        self.slips(words, kinds, &mut found);
        let set = letter_set(words.as_str());
        for entry in self.names.of_kinds(kinds) {
            match plainly(entry, words, set) {
                Some(how @ (How::Within | How::Scattered)) => found.offer(entry, how),
                Some(How::Exact | How::Prefix | How::Near { .. }) | None => {}
            }
        }
        found.best(self, limit)
    }

    /// Every run of words in the text against every name of about its length.
    fn slips<'a>(&'a self, words: &Words, kinds: &[Kind], found: &mut Found<'a>) {
        let count = words.len().min(MOST_WORDS);
        for from in 0..count {
            for length in 1..=(count - from).min(6) {
                if let Some(run) = words.run(from, length) {
                    self.slips_of_run(run, length, kinds, found);
                }
            }
        }
    }

    fn slips_of_run<'a>(
        &'a self,
        run: &str,
        run_words: usize,
        kinds: &[Kind],
        found: &mut Found<'a>,
    ) {
        let letters = run.chars().count();
        let set = letter_set(run);
        let most = slips_allowed(letters);
        if most == 0 {
            return;
        }
        for length in letters.saturating_sub(most)..=letters.saturating_add(most) {
            let allowed = slips_allowed(length.min(letters));
            for entry in self.names.with_letters(kinds, length) {
                // One slip changes the set of letters by two at most.
                let differing = (entry.set ^ set).count_ones() as usize;
                let splits = usize::from(entry.words).abs_diff(run_words);
                if differing > allowed * 2 || splits > 1 {
                    continue;
                }
                let args = damerau_levenshtein::Args::default().score_cutoff(allowed);
                let distance =
                    damerau_levenshtein::distance_with_args(run.chars(), entry.form.chars(), &args);
                if let Some(slips) = distance.filter(|slips| *slips > 0) {
                    found.offer(entry, How::Near { slips });
                }
            }
        }
    }
}

/// How a name is found in the words without any slip; `set` is the letters of the words.
fn plainly(entry: &Entry, words: &Words, set: u64) -> Option<How> {
    let (form, text) = (&*entry.form, words.as_str());
    if form == text {
        return Some(How::Exact);
    }
    let all_in_name = set & !entry.set == 0;
    if all_in_name && text.len() > 1 && begins_a_word(form, text) {
        return Some(How::Prefix);
    }
    let name_words = usize::from(entry.words);
    let all_in_text = entry.set & !set == 0;
    if !all_in_text || form.len() > text.len() || form.len() < 3 {
        return None;
    }
    let within = (0..words.len()).any(|from| words.run(from, name_words) == Some(form));
    if within {
        return Some(How::Within);
    }
    let scattered = name_words > 1
        && form
            .split(' ')
            .all(|word| (0..words.len().min(MOST_WORDS)).any(|at| words.word(at) == Some(word)));
    scattered.then_some(How::Scattered)
}

fn begins_a_word(form: &str, start: &str) -> bool {
    form.starts_with(start)
        || form
            .match_indices(start)
            .any(|(at, _)| form.get(..at).is_some_and(|before| before.ends_with(' ')))
}

/// The best way in which each concept was found.
struct Found<'a> {
    offers: Vec<(How, &'a Entry)>,
    /// How many letters the words have.
    letters: usize,
}

impl<'a> Found<'a> {
    fn of(words: &Words) -> Self {
        Self {
            offers: Vec::new(),
            letters: words.as_str().chars().count(),
        }
    }

    fn offer(&mut self, entry: &'a Entry, how: How) {
        let rank = rank_of(self.letters, how, entry);
        let known = self
            .offers
            .iter()
            .position(|(_, other)| other.concept == entry.concept);
        match known.and_then(|at| self.offers.get_mut(at)) {
            Some(best) if rank < rank_of(self.letters, best.0, best.1) => *best = (how, entry),
            Some(_) => {}
            None => self.offers.push((how, entry)),
        }
    }

    fn best(mut self, terminology: &Terminology, limit: usize) -> Vec<Hit> {
        let letters = self.letters;
        self.offers
            .sort_by_key(|(how, entry)| (rank_of(letters, *how, entry), entry.concept));
        self.offers
            .into_iter()
            .take(limit)
            .map(|(how, entry)| Hit {
                concept: entry.concept,
                matched: terminology.get(entry.concept).written(entry).to_owned(),
                how,
            })
            .collect()
    }
}

/// First the way, then how many letters of the name or of the words stand over, slips included:
/// "swolen lips" is nearer to "swollen lips" than to "swollen".
fn rank_of(letters: usize, how: How, entry: &Entry) -> (u8, usize, usize) {
    let over = usize::from(entry.letters).abs_diff(letters);
    match how {
        How::Exact => (0, over, 0),
        How::Prefix => (1, over, 0),
        How::Within => (2, over, 0),
        How::Scattered => (2, over, 1),
        How::Near { slips } => (3, over.saturating_add(slips), slips),
    }
}

impl Concept {
    /// The name of an entry as it is written in the data file.
    pub(crate) fn written<'a>(&'a self, entry: &'a Entry) -> &'a str {
        self.names
            .get(usize::from(entry.name))
            .map_or(&*entry.form, |name| name.text())
    }
}
