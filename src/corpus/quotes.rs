//! What of a mail, or of a post in a record, is quoted or its signature.
//!
//! Three things tell a quotation: `>` before each line, a line that says who wrote what follows, and the head of the mail that
//! follows, as Outlook and others repeat it. Behind the last two everything is quoted. A mail that is nothing else forwards
//! what it quotes: then that is its text.

mod posts;

use crate::corpus::Boilerplate;
use crate::corpus::block::Block;
pub(super) use posts::of_post;

/// Most letters of the line that says who wrote what is quoted, over all the lines that it is wrapped to.
const ATTRIBUTION: usize = 250;

/// Most lines that it is wrapped to.
const WRAPPED: usize = 3;

/// Most lines of a signature whose mark is not followed by a space.
const SIGNATURE: usize = 12;

/// Words of the line that says who wrote what is quoted.
const WROTE: &[&str] = &[
    "wrote",
    "writes",
    "schrieb",
    "a écrit",
    "escribió",
    "escreveu",
    "ha scritto",
    "schreef",
    "skrev",
    "kirjoitti",
    "napisał",
    "napsal",
    "написал",
    "написав",
    "пише",
    "пишет",
    "yazdı",
    "írta",
    "a scris",
    "έγραψε",
    "写道",
    "님이 작성",
    "書きました",
    "のメール",
    "كتب",
    "כתב",
];

/// Words that part a mail from the one that it answers or forwards, between dashes.
const ORIGINAL: &[&str] = &[
    "original message",
    "forwarded message",
    "original appointment",
    "ursprüngliche nachricht",
    "originalnachricht",
    "weitergeleitete nachricht",
    "message d'origine",
    "message original",
    "message transféré",
    "mensaje original",
    "mensaje reenviado",
    "mensagem original",
    "mensagem encaminhada",
    "messaggio originale",
    "messaggio inoltrato",
    "oorspronkelijk bericht",
    "doorgestuurd bericht",
    "исходное сообщение",
    "пересылаемое сообщение",
    "пересланное сообщение",
    "wiadomość oryginalna",
    "oryginalna wiadomość",
    "původní zpráva",
    "orijinal mesaj",
    "ursprungligt meddelande",
    "oprindelig meddelelse",
    "原始邮件",
    "元のメッセージ",
    "원본 메시지",
    "전달된 메시지",
    "الرسالة الأصلية",
];

/// What stands before the colon in the head of a mail: who sends it.
const FROM: &[&str] = &[
    "from",
    "von",
    "de",
    "da",
    "van",
    "от",
    "від",
    "od",
    "från",
    "fra",
    "kimden",
    "feladó",
    "expéditeur",
    "发件人",
    "寄件者",
    "差出人",
    "보낸 사람",
    "보낸사람",
    "من",
];

/// When it was sent.
const SENT: &[&str] = &[
    "sent",
    "date",
    "gesendet",
    "datum",
    "envoyé",
    "enviado",
    "enviado el",
    "enviada em",
    "fecha",
    "data",
    "inviato",
    "verzonden",
    "отправлено",
    "дата",
    "надіслано",
    "wysłano",
    "odesláno",
    "skickat",
    "sendt",
    "dato",
    "gönderilme",
    "gönderme tarihi",
    "tarih",
    "elküldve",
    "发送时间",
    "日期",
    "寄件日期",
    "送信日時",
    "日付",
    "보낸 날짜",
    "날짜",
    "تاريخ الإرسال",
    "التاريخ",
];

/// To whom, and about what.
const ABOUT: &[&str] = &[
    "to",
    "subject",
    "an",
    "betreff",
    "à",
    "objet",
    "para",
    "asunto",
    "assunto",
    "a",
    "oggetto",
    "aan",
    "onderwerp",
    "кому",
    "тема",
    "do",
    "temat",
    "komu",
    "předmět",
    "till",
    "ämne",
    "til",
    "emne",
    "kime",
    "konu",
    "címzett",
    "tárgy",
    "收件人",
    "主题",
    "主題",
    "宛先",
    "件名",
    "받는 사람",
    "제목",
    "إلى",
    "الموضوع",
];

/// The parts of a plain text, each with whether it is set apart.
pub(super) fn segments(text: &str, flowed: bool) -> Vec<(bool, String)> {
    let text = if flowed { joined(text) } else { text.replace("\r\n", "\n") };
    let lines: Vec<&str> = text.split('\n').collect();
    let apart = apart(&lines);
    parted(&lines, &apart)
}

