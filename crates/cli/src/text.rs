//! Pages for people at a terminal: 80 columns, calm, a word and a sign beside every colour.

pub(crate) mod basis;
pub(crate) mod style;

use std::fmt::Write as _;

use anstyle::Style;

/// How wide a page is.
const WIDTH: usize = 80;

/// A run of text in one style.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    style: Style,
    text: String,
}

/// Plain text.
pub(crate) fn plain(text: impl Into<String>) -> Run {
    Run::new(Style::new(), text)
}

/// Text that matters.
pub(crate) fn strong(text: impl Into<String>) -> Run {
    Run::new(style::STRONG, text)
}

/// Text that is there for whoever looks for it: sources, origins.
pub(crate) fn quiet(text: impl Into<String>) -> Run {
    Run::new(style::QUIET, text)
}

impl Run {
    /// Text in a style. What could move the cursor or change a colour is not let through: a record
    /// may hold anything.
    pub(crate) fn new(style: Style, text: impl Into<String>) -> Run {
        let text: String = text.into();
        let text = if text.contains(|c: char| c.is_control() && c != '\n') {
            text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
        } else {
            text
        };
        Run { style, text }
    }
}

/// How much of the basis a page shows. Nothing is left out: what is brief here has its id, and
/// `posology explain ID` has the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The statement that decided in its words, all others by title, source and date.
    Brief,
    /// Every statement in its words, every reading and conflict with its reason.
    Full,
}

/// A page that grows from top to bottom.
#[derive(Debug)]
pub(crate) struct Page {
    out: String,
    detail: Detail,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(detail: Detail) -> Page {
        Page {
            out: String::new(),
            detail,
        }
    }

    /// Whether everything is to be shown in its words.
    pub(crate) fn is_full(&self) -> bool {
        match self.detail {
            Detail::Full => true,
            Detail::Brief => false,
        }
    }

    /// The whole page, with the codes of its styles.
    pub(crate) fn into_string(self) -> String {
        self.out
    }

    /// An empty line, unless the page is empty or the last line is empty already.
    pub(crate) fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A heading, with space above.
    pub(crate) fn heading(&mut self, text: &str) {
        self.space();
        self.line(0, &[strong(text)]);
    }

    /// A paragraph indented by so many columns.
    pub(crate) fn line(&mut self, indent: usize, runs: &[Run]) {
        self.hanging(indent, indent, runs);
    }

    /// A paragraph whose first line and whose further lines are indented differently.
    pub(crate) fn hanging(&mut self, first: usize, rest: usize, runs: &[Run]) {
        for (i, line) in wrap(
            runs,
            WIDTH.saturating_sub(first),
            WIDTH.saturating_sub(rest),
        )
        .iter()
        .enumerate()
        {
            let indent = if i == 0 { first } else { rest };
            if !line.is_empty() {
                self.out.extend(std::iter::repeat_n(' ', indent));
            }
            for run in line {
                let _ = write!(self.out, "{}{}{:#}", run.style, run.text, run.style);
            }
            self.out.push('\n');
        }
    }

    /// A paragraph behind a short label in a column of its own.
    pub(crate) fn labelled(&mut self, indent: usize, width: usize, label: Run, runs: &[Run]) {
        let used = label.text.chars().count();
        let gap = width.saturating_sub(used).max(2);
        let mut all = vec![label, plain("\u{a0}".repeat(gap))];
        all.extend_from_slice(runs);
        self.hanging(indent, indent + width, &all);
    }

    /// One line, however long: a list that is searched line by line.
    pub(crate) fn unwrapped(&mut self, runs: &[Run]) {
        for run in runs {
            let _ = write!(self.out, "{}{}{:#}", run.style, run.text, run.style);
        }
        self.out.push('\n');
    }

    /// Text that is laid out already, such as a report on a file.
    pub(crate) fn verbatim(&mut self, text: &str) {
        self.out.push_str(text);
    }
}

/// Breaks runs into lines at spaces. A no-break space (between a number and its unit) holds.
fn wrap(runs: &[Run], first: usize, rest: usize) -> Vec<Vec<Run>> {
    let mut lines: Vec<Vec<Run>> = vec![Vec::new()];
    let mut used = 0;
    let mut before = String::new();
    for word in words(runs) {
        let width = if lines.len() == 1 { first } else { rest };
        let long: usize = word.runs.iter().map(|r| r.text.chars().count()).sum();
        if word.starts_line || (used > 0 && used + before.len() + long > width) {
            lines.push(Vec::new());
            used = 0;
            before.clear();
        }
        if let (Some(line), true) = (lines.last_mut(), long > 0) {
            push(line, Style::new(), &before);
            for run in &word.runs {
                push(line, run.style, &run.text);
            }
            used += before.len() + long;
            before.clear();
        }
        before.push_str(&word.spaces_after);
    }
    lines
}

/// A run of letters without a space.
#[derive(Default)]
struct Word {
    runs: Vec<Run>,
    spaces_after: String,
    starts_line: bool,
}

fn words(runs: &[Run]) -> Vec<Word> {
    let mut all = Vec::new();
    let mut word = Word::default();
    for run in runs {
        for letter in run.text.chars() {
            match letter {
                ' ' => word.spaces_after.push(' '),
                '\n' => {
                    let next = Word {
                        starts_line: true,
                        ..Word::default()
                    };
                    all.push(std::mem::replace(&mut word, next));
                }
                _ => {
                    if !word.spaces_after.is_empty() {
                        all.push(std::mem::take(&mut word));
                    }
                    push(&mut word.runs, run.style, letter.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }
    all.push(word);
    all
}

fn push(line: &mut Vec<Run>, style: Style, text: &str) {
    if text.is_empty() {
        return;
    }
    match line.last_mut() {
        Some(last) if last.style == style => last.text.push_str(text),
        _ => line.push(Run {
            style,
            text: text.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(indent: usize, runs: &[Run]) -> String {
        let mut page = Page::new(Detail::Brief);
        page.line(indent, runs);
        anstream::adapter::strip_str(&page.into_string()).to_string()
    }

    #[test]
    fn no_line_is_wider_than_the_page() {
        let text = "one two three four five six seven eight nine ten ".repeat(9);
        for indent in 0..40 {
            for line in shown(indent, &[plain(text.as_str()), strong("end")]).lines() {
                assert!(line.chars().count() <= WIDTH, "{line}");
                assert!(line.starts_with(&" ".repeat(indent)));
                assert!(!line.ends_with(' '), "{line:?}");
            }
        }
    }

    #[test]
    fn spaces_are_kept_within_a_line_and_dropped_at_its_end() {
        assert_eq!(shown(0, &[plain("a"), quiet("  b  ")]), "a  b\n");
        let text = format!("{}  b", "x".repeat(79));
        assert_eq!(shown(0, &[plain(text)]), format!("{}\nb\n", "x".repeat(79)));
    }

    #[test]
    fn a_number_stays_with_its_unit() {
        let text = format!("{} 24.8\u{a0}mg", "x".repeat(74));
        assert_eq!(
            shown(0, &[plain(text)]).lines().nth(1),
            Some("24.8\u{a0}mg")
        );
    }

    #[test]
    fn nothing_in_a_record_moves_the_cursor() {
        let shown = shown(0, &[plain("etaner\u{1b}[2Jcept\r\u{8}")]);
        assert_eq!(shown, "etaner\u{fffd}[2Jcept\u{fffd}\u{fffd}\n");
    }

    #[test]
    fn words_of_two_styles_touch_where_no_space_stands() {
        assert_eq!(shown(0, &[strong("a"), plain(", b")]), "a, b\n");
    }
}
