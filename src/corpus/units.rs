//! Drafts are cut to the size that was asked for and become units, with their place in the file.

use std::ops::Range;

use super::assemble::{Draft, assemble};
use super::block::{MAX_BLOCKS, Parsed, TooMany};
use super::encoding::OffsetMap;
use super::sentences::each_sentence;
use super::short::{self, Surroundings};
use super::split::split;
use super::traced::Traced;
use super::{Boilerplate, ContentHash, Document, Granularity, ReadOptions, Unit, detect};

/// A unit before its place is known in bytes of the file.
#[derive(Debug)]
struct Piece {
    text: String,
    /// Where it stands in the decoded text.
    source: Range<usize>,
    boilerplate: Option<Boilerplate>,
    is_code: bool,
}

/// The document that a file of running text is.
///
/// `text` is the decoded file, `offsets` the way back to its bytes.
///
/// # Errors
/// When there is more of something than is kept in memory.
pub(super) fn document(
    parsed: Parsed,
    text: &str,
    offsets: &OffsetMap,
    options: &ReadOptions,
) -> Result<Document, TooMany> {
    let Parsed { blocks, title, date, source, language, fields, too_many } = parsed;
    if let Some(too_many) = too_many {
        return Err(too_many);
    }
    let drafts = assemble(blocks);
    let mut pieces = match options.granularity {
        Granularity::Paragraph => paragraphs(drafts, options),
        Granularity::Sentence => in_sentences(drafts, options)?,
        Granularity::Document => whole(drafts, options),
    };
    pieces.sort_by_key(|piece| (piece.source.start, piece.source.end));
    let mut lines = LineCounter::new(text);
    let units = pieces.into_iter().enumerate().map(|(position, piece)| Unit {
        position,
        line: lines.line_at(piece.source.start),
        span: offsets.original_range(piece.source),
        hash: ContentHash::of(&piece.text),
        text: piece.text,
        boilerplate: piece.boilerplate,
        is_code: piece.is_code,
        language: None,
    });
    let mut document =
        Document { own_id: None, title, date, source, language, fields, units: units.collect() }
            .with_short_names();
    detect::assign(&mut document.units, &mut document.language);
    Ok(document)
}

fn paragraphs(drafts: Vec<Draft>, options: &ReadOptions) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // A piece of a longer paragraph is text however short it is.
    let mut whole = Vec::new();
    for draft in drafts {
        let draft = sized(draft, options);
        let first = pieces.len();
        cut(&draft, &split(draft.body.text(), options.max_chars), &mut pieces);
        whole.resize(pieces.len(), pieces.len() == first + 1);
    }
    mark_short(&mut pieces, options, |index| whole[index]);
    pieces
}

fn in_sentences(drafts: Vec<Draft>, options: &ReadOptions) -> Result<Vec<Piece>, TooMany> {
    let mut pieces = Vec::new();
    for draft in drafts {
        let draft = sized(draft, options);
        let text = draft.body.text();
        let ranges = if !draft.is_code && draft.boilerplate.is_none() {
            // One more than there may be, so that it is known that there are.
            each_sentence(text)
                .flat_map(|sentence| {
                    let cuts = split(&text[sentence.clone()], options.max_chars);
                    cuts.into_iter().map(move |cut| sentence.start + cut.start..sentence.start + cut.end)
                })
                .take(MAX_BLOCKS + 1)
                .collect()
        } else {
            split(text, options.max_chars)
        };
        if pieces.len() + ranges.len() > MAX_BLOCKS {
            return Err(TooMany::SENTENCES);
        }
        cut(&draft, &ranges, &mut pieces);
    }
    mark_short(&mut pieces, options, |_| true);
    Ok(pieces)
}

fn whole(drafts: Vec<Draft>, options: &ReadOptions) -> Vec<Piece> {
    let joined: Vec<(Traced, Draft)> = drafts.into_iter().map(|draft| (joined(&draft), draft)).collect();
    let mut pieces: Vec<Piece> = joined.iter().map(|(text, draft)| piece(text, draft)).collect();
    mark_short(&mut pieces, options, |_| true);
    let mut all = Traced::default();
    let mut is_code = true;
    for ((text, draft), piece) in joined.iter().zip(&pieces) {
        if piece.boilerplate.is_none() {
            all.append("\n\n", text);
            is_code &= draft.is_code;
        }
    }
    pieces.retain(|piece| piece.boilerplate.is_some());
    if !all.is_empty() {
        pieces.push(piece(&all, &Draft { is_code, ..Draft::default() }));
    }
    pieces
}

/// A heading too long to be one is text.
fn sized(draft: Draft, options: &ReadOptions) -> Draft {
    if draft.lead.text().chars().count() <= options.max_chars {
        return draft;
    }
    Draft { body: joined(&draft), lead: Traced::default(), ..draft }
}

fn joined(draft: &Draft) -> Traced {
    let mut joined = draft.lead.clone();
    joined.append("\n", &draft.body);
    joined
}

/// Cuts the body of a draft; its headings go to the first piece.
fn cut(draft: &Draft, ranges: &[Range<usize>], pieces: &mut Vec<Piece>) {
    for (index, range) in ranges.iter().enumerate() {
        let mut text = draft.body.text()[range.clone()].to_owned();
        let mut source = draft.body.source_of(range.clone());
        if index == 0 && !draft.lead.is_empty() {
            text = format!("{}\n{text}", draft.lead.text());
            source.start = draft.lead.source().start;
        }
        pieces.push(Piece { text, source, boilerplate: draft.boilerplate, is_code: draft.is_code });
    }
}

fn piece(text: &Traced, draft: &Draft) -> Piece {
    Piece {
        text: text.text().to_owned(),
        source: text.source(),
        boilerplate: draft.boilerplate,
        is_code: draft.is_code,
    }
}

/// Sets apart the short pieces that say nothing, of those that `may_be` short.
fn mark_short(pieces: &mut [Piece], options: &ReadOptions, may_be: impl Fn(usize) -> bool) {
    let text = pieces.iter().filter(|piece| piece.boilerplate.is_none() && !piece.is_code);
    let surroundings = Surroundings::of(text.map(|piece| piece.text.as_str()), options.min_chars);
    for (index, piece) in pieces.iter_mut().enumerate() {
        if piece.boilerplate.is_none()
            && may_be(index)
            && short::is_short(&piece.text, options.min_chars)
            && (piece.is_code || surroundings.says_nothing(&piece.text))
        {
            piece.boilerplate = Some(Boilerplate::Short);
        }
    }
}

/// Numbers the lines of a text, for places that come in order.
#[derive(Debug)]
struct LineCounter<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    fn line_at(&mut self, place: usize) -> u64 {
        while self.at < place.min(self.text.len()) {
            let next = self.text.get(self.at + 1);
            match self.text[self.at] {
                b'\n' => self.line += 1,
                b'\r' if next != Some(&b'\n') => self.line += 1,
                _ => {}
            }
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests;
