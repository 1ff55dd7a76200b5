//! Drafts are cut to the size that was asked for and become units, with their place in the file.

use std::ops::Range;

use super::assemble::{Draft, assemble};
use super::block::{Block, MAX_BLOCKS, Parsed, TooMany};
use super::encoding::OffsetMap;
use super::sentences::each_sentence;
use super::short::{self, Surroundings};
use super::split::split;
use super::traced::Traced;
use super::{Boilerplate, ContentHash, Document, Granularity, Place, ReadOptions, Unit, detect};

/// A unit before its place is known in bytes of the file.
#[derive(Debug)]
struct Piece {
    text: String,
    /// Where it stands in the decoded text.
    source: Range<usize>,
    boilerplate: Option<Boilerplate>,
    is_code: bool,
    place: Option<Place>,
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
    part(parsed, text, Start { at: 0, line: 1 }, offsets, options)
}

/// Where a part of a text begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// Bytes of decoded text before it.
    pub(super) at: usize,
    /// The line on which it begins, from 1.
    pub(super) line: u64,
}

/// As [`document`], of a part of the decoded file.
///
/// # Errors
/// As for [`document`].
pub(super) fn part(
    parsed: Parsed,
    text: &str,
    start: Start,
    offsets: &OffsetMap,
    options: &ReadOptions,
) -> Result<Document, TooMany> {
    let mut lines = LineCounter { line: start.line, ..LineCounter::new(text) };
    document_of(parsed, options, |source| {
        let line = lines.line_at(source.start);
        (line, offsets.original_range(start.at + source.start..start.at + source.end))
    })
}

/// Line ends in a part of a text.
pub(super) fn lines(text: &str) -> u64 {
    LineCounter::new(text).line_at(text.len()) - 1
}

/// The document that blocks are whose places in the file cannot be told: the source of each is its number.
///
/// # Errors
/// When there is more of something than is kept in memory.
#[cfg(feature = "documents")]
pub(super) fn document_of_blocks(
    parsed: Parsed,
    span: &Range<u64>,
    options: &ReadOptions,
) -> Result<Document, TooMany> {
    document_of(parsed, options, |source| (source.start as u64 + 1, span.clone()))
}

/// `place` tells line and bytes of a stretch of the source; it is asked in order.
fn document_of(
    parsed: Parsed,
    options: &ReadOptions,
    mut place: impl FnMut(Range<usize>) -> (u64, Range<u64>),
) -> Result<Document, TooMany> {
    let Parsed { blocks, title, date, source, language, fields, times, too_many } = parsed;
    if let Some(too_many) = too_many {
        return Err(too_many);
    }
    let units = pieces(blocks, options)?.into_iter().enumerate().map(|(position, piece)| {
        let said = times.partition_point(|(at, _)| *at <= piece.source.start).checked_sub(1);
        let time = said.map(|index| Place::Time { from_ms: times[index].1 });
        let (line, span) = place(piece.source);
        Unit {
            position,
            line,
            span,
            hash: ContentHash::of(&piece.text),
            text: piece.text,
            boilerplate: piece.boilerplate,
            is_code: piece.is_code,
            language: None,
            place: piece.place.or(time),
        }
    });
    let mut document =
        Document { title, date, source, language, fields, units: units.collect(), ..Document::default() }
            .with_short_names();
    detect::assign(&mut document.units, &mut document.language);
    Ok(document)
}

/// The units of a text whose place is that of something larger, with what sets them apart.
///
/// # Errors
/// As for [`document`].
pub(super) fn texts(
    parsed: Parsed,
    options: &ReadOptions,
) -> Result<Vec<(String, Option<Boilerplate>)>, TooMany> {
    match parsed.too_many {
        Some(too_many) => Err(too_many),
        None => Ok(pieces(parsed.blocks, options)?
            .into_iter()
            .map(|piece| (piece.text, piece.boilerplate))
            .collect()),
    }
}

fn pieces(blocks: Vec<Block>, options: &ReadOptions) -> Result<Vec<Piece>, TooMany> {
    let drafts = assemble(blocks);
    let mut pieces = match options.granularity {
        Granularity::Paragraph => paragraphs(drafts, options),
        Granularity::Sentence => in_sentences(drafts, options)?,
        Granularity::Document => whole(drafts, options),
    };
    pieces.sort_by_key(|piece| (piece.source.start, piece.source.end));
    Ok(pieces)
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
    let mut place = None;
    for ((text, draft), piece) in joined.iter().zip(&pieces) {
        if piece.boilerplate.is_none() {
            if all.is_empty() {
                place.clone_from(&draft.place);
            }
            all.append("\n\n", text);
            is_code &= draft.is_code;
        }
    }
    pieces.retain(|piece| piece.boilerplate.is_some());
    if !all.is_empty() {
        pieces.push(piece(&all, &Draft { is_code, place, ..Draft::default() }));
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
        let place = draft.place.clone();
        pieces.push(Piece { text, source, boilerplate: draft.boilerplate, is_code: draft.is_code, place });
    }
}

fn piece(text: &Traced, draft: &Draft) -> Piece {
    Piece {
        text: text.text().to_owned(),
        source: text.source(),
        boilerplate: draft.boilerplate,
        is_code: draft.is_code,
        place: draft.place.clone(),
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
