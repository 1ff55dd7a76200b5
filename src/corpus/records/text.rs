//! The text of a record becomes units, as any text does: it is plain text, or HTML where it really holds markup.
//!
//! Two things differ from a file of running text. Nothing of a record is set apart for being short: a short paragraph joins its neighbour,
//! for a record may be no more than a few words. And a record of nothing but boilerplate is what it is.

use std::borrow::Cow;

use super::markup;
use crate::corpus::block::Parsed;
use crate::corpus::traced::normalise;
use crate::corpus::{Boilerplate, Granularity, ReadOptions, html, plain, quotes, split, units};

/// A unit before its place is known.
pub(super) type Piece = (String, Option<Boilerplate>);

/// The units of a record, its title as the heading of the first.
pub(super) fn pieces(text: &str, title: Option<&str>, options: &ReadOptions) -> Vec<Piece> {
    let whole = options.granularity == Granularity::Document;
    let cut = if whole {
        &ReadOptions { granularity: Granularity::Paragraph, max_chars: usize::MAX, ..options.clone() }
    } else {
        options
    };
    let source = text;
    let text = markup::decoded(source);
    // A text that tells about `&lt;br&gt;` means the sign; one that begins so was written as HTML twice.
    let is_text = !source.contains('<') && !text.trim_start().starts_with('<');
    let mut pieces = if !is_text && markup::has_blocks(&text) {
        texts(html::parse(&markup::with_paragraphs(&text), 0), &text, cut)
    } else {
        let plain = if is_text { text } else { Cow::Owned(markup::without_tags(&text).into_owned()) };
        // A whole document has its text as it is.
        match quotes::of_post(&plain).filter(|_| !whole) {
            None => texts(plain::parse(&plain), &plain, cut),
            Some(parts) => parts.iter().flat_map(|(apart, part)| post(*apart, part, cut)).collect(),
        }
    };
    if options.granularity == Granularity::Sentence {
        for (_, boilerplate) in &mut pieces {
            boilerplate.take_if(|boilerplate| *boilerplate == Boilerplate::Short);
        }
    } else {
        pieces = joined(pieces, cut.max_chars);
    }
    if whole || pieces.iter().all(|(_, boilerplate)| boilerplate.is_some()) {
        for (_, boilerplate) in &mut pieces {
            *boilerplate = None;
        }
    }
    if whole && pieces.len() > 1 {
        let texts: Vec<String> = pieces.into_iter().map(|(text, _)| text).collect();
        pieces = vec![(texts.join("\n\n"), None)];
    }
    if let Some(title) = title {
        head(&mut pieces, title);
    }
    pieces
}

fn texts(parsed: Parsed, text: &str, options: &ReadOptions) -> Vec<Piece> {
    units::texts(parsed, options).unwrap_or_else(|_| {
        let line = normalise(&markup::without_tags(text));
        let cuts = split::split(&line, options.max_chars).into_iter();
        cuts.map(|range| (line[range].to_owned(), None)).collect()
    })
}

/// The pieces of a part of a post: what it quotes and its signature are set apart.
fn post(apart: bool, part: &str, options: &ReadOptions) -> Vec<Piece> {
    let mut pieces = texts(plain::parse(part), part, options);
    if apart {
        for (_, boilerplate) in &mut pieces {
            *boilerplate = Some(Boilerplate::Quoted);
        }
    }
    pieces
}

/// The text of a title: one line without markup.
pub(super) fn line(text: &str) -> String {
    match markup::decoded(text) {
        Cow::Borrowed(_) if !text.contains('<') => normalise(text),
        decoded => normalise(&markup::without_tags(&decoded)),
    }
}

/// Pieces that are set apart for being short join the one before, else the one behind.
fn joined(pieces: Vec<Piece>, max_chars: usize) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    // The last piece may be joined: it is open, and so many characters long.
    let mut open: Option<(usize, bool)> = None;
    for (text, boilerplate) in pieces {
        let short = boilerplate == Some(Boilerplate::Short);
        let chars = text.chars().count();
        match (boilerplate.filter(|_| !short), open, joined.last_mut()) {
            (Some(apart), ..) => {
                joined.push((text, Some(apart)));
                open = None;
            }
            (None, Some((size, before)), Some((last, _)))
                if (short || before) && size.saturating_add(chars) < max_chars =>
            {
                last.push('\n');
                last.push_str(&text);
                // What began short takes in what follows until it is long enough to stand alone.
                open = Some((size + chars + 1, short && before));
            }
            (None, ..) => {
                joined.push((text, None));
                open = Some((chars, short));
            }
        }
    }
    joined
}

/// Puts the title above the first piece of text, unless that begins with it.
fn head(pieces: &mut Vec<Piece>, title: &str) {
    match pieces.iter_mut().find(|(_, boilerplate)| boilerplate.is_none()) {
        None => pieces.insert(0, (title.to_owned(), None)),
        Some((text, _)) if !begins_with(text, title) => *text = format!("{title}\n{text}"),
        Some(_) => {}
    }
}

/// Whether `text` begins with the letters and digits of `title`, which may be cut off ("…").
fn begins_with(text: &str, title: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        text.chars().filter(|c| c.is_alphanumeric()).take(2000).flat_map(char::to_lowercase).collect()
    };
    let cut = title.ends_with('…') || title.ends_with("...");
    let (own, head) = (letters(text), letters(title));
    if head.is_empty() {
        return true;
    }
    if !own.starts_with(&head) {
        return false;
    }
    let mut left = head.len();
    let behind = text.chars().find(|c| {
        if left == 0 {
            return true;
        }
        if c.is_alphanumeric() {
            left = left.saturating_sub(c.to_lowercase().count());
        }
        false
    });
    cut || behind.is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests;
