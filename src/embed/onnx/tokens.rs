//! Texts become token ids: each text is read once, whatever its length and however it is cut and packed later.

use tokenizers::{Error, Tokenizer};

/// Most bytes that are tokenised at once: what the tokenizer notes of each token takes a hundred times the room of its id.
const SEGMENT: usize = 32 * 1024;

/// Texts from which is seen what the tokenizer puts around a text; the first of which it knows a token.
const SAMPLES: [&str; 3] = ["a", "1", "\u{4e00}"];

/// One token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) id: u32,
    /// It begins the text or stands after a space, so that a window may begin here.
    pub(super) starts_word: bool,
}

/// A text as token ids, without what stands around each window.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TokenText {
    /// The tokens of the prefix, which every window begins with.
    pub(super) prefix: Vec<u32>,
    pub(super) tokens: Vec<Token>,
}

/// Id and type of the tokens that stand around the tokens of a text, such as `[CLS]` and `[SEP]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) before: Vec<(u32, u32)>,
    pub(super) after: Vec<(u32, u32)>,
    /// The type of the text's own tokens.
    pub(super) text_type: u32,
}

impl Frame {
    /// Number of tokens that it adds to a text.
    pub(super) fn len(&self) -> usize {
        self.before.len() + self.after.len()
    }
}

/// A tokenizer with all that is asked of it.
#[derive(Debug)]
pub(super) struct Reader {
    tokenizer: Tokenizer,
    pub(super) frame: Frame,
    unknown: Option<u32>,
}

impl Reader {
    /// Reads `tokenizer.json`; `unknown` is the token that stands for what the model does not know.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn new(file: &[u8], unknown: Option<&str>) -> Result<Self, Error> {
        let mut tokenizer = Tokenizer::from_bytes(file)?;
        // Cutting and padding are done here, where it is known what is cut and what stands beside it.
        tokenizer.with_truncation(None)?;
        tokenizer.with_padding(None);
        let frame = frame(&tokenizer)?;
        let unknown = unknown.and_then(|token| tokenizer.token_to_id(token));
        Ok(Self { tokenizer, frame, unknown })
    }

    /// The id of a token by its name.
    pub(super) fn id_of(&self, token: &str) -> Option<u32> {
        self.tokenizer.token_to_id(token)
    }

    /// Number of tokens of `text`.
    ///
    /// # Errors
    /// What the tokenizer says.
    pub(super) fn count(&self, text: &str) -> Result<usize, Error> {
        if text.is_empty() { Ok(0) } else { Ok(self.tokenizer.encode_fast(text, false)?.len()) }
    }

    /// The tokens of `prefix` and `text`, read together; `None` when the text has no token but the unknown one.
    ///
    /// # Errors
    /// What the tokenizer says.
    pub(super) fn read(&self, prefix: &str, text: &str) -> Result<Option<TokenText>, Error> {
        let mut read = TokenText { prefix: Vec::new(), tokens: Vec::new() };
        let mut known = false;
        for (number, segment) in segments(text).enumerate() {
            let joined;
            let (segment, prefix_end) = if number == 0 && !prefix.is_empty() {
                joined = format!("{prefix}{segment}");
                (joined.as_str(), prefix.trim_end().len())
            } else {
                (segment, 0)
            };
            let encoding = self.tokenizer.encode(segment, false)?;
            let mut end_before = 0;
            for (i, (&id, &(start, end))) in encoding.get_ids().iter().zip(encoding.get_offsets()).enumerate()
            {
                // What ends within the prefix is of the prefix; its closing space belongs to the word after it.
                if prefix_end > 0 && end <= prefix_end && read.tokens.is_empty() {
                    read.prefix.push(id);
                } else {
                    let after_space =
                        segment.get(start..).is_some_and(|s| s.starts_with(char::is_whitespace));
                    let starts_word = i == 0 || read.tokens.is_empty() || start > end_before || after_space;
                    read.tokens.push(Token { id, starts_word });
                    known |= Some(id) != self.unknown;
                }
                end_before = end;
            }
        }
        Ok(known.then_some(read))
    }
}

