//! Which lines of a collected page are not its text: links to other articles, and promotion.
//!
//! The rule is one of length and place, so that a paragraph which merely mentions a newsletter stays text:
//!
//! - **Read also**: at most [`LINK_WIDTH`] letters wide, and a phrase of the table stands at its very start (after
//!   bullets, arrows and brackets). A phrase written with a colon in the table needs the colon, or the line's end.
//! - **Promotion**: at most [`PROMOTION_WIDTH`] letters wide, and a phrase of the table begins a clause (the start of
//!   the line, or after punctuation), or a closing phrase ends it.
//!
//! Phrases match whole words, whatever their case. The tables are in `phrases.toml`, by language; all languages are tried
//! on every line, since pages often carry the boilerplate of another language.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::Boilerplate;
use serde::Deserialize;

use super::shape::width;

/// Widest link to another article, its title included.
const LINK_WIDTH: usize = 200;

/// Widest promotion line: about two sentences.
const PROMOTION_WIDTH: usize = 240;

/// The phrases of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    read_also: Vec<String>,
    promotion: Vec<String>,
    closing: Vec<String>,
}

/// The table as written. A test reads it, so that a faulty table is never built into a release.
static PHRASES: LazyLock<BTreeMap<String, Phrases>> =
    LazyLock::new(|| toml::from_str(include_str!("boilerplate/phrases.toml")).unwrap_or_default());

/// Phrases by their first character, so that a line is compared with a few of them only.
type ByFirst = HashMap<char, Vec<&'static str>>;

static READ_ALSO: LazyLock<ByFirst> = LazyLock::new(|| by_first(|phrases| &phrases.read_also));
static PROMOTION: LazyLock<ByFirst> = LazyLock::new(|| by_first(|phrases| &phrases.promotion));

fn by_first(list: impl Fn(&'static Phrases) -> &'static Vec<String>) -> ByFirst {
    let mut by_first = ByFirst::new();
    for phrase in PHRASES.values().flat_map(list) {
        if let Some(first) = phrase.chars().next() {
            by_first.entry(first).or_default().push(phrase);
        }
    }
    by_first
}

/// What sets a line apart from the text, if anything does.
pub(super) fn classify(line: &str) -> Option<Boilerplate> {
    // Cheap first: most paragraphs are longer than any line of this kind.
    if line.len() > 4 * PROMOTION_WIDTH {
        return None;
    }
    let width = width(line);
    if width > PROMOTION_WIDTH || line.contains('\n') {
        return None;
    }
    let folded = fold(line);
    if width <= LINK_WIDTH && begins_with_any(trimmed_start(&folded), &READ_ALSO) {
        return Some(Boilerplate::ReadAlso);
    }
    let end = folded.trim_end_matches(|c: char| !c.is_alphanumeric());
    let promotes = clauses(&folded).into_iter().any(|clause| begins_with_any(clause, &PROMOTION))
        || PHRASES.values().flat_map(|phrases| &phrases.closing).any(|phrase| ends(end, phrase));
    promotes.then_some(Boilerplate::Promotion)
}

/// Whether the line is nothing but a phrase such as "read also:", so that the list after it is the links.
pub(super) fn is_bare_link_heading(line: &str) -> bool {
    let folded = fold(line);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    PHRASES.values().flat_map(|phrases| &phrases.read_also).any(|phrase| phrase.trim_end_matches(':') == bare)
}

fn begins_with_any(text: &str, phrases: &ByFirst) -> bool {
    let first = text.chars().next();
    first
        .and_then(|first| phrases.get(&first))
        .is_some_and(|phrases| phrases.iter().any(|phrase| begins(text, phrase)))
}

/// Small letters, straight apostrophes, plain spaces and colons.
fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    for c in line.chars().flat_map(char::to_lowercase) {
        match c {
            '’' | 'ʼ' | '‘' => folded.push('\''),
            '：' => folded.push(':'),
            // "À lire aussi :" is typed with and without the space, and with several kinds of it.
            c if c.is_whitespace() => folded.push(' '),
            // A combining dot comes out of the small letter of the Turkish capital İ.
            '\u{307}' => {}
            c => folded.push(c),
        }
    }
    folded.replace(" :", ":")
}

fn trimmed_start(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '@'))
}

fn begins(text: &str, phrase: &str) -> bool {
    if let Some(rest) = text.strip_prefix(phrase) {
        return phrase.ends_with(':') || is_border(rest.chars().next());
    }
    // The colon of the table stands for the end of the line too.
    phrase.strip_suffix(':').is_some_and(|bare| {
        text.strip_prefix(bare)
            .is_some_and(|rest| !rest.contains(char::is_alphanumeric) && is_border(rest.chars().next()))
    })
}

fn ends(text: &str, phrase: &str) -> bool {
    text.strip_suffix(phrase).is_some_and(|rest| is_border(rest.chars().next_back()))
}

fn is_border(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric())
}

