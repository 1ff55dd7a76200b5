use super::*;
use crate::corpus::Format;
use crate::corpus::testing::units;

const LONG: &str = "The harbour opened again this morning, after two years of work on the piers.";

/// Which of `lines` are set apart when they stand among `others`.
fn apart<'a>(lines: &[&'a str], others: &[&str]) -> Vec<&'a str> {
    let surroundings = Surroundings::of(lines.iter().chain(others).copied(), 25);
    lines.iter().copied().filter(|line| surroundings.says_nothing(line)).collect()
}

#[test]
fn a_sentence_is_text_wherever_it_stands() {
    for line in [
        "Feed the hens.",
        "Appelle le dentiste.",
        "Wer kommt mit?",
        "Он уже ушёл.",
        "Llueve mucho hoy.",
        "낮에 비가 온다.",
        "今日は雨だ。",
        "昨天下雨了。",
        "मैं घर पर हूँ।",
        "هل أنت هنا؟",
        "Θα έρθω αύριο.",
    ] {
        assert!(apart(&[line], &[LONG; 9]).is_empty(), "{line}");
        assert!(apart(&[line], &[]).is_empty(), "{line}");
    }
}

#[test]
fn labels_numbers_and_dates_are_set_apart() {
    let lines = [
        "Share",
        "Menü",
        "Accueil",
        "Поделиться",
        "3 min read",
        "Lecture : 4 min",
        "- 12 -",
        "17",
        "Page 3",
        "2024-05-01",
        "12 mai 2024",
        "13. September 2023",
        "Fri, 6 June 2025.",
        "By Jane Doe",
        "Von Karl Meier",
        "Privacy policy",
        "***",
        "Fig. 3.",
        "Dear Anna,",
        "目录",
    ];
    assert_eq!(apart(&lines, &[LONG; 40]), lines);
}

#[test]
fn notes_need_no_full_stop_among_notes() {
    let lines = [
        "Fix the garden gate",
        "Zahnarzt 14:30",
        "acheter des piles",
        "Позвонить бабушке",
        "치과 예약 바꾸기",
        "買い物：牛乳と卵",
        "3 kg potatoes",
    ];
    assert!(apart(&lines, &[LONG]).is_empty());
    assert_eq!(apart(&["12 May 2024", "7", "TODO", "Dear Anna,"], &lines).len(), 4);
}

#[test]
fn a_line_that_recurs_is_no_note() {
    let lines = ["Fix the garden gate", "Open item 1", "Zahnarzt 14:30", "Open item 2", "acheter des piles"];
    assert_eq!(apart(&lines, &[]), ["Open item 1", "Open item 2"]);
    assert_eq!(apart(&["Tell us more."], &["Tell us more."; 5]), ["Tell us more."]);
    assert!(apart(&["He laughed."], &["He laughed."]).is_empty());
}

#[test]
fn notes_are_units() {
    assert_eq!(
        units(
            Format::Markdown,
            "# Mai\n\nArzt am Montag um neun.\n\nMiete zahlen.\n\nHeizung prüfen\n\nAnruf bei Oma\n\nBrot\n"
        ),
        ["Mai / Arzt am Montag um neun.", "Miete zahlen.", "Heizung prüfen", "Anruf bei Oma", "[short] Brot"]
    );
    assert_eq!(
        units(Format::Text, &format!("{LONG}\n\nJe reviens demain.\n\n{LONG}\n\n{LONG}\n\nContact presse\n")),
        [LONG, "Je reviens demain.", LONG, LONG, "[short] Contact presse"]
    );
}