/// What the tokenizer puts around a text.
fn frame(tokenizer: &Tokenizer) -> Result<Frame, Error> {
    for sample in SAMPLES {
        let encoding = tokenizer.encode(sample, true)?;
        let special = encoding.get_special_tokens_mask();
        let (Some(first), Some(last)) =
            (special.iter().position(|&s| s == 0), special.iter().rposition(|&s| s == 0))
        else {
            continue;
        };
        if special[first..=last].contains(&1) {
            return Err("it puts special tokens between the tokens of a text".into());
        }
        let typed: Vec<(u32, u32)> =
            encoding.get_ids().iter().copied().zip(encoding.get_type_ids().iter().copied()).collect();
        return Ok(Frame {
            before: typed[..first].to_vec(),
            after: typed[last + 1..].to_vec(),
            text_type: typed[first].1,
        });
    }
    Err("it knows no token, not even for `a`".into())
}

/// Parts of a text that are tokenised apart, cut before a space where there is one.
fn segments(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let longest = rest.floor_char_boundary(SEGMENT);
        let end = if longest == rest.len() {
            longest
        } else {
            rest[..longest].rfind(char::is_whitespace).filter(|&end| end > SEGMENT / 2).unwrap_or(longest)
        };
        let (segment, after) = rest.split_at(end);
        rest = after;
        Some(segment)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed::onnx::testing::{fixture, reader};

    fn ids(text: &TokenText) -> Vec<u32> {
        text.tokens.iter().map(|token| token.id).collect()
    }

    #[test]
    fn the_frame_is_what_the_tokenizer_puts_around_a_text() {
        let reader = reader();
        let cls = reader.id_of("[CLS]").unwrap();
        let sep = reader.id_of("[SEP]").unwrap();
        assert_eq!(reader.frame, Frame { before: vec![(cls, 0)], after: vec![(sep, 0)], text_type: 0 });
        let whole = Tokenizer::from_file(fixture("tiny-onnx").join("tokenizer.json")).unwrap();
        let read = reader.read("", "le train blindé de kim").unwrap().unwrap();
        let framed: Vec<u32> = [vec![cls], ids(&read), vec![sep]].concat();
        assert_eq!(framed, whole.encode("le train blindé de kim", true).unwrap().get_ids());
    }

    #[test]
    fn a_prefix_is_told_apart_from_the_text() {
        let reader = reader();
        let plain = reader.read("", "train kim").unwrap().unwrap();
        let prefixed = reader.read("la: ", "train kim").unwrap().unwrap();
        assert_eq!(ids(&prefixed), ids(&plain));
        assert_eq!(prefixed.prefix.len(), 2);
        assert_eq!(prefixed.prefix.len(), reader.count("la: ").unwrap());
        assert_eq!(reader.read("la: ", "").unwrap(), None);
    }

    #[test]
    fn words_begin_after_spaces() {
        let read = reader().read("", "ab, kim\n(train)").unwrap().unwrap();
        let starts: Vec<bool> = read.tokens.iter().map(|token| token.starts_word).collect();
        //  a b , kim ( train )
        assert_eq!(starts, [true, false, false, true, true, false, false]);
    }

    #[test]
    fn a_long_text_has_the_tokens_that_it_would_have_in_one_piece() {
        let reader = reader();
        let text = "le train blindé, de kim\n".repeat(4000);
        assert!(text.len() > 2 * SEGMENT);
        let read = reader.read("", &text).unwrap().unwrap();
        let whole = reader.tokenizer.encode(text.as_str(), false).unwrap();
        assert_eq!(ids(&read), whole.get_ids());
    }

    #[test]
    fn segments_are_the_text() {
        for text in ["", "a", &"été ".repeat(30_000), &"é".repeat(60_000), &" ".repeat(100_000)] {
            let parts: Vec<&str> = segments(text).collect();
            assert_eq!(parts.concat(), *text);
            assert!(parts.iter().all(|part| !part.is_empty() && part.len() <= SEGMENT));
        }
    }
}
