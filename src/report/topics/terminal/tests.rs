use super::*;
use crate::report::tests::sample;
use crate::report::text::width;
use crate::report::topics::model::{GroupEntry, LevelEntry, Title, TopicEntry};
use crate::topics::registry::{Change, TopicId};

#[test]
fn the_whole_report_without_colour() {
    let text = render(&sample::report(), &TerminalStyle::default());
    let expected = "\
2 files · 6 paragraphs · en 3, fr 2
2 topics · 1 outlier · 1 set apart as boilerplate · 1 without a word that the
model knows
1 copy of another paragraph counted once
2 paragraphs were longer than the model's window of 512 tokens and were read in
parts

Changes since the last run
   born: 2 harvest (1 paragraph)
   gone: 5, most of it now in 1 armored train, railway; 6 railway
   split: 3 into 1 armored train, railway (60%) and 7 (40%)
   merged: 1, 8 and 9 into 1 armored train, railway
   moved: 1 paragraph from 1 armored train, railway to 2 harvest
   renamed: 1 from “trains” to “armored train, railway”
   kept: 1 armored train, railway with 1 paragraph more and 2 fewer

1  armored train, railway
   “Le train blindé a quitté la gare à l'aube.”  press/deux.txt:1 ¶1
   ████████████████ 2 paragraphs (50%), of which 1 independent
   Vostochny, Amur · 13 September 2023, May 2024
   given · en 1, fr 1 · 2 documents · cohesion 0.71
   also: armored train (train blindé), locomotive

   The armored train left the station at dawn.
   press/one.txt:1 ¶1

2  harvest
   ████████ 1 paragraph (25%)
   en 1 · 1 document · 1 more in part · cohesion 1.00
   fragile: comes back in 3 of 10 samples

   The harvest was better than in the year before.
   press/one.txt:3 ¶2

Given topics: 2 paragraphs about none of them
   chess: nothing is about it; the nearest text has 8%; that one is about
   armored train, railway
      The armored train left the station at dawn.
      press/one.txt:1 ¶1

Over time: 2023-06 to 2023-10, a column is a month
   ▁▁·▅█  1 armored train, railway
      rises in 2023-09: 4% to 21%; falls in 2023-10: 21% to <1%
   █▁·▁▁  2 harvest
   left out: 2 paragraphs without a date, 1 paragraph with a date that cannot be
   read

Two sets
   A: language fr (1 paragraph in 1 document)
   B: language en (4 paragraphs in 1 document)

       A      B       q  more in  topic
    100%    25%   0.012  A        1 armored train, railway
      0%    25%       –  –        2 harvest

   1 armored train, railway, more in A, such as
   Le train blindé a quitté la gare à l'aube.
   press/deux.txt:1 ¶1

Topics by author
   Ada [31m Byron · 2 paragraphs in 1 document
      50%  9%–91%  1 armored train, railway (1)
      50%  9%–91%  2 harvest (1)
   others (4 values) · 1 paragraph
      100%  21%–100%  1 armored train, railway (1)
   no author · 1 paragraph

Outliers: 1 paragraph in no topic
   A violinist from the coast won the prize.
   press/one.txt:5 ¶3 · between two topics · nearest topic 2, harvest (0.31,
   margin 0.02)

Boilerplate: 1 paragraph set apart
   Lire aussi : la gare
   press/deux.txt:3 ¶2 · link to another article

3 sentences or lines in 2 paragraphs are repeated in the same words in many
documents; they are not used for topics
   2× Write to the night desk.

Without vector: 1 paragraph with no word that the model knows
   xqzt 1234
   press/one.txt:7 ¶4

Skipped: 1 file
   press/scan.pdf: not text

Method      agglomerative (clusters 2): few paragraphs
Model       builtin, revision 0123456789ab, 256 dimensions
Quality     silhouette 0.43 · density validity 0.05 · coherence 0.12 · diversity
            0.93 · stability 0.84 (10 samples)
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
    report.topics[0].summary.as_mut().unwrap().text = "裝甲列車在黎明時分離開了車站。".repeat(5);
    report.topics[0].names[0].text = "수확, 裝甲列車裝甲列車裝甲列車裝甲列車".to_owned();
    report.topics[0].terms[0].also[0].text = "列車".repeat(30);
    report.contrast.as_mut().unwrap().sets[0] = "裝甲列車".repeat(20);
    report.per[0].field = "작가".repeat(40);
    report.per[0].values[0].value = Some("裝甲列車".repeat(40));
    add_topics(&mut report, 9);
    for width in [20, 33, 80, 120] {
        let style = TerminalStyle { width, all_units: true, ..TerminalStyle::default() };
        let text = render(&report, &style);
        assert!(text.contains("Groups of topics") && text.contains("On the border"), "{text}");
        for line in text.lines() {
            assert!(width::of(line) <= width, "{} of {width} columns: {line}", width::of(line));
        }
    }
}

/// More topics like the second, each with a group of its own inside another, nine deep.
fn add_topics(report: &mut TopicReport, n: u64) {
    let mut topics = vec![1, 2];
    report.levels.clear();
    for id in 3..3 + n {
        report.topics.push(TopicEntry { id, label: format!("t{id}"), ..report.topics[1].clone() });
        let timeline = report.timeline.as_mut().unwrap();
        timeline.topics.push(timeline.topics[1].clone());
        let group = GroupEntry { label: format!("group of {id}"), topics: topics.clone(), units: 3 };
        report.levels.insert(0, LevelEntry { groups: vec![group] });
        topics.push(id);
    }
}

#[test]
fn groups_are_a_tree() {
    let mut report = sample::report();
    add_topics(&mut report, 2);
    let text = render(&report, &TerminalStyle::default());
    let tree = "\
Groups of topics
   group of 4 (3 paragraphs)
     group of 3 (3 paragraphs)
       1 armored train, railway (2)
       2 harvest (1)
     3 t3 (1)
   4 t4 (1)
";
    assert!(text.contains(tree), "{text}");
}

#[test]
fn long_lists_are_short_unless_all_is_asked_for() {
    let mut report = sample::report();
    add_topics(&mut report, 10);
    report.timeline.as_mut().unwrap().topics[11].changes =
        report.timeline.as_ref().unwrap().topics[0].changes.clone();
    report.changes = (2..12).map(|id| Change::Born { id: TopicId(id) }).collect();
    let short = render(&report, &TerminalStyle::default());
    assert!(short.contains("6 t6 (1 paragraph); and 5 more"), "{short}");
    assert!(
        short.contains("  10 t10\n   █▁·▁▁  12 t12\n      rises in") && short.contains("   and 1 more\n"),
        "{short}"
    );
    let all = render(&report, &TerminalStyle { all_units: true, ..TerminalStyle::default() });
    assert!(all.contains("11 t11 (1 paragraph)") && all.contains("█▁·▁▁  11 t11"), "{all}");
    assert!(!all.contains(" more\n"), "{all}");
}

#[test]
fn sections_that_hold_nothing_are_not_there() {
    let mut report = sample::report();
    report.changes.retain(Change::is_nothing);
    report.timeline = None;
    report.contrast = None;
    report.per.clear();
    report.corpus.copies = 0;
    let text = render(&report, &TerminalStyle::default());
    for title in ["Topics by", "Changes", "Groups", "Over time", "Two sets", "counted once", "On the border"]
    {
        assert!(!text.contains(title), "{title} in {text}");
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
    let border = "\
   On the border to another topic:
   Le train blindé a quitté la gare à l'aube.
   press/deux.txt:1 ¶1 · almost in 2 harvest (margin 0.01)
";
    assert!(text.contains(border), "{text}");
    let wide = render(&sample::report(), &TerminalStyle { width: 120, ..style });
    let facts =
        "2 documents · cohesion 0.71 · silhouette 0.31 · coherence 0.12 · comes back in 10 of 10 samples\n";
    assert!(wide.contains(facts), "{wide}");
}

#[test]
fn no_topic_says_why() {
    let text = render(&sample::without_topics(), &TerminalStyle::default());
    assert!(text.contains("No topic: none of the 4 paragraphs is close enough to others"), "{text}");
    assert!(text.contains("Quality     silhouette not defined · density validity not defined"), "{text}");
    assert!(text.contains("6 paragraphs = 0 in topics + 4 outliers"), "{text}");

    let mut report = sample::without_topics();
    report.corpus.units = 4;
    report.corpus.outliers = 2;
    assert!(
        corpus::why_no_topic(&Translations::default(), &report)
            .contains("2 paragraphs is too little to group")
    );
    report.corpus.units = 2;
    assert!(corpus::why_no_topic(&Translations::default(), &report).contains("none is left to group"));
    report.corpus.units = 0;
    assert!(corpus::why_no_topic(&Translations::default(), &report).contains("no paragraph was found"));
}

#[test]
fn a_report_that_lost_a_unit_shows_it() {
    let mut report = sample::report();
    report.corpus.in_topics -= 1;
    assert!(corpus::sum(&Translations::default(), &report.corpus).starts_with("6 paragraphs ≠ 2 in topics"));
}

#[test]
fn titles_stand_first_and_in_place_of_the_sentence() {
    let mut report = sample::report();
    let title = |unit, text: &str| Title { unit, text: text.to_owned() };
    report.topics[0].titles =
        vec![title(0, "A train crosses the river"), title(3, "Le train traverse le fleuve")];
    let text = render(&report, &TerminalStyle::default());
    let head = "\
1  armored train, railway
   A train crosses the river  press/one.txt:1 ¶1
   Le train traverse le fleuve  press/deux.txt:1 ¶1
";
    assert!(text.contains(head), "{text}");
    assert!(!text.contains("“Le train blindé"), "{text}");
    // A unit that is not there has no place, and the title stays.
    report.topics[0].titles[0].unit = 99;
    assert!(render(&report, &TerminalStyle::default()).contains("   A train crosses the river\n"));
}
