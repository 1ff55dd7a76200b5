//! Who speaks in a text: chats, minutes, interviews.
//!
//! A line that begins with a name and a colon, or with a time and a name, is a turn when the same names come back and most
//! lines are turns. One of two speakers who asks most of the time is an interviewer, whose questions belong to the answers.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::Line;
use crate::corpus::shape;

/// Longest name, in characters.
const NAME: usize = 30;

/// Most words of a name.
const NAME_WORDS: usize = 3;

/// Fewest turns of a conversation.
const TURNS: usize = 4;

/// Lines of a text from which it is told whether it is one.
const SAMPLE: usize = 2_000;

/// What a line is in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Somebody begins to speak.
    Said,
    /// Somebody asks, and the next turn answers.
    Asked,
}

/// The conversation that a text is, if it is one.
#[derive(Debug, Default)]
pub(super) struct Turns {
    speakers: HashMap<u64, usize>,
    interviewer: Option<u64>,
}

impl Turns {
    pub(super) fn of<'a>(lines: impl Iterator<Item = Line<'a>>) -> Self {
        let mut speakers: HashMap<u64, usize> = HashMap::new();
        let mut questions: HashMap<u64, usize> = HashMap::new();
        let (mut all, mut turns, mut alternations) = (0usize, 0usize, 0usize);
        let mut last = None;
        for line in lines.filter(|line| !line.text.is_empty()).take(SAMPLE) {
            all += 1;
            let Some(speaker) = speaker(line.text) else { continue };
            turns += 1;
            *speakers.entry(speaker).or_default() += 1;
            *questions.entry(speaker).or_default() += usize::from(shape::ends_loudly(line.text));
            alternations += usize::from(last.is_some_and(|last| last != speaker));
            last = Some(speaker);
        }
        speakers.retain(|_, &mut times| times > 1);
        let known: usize = speakers.values().sum();
        // Most turns are of those who speak again and again, to each other.
        let is_conversation = turns >= TURNS
            && speakers.len() > 1
            && known * 4 >= turns * 3
            && turns * 5 >= all * 2
            && turns >= speakers.len() * 2
            && alternations * 3 >= turns;
        if !is_conversation {
            return Self::default();
        }
        let asks = |speaker: &u64| {
            let times = |times: &HashMap<u64, usize>| times.get(speaker).copied().unwrap_or(0);
            times(&questions) * 5 >= times(&speakers) * 3
        };
        let mut asking = speakers.keys().filter(|speaker| asks(speaker));
        let interviewer = match (asking.next(), asking.next()) {
            (Some(&one), None) if speakers.len() == 2 => Some(one),
            _ => None,
        };
        Self { speakers, interviewer }
    }

    /// What `line` is, when a turn begins with it.
    pub(super) fn turn(&self, line: &Line<'_>) -> Option<Turn> {
        if self.speakers.is_empty() {
            return None;
        }
        let speaker = speaker(line.text)?;
        if !self.speakers.contains_key(&speaker) {
            return None;
        }
        Some(if self.interviewer == Some(speaker) { Turn::Asked } else { Turn::Said })
    }
}

/// The name that a line begins with, as a number.
fn speaker(text: &str) -> Option<u64> {
    let after_time = without_time(text);
    let is_marked = after_time.len() < text.len() || after_time.starts_with('<');
    let name = if let Some(inner) = after_time.strip_prefix('<') {
        inner.split_once('>')?.0
    } else {
        // A name is short; the colon is looked for no further.
        let end = after_time.char_indices().nth(NAME + 1).map_or(after_time.len(), |(at, _)| at);
        let at = after_time[..end].find([':', '：'])?;
        let after = after_time[at..].chars().nth(1);
        if after.is_some_and(|c| c.is_ascii_digit() || c == '/') {
            return None;
        }
        &after_time[..at]
    };
    let name = name.trim();
    let first = name.chars().next()?;
    let may_stand = |c: char| {
        c.is_alphanumeric()
            || c == ' '
            || "._-'’()|".contains(c)
            || shape::is_ideographic(c)
            || is_vowel_sign(c)
    };
    let is_name = (is_marked || !first.is_lowercase())
        && first.is_alphabetic()
        && name.chars().count() <= NAME
        && name.split_whitespace().count() <= NAME_WORDS
        && name.chars().all(may_stand);
    is_name.then(|| {
        let mut hasher = DefaultHasher::new();
        // The questions of an interview may be numbered.
        name.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase().hash(&mut hasher);
        hasher.finish()
    })
}

fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}')
}