/// Lines in parts that are set apart or not.
fn parted(lines: &[&str], apart: &[bool]) -> Vec<(bool, String)> {
    let mut segments: Vec<(bool, String)> = Vec::new();
    for (&line, &apart) in lines.iter().zip(apart) {
        // The mark of a signature is no text.
        let line = if apart && line.trim_end() == "--" { "" } else { line };
        match segments.last_mut() {
            // A line without a word belongs to what stands before it.
            Some((same, segment)) if *same == apart || line.trim().is_empty() => {
                segment.push('\n');
                segment.push_str(line);
            }
            _ => segments.push((apart, line.to_owned())),
        }
    }
    segments
}

/// Marks the blocks of a page that are set apart.
pub(super) fn mark(blocks: &mut [Block]) {
    let mut lines = Vec::new();
    let mut firsts = Vec::new();
    for block in blocks.iter() {
        firsts.push(lines.len());
        lines.extend(block.text.text().split('\n'));
        lines.push("");
    }
    let apart = apart(&lines);
    for (block, first) in blocks.iter_mut().zip(firsts) {
        if apart[first] {
            block.apart = Some(Boilerplate::Quoted);
        }
    }
}

/// Lines that go on in the next one are joined to it (RFC 3676).
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let depth = |line: &str| line.bytes().take_while(|&byte| byte == b'>').count();
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let own = depth(line);
        // A space stands before what would otherwise look like a quotation.
        let content = &line[own..];
        let content = content.strip_prefix(' ').filter(|_| own == 0 || open == Some(own)).unwrap_or(content);
        if open == Some(own) && line != "-- " {
            joined.push_str(content.trim_start_matches(' '));
        } else {
            if !joined.is_empty() {
                joined.push('\n');
            }
            joined.extend(std::iter::repeat_n('>', own));
            joined.push_str(content);
        }
        open = (line.ends_with(' ') && line != "-- " && !content.trim().is_empty()).then_some(own);
    }
    joined
}

