//! What stands in a text and is no word of it: addresses, paths, code, encoded bytes, headers of quoted mails.

use std::ops::Range;

/// A longer run without a space is encoded text where letters and digits, or capitals and small letters, change often.
const ENCODED: usize = 24;

/// A line that is longer is judged by the share of its letters.
const SHORT_LINE: usize = 20;

/// Least share of letters in a line of text, spaces left out.
const LETTERS: f64 = 0.5;

/// Lines by which a text is told to be code.
const MANY_LINES: usize = 60;

/// Endings of host names that are no words, with every ending of two letters.
const DOMAINS: [&str; 14] =
    ["com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "html", "htm", "php", "asp", "news"];

/// The bytes of a text that are no words of it, in order.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    if is_all_code(text) {
        spans.push(0..text.len());
        return spans;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if is_machine_line(line) {
            spans.push(start..start + line.len());
        } else {
            tokens(line, start, &mut spans);
        }
        start += line.len();
    }
    spans
}

/// Whether half of the lines of a text are code, so that the others are code too.
fn is_all_code(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let all = lines().take(MANY_LINES).count();
    all >= 3 && lines().take(MANY_LINES).filter(|line| is_code(line)).count() * 2 >= all
}

/// A quotation of somebody's mail with its mark, a line that says who wrote it, code, or what is hardly letters.
fn is_machine_line(line: &str) -> bool {
    let line = line.trim();
    if line.len() < 3 {
        return false;
    }
    let quoted = line.starts_with('>') || line.starts_with("| ");
    let header = line.starts_with("In article ")
        || line.ends_with(" writes:")
        || line.ends_with(" wrote:")
        || line.ends_with(" schrieb:")
        || line.ends_with(" a écrit :")
        || line.ends_with(" escribió:");
    quoted || header || is_code(line) || is_hardly_letters(line)
}

fn is_code(line: &str) -> bool {
    let begins =
        [">>>", "def ", "import ", "from __", "#include", "#define", "public static", "$ ", "/*", "//"];
    let ends = ["{", "};", ");", "}"];
    begins.iter().any(|sign| line.starts_with(sign) && line.chars().any(|c| "(){}<>=;_/".contains(c)))
        || (ends.iter().any(|sign| line.ends_with(sign)) && line.chars().any(|c| "(){}=_".contains(c)))
        || line.contains(") ->")
        || line.contains("self.")
}

fn is_hardly_letters(line: &str) -> bool {
    let (mut letters, mut all) = (0_usize, 0_usize);
    for token in line.split_whitespace().filter(|token| !is_machine_token(token)) {
        for c in token.chars() {
            all += 1;
            letters += usize::from(c.is_alphabetic());
        }
    }
    all > SHORT_LINE && (letters as f64) < LETTERS * all as f64
}

/// The machine's tokens of a line that begins at `start`.
fn tokens(line: &str, start: usize, spans: &mut Vec<Range<usize>>) {
    let mut at = 0;
    let mut repeats: Option<Range<usize>> = None;
    for token in line.split(char::is_whitespace) {
        let range = start + at..start + at + token.len();
        // What is passed on in a network begins so: "RT @somebody: ...".
        if let Some(repeats) = repeats.take().filter(|_| token.starts_with('@')) {
            spans.push(repeats);
        }
        repeats = (token == "RT").then(|| range.clone());
        at += token.len();
        // The sign that was split at.
        at += line[at..].chars().next().map_or(0, char::len_utf8);
        if token.is_ascii() {
            if is_machine_token(token) {
                spans.push(range);
            }
            continue;
        }
        // In scripts without spaces an address stands between words.
        let mut begin = range.start;
        for run in token.split_inclusive(|c: char| !c.is_ascii()) {
            let ascii = run.trim_end_matches(|c: char| !c.is_ascii());
            if is_machine_token(ascii) {
                spans.push(begin..begin + ascii.len());
            }
            begin += run.len();
        }
    }
}

fn is_machine_token(token: &str) -> bool {
    if token.len() < 3 {
        return false;
    }
    let inner = token.trim_matches(|c: char| !c.is_alphanumeric() && !"/~@<_".contains(c));
    inner.contains("://")
        || inner.starts_with("www.")
        || inner.contains('@')
        || (inner.starts_with('<') && inner.len() > 3)
        || is_path(inner)
        || inner.split_once('/').is_some_and(|(host, _)| is_host(host))
        || is_host(inner)
        || is_call(token.trim_end_matches(['.', ',', ':', '!', '?']))
        || is_encoded(inner)
}

/// `/usr/lib`, `~/.profile`, `src/lib.rs`, `a\b\c`: at least two parts and no word with a stroke, such as and/or.
fn is_path(token: &str) -> bool {
    let strokes = token.matches(['/', '\\']).count();
    ((token.starts_with('/') || token.starts_with("~/")) && token.len() > 3)
        || strokes > 1
        || (strokes == 1
            && token
                .rsplit(['/', '\\'])
                .next()
                .is_some_and(|last| last.contains('.') && !last.ends_with('.')))
}

