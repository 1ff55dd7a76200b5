//! Paths that a Rust source mentions, by a scan of its tokens.

/// A path from the root of the crate, such as `corpus::Unit`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

/// Every path that starts at `crate`, `self` or `super`, the trees of `use` taken apart.
pub(crate) fn mentions(module: &[String], source: &str) -> Vec<Mention> {
    let tokens = tokens(&without_comments_and_strings(source));
    let mut scan = Scan { tokens: &tokens, at: 0, found: Vec::new() };
    let mut inline: Vec<(String, usize)> = Vec::new();
    let mut depth = 0;
    while let Some(token) = tokens.get(scan.at) {
        match token.text.as_str() {
            "mod" if scan.text(2) == "{" => {
                depth += 1;
                inline.push((scan.text(1).to_owned(), depth));
                scan.at += 2;
            }
            "{" => depth += 1,
            "}" => {
                inline.pop_if(|(_, opened)| *opened == depth);
                depth -= 1;
            }
            root @ ("crate" | "self" | "super") if scan.text(1) == "::" => {
                let mut base: Vec<String> = if root == "crate" { Vec::new() } else { module.to_vec() };
                if root != "crate" {
                    base.extend(inline.iter().map(|(name, _)| name.clone()));
                }
                if root == "super" {
                    base.pop();
                }
                scan.at += 2;
                scan.tree(&base);
                continue;
            }
            _ => {}
        }
        scan.at += 1;
    }
    scan.found
}

struct Token {
    line: usize,
    text: String,
}

struct Scan<'a> {
    tokens: &'a [Token],
    at: usize,
    found: Vec<Mention>,
}

impl Scan<'_> {
    fn text(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |token| &token.text)
    }

    /// Reads one path or tree that continues `base`, and stops at what follows it.
    fn tree(&mut self, base: &[String]) {
        let mut path = base.to_vec();
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            let text = self.text(0).to_owned();
            match text.as_str() {
                "super" => drop(path.pop()),
                "self" => {}
                "{" => return self.branches(&path),
                "*" => path.push(text),
                _ if is_word(&text) => path.push(text),
                _ => break,
            }
            self.at += 1;
            if self.text(0) != "::" {
                break;
            }
            self.at += 1;
        }
        self.found.push(Mention { line, path });
    }

    fn branches(&mut self, base: &[String]) {
        self.at += 1;
        while !matches!(self.text(0), "}" | "") {
            self.tree(base);
            // `as name`, then the comma.
            while !matches!(self.text(0), "," | "}" | "") {
                self.at += 1;
            }
            if self.text(0) == "," {
                self.at += 1;
            }
        }
        self.at += 1;
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let length = if word(first) {
                rest.find(|c| !word(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push(Token { line: number + 1, text: rest[..length].to_owned() });
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// The source with comments and the insides of strings and characters as spaces; lines stay where they are.
fn without_comments_and_strings(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut kept = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_hidden(&chars, at);
        if end > at {
            kept.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            kept.push(chars[at]);
            at += 1;
        }
    }
    kept
}

/// End of the comment, string or character that begins here; `at` itself when none does.
fn end_of_hidden(chars: &[char], at: usize) -> usize {
    let next = |ahead: usize| chars.get(at + ahead).copied().unwrap_or('\0');
    let in_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match chars[at] {
        '/' if next(1) == '/' => find(chars, at, |place| chars[place] == '\n'),
        '/' if next(1) == '*' => end_of_block_comment(chars, at),
        '"' => end_of_quoted(chars, at, '"'),
        'r' if !in_word || matches!(chars[at - 1], 'b' | 'c') => {
            let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
            if next(1 + hashes) != '"' {
                return at;
            }
            let closes = |place: usize| {
                chars[place] == '"'
                    && chars[place + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
            };
            (find(chars, at + 2 + hashes, closes) + 1 + hashes).min(chars.len())
        }
        // A character, not a lifetime.
        '\'' if next(1) == '\\' || next(2) == '\'' => end_of_quoted(chars, at, '\''),
        _ => at,
    }
}

fn end_of_quoted(chars: &[char], at: usize, quote: char) -> usize {
    let mut place = at + 1;
    while place < chars.len() && chars[place] != quote {
        place += if chars[place] == '\\' { 2 } else { 1 };
    }
    (place + 1).min(chars.len())
}

fn end_of_block_comment(chars: &[char], at: usize) -> usize {
    let mut depth = 0;
    let mut place = at;
    while place + 1 < chars.len() {
        match (chars[place], chars[place + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                place += 1;
                continue;
            }
        }
        place += 2;
        if depth == 0 {
            return place;
        }
    }
    chars.len()
}

fn find(chars: &[char], from: usize, wanted: impl Fn(usize) -> bool) -> usize {
    (from..chars.len()).find(|place| wanted(*place)).unwrap_or(chars.len())
}
