use super::*;
use crate::report::layout::width;
use crate::report::sample;

#[test]
fn the_whole_report_without_colour() {
    let text = render(&sample::report(), &TerminalStyle::default());
    let expected = "\
2 files · 6 paragraphs · en 3, fr 2
2 topics · 1 outlier · 1 set apart as boilerplate · 1 without a word that the
model knows
2 paragraphs were longer than the model's window of 512 tokens and were read in
parts

1  armored train, railway
   ████████████████ 2 paragraphs (50%)
   en 1, fr 1 · 2 documents · cohesion 0.71
   also: locomotive

   The armored train left the station at dawn.
   press/one.txt:1 ¶1

   Le train blindé a quitté la gare à l'aube.
   press/deux.txt:1 ¶1 · Le train · 2024-05-01

2  harvest
   ████████ 1 paragraph (25%)
   en 1 · 1 document · cohesion 1.00

   The harvest was better than in the year before.
   press/one.txt:3 ¶2

Outliers: 1 paragraph in no topic
   A violinist from the coast won the prize.
   press/one.txt:5 ¶3 · nearest topic 2, harvest (0.31)

Boilerplate: 1 paragraph set apart
   Lire aussi : la gare
   press/deux.txt:3 ¶2 · link to another article

Without vector: 1 paragraph with no word that the model knows
   xqzt 1234
   press/one.txt:7 ¶4

Skipped: 1 file
   press/scan.pdf: not text

Method      agglomerative (clusters 2): few paragraphs
Model       builtin, revision 0123456789ab, 256 dimensions
Silhouette  0.43 (from -1 to 1; greater is better told apart)
Sum         6 paragraphs = 3 in topics + 1 outlier + 1 boilerplate + 1 without
            vector
";
    assert_eq!(text, expected);
}

#[test]
fn colour_only_when_asked() {
    let plain = render(&sample::report(), &TerminalStyle::default());
    assert!(!plain.contains('\u{1b}'));
    let coloured = render(&sample::report(), &TerminalStyle { colour: true, ..TerminalStyle::default() });
    assert!(coloured.contains("\u{1b}[1marmored train, railway\u{1b}[0m"));
    assert!(coloured.contains("\u{1b}[2mpress/one.txt:1 ¶1\u{1b}[0m"));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let mut report = sample::report();
    let korean = "장갑열차가 새벽에 역을 떠났다. ".repeat(20);
    let chinese = "裝甲列車在黎明時分離開了車站。".repeat(20);
    report.topics[0].representatives[0].text = korean;
    report.topics[0].representatives[1].text = chinese;
    report.topics[1].label = "수확, 裝甲列車裝甲列車裝甲列車裝甲列車裝甲列車裝甲列車, harvest".to_owned();
    for width in [20, 33, 80, 120] {
        let style = TerminalStyle { width, all_units: true, ..TerminalStyle::default() };
        for line in render(&report, &style).lines() {
            assert!(width::of(line) <= width, "{} of {width} columns: {line}", width::of(line));
        }
    }
}

#[test]
fn a_long_excerpt_is_cut_at_a_word() {
    let mut report = sample::report();
    report.topics[0].representatives[0].text = "railway ".repeat(200);
    let text = render(&report, &TerminalStyle::default());
    assert!(text.contains("railway…\n"), "{text}");
}

#[test]
fn every_unit_when_asked() {
    let style = TerminalStyle { all_units: true, excerpts: 0, ..TerminalStyle::default() };
    let text = render(&sample::report(), &style);
    assert!(
        text.contains("   0.90  press/one.txt:1 ¶1  The armored train left the station at dawn.\n"),
        "{text}"
    );
    assert!(text.contains("   0.80  press/deux.txt:1 ¶1  Le train blindé"), "{text}");
}

#[test]
fn no_topic_says_why() {
    let text = render(&sample::without_topics(), &TerminalStyle::default());
    assert!(text.contains("No topic: none of the 4 paragraphs is close enough to others"), "{text}");
    assert!(text.contains("Silhouette  not defined"), "{text}");
    assert!(text.contains("6 paragraphs = 0 in topics + 4 outliers"), "{text}");

    let mut report = sample::without_topics();
    report.corpus.units = 4;
    report.corpus.outliers = 2;
    assert!(header::why_no_topic(&report).contains("2 paragraphs is too little to group"));
    report.corpus.units = 2;
    assert!(header::why_no_topic(&report).contains("none is left to group"));
    report.corpus.units = 0;
    assert!(header::why_no_topic(&report).contains("no paragraph was found"));
}

#[test]
fn a_report_that_lost_a_unit_shows_it() {
    let mut report = sample::report();
    report.corpus.in_topics -= 1;
    assert!(footer::sum(&report.corpus).starts_with("6 paragraphs ≠ 2 in topics"));
}
