//! JSON as it was written: exact numbers, repeated keys seen, nothing deeper than a limit.
//!
//! It is a reader of our own for three reasons (decision 0005): a number stays the text that was
//! sent, so that a decimal is never changed; a key that stands twice in an object is seen, not
//! overwritten; and nesting is bounded without refusing the rest of the record.

use std::borrow::Cow;
use std::collections::HashSet;

/// Values nested deeper than this are passed over and reported. The deepest element that is read
/// here lies at about 20; `serde_json` stops at 128 too.
const DEEPEST: usize = 128;

/// So many values are kept in one reading: about 200 MB. A record of one person has some thousands.
/// Fewer in tests, for the time they take.
const MOST_VALUES: usize = if cfg!(test) { 40_000 } else { 4_000_000 };

/// So many members are compared pair by pair; more of them go through a set.
const FEW_MEMBERS: usize = 24;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'a> {
    Null,
    Flag(bool),
    /// The digits as they were sent.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(List<'a>),
    Object(Object<'a>),
    /// A value below the deepest level; it was passed over.
    TooDeep,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct List<'a> {
    pub(crate) items: Vec<Node<'a>>,
    flaw: Flaw,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Object<'a> {
    pub(crate) members: Vec<(Cow<'a, str>, Node<'a>)>,
    flaw: Flaw,
}

/// Whether something in or below a value keeps it from being read as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flaw {
    None,
    /// In something below.
    Below,
    /// In the value itself.
    Here,
}

impl<'a> Object<'a> {
    /// The value of a key; an explicit `null` is as good as nothing.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        let (_, value) = self.members.iter().find(|(name, _)| name == key)?;
        (*value != Node::Null).then_some(value)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    pub(crate) fn object(&self, key: &str) -> Option<&Object<'a>> {
        self.get(key)?.as_object()
    }

    pub(crate) fn list(&self, key: &str) -> &[Node<'a>] {
        match self.get(key) {
            Some(Node::List(list)) => &list.items,
            _ => &[],
        }
    }

    /// The key that stands twice in this object itself.
    pub(crate) fn repeated(&self) -> Option<&str> {
        match self.flaw {
            Flaw::None | Flaw::Below => None,
            Flaw::Here => {
                let (key, _) = self.members.get(repeated(&self.members)?)?;
                Some(key)
            }
        }
    }

    /// The path to the first repeated key or too deep value in or below this object, and which it is.
    pub(crate) fn first_flaw(&self) -> Option<(String, String)> {
        if self.flaw == Flaw::None {
            return None;
        }
        if let Some(key) = self.repeated() {
            return Some((String::new(), format!("the key `{key}` stands twice")));
        }
        self.members.iter().find_map(|(key, value)| {
            let (below, why) = value.first_flaw()?;
            Some((format!(".{key}{below}"), why))
        })
    }
}

impl<'a> Node<'a> {
    pub(crate) fn as_object(&self) -> Option<&Object<'a>> {
        if let Node::Object(object) = self {
            Some(object)
        } else {
            None
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Node::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    fn flaw(&self) -> Flaw {
        match self {
            Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) => Flaw::None,
            Node::TooDeep => Flaw::Here,
            Node::List(list) => list.flaw,
            Node::Object(object) => object.flaw,
        }
    }

    /// What a flaw in this value is to the value around it.
    fn flaw_above(&self) -> Flaw {
        self.flaw().min(Flaw::Below)
    }

    fn first_flaw(&self) -> Option<(String, String)> {
        match self {
            Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) => None,
            Node::TooDeep => {
                let why = format!("it is nested deeper than {DEEPEST} levels");
                Some((String::new(), why))
            }
            Node::List(list) if list.flaw == Flaw::None => None,
            Node::List(list) => list.items.iter().enumerate().find_map(|(at, item)| {
                let (below, why) = item.first_flaw()?;
                Some((format!("[{at}]{below}"), why))
            }),
            Node::Object(object) => object.first_flaw(),
        }
    }

    /// What sort of value it is, for a sentence.
    pub(crate) fn sort(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Flag(_) => "true or false",
            Node::Number(_) => "a number",
            Node::Text(_) => "a text",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
            Node::TooDeep => "nested too deeply",
        }
    }
}

