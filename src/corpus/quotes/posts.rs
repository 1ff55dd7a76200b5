//! What a post in a record quotes, and its signature. A record may be any text, so more is asked for than of a mail.
//!
//! Lines with `>` are quoted where a line before them says who wrote it. A signature stands below a line of dashes or the like, is at most
//! [`LINES`] lines long, has an address or a telephone number, and is much shorter than what it signs.

use super::{attribution, is_original, is_quoted, parted};

/// Most lines of a signature.
const LINES: usize = 9;

/// Most letters of each of them.
const WIDTH: usize = 90;

/// How many times as long as its signature a post is at least.
const POST: usize = 2;

/// Digits of a telephone number.
const DIGITS: usize = 7;

/// The parts of a post, each with whether it is set apart; `None` of a text in which nothing is.
pub(in crate::corpus) fn of_post(text: &str) -> Option<Vec<(bool, String)>> {
    if !text.contains('\n') {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut apart = vec![false; lines.len()];
    let mut end = lines.len();
    if let Some(begin) = signature(&lines).or_else(|| original(&lines)) {
        apart[begin..].fill(true);
        end = begin;
    }
    quotations(&lines[..end], &mut apart);
    let has_words = |line: &str| line.contains(char::is_alphanumeric);
    let of =
        |wanted: bool| lines.iter().zip(&apart).any(move |(line, apart)| *apart == wanted && has_words(line));
    // What quotes all that it has is what it quotes.
    (of(true) && of(false)).then(|| parted(&lines, &apart))
}

/// Marks quoted lines and the lines that say whose they are, where there are such.
fn quotations(lines: &[&str], apart: &mut [bool]) {
    if !lines.iter().any(|line| is_quoted(line)) {
        return;
    }
    let mut is_post = false;
    let mut index = 0;
    while index < lines.len() {
        let next = |end: usize| lines[end..].iter().find(|line| !line.trim().is_empty());
        match attribution(lines, index).filter(|end| next(*end).is_some_and(|next| is_quoted(next))) {
            Some(end) => {
                apart[index..end].fill(true);
                is_post = true;
                index = end;
            }
            None => index += 1,
        }
    }
    if is_post {
        for (line, apart) in lines.iter().zip(apart) {
            *apart |= is_quoted(line);
        }
    }
}

/// Where a mail that is repeated below begins.
fn original(lines: &[&str]) -> Option<usize> {
    let begin = lines.iter().position(|line| is_original(line))?;
    lines[..begin].iter().any(|line| line.contains(char::is_alphanumeric)).then_some(begin)
}

/// The line with which the signature begins.
fn signature(lines: &[&str]) -> Option<usize> {
    let end = lines.len() - lines.iter().rev().take_while(|line| line.trim().is_empty()).count();
    let mut below = 0;
    let mut found = None;
    for begin in (1..end).rev() {
        let line = lines[begin].trim();
        if is_rule(line) && below > 0 && !underlines(lines, begin) {
            found = Some(begin);
            break;
        }
        below += usize::from(line.contains(char::is_alphanumeric));
        if below > LINES || end - begin > 2 * LINES || line.chars().count() > WIDTH {
            break;
        }
    }
    let begin = found?;
    let letters =
        |lines: &[&str]| lines.iter().flat_map(|line| line.chars()).filter(|c| c.is_alphanumeric()).count();
    let below = &lines[begin + 1..end];
    (below.iter().any(|line| is_reachable(line)) && letters(&lines[..begin]) >= POST * letters(below))
        .then_some(begin)
}

/// A line of dashes and the like.
fn is_rule(line: &str) -> bool {
    let least = if line.starts_with('-') { 2 } else { 3 };
    line.len() >= least && line.chars().all(|c| matches!(c, '-' | '_' | '=' | '*' | '~' | '#' | '+'))
}

/// Whether a line of dashes makes a heading of the line above it.
fn underlines(lines: &[&str], index: usize) -> bool {
    let above = lines[index - 1].trim();
    let is_first = index < 2 || lines[index - 2].trim().is_empty();
    is_first
        && above.contains(char::is_alphanumeric)
        && above.chars().count().abs_diff(lines[index].trim().len()) <= 2
}

/// Whether a line says how to reach somebody.
fn is_reachable(line: &str) -> bool {
    let is_address = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let mail = word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        mail || word.contains("://") || word.starts_with("www.")
    };
    let is_number = |word: &str| {
        word.chars().filter(char::is_ascii_digit).count() >= DIGITS
            && word
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | '.' | '/' | ' '))
    };
    let letters = |c: char| c.is_alphabetic() || matches!(c, '|' | ':' | ',' | ';');
    line.split_whitespace().any(is_address) || line.split(letters).any(|run| is_number(run.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = "The new bus line stops at the school as well, and the last one leaves at ten in the evening.\n\
        I took it twice last week, and both times it came late because of the works near the old bridge.";

    fn own(text: &str) -> Option<String> {
        let parts = of_post(text)?;
        let own = parts.into_iter().filter(|(apart, _)| !apart).map(|(_, text)| text.trim().to_owned());
        Some(own.collect::<Vec<_>>().join(" / "))
    }

    #[test]
    fn signatures_go() {
        for signature in [
            "-- \nAnn Lee\nann@example.org",
            "--\nAnn Lee, 12 High Street, Aldbrook\nTel. +44 20 7946 0123",
            "----------------------\n Ann Lee    | \"Walk first.\"\n ann@example.org |\n----------------------",
            "*****\nAnne Leroi, Lyon\nhttps://example.org/anne",
            "______\nАнна Ли\nanna@example.org\n",
            "====\n李安 ann@example.org",
        ] {
            assert_eq!(own(&format!("{POST}\n\n{signature}")), Some(POST.to_owned()), "{signature}");
        }
    }

    #[test]
    fn quotations_go_where_somebody_is_named() {
        let text = format!(
            "Ann Lee <ann@example.org> writes:\n> Who runs the bus?\n>> Nobody yet.\n\n{POST}\n\n> And when?\n\nIn May."
        );
        assert_eq!(own(&text), Some(format!("{POST} / In May.")));
        let text = format!("{POST}\n\n-----Original Message-----\nWho runs the bus?");
        assert_eq!(own(&text), Some(POST.to_owned()));
    }

    #[test]
    fn what_looks_alike_is_text() {
        for text in [
            // A quotation in an essay, and what nobody wrote.
            format!("{POST}\n\n> The bus is the best of neighbours.\n\nSo said the mayor."),
            // Contacts below a heading.
            format!("{POST}\n\nContact\n-------\nWrite to ann@example.org about lost things."),
            // A section that is no signature.
            format!("{POST}\n\n-----\nThe second line runs on Sundays, too.\nIt is green."),
            // What is signed is no longer than what signs it.
            "Call for talks\n\n---\nSend a page on your work with buses, trams, bridges or boats to ann@example.org by May.".to_owned(),
            format!("| name | mail |\n|---|---|\n| Ann | ann@example.org |\n\n{POST}"),
            "> Who runs the bus?".to_owned(),
            "-----Original Message-----\nWho runs the bus?".to_owned(),
            "Ann writes:\n> Who runs the bus?".to_owned(),
            String::new(),
            "\n\n--\n".to_owned(),
        ] {
            assert_eq!(own(&text), None, "{text}");
        }
    }

    #[test]
    fn hostile_posts_take_linear_time() {
        for line in ["> a\n", "a:\n> a\n", "--\n", "--\na@b.c\n", "On 1 wrote\n", "a\n"] {
            drop(of_post(&line.repeat(300_000 / line.len())));
        }
    }
}