/// Which lines are set apart.
fn apart(lines: &[&str]) -> Vec<bool> {
    let mut apart = vec![false; lines.len()];
    let mut begins = lines.len();
    for index in 0..lines.len() {
        if is_signature(lines, index) || is_original(lines[index]) || is_head(lines, index) {
            begins = index;
            break;
        }
        if is_quoted(lines[index]) {
            apart[index] = true;
            continue;
        }
        let Some(end) = attribution(lines, index) else { continue };
        let next = lines[end..].iter().find(|line| !line.trim().is_empty());
        if next.is_some_and(|next| is_quoted(next)) {
            apart[index..end].fill(true);
        } else if next.is_some() && says(&lines[index..end].join(" "), WROTE) {
            begins = index;
            break;
        }
    }
    let has_words = |line: &&str| line.contains(char::is_alphanumeric);
    let says_something = lines[..begins].iter().zip(&apart).any(|(line, apart)| !apart && has_words(line));
    if says_something || begins < lines.len() && is_signature(lines, begins) {
        apart[begins..].fill(true);
    } else {
        for (line, apart) in lines.iter().zip(&mut apart) {
            *apart = is_quoted(line);
        }
        // What quotes all that it has forwards it.
        if !lines.iter().zip(&apart).any(|(line, apart)| !apart && has_words(line)) {
            apart.fill(false);
        }
    }
    apart
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn is_signature(lines: &[&str], index: usize) -> bool {
    let line = lines[index].trim_end_matches('\r');
    line == "-- " || (line == "--" && lines.len() - index <= SIGNATURE)
}

fn is_original(line: &str) -> bool {
    let line = line.trim();
    let bare = line.trim_matches(|c: char| matches!(c, '-' | '_' | '*' | '=' | '—' | ' '));
    line.starts_with(['-', '_', '*', '=', '—']) && bare.len() < 100 && {
        let bare = bare.to_lowercase().replace('’', "'");
        ORIGINAL.contains(&bare.as_str())
    }
}

/// Where the lines end that say who wrote what follows, when they begin at `index`.
fn attribution(lines: &[&str], index: usize) -> Option<usize> {
    let mut width = 0;
    for (line, end) in lines.iter().skip(index).take(WRAPPED).zip(index + 1..) {
        let line = line.trim();
        width += line.len();
        if line.is_empty() || is_quoted(line) || width > 4 * ATTRIBUTION {
            return None;
        }
        if line.ends_with([':', '：']) {
            let whole = lines[index..end].join(" ");
            let names_somebody = whole.contains(|c: char| c.is_numeric() || c == '@' || c == '<');
            let fits = whole.chars().count() <= ATTRIBUTION;
            return (fits && (names_somebody || says(&whole, WROTE)))
                .then_some(end)
                // A list of things ends with a colon too; a sentence that ends before is no part of it.
                .filter(|_| !whole.trim_end_matches([':', '：']).contains(['?', '!', ';']))
                .filter(|_| whole.contains(|c: char| c.is_numeric()) || says(&whole, WROTE));
        }
    }
    None
}

fn says(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// Whether the head of another mail begins here.
fn is_head(lines: &[&str], index: usize) -> bool {
    if !label(lines[index]).is_some_and(|label| FROM.contains(&label.as_str())) {
        return false;
    }
    let below: Vec<String> = lines[index + 1..].iter().take(8).filter_map(|line| label(line)).collect();
    let has = |labels: &[&str]| below.iter().any(|label| labels.contains(&label.as_str()));
    has(SENT) && has(ABOUT)
}

/// What stands before the colon of a line of a head.
fn label(line: &str) -> Option<String> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
    let end = line.char_indices().take(25).find(|&(_, c)| c == ':' || c == '：')?.0;
    Some(line[..end].trim_matches(|c: char| c.is_whitespace() || c == '*').to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> String {
        let own = segments(text, false).into_iter().filter(|(apart, _)| !apart);
        own.map(|(_, text)| text.trim().to_owned()).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn quotations_are_told_in_many_ways() {
        for quotation in [
            "> The roof leaks again.",
            "On Tue, 3 Oct 2023 at 10:02, Ann Lee <ann@example.org> wrote:\n> The roof leaks.\n>> Since when?",
            "Am 03.10.23 um 10:02 schrieb Ann Lee:\nDas Dach ist undicht.",
            "Le mar. 3 oct. 2023 à 10:02, Ann Lee\n<ann@example.org> a écrit :\n\nLe toit fuit.",
            "3 октября 2023 г., 10:02, Анна Ли <ann@example.org> написала:\nКрыша течёт.",
            "-----Original Message-----\nThe roof leaks.",
            "-----Ursprüngliche Nachricht-----\nDas Dach ist undicht.",
            "Von: Ann Lee\nGesendet: Dienstag, 3. Oktober 2023\nAn: Bo\nBetreff: Dach\n\nDas Dach ist undicht.",
            "*De :* Ann Lee\n*Envoyé :* mardi\n*À :* Bo\n*Objet :* Toit\n\nLe toit fuit.",
            "差出人: Ann\n送信日時: 2023年10月3日\n宛先: Bo\n件名: 屋根\n\n屋根が漏れています。",
            "-- \nBo Berg\nRoofs and Gutters Ltd, 12 High Street",
        ] {
            assert_eq!(
                own(&format!("We shall send somebody today.\n\n{quotation}")),
                "We shall send somebody today.",
                "{quotation}"
            );
        }
    }

    #[test]
    fn answers_between_quotations_are_text() {
        let text = "> Who pays?\n\nThe town pays.\n\n> And when?\n\nIn spring.";
        assert_eq!(own(text), "The town pays. / In spring.");
    }

    #[test]
    fn what_looks_like_a_quotation_stays_text() {
        for text in [
            "Please bring the following:\n- a rope\n- a lamp",
            "From: the kitchen\nWe need forks.",
            "My aunt wrote to me in 2019: the house was empty, she said.",
            "Items on the list\n--\nforks and knives, and a great many spoons\n\n1\n\n2\n\n3\n\n4\n\n5\n\n6\n\n7",
        ] {
            assert_eq!(own(text), text.trim(), "{text}");
        }
    }

    #[test]
    fn a_mail_that_only_forwards_is_what_it_forwards() {
        let text = "---------- Forwarded message ---------\nFrom: Ann\nDate: 3 Oct 2023\nSubject: Roof\n\nThe roof leaks.";
        assert!(own(text).contains("The roof leaks."));
        assert!(own("> The roof leaks.").contains("The roof leaks."));
    }

    #[test]
    fn flowed_lines_are_joined() {
        assert_eq!(
            joined("The roof \nleaks.\n> Since \n> when?\nToday."),
            "The roof leaks.\n> Since when?\nToday."
        );
        assert_eq!(joined("Bye\n-- \nBo"), "Bye\n-- \nBo");
    }

    #[test]
    fn hostile_mails_take_linear_time() {
        for line in ["a:\n", "> a\n", "From: a\n", "-- a\n", "On 1 wrote\n", ":\n", "--\n"] {
            let text = line.repeat(300_000 / line.len());
            assert!(!segments(&text, false).is_empty() && !joined(&text).is_empty());
        }
    }
}
