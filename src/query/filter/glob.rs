//! Patterns of paths.

use super::text::lower;

/// Whether the end of a path, from a folder on, is like `pattern`, regardless of case.
///
/// `*` is anything within a folder and `**` over folders, `?` one character, `[a-z]` and `[!a-z]` one of some, and a backslash takes its
/// meaning from the sign after it. A pattern that begins with a slash is for the whole path, and one that ends with a slash for all files in
/// a folder; `./` and `../` at its beginning say nothing.
///
/// ```
/// use cognate::query::filter::glob;
///
/// assert!(glob("/home/me/2023/a.txt", "2023/*.txt"));
/// assert!(!glob("/home/me/2023/b/a.txt", "2023/*.txt"));
/// ```
pub fn glob(path: &str, pattern: &str) -> bool {
    Glob::new(pattern).matches(path)
}

/// A pattern of [`glob`], made ready for many paths.
#[derive(Debug, Clone)]
pub struct Glob {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Literal(char),
    /// One character of a name.
    One,
    Class(Class),
    /// Any characters of a name.
    Star,
    /// Any characters.
    Deep,
    /// No folder, or those that [`Token::Within`] takes, which follows it.
    Folders,
    Within,
}

#[derive(Debug, Clone, PartialEq)]
struct Class {
    is_negated: bool,
    ranges: Vec<(char, char)>,
}

/// The signs of a pattern.
const SIGNS: [char; 5] = ['*', '?', '[', ']', '\\'];

impl Glob {
    /// Reads a pattern. Every text is one: a bracket that is not closed stands for itself.
    pub fn new(pattern: &str) -> Self {
        let mut pattern = pattern;
        while let Some(rest) = pattern.strip_prefix("./").or_else(|| pattern.strip_prefix("../")) {
            pattern = rest;
        }
        let mut chars: Vec<char> = lower(pattern).chars().collect();
        if chars.last() == Some(&'/') {
            chars.extend(['*', '*']);
        }
        let mut tokens = Vec::with_capacity(chars.len() + 2);
        if chars.first() != Some(&'/') {
            tokens.extend([Token::Folders, Token::Within]);
        }
        let mut at = 0;
        while at < chars.len() {
            at += token(&chars, at, &mut tokens);
        }
        Self { tokens }
    }

    /// Whether the end of a path is like it.
    pub fn matches(&self, path: &str) -> bool {
        // Which tokens may come next; the last place is the end.
        let mut states = vec![false; self.tokens.len() + 1];
        let mut after = states.clone();
        states[0] = true;
        self.pass_empty(&mut states);
        for c in lower(path).chars() {
            after.fill(false);
            let live = self.tokens.iter().enumerate().filter(|(place, _)| states[*place]);
            for (place, token) in live {
                match token {
                    Token::Literal(own) => after[place + 1] |= *own == c,
                    Token::One => after[place + 1] |= c != '/',
                    Token::Class(class) => after[place + 1] |= class.has(c),
                    Token::Star => after[place] |= c != '/',
                    Token::Deep => after[place] = true,
                    Token::Folders => {}
                    Token::Within => {
                        after[place] = true;
                        after[place + 1] |= c == '/';
                    }
                }
            }
            self.pass_empty(&mut after);
            std::mem::swap(&mut states, &mut after);
        }
        states.last() == Some(&true)
    }

    /// Goes on over tokens that may stand for nothing.
    fn pass_empty(&self, states: &mut [bool]) {
        for (place, token) in self.tokens.iter().enumerate() {
            if states[place] {
                match token {
                    Token::Star | Token::Deep => states[place + 1] = true,
                    Token::Folders => states[place + 1..=place + 2].fill(true),
                    _ => {}
                }
            }
        }
    }
}

impl Class {
    fn has(&self, c: char) -> bool {
        c != '/' && self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != self.is_negated
    }
}

