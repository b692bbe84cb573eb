//! From the bytes of `monograph.md` to its statements and fences. Every line that is not blank is
//! read by somebody here, or is a problem: a rule cannot get lost in a typing slip.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};

use crate::problem::{File, Problem};

/// The text of a monograph, cut into parts and statements.
#[derive(Debug, Default)]
pub(crate) struct Outline<'a> {
    pub(crate) title: &'a str,
    pub(crate) parts: Vec<&'a str>,
    pub(crate) statements: Vec<StatementText<'a>>,
}

/// A statement as it stands in the text.
#[derive(Debug)]
pub(crate) struct StatementText<'a> {
    pub(crate) id: &'a str,
    pub(crate) heading: Range<usize>,
    pub(crate) title: &'a str,
    pub(crate) part: usize,
    pub(crate) quote: String,
    pub(crate) attribution: Option<(&'a str, Range<usize>)>,
    pub(crate) blocks: Vec<BlockText<'a>>,
}

/// A fenced block as it stands in the text.
#[derive(Debug)]
pub(crate) struct BlockText<'a> {
    pub(crate) kind: &'a str,
    pub(crate) name: &'a str,
    pub(crate) info: Range<usize>,
    pub(crate) body: &'a str,
    pub(crate) body_at: usize,
}

/// Cuts the text. Problems are pushed, and what could be read is returned.
pub(crate) fn outline<'a>(text: &'a str, file: &File, problems: &mut Vec<Problem>) -> Outline<'a> {
    let mut cutter = Cutter {
        text,
        file,
        problems,
        outline: Outline::default(),
        read: Vec::new(),
    };
    cutter.cut();
    cutter.account();
    cutter.outline
}

struct Cutter<'a, 'p> {
    text: &'a str,
    file: &'p File,
    problems: &'p mut Vec<Problem>,
    outline: Outline<'a>,
    /// The ranges that somebody has read, in order.
    read: Vec<Range<usize>>,
}

