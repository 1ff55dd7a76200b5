//! Where a value of JSON ends: brackets, quotes and what stands between them.

/// What was found in a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The value ends before this place.
    End(usize),
    /// It is to be read again from this place on.
    Back(usize),
    /// At this place stands a bracket that closes nothing.
    Closer(usize),
    /// Nothing yet.
    More,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Next {
    #[default]
    Value,
    /// The name of a field.
    Name,
    /// What stands behind a name or a value.
    Mark,
}

/// A string that ended, and nothing but white space was read since.
#[derive(Debug, Clone, Copy)]
struct Ended {
    /// Its first byte and the one behind its last.
    text: (usize, usize),
    /// The first line break in it.
    line_break: Option<usize>,
}

/// How far a value has been read.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The brackets that are open.
    pub(super) stack: Vec<u8>,
    /// How many of them are `{`.
    objects: usize,
    next: Next,
    /// Where the string began that is open.
    pub(super) string: Option<usize>,
    line_break: Option<usize>,
    pub(super) escaped: bool,
    ended: Option<Ended>,
    began: bool,
    in_word: bool,
}

impl Scan {
    /// Reads on from `at`; `bytes` begin with the value. Only where `may_go_back` is it said to be read again.
    pub(super) fn until(&mut self, bytes: &[u8], mut at: usize, may_go_back: bool) -> Step {
        while let Some(&byte) = bytes.get(at) {
            if let Some(start) = self.string {
                at = self.in_string(bytes, at, start);
                if self.string.is_none() && self.stack.is_empty() {
                    return Step::End(at);
                }
                continue;
            }
            let outside = self.stack.is_empty();
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => {
                    if outside && self.began {
                        return Step::End(at);
                    }
                    self.in_word = false;
                    at += 1;
                    continue;
                }
                b'"' | b'{' | b'[' | b',' | b'}' | b']' if outside && self.began => return Step::End(at),
                b'"' => {
                    (self.string, self.line_break, self.escaped) = (Some(at + 1), None, false);
                }
                // An object where a name or a mark was to come: the one before is not closed.
                b'{' if self.stack.last() == Some(&b'{') && self.next != Next::Value && may_go_back => {
                    return Step::End(at);
                }
                b'{' | b'[' => {
                    self.stack.push(byte);
                    self.objects += usize::from(byte == b'{');
                    self.next = if byte == b'{' { Next::Name } else { Next::Value };
                }
                b'}' | b']' => {
                    let opens = if byte == b'}' { b'{' } else { b'[' };
                    let open = if byte == b'}' { self.objects } else { self.stack.len() - self.objects };
                    self.ended = None;
                    if open == 0 {
                        return Step::Closer(at);
                    }
                    while let Some(last) = self.stack.pop() {
                        self.objects -= usize::from(last == b'{');
                        if last == opens {
                            break;
                        }
                    }
                    self.next = Next::Mark;
                    if self.stack.is_empty() {
                        return Step::End(at + 1);
                    }
                }
                b',' => {
                    self.next = if self.stack.last() == Some(&b'{') { Next::Name } else { Next::Value };
                }
                b':' => self.next = Next::Value,
                _ => {
                    // A word behind a string: one of its quotes is missing.
                    if let Some(ended) = self.ended.take().filter(|_| may_go_back && !outside) {
                        if let Some(begins) = begins_object(bytes, ended.text) {
                            return Step::End(begins);
                        }
                        if let Some(line_break) = ended.line_break {
                            self.next = Next::Mark;
                            return Step::Back(line_break);
                        }
                    }
                    if !self.in_word {
                        self.next = Next::Mark;
                    }
                }
            }
            self.in_word = !matches!(byte, b'"' | b'{' | b'[' | b'}' | b']' | b',' | b':');
            self.ended = None;
            self.began = true;
            at += 1;
        }
        Step::More
    }

    /// Reads on in the string that began at `start`; where it ends or the bytes do.
    fn in_string(&mut self, bytes: &[u8], mut at: usize, start: usize) -> usize {
        if self.escaped {
            self.escaped = false;
            return at + 1;
        }
        let left = &bytes[at..];
        let mark = left.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\n'));
        let Some(mark) = mark else { return bytes.len() };
        at += mark;
        match bytes[at] {
            b'\\' => self.escaped = true,
            b'"' => {
                self.string = None;
                self.next = Next::Mark;
                self.ended = Some(Ended { text: (start, at), line_break: self.line_break });
            }
            _ => self.line_break = self.line_break.or(Some(at)),
        }
        at + 1
    }
}

/// Where a text ends with a `{` behind a comma or a line break: what seemed to end it begins the first name of an object.
fn begins_object(bytes: &[u8], (start, end): (usize, usize)) -> Option<usize> {
    let text = bytes.get(start..end)?.trim_ascii_end();
    let before = text.strip_suffix(b"{")?;
    let outer = before.trim_ascii_end();
    let breaks = before[outer.len()..].contains(&b'\n');
    (breaks || outer.ends_with(b",")).then_some(start + before.len())
}