/// Where and why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotJson {
    /// The offset in bytes.
    pub(crate) at: usize,
    pub(crate) why: &'static str,
    pub(crate) sort: Trouble,
}

/// Which sort of trouble it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    Syntax,
    TooLarge,
}

/// The values that stand one after another in a text, each with the offset of its first byte.
pub(crate) fn values(text: &str) -> Result<Vec<(usize, Node<'_>)>, NotJson> {
    let mut reader = Reader::new(text);
    let mut found = Vec::new();
    loop {
        reader.white();
        if reader.at >= text.len() {
            return Ok(found);
        }
        found.push((reader.at, reader.value()?));
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Reader<'a> {
        Reader {
            text,
            at: 0,
            depth: 0,
            values: 0,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn white(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.step();
        }
    }

    fn wrong<T>(&self, why: &'static str) -> Result<T, NotJson> {
        Err(NotJson {
            at: self.at,
            why,
            sort: Trouble::Syntax,
        })
    }

    fn value(&mut self) -> Result<Node<'a>, NotJson> {
        self.values = self.values.saturating_add(1);
        if self.values > MOST_VALUES {
            return Err(NotJson {
                at: self.at,
                why: "there are more values than are read at once; split the file",
                sort: Trouble::TooLarge,
            });
        }
        match self.peek() {
            Some(b'{' | b'[') if self.depth >= DEEPEST => self.pass_over(),
            Some(b'{') => self.deeper(Self::object),
            Some(b'[') => self.deeper(Self::list),
            Some(b'"') => Ok(Node::Text(self.string()?)),
            Some(b't') => self.word("true", Node::Flag(true)),
            Some(b'f') => self.word("false", Node::Flag(false)),
            Some(b'n') => self.word("null", Node::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.wrong("a value was expected here"),
            None => self.wrong("the text ends where a value was expected"),
        }
    }

    fn deeper(
        &mut self,
        read: fn(&mut Self) -> Result<Node<'a>, NotJson>,
    ) -> Result<Node<'a>, NotJson> {
        self.depth = self.depth.saturating_add(1);
        self.step();
        let node = read(self);
        self.depth = self.depth.saturating_sub(1);
        node
    }

    fn object(&mut self) -> Result<Node<'a>, NotJson> {
        let mut members = Vec::new();
        let mut flaw = Flaw::None;
        self.white();
        if self.peek() == Some(b'}') {
            self.step();
        } else {
            loop {
                let key = self.key()?;
                self.white();
                let value = self.value()?;
                flaw = flaw.max(value.flaw_above());
                members.push((key, value));
                if self.ends(b'}', "a comma or a closing brace was expected here")? {
                    break;
                }
            }
        }
        if repeated(&members).is_some() {
            flaw = Flaw::Here;
        }
        Ok(Node::Object(Object { members, flaw }))
    }

    fn key(&mut self) -> Result<Cow<'a, str>, NotJson> {
        self.white();
        if self.peek() != Some(b'"') {
            return self.wrong("a key in quotation marks was expected here");
        }
        let key = self.string()?;
        self.white();
        if self.peek() != Some(b':') {
            return self.wrong("a colon was expected after the key");
        }
        self.step();
        Ok(key)
    }

    fn list(&mut self) -> Result<Node<'a>, NotJson> {
        let mut items = Vec::new();
        let mut flaw = Flaw::None;
        self.white();
        if self.peek() == Some(b']') {
            self.step();
        } else {
            loop {
                self.white();
                let item = self.value()?;
                flaw = flaw.max(item.flaw_above());
                items.push(item);
                if self.ends(b']', "a comma or a closing bracket was expected here")? {
                    break;
                }
            }
        }
        Ok(Node::List(List { items, flaw }))
    }

    /// Whether the list or object ends here, or a comma says that it goes on.
    fn ends(&mut self, close: u8, why: &'static str) -> Result<bool, NotJson> {
        self.white();
        match self.peek() {
            Some(byte) if byte == close => {
                self.step();
                Ok(true)
            }
            Some(b',') => {
                self.step();
                Ok(false)
            }
            Some(_) => self.wrong(why),
            None => self.wrong("the text ends before everything is closed"),
        }
    }

    fn word(&mut self, word: &'static str, node: Node<'a>) -> Result<Node<'a>, NotJson> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return self.wrong("a value was expected here");
        }
        self.at = self.at.saturating_add(word.len());
        Ok(node)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.step();
        }
        self.at.saturating_sub(start)
    }

    fn number(&mut self) -> Result<Node<'a>, NotJson> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.step();
        }
        let zero = self.peek() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (zero && whole > 1) {
            self.at = start;
            return self.wrong("this is not a number as JSON writes it");
        }
        if self.peek() == Some(b'.') {
            self.step();
            if self.digits() == 0 {
                return self.wrong("a digit was expected after the point");
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.step();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.step();
            }
            if self.digits() == 0 {
                return self.wrong("a digit was expected in the exponent");
            }
        }
        Ok(Node::Number(
            self.text.get(start..self.at).unwrap_or_default(),
        ))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, NotJson> {
        self.step();
        let plain = self.plain()?;
        if self.peek() == Some(b'"') {
            self.step();
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        while self.peek() == Some(b'\\') {
            self.step();
            text.push(self.escape()?);
            text.push_str(self.plain()?);
        }
        self.step();
        Ok(Cow::Owned(text))
    }

    /// Up to the next quotation mark or backslash.
    fn plain(&mut self) -> Result<&'a str, NotJson> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let stop = rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
        self.at = start.saturating_add(stop.unwrap_or(rest.len()));
        match self.peek() {
            Some(b'"' | b'\\') => Ok(self.text.get(start..self.at).unwrap_or_default()),
            Some(_) => self.wrong("a line break or control character stands inside a text"),
            None => self.wrong("the text ends inside quotation marks"),
        }
    }

    fn escape(&mut self) -> Result<char, NotJson> {
        let byte = self.peek();
        self.step();
        Ok(match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return self.wrong("this is no escape that JSON knows"),
        })
    }

    /// Half of a pair that stands alone becomes U+FFFD, which is in no code of any system.
    fn unicode(&mut self) -> Result<char, NotJson> {
        let first = self.four_digits()?;
        let rest = self.text.get(self.at..).unwrap_or_default();
        if (0xd800..0xdc00).contains(&first) && rest.starts_with("\\u") {
            let back = self.at;
            self.at = self.at.saturating_add(2);
            let second = self.four_digits()?;
            if (0xdc00..0xe000).contains(&second) {
                let high = (first & 0x3ff) << 10;
                let pair = 0x1_0000_u32.saturating_add(high | (second & 0x3ff));
                return Ok(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Result<u32, NotJson> {
        let end = self.at.saturating_add(4);
        let digits = self.text.get(self.at..end).unwrap_or_default();
        let plain = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u32::from_str_radix(digits, 16) {
            Ok(value) if plain => {
                self.at = end;
                Ok(value)
            }
            _ => self.wrong("four hexadecimal digits were expected after \\u"),
        }
    }

    /// Passes over a list or an object without keeping it and without going deeper.
    fn pass_over(&mut self) -> Result<Node<'a>, NotJson> {
        let mut open = Vec::new();
        loop {
            match self.peek() {
                None => return self.wrong("the text ends before everything is closed"),
                Some(b'{') => open.push(b'}'),
                Some(b'[') => open.push(b']'),
                Some(byte @ (b'}' | b']')) if open.pop() != Some(byte) => {
                    return self.wrong("this closes something that is not open");
                }
                Some(b'"') => {
                    self.string()?;
                    continue;
                }
                Some(_) => {}
            }
            self.step();
            if open.is_empty() {
                return Ok(Node::TooDeep);
            }
        }
    }
}

/// The place of the first member whose key stood before.
fn repeated(members: &[(Cow<'_, str>, Node<'_>)]) -> Option<usize> {
    if members.len() <= FEW_MEMBERS {
        return members
            .iter()
            .enumerate()
            .position(|(at, (key, _))| members.iter().take(at).any(|(earlier, _)| earlier == key));
    }
    let mut seen = HashSet::with_capacity(members.len());
    members
        .iter()
        .position(|(key, _)| !seen.insert(key.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same_as_serde(text: &str) -> Result<(), TestCaseError> {
        let ours = values(text);
        let theirs: Result<serde_json::Value, _> = serde_json::from_str(text);
        if theirs
            .as_ref()
            .is_err_and(|error| error.to_string().contains("out of range"))
        {
            return Ok(()); // Too large for a binary float, and kept as text here.
        }
        let one = ours.as_ref().is_ok_and(|values| values.len() == 1);
        prop_assert_eq!(one, theirs.is_ok(), "{} {:?}", text, ours);
        if let (Ok(values), Ok(theirs)) = (ours, theirs) {
            prop_assert!(equal(&values[0].1, &theirs), "{text}");
        }
        Ok(())
    }

    fn equal(ours: &Node<'_>, theirs: &serde_json::Value) -> bool {
        use serde_json::Value;
        match (ours, theirs) {
            (Node::Null, Value::Null) => true,
            (Node::Flag(one), Value::Bool(other)) => one == other,
            (Node::Number(digits), Value::Number(other)) => {
                digits.parse::<f64>().ok() == other.as_f64()
            }
            (Node::Text(one), Value::String(other)) => one == other,
            (Node::List(one), Value::Array(other)) => {
                one.items.len() == other.len()
                    && one
                        .items
                        .iter()
                        .zip(other)
                        .all(|(one, other)| equal(one, other))
            }
            (Node::Object(one), Value::Object(other)) => one
                .members
                .iter()
                .filter(|(key, _)| one.members.iter().filter(|(name, _)| name == key).count() == 1)
                .all(|(key, one)| equal(one, &other[key.as_ref()])),
            (_, _) => false,
        }
    }

    #[test]
    fn what_is_json_and_what_is_not() {
        for text in [
            "1",
            "-0",
            "0.5",
            "1e5",
            "1E+5",
            "-1.25e-3",
            "01",
            "+1",
            ".5",
            "1.",
            "1e",
            "-",
            "1 2",
            "NaN",
            "Infinity",
            "nul",
            "nulls",
            "true",
            "True",
            "\"a\"",
            "'a'",
            "\"a",
            "\"\\x\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"\\u00g0\"",
            "\"\\u+123\"",
            "\"\n\"",
            "\"\u{7f}\"",
            "[]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1",
            "]",
            "{}",
            "{\"a\":1}",
            "{\"a\" 1}",
            "{a:1}",
            "{\"a\":1,}",
            "{\"a\":}",
            "{\"a\":1 \"b\":2}",
            "{,}",
            "// a\n1",
            "/**/1",
            "[1]]",
            "\u{b}1",
            "\u{a0}1",
        ] {
            same_as_serde(text).unwrap();
        }
    }

    #[test]
    fn numbers_stay_as_they_were_sent() {
        let long = "0.1234567890123456789012345678901234567890";
        assert_eq!(values(long).unwrap()[0].1, Node::Number(long));
    }

    #[test]
    fn a_key_that_stands_twice_is_seen_however_many_there_are() {
        for count in [1, 5, FEW_MEMBERS, FEW_MEMBERS + 1, 1_000] {
            let keys: Vec<String> = (0..count).map(|at| format!("\"k{at}\": 1")).collect();
            let once = format!("{{{}}}", keys.join(","));
            let twice = format!("{{{}, \"k0\": 2}}", keys.join(","));
            let flaw = |text: &str| values(text).unwrap()[0].1.as_object().unwrap().first_flaw();
            assert_eq!(flaw(&once), None);
            assert_eq!(flaw(&twice).unwrap().1, "the key `k0` stands twice");
            let escaped = twice.replace("\"k0\": 2", "\"\\u006b0\": 2");
            assert_eq!(flaw(&escaped), flaw(&twice));
        }
    }

    #[test]
    fn more_values_than_are_kept_are_refused() {
        let text = format!("[{}0]", "0,".repeat(MOST_VALUES));
        assert_eq!(values(&text).unwrap_err().sort, Trouble::TooLarge);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn texts_of_json_letters_are_read_as_serde_json_reads_them(text in r#"[\[\]{}:,"\\0-9.eE+ \-untrfalsb/]{0,24}"#) {
            same_as_serde(&text)?;
        }
    }
}