/// The line behind the time that it begins with: `[12:03]`, `12:03`, `12/03/24, 12:03 -`.
fn without_time(text: &str) -> &str {
    let rest = text.trim_start_matches(['[', '(']);
    let of_time = |c: char| {
        c.is_ascii_digit() || matches!(c, ':' | '/' | '.' | ',' | '-' | ' ' | ']' | ')' | '\u{202F}')
    };
    let end = rest.find(|c: char| !of_time(c)).unwrap_or(rest.len());
    let head = &rest[..end];
    if head.len() > 40 || !head.contains(':') || !head.starts_with(|c: char| c.is_ascii_digit()) {
        return text;
    }
    let rest = &rest[end..];
    let rest = ["AM", "PM", "am", "pm"].into_iter().find_map(|half| rest.strip_prefix(half)).unwrap_or(rest);
    rest.trim_start_matches([' ', '-', ']', ')', ','])
}

#[cfg(test)]
mod tests {
    use crate::corpus::Format;
    use crate::corpus::testing::units;

    fn read(text: &str) -> Vec<String> {
        units(Format::Text, text)
    }

    #[test]
    fn a_turn_is_a_unit() {
        for turns in [
            [
                "Mia: Did the new printer arrive at the office today",
                "Jon: It stands in the hall, still in its box",
                "Mia: Then I will set it up tomorrow morning",
                "Jon: Take the long cable with you",
            ],
            [
                "[12:03] mia: der Drucker ist endlich im Büro angekommen",
                "[12:04] jon: er steht noch verpackt im Flur herum",
                "[12:04] mia: dann baue ich ihn morgen früh auf",
                "[12:09] jon: nimm das lange Kabel mit",
            ],
            [
                "<мия> принтер наконец-то привезли в контору",
                "<йон> он стоит в коридоре, ещё в коробке",
                "<мия> тогда завтра утром я его подключу",
                "<йон> возьми с собой длинный кабель",
            ],
            [
                "12/03/24, 12:03 - Mia: l’imprimante est enfin arrivée au bureau",
                "12/03/24, 12:04 - Jon: elle est encore dans son carton",
                "12/03/24, 12:04 - Mia: je l’installe demain matin sans faute",
                "12/03/24, 12:09 - Jon: prends le long câble avec toi",
            ],
            [
                "田中：新しいプリンターは今日オフィスに届きましたか。",
                "鈴木：まだ箱に入ったまま廊下に置いてあります。",
                "田中：それでは明日の朝に設置することにします。",
                "鈴木：長いケーブルを忘れずに持って来てください。",
            ],
        ] {
            assert_eq!(read(&turns.join("\n")), turns);
            assert_eq!(read(&turns.join("\n\n")), turns);
        }
    }

    #[test]
    fn a_turn_may_go_on_below() {
        let text = "Mia: The printer stands in the hall and is still in the box that\nit came in, which nobody has opened so far.\nJon: Take it to the second floor, where the old one was before it\nbroke down.\nMia: It is too heavy for me, and the lift is out of order since\nthe storm.\nJon: Then I will come at nine.\n";
        let units = read(text);
        assert_eq!(units.len(), 4, "{units:?}");
        assert!(units[0].ends_with("in the box that it came in, which nobody has opened so far."));
    }

    #[test]
    fn questions_stay_with_their_answers() {
        for (text, expected) in [
            (
                "Q: When did the ferry stop?\nA: It stopped in the winter of the great storm.\nQ: And since then?\nA: Since then we row.\n",
                [
                    "Q: When did the ferry stop? / A: It stopped in the winter of the great storm.",
                    "Q: And since then? / A: Since then we row.",
                ],
            ),
            (
                "Frage: Seit wann fährt die Fähre nicht mehr?\n\nHuber: Seit dem Winter mit dem großen Sturm.\n\nFrage: Und seitdem?\n\nHuber: Seitdem rudern wir.\n",
                [
                    "Frage: Seit wann fährt die Fähre nicht mehr? / Huber: Seit dem Winter mit dem großen Sturm.",
                    "Frage: Und seitdem? / Huber: Seitdem rudern wir.",
                ],
            ),
            (
                "问：渡船是什么时候停的？\n答：大风暴的那个冬天就停了。\n问：从那以后呢？\n答：从那以后我们自己划船。\n",
                [
                    "问：渡船是什么时候停的？ / 答：大风暴的那个冬天就停了。",
                    "问：从那以后呢？ / 答：从那以后我们自己划船。",
                ],
            ),
        ] {
            assert_eq!(read(text), expected);
        }
    }

    #[test]
    fn a_colon_alone_makes_no_conversation() {
        let first = "The harbour opened again this morning: fishing boats came in before noon.";
        let ticket = "Ticket: the pump stops when the tank is empty, and nobody knows why it does.";
        assert_eq!(
            read(&format!("{ticket}\n{ticket}\n{ticket}\n{first}\n")),
            [ticket, ticket, ticket, first]
        );
        let text = "Note: see below. https://example.org/a\n10:30 the boats came in\n";
        assert_eq!(read(text).len(), 1, "{:?}", read(text));
    }
}