impl<'a> Cutter<'a, '_> {
    fn problem(&mut self, message: impl Into<String>, at: Range<usize>, help: &str) {
        let problem = Problem::new(self.file, message, at, help);
        self.problems.push(problem);
    }

    /// Walks over the top-level items of the Markdown.
    fn cut(&mut self) {
        let mut depth = 0_u32;
        for (event, range) in Parser::new_ext(self.text, Options::empty()).into_offset_iter() {
            match event {
                Event::Start(tag) => {
                    if depth == 0 {
                        self.item(&tag, range);
                    }
                    depth += 1;
                }
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Rule if depth == 0 => self.stray(range),
                _ => {}
            }
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the tags of Markdown are not ours"
    )]
    fn item(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.read.push(range.clone());
        match tag {
            Tag::Heading {
                level: HeadingLevel::H1,
                ..
            } => self.part(range),
            Tag::Heading {
                level: HeadingLevel::H2,
                ..
            } => self.statement(range),
            Tag::BlockQuote(_) => self.quote(range),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.fence(range),
            Tag::Paragraph => self.paragraph(range),
            _ => self.stray(range),
        }
    }

    fn stray(&mut self, range: Range<usize>) {
        self.problem(
            "this is neither a statement, nor its quote, nor a rule",
            range,
            "a part is `# Part`, a statement `## id · title`, its quote `> …`, and a rule a fence that opens with ```toml kind name",
        );
    }

    fn part(&mut self, range: Range<usize>) {
        let name = heading_text(slice(self.text, &range));
        if self.outline.title.is_empty() {
            self.outline.title = name;
        } else {
            self.outline.parts.push(name);
        }
    }

    fn statement(&mut self, range: Range<usize>) {
        let text = heading_text(slice(self.text, &range));
        let Some((id, title)) = text.split_once(" · ") else {
            return self.problem(
                "the heading of a statement is missing its title",
                range,
                "write `## dose.missed-take · Take a missed dose`: an id, a middle dot, a title",
            );
        };
        if !is_id(id) {
            return self.problem(
                format!("`{id}` is not the id of a statement"),
                range,
                "an id is two words of small letters, digits and hyphens with a point between them, as in `dose.nomid-max`",
            );
        }
        let Some(part) = self.outline.parts.len().checked_sub(1) else {
            return self.problem(
                "this statement stands before the first part",
                range,
                "put a heading such as `# Dose` above it",
            );
        };
        self.outline.statements.push(StatementText {
            id,
            heading: range,
            title,
            part,
            quote: String::new(),
            attribution: None,
            blocks: Vec::new(),
        });
    }

    fn quote(&mut self, range: Range<usize>) {
        let taken = self
            .outline
            .statements
            .last()
            .is_none_or(|s| !s.quote.is_empty() || !s.blocks.is_empty());
        if taken {
            return self.problem(
                "this quote belongs to no statement",
                range,
                "a statement has one quote, right under its heading",
            );
        }
        let (quote, attribution) = quote_text(self.text, &range);
        if quote.contains('`') || quote.contains("~~~") {
            return self.problem(
                "there is a fence inside this quote",
                range,
                "a rule stands at the margin, below the quote",
            );
        }
        if let Some(statement) = self.outline.statements.last_mut() {
            statement.quote = quote;
            statement.attribution = attribution;
        }
    }

    /// A paragraph is a remark under a part, and never holds anything like a rule.
    fn paragraph(&mut self, range: Range<usize>) {
        let text = slice(self.text, &range);
        let under_part = self
            .outline
            .statements
            .last()
            .is_none_or(|s| s.part + 1 < self.outline.parts.len());
        if !under_part || text.contains(['`', '=', '~', '[', '>', '·', '#']) {
            self.stray(range);
        }
    }

    fn fence(&mut self, range: Range<usize>) {
        let text = slice(self.text, &range);
        let opening = text.lines().next().unwrap_or_default();
        let info = opening.trim_start_matches(['`', '~']).trim();
        let at = range.start..range.start + opening.len();
        let Some((body, body_at)) = fence_body(text, range.start, opening) else {
            return self.problem(
                "this fence is not closed",
                at,
                "close it with a line that holds only ```",
            );
        };
        let words: Vec<&str> = info.split_whitespace().collect();
        let &["toml", kind, name] = words.as_slice() else {
            return self.problem(
                if info.is_empty() {
                    "a fence without a label is not a rule".to_owned()
                } else {
                    format!("a fence labelled `{info}` is not a rule")
                },
                at,
                "a rule opens with ```toml, its kind and its name, as in ```toml missed-dose daily",
            );
        };
        let block = BlockText {
            kind,
            name,
            info: at.clone(),
            body,
            body_at,
        };
        match self.outline.statements.last_mut() {
            Some(statement)
                if !statement.quote.is_empty()
                    && statement.part + 1 == self.outline.parts.len() =>
            {
                statement.blocks.push(block);
            }
            _ => self.problem(
                "this rule stands under no statement",
                at,
                "put it below the quote of the statement that it comes from",
            ),
        }
    }

    /// Finds lines that no item covers: a link definition, for instance, is silent in Markdown.
    fn account(&mut self) {
        let mut items = std::mem::take(&mut self.read).into_iter().peekable();
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let range = at..at + line.trim_end().len();
            at += line.len();
            while items.next_if(|item| item.end <= range.start).is_some() {}
            let covered = items
                .peek()
                .is_some_and(|item| item.start <= range.start && range.end <= item.end);
            if !line.trim().is_empty() && !covered {
                self.stray(range);
            }
        }
    }
}

fn slice<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    text.get(range.clone()).unwrap_or_default()
}

fn heading_text(line: &str) -> &str {
    line.trim().trim_start_matches('#').trim()
}

fn is_id(id: &str) -> bool {
    let word = |w: &str| {
        !w.is_empty()
            && w.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    id.split_once('.')
        .is_some_and(|(group, name)| word(group) && word(name))
}

/// The words of a quote without its marks, and its last line when that names the source.
fn quote_text<'a>(
    text: &'a str,
    range: &Range<usize>,
) -> (String, Option<(&'a str, Range<usize>)>) {
    let mut words: Vec<&str> = Vec::new();
    let mut attribution = None;
    let mut at = range.start;
    for line in slice(text, range).split_inclusive('\n') {
        let content = line.trim().trim_start_matches('>').trim();
        if let Some(source) = content.strip_prefix("— ") {
            let start = at + line.find("— ").unwrap_or(0) + "— ".len();
            attribution = Some((source, start..start + source.len()));
        } else if !content.is_empty() {
            words.push(content);
        }
        at += line.len();
    }
    (words.join(" "), attribution)
}

/// What stands between the fences and where it starts, or nothing when the fence is not closed.
fn fence_body<'a>(text: &'a str, start: usize, opening: &str) -> Option<(&'a str, usize)> {
    let mark: String = opening
        .chars()
        .take_while(|c| matches!(c, '`' | '~'))
        .collect();
    let from = opening.len() + 1;
    let rest = text.get(from..)?;
    let trimmed = rest.trim_end();
    let last = trimmed.lines().next_back()?;
    let closes =
        last.trim().len() >= mark.len() && last.trim().chars().all(|c| mark.starts_with(c));
    let body = rest.get(..trimmed.len().checked_sub(last.len())?)?;
    closes.then_some((body, start + from))
}