/// `cs.utah.edu`, `example.org`, `setup.py`: parts without a space between points, in small letters.
fn is_host(token: &str) -> bool {
    let mut parts = token.split('.');
    let Some(first) = parts.next() else { return false };
    let Some(last) = parts.next_back() else { return false };
    let plain = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
    };
    let several = token.matches('.').count() > 1;
    let known = DOMAINS.contains(&last) || (last.len() == 2 && last.chars().all(|c| c.is_ascii_lowercase()));
    // Not p.m. or e.g., and no two sentences without a space between them.
    first.len() > 2
        && plain(first)
        && last.chars().all(|c| c.is_ascii_alphabetic())
        && token.split('.').all(plain)
        && (known || several || first.contains('_'))
}

/// `open()`, `f(a=b)`, `a_b_c`, `x->y`, `Foo::bar`.
fn is_call(token: &str) -> bool {
    let in_words = |sign: &str| {
        token.split_once(sign).is_some_and(|(before, after)| {
            before.ends_with(|c: char| c.is_alphanumeric())
                && after.starts_with(|c: char| c.is_alphanumeric())
        })
    };
    (token.contains('(')
        && token.ends_with([')', ';'])
        && token.split('(').next().is_some_and(|name| name.len() > 1))
        && (token.contains("()") || token.contains('=') || token.contains(','))
        || in_words("_")
        || in_words("->")
        || in_words("::")
        || in_words("=")
}

/// Long, and of letters that change with digits or capitals as no word's do.
fn is_encoded(token: &str) -> bool {
    if token.len() < ENCODED || !token.chars().all(|c| c.is_ascii_graphic()) {
        return false;
    }
    let kind = |c: char| {
        if c.is_ascii_digit() {
            0
        } else if c.is_ascii_uppercase() {
            1
        } else if c.is_ascii_lowercase() {
            2
        } else {
            3
        }
    };
    let kinds: Vec<u8> = token.chars().map(kind).collect();
    let changes = kinds.windows(2).filter(|two| two[0] != two[1]).count();
    changes * 4 > token.len() && !token.contains('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let mut left = String::new();
        let mut at = 0;
        for span in spans(text) {
            left.push_str(&text[at..span.start]);
            at = span.end;
        }
        left.push_str(&text[at..]);
        left.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn addresses_paths_code_and_encoded_bytes_are_no_words() {
        for (text, words) in [
            ("See https://example.org/a?b=1 for the train.", "See for the train."),
            ("mail bob@example.org, or <a@b.c> today", "mail or today"),
            ("on bsd.cs.example.edu and www.example.com now", "on and now"),
            ("RT @railways: the RT train is late", "the RT train is late"),
            ("Follow @railways and #trains today", "Follow and #trains today"),
            ("run /usr/bin/make or ~/bin/x or src/main.c first", "run or or first"),
            ("call open(file, mode) or model_init_table first", "call open(file, mode) or first"),
            ("call close() then x->y and Foo::bar", "call then and"),
            ("key aGVsbG8gd29ybGQhIFRoaXMgaXMgYmFzZTY0 ends", "key ends"),
            ("> he said that\nI say this", "I say this"),
            ("In article <1993Apr5@x> somebody said\nthe train left", "the train left"),
            ("Jane Roe wrote:\nthe train left", "the train left"),
            (">>> import os\nThe text goes on.", "The text goes on."),
            ("详情请见https://example.cn/a1或写信给bob@example.cn谢谢", "详情请见或写信给谢谢"),
            ("def a(b):\n    for c in b:\n        print(self.d(c))\n    return None", ""),
            ("See pic.example.com/zz11yy for the train.", "See for the train."),
            ("M9(*&^%$#@!)_+1234567890-=[];',./<>?\nThe text goes on.", "The text goes on."),
            (
                "    def train(self):\n        self.go()\nThe text goes on.\nAnd on.\nAnd on.",
                "The text goes on. And on. And on.",
            ),
        ] {
            assert_eq!(left(text), words, "{text}");
        }
    }

    #[test]
    fn words_are_left_alone() {
        for text in [
            "At 5 p.m. the U.S. train and/or bus left, e.g. for Co. Cork.",
            "The Su-35, Covid-19, 5G, G20 and H1N1 were in the news.",
            "Das Donaudampfschifffahrtsgesellschaftskapitänspatent ist lang.",
            "Donaudampfschifffahrtsgesellschaft ist lang.",
            "Le prix (12 €) a monté de 3,5 % en 2023, dit-il.",
            "装甲列车在2019年4月从平壤出发，前往符拉迪沃斯托克。",
            "The ratio was 3/4 and the km/h were 50.",
            "state-of-the-art anti-aircraft-missile-defence-systems",
            "It ended.Then it began.",
            "1, 2, 3, 4, 5",
        ] {
            assert_eq!(left(text), text.split_whitespace().collect::<Vec<_>>().join(" "), "{text}");
        }
        assert!(spans("").is_empty() && spans("\n\n").is_empty());
    }

    #[test]
    fn spans_lie_in_order_on_the_bounds_of_letters() {
        let text = "é https://a.b/ü ñ x@y.z\n> quoted\n終 http://c.d 終";
        let spans = spans(text);
        assert!(spans.windows(2).all(|two| two[0].end <= two[1].start), "{spans:?}");
        assert!(spans.iter().all(|span| text.get(span.clone()).is_some()), "{spans:?}");
        assert!(spans.len() >= 3, "{spans:?}");
    }
}