/// A path as a pattern that is for nothing else.
pub(super) fn literal(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len());
    for c in path.chars() {
        if SIGNS.contains(&c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// Reads one token at a place; gives how many characters it takes.
fn token(chars: &[char], at: usize, tokens: &mut Vec<Token>) -> usize {
    let begins_folder = at == 0 || chars[at - 1] == '/';
    match &chars[at..] {
        ['*', '*', '/', ..] if begins_folder => {
            tokens.extend([Token::Folders, Token::Within]);
            3
        }
        ['*', '*', ..] => {
            tokens.push(Token::Deep);
            chars[at..].iter().take_while(|c| **c == '*').count()
        }
        ['*', ..] => {
            tokens.push(Token::Star);
            1
        }
        ['?', ..] => {
            tokens.push(Token::One);
            1
        }
        ['\\', sign, ..] if SIGNS.contains(sign) => {
            tokens.push(Token::Literal(*sign));
            2
        }
        ['[', rest @ ..] => {
            let found = class(rest);
            let length = found.as_ref().map_or(1, |(_, length)| length + 1);
            tokens.push(found.map_or(Token::Literal('['), |(class, _)| Token::Class(class)));
            length
        }
        [c, ..] => {
            tokens.push(Token::Literal(*c));
            1
        }
        [] => 1,
    }
}

/// What stands between brackets, and how long it is with the closing one.
fn class(chars: &[char]) -> Option<(Class, usize)> {
    let is_negated = matches!(chars.first(), Some('!' | '^'));
    let start = usize::from(is_negated);
    // A bracket at the beginning is one of the characters.
    let length = chars.iter().skip(start + 1).position(|c| *c == ']')? + 1;
    let within = &chars[start..start + length];
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < within.len() {
        match &within[at..] {
            [from, '-', to, ..] => {
                ranges.push((*from, *to));
                at += 3;
            }
            rest => {
                ranges.extend(rest.first().map(|c| (*c, *c)));
                at += 1;
            }
        }
    }
    Some((Class { is_negated, ranges }, start + length + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_end_of_a_path() {
        for (path, pattern) in [
            ("/x/2023/a.txt", "2023/*.txt"),
            ("/x/2023/a.txt", "a.txt"),
            ("/x/2023/a.txt", "*.TXT"),
            ("/x/2023/a.txt", "*"),
            ("/x/2023/a.txt", "**"),
            ("/x/2023/a.txt", "/x/**/a.txt"),
            ("/x/a.txt", "/x/**/a.txt"),
            ("/x/2023/b/a.txt", "2023/**"),
            ("/x/2023/b/a.txt", "2023/"),
            ("/x/2023/b/a.txt", "2023/**/a.*"),
            ("/x/2023/a.txt", "../2023/a.txt"),
            ("/x/2023/a.txt", "./a.txt"),
            ("/x/2023/a.txt", "20[12]?/[!b-z].txt"),
            ("/x/2023/a.txt", "20[12][^4]/[a-c].txt"),
            ("/x/]-", "[]][-]"),
            ("/x/a*b", "a\\*b"),
            ("/x/a[b", "a[b"),
            ("/x/a\\xe9", "a\\xe9"),
            ("/x/e\u{301}te\u{301}.txt", "été.txt"),
            ("/x/2023/a.txt", "20**xt"),
            ("/x/2023/a.txt", "x/***/a.txt"),
            ("<stdin>", "<stdin>"),
            ("C:/x/a.txt", "C:/**/a.txt"),
        ] {
            assert!(glob(path, pattern), "{pattern} for {path}");
        }
        for (path, pattern) in [
            ("/x/2023/b/a.txt", "2023/*.txt"),
            ("/x/2023/a.txt", "023/a.txt"),
            ("/x/2023/a.txt", "/2023/a.txt"),
            ("/x/2023/a.txt", "2023"),
            ("/x/2023/a.txt", ".txt"),
            ("/x/2023/a.txt", "2023?a.txt"),
            ("/x/2023/a.txt", "2023[/]a.txt"),
            ("/x/2023/a.txt", "2023[!b]a.txt"),
            ("/x/2023/a.txt", "a.tx"),
            ("/x/2023/a.txt", ""),
            ("/x/2023xa.txt", "2023/**/a.txt"),
            ("/x/ab", "a\\*b"),
            ("", "a"),
            ("/x/2023/été.txt", "ete.txt"),
        ] {
            assert!(!glob(path, pattern), "{pattern} for {path}");
        }
    }

    /// Whether a text is like a pattern of `*`, `?` and `**`, by trying everything.
    fn tried(path: &[char], pattern: &[char]) -> bool {
        match pattern {
            [] => path.is_empty(),
            ['*', '*', rest @ ..] => (0..=path.len()).any(|taken| tried(&path[taken..], rest)),
            ['*', rest @ ..] => {
                let name = path.iter().take_while(|c| **c != '/').count();
                (0..=name).any(|taken| tried(&path[taken..], rest))
            }
            ['?', rest @ ..] => path.first().is_some_and(|c| *c != '/') && tried(&path[1..], rest),
            [c, rest @ ..] => path.first() == Some(c) && tried(&path[1..], rest),
        }
    }

    proptest! {
        #[test]
        fn a_pattern_is_what_trying_every_end_finds(path in "(/[ab]{1,2}){1,4}", pattern in "([ab?]|\\*|b\\*\\*|/){0,8}") {
            prop_assume!(!pattern.contains("/**/") && !pattern.starts_with("**/") && !pattern.contains("***"));
            prop_assume!(!pattern.ends_with('/'));
            let (path_chars, chars): (Vec<char>, Vec<char>) = (path.chars().collect(), pattern.chars().collect());
            let is_whole = pattern.starts_with('/');
            let expected = (0..=path_chars.len()).any(|start| {
                let at_folder = start == 0 || (!is_whole && path_chars[start - 1] == '/');
                at_folder && tried(&path_chars[start..], &chars)
            });
            prop_assert_eq!(glob(&path, &pattern), expected, "{} for {}", pattern, path);
        }

        #[test]
        fn every_text_is_a_pattern_and_a_path_is_like_itself(path in "/(\\PC|[]\\[*?!\\\\-]){0,12}", pattern in "(\\PC|[]\\[*?!/\\\\-]){0,12}") {
            glob(&path, &pattern);
            prop_assume!(!path.ends_with('/'));
            prop_assert!(glob(&path, &literal(&path)));
            // What begins a pattern without meaning, or makes it a whole path.
            prop_assume!(!path[1..].starts_with(['.', '/']));
            let below = format!("/x{path}");
            prop_assert!(glob(&below, &literal(&path[1..])));
        }
    }
}
