//! A filter in pieces.

use super::error::Fault;
use super::field::after_record;
use crate::message::literal;

/// A piece of a filter, and the number of its first character.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Without quotes: a name, a value, a word of the language.
    Word(String),
    /// Between quotes.
    Text(String),
    /// The name of a record's field, between backticks or after `fields.`.
    Name(String),
    Sign(Sign),
    Open,
    Close,
    Comma,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    Like,
    NotLike,
}

impl Sign {
    fn written(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Like => "~",
            Self::NotLike => "!~",
        }
    }
}

impl Kind {
    /// The piece as messages call it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Word(text) | Self::Text(text) | Self::Name(text) => literal(text),
            Self::Sign(sign) => literal(sign.written()),
            Self::Open => "`(`".to_owned(),
            Self::Close => "`)`".to_owned(),
            Self::Comma => "`,`".to_owned(),
            Self::End => "the end".to_owned(),
        }
    }
}

/// The pieces of a text; the last is the end.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let chars: Vec<char> = text.trim_end().chars().collect();
    let mut lexer = Lexer { chars: &chars, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_space();
        let at = lexer.at;
        let Some(kind) = lexer.token()? else {
            tokens.push(Token { at, kind: Kind::End });
            return Ok(tokens);
        };
        tokens.push(Token { at, kind });
    }
}

/// The quotes of values, each with those that close it.
const QUOTES: [(char, &[char]); 9] = [
    ('"', &['"']),
    ('\'', &['\'']),
    ('“', &['”', '“']),
    ('”', &['”']),
    ('„', &['“', '”']),
    ('‘', &['’']),
    ('’', &['’']),
    ('«', &['»']),
    ('»', &['«']),
];

struct Lexer<'a> {
    chars: &'a [char],
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn skip_space(&mut self) {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn token(&mut self) -> Result<Option<Kind>, Fault> {
        let Some(c) = self.peek(0) else { return Ok(None) };
        if let Some(kind) = self.sign(c)? {
            return Ok(Some(kind));
        }
        if c == '`' {
            return self.name().map(Some);
        }
        if let Some(closing) = closing(c) {
            return self.quoted(closing).map(|text| Some(Kind::Text(text)));
        }
        self.word().map(Some)
    }

    /// A sign of one or two characters.
    fn sign(&mut self, c: char) -> Result<Option<Kind>, Fault> {
        let (kind, length) = match (c, self.peek(1)) {
            ('(', _) => (Kind::Open, 1),
            (')', _) => (Kind::Close, 1),
            (',', _) => (Kind::Comma, 1),
            ('=', Some('=')) => (Kind::Sign(Sign::Equal), 2),
            ('=', Some('~')) => (Kind::Sign(Sign::Like), 2),
            ('=', _) => (Kind::Sign(Sign::Equal), 1),
            ('!', Some('=')) | ('<', Some('>')) => (Kind::Sign(Sign::NotEqual), 2),
            ('≠', _) => (Kind::Sign(Sign::NotEqual), 1),
            ('!', Some('~')) => (Kind::Sign(Sign::NotLike), 2),
            ('!', _) => {
                let fault = Fault::new(self.at, "`!` stands only in `!=` and `!~`");
                return Err(fault.hint("the contrary of a condition is written with `not`"));
            }
            ('<', Some('=')) => (Kind::Sign(Sign::AtMost), 2),
            ('≤', _) => (Kind::Sign(Sign::AtMost), 1),
            ('<', _) => (Kind::Sign(Sign::Less), 1),
            ('>', Some('=')) => (Kind::Sign(Sign::AtLeast), 2),
            ('≥', _) => (Kind::Sign(Sign::AtLeast), 1),
            ('>', _) => (Kind::Sign(Sign::More), 1),
            ('~', _) => (Kind::Sign(Sign::Like), 1),
            _ => return Ok(None),
        };
        self.at += length;
        Ok(Some(kind))
    }

    /// A name between backticks.
    fn name(&mut self) -> Result<Kind, Fault> {
        let at = self.at;
        let name = self.quoted(&['`'])?;
        if name.is_empty() {
            return Err(Fault::new(at, "the name of a field is empty"));
        }
        Ok(Kind::Name(name))
    }

    /// What stands up to a closing quote. A backslash takes its meaning from a quote or a backslash after it.
    fn quoted(&mut self, closing: &[char]) -> Result<String, Fault> {
        let begin = self.at;
        let opening = self.peek(0).unwrap_or_default();
        let mut text = String::new();
        self.at += 1;
        while let Some(c) = self.peek(0) {
            self.at += 1;
            match (c, self.peek(0)) {
                ('\\', Some(next)) if next == '\\' || next == opening || closing.contains(&next) => {
                    text.push(next);
                    self.at += 1;
                }
                (c, _) if closing.contains(&c) => return Ok(text),
                (c, _) => text.push(c),
            }
        }
        let fault = Fault::new(begin, "the quote is not closed");
        Err(fault.hint(format!("a quote within a text is written `\\{opening}`")))
    }

    /// A word without quotes, or `fields.` with a name between quotes.
    fn word(&mut self) -> Result<Kind, Fault> {
        let begin = self.at;
        while self.peek(0).is_some_and(is_in_word) {
            self.at += 1;
        }
        let word: String = self.chars[begin..self.at].iter().collect();
        if after_record(&word) == Some("") {
            let name = match self.peek(0).map(|c| (c, closing(c))) {
                Some(('`', _)) => return self.name(),
                Some((_, Some(closing))) => self.quoted(closing)?,
                _ => String::new(),
            };
            if name.is_empty() {
                return Err(Fault::new(begin, "`fields.` needs the name of a field")
                    .hint("a name is written `fields.views`, or with spaces `fields.\"page views\"`"));
            }
            return Ok(Kind::Name(name));
        }
        Ok(Kind::Word(word))
    }
}

fn closing(c: char) -> Option<&'static [char]> {
    QUOTES.iter().find(|(opening, _)| *opening == c).map(|(_, closing)| *closing)
}

/// Whether a character goes on with a word: apostrophes do, so that `l'été` is one.
fn is_in_word(c: char) -> bool {
    let is_quote = matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '`');
    let is_sign = matches!(c, '(' | ')' | ',' | '=' | '!' | '<' | '>' | '~' | '≠' | '≤' | '≥');
    !c.is_whitespace() && !is_quote && !is_sign
}