/// The line from its start, and from behind each punctuation mark.
fn clauses(folded: &str) -> Vec<&str> {
    let mut clauses = vec![trimmed_start(folded)];
    // Where the last one begins: marks before that lead to the same.
    let mut begun = folded.len() - clauses[0].len();
    for (at, mark) in folded.match_indices(|c: char| {
        matches!(
            c,
            '.' | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | '…'
                | '|'
                | '•'
                | '·'
                | '–'
                | '—'
                | '。'
                | '、'
                | '，'
                | '！'
                | '？'
                | '،'
                | '؟'
        )
    }) {
        if at < begun {
            continue;
        }
        let rest = trimmed_start(&folded[at + mark.len()..]);
        begun = folded.len() - rest.len();
        if !rest.is_empty() {
            clauses.push(rest);
        }
    }
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_other_articles_in_many_languages() {
        for line in [
            "Lire aussi : Le port rouvre",
            "→ À lire également\u{A0}: « Le port rouvre »",
            "A découvrir : Le marché couvert",
            "(Voir aussi : le dossier)",
            "Read also: The harbour reopens",
            "See also: harbours",
            "Related:",
            "Читайте также: Порт снова открыт",
            "Читайте також: Порт знову відкрито",
            "Lesen Sie auch: Der Hafen öffnet wieder",
            "Mehr zum Thema",
            "Lea también: El puerto reabre",
            "Te puede interesar: El puerto",
            "Leggi anche: Il porto riapre",
            "Leia também: O porto reabre",
            "Lees ook: De haven gaat weer open",
            "Czytaj także: Port znów otwarty",
            "Ayrıca okuyun: Liman yeniden açıldı",
            "관련 기사: 항구 재개장",
            "함께 읽기",
            "関連記事：港が再開",
            "相关阅读：港口重新开放",
            "اقرأ أيضا: الميناء يفتح من جديد",
        ] {
            assert_eq!(classify(line), Some(Boilerplate::ReadAlso), "{line}");
        }
    }

    #[test]
    fn promotion_in_many_languages() {
        for line in [
            "Curieux de tout, je raconte la mer et les ports. Pour un partenariat, contactez-nous.",
            "Abonnez-vous à notre newsletter",
            "Sign up for our newsletter and never miss a story.",
            "If you liked this article, subscribe to our newsletter for more.",
            "© 2024 Harbour News",
            "Harbour News 2024. All rights reserved.",
            "Follow us on Facebook",
            "Подписывайтесь на наш телеграм-канал",
            "Підписуйтесь на наш канал",
            "Folgen Sie uns auf Instagram",
            "Síguenos en redes sociales",
            "무단 전재 및 재배포 금지",
        ] {
            assert_eq!(classify(line), Some(Boilerplate::Promotion), "{line}");
        }
    }

    #[test]
    fn text_that_mentions_such_things_stays_text() {
        for line in [
            "People who contact us about lost luggage usually get it back within a week.",
            "The newsletter of the harbour master reached ten thousand readers in May.",
            "Related research shows that harbours silt up within a decade.",
            "Readalong books help children.",
            "The dog began to follow us.",
            "Die Polizei erstattete Anzeige.",
            "The race, sponsored by the bank, starts at noon.",
            "The firm changed its privacy policy.",
            "He wanted to share this with the crew before they sailed.",
            "관련 기사를 보면 항구가 다시 열렸다고 한다.",
            "Le comité voit aussi d’un bon œil la réouverture du port.",
        ] {
            assert_eq!(classify(line), None, "{line}");
        }
        let long = format!(
            "Lire aussi les archives du port demande du temps. {}",
            "Les registres sont nombreux. ".repeat(8)
        );
        assert_eq!(classify(&long), None);
    }

    #[test]
    fn each_clause_is_looked_at_once() {
        assert_eq!(clauses("a, b; (c)"), ["a, b; (c)", "b; (c)", "c)"]);
        assert_eq!(clauses("...a.,. b.."), ["a.,. b..", "b.."]);
        assert_eq!(clauses(&",".repeat(240)), [""]);
    }

    #[test]
    fn a_bare_phrase_heads_a_list_of_links() {
        assert!(is_bare_link_heading("Lire aussi :"));
        assert!(is_bare_link_heading("Related"));
        assert!(!is_bare_link_heading("Lire aussi : Le port"));
    }

    #[test]
    fn the_table_is_folded_and_has_no_doubles() {
        let table: BTreeMap<String, Phrases> =
            toml::from_str(include_str!("boilerplate/phrases.toml")).unwrap();
        for list in
            table.values().flat_map(|phrases| [&phrases.read_also, &phrases.promotion, &phrases.closing])
        {
            let mut seen = std::collections::HashSet::new();
            for phrase in list {
                assert_eq!(&fold(phrase), phrase);
                assert!(seen.insert(phrase), "{phrase} stands twice");
            }
        }
    }
}
