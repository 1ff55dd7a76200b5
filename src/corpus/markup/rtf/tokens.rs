//! The parts of a file: groups, control words, bytes in hexadecimal, text.

use std::ops::Range;

/// Longest name of a control word.
const NAME: usize = 40;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// `\*`
    Optional,
    Word {
        name: &'a str,
        value: Option<i32>,
    },
    /// `\'e9`
    Byte(u8),
    Text(&'a str),
}

/// The tokens of a text, each with its place.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// What a backslash begins.
    fn control(&mut self) -> Token<'a> {
        let rest = &self.text[self.at + 1..];
        let letters = rest.bytes().take(NAME).take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            return self.sign(rest);
        }
        let name = &rest[..letters];
        let behind = &rest.as_bytes()[letters..];
        let minus = usize::from(behind.first() == Some(&b'-'));
        let digits = behind[minus..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let number = if digits > 0 { minus + digits } else { 0 };
        let value = rest[letters..letters + number].parse::<i64>().ok();
        let value = value.map(|value| i32::try_from(value).unwrap_or(i32::MAX));
        let mut len = 1 + letters + number;
        len += usize::from(rest.as_bytes().get(len - 1) == Some(&b' '));
        self.at += len;
        if name == "bin" {
            // Bytes that are no text.
            let skip = usize::try_from(value.unwrap_or(0)).unwrap_or(0);
            self.at = self.text.ceil_char_boundary(self.at.saturating_add(skip).min(self.text.len()));
        }
        Token::Word { name, value }
    }

    fn sign(&mut self, rest: &'a str) -> Token<'a> {
        let Some(sign) = rest.chars().next() else {
            self.at += 1;
            return Token::Text("");
        };
        self.at += 1 + sign.len_utf8();
        let word = |name| Token::Word { name, value: None };
        match sign {
            '\'' => {
                let digits = rest.get(1..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
                match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    Some(byte) => {
                        self.at += 2;
                        Token::Byte(byte)
                    }
                    None => Token::Text(""),
                }
            }
            '*' => Token::Optional,
            '\\' | '{' | '}' => Token::Text(&rest[..1]),
            '~' => word("nbsp"),
            '_' => word("hyphen"),
            '-' | ':' | '|' => Token::Text(""),
            '\n' | '\r' => word("par"),
            '\t' => word("tab"),
            _ => Token::Text(&rest[..sign.len_utf8()]),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Token<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let token = match rest.as_bytes()[0] {
            b'{' => {
                self.at += 1;
                Token::Open
            }
            b'}' => {
                self.at += 1;
                Token::Close
            }
            b'\\' => self.control(),
            b'\n' | b'\r' | 0 => {
                self.at += 1;
                return Some(self.next_line(start));
            }
            _ => {
                let len = rest.find(['{', '}', '\\', '\n', '\r', '\0']).unwrap_or(rest.len());
                self.at += len;
                Token::Text(&rest[..len])
            }
        };
        // The sign itself stands for what it is, without its backslash.
        let range = match token {
            Token::Text(text) => self.at - text.len()..self.at,
            _ => start..self.at,
        };
        Some((token, range))
    }
}

impl<'a> Tokens<'a> {
    /// Line breaks of the file mean nothing.
    fn next_line(&mut self, start: usize) -> (Token<'a>, Range<usize>) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| matches!(byte, b'\n' | b'\r' | 0)) {
            self.at += 1;
        }
        (Token::Text(""), start..start)
    }
}
