//! What is shown in a terminal.

use super::*;

#[test]
fn the_whole_report_without_colour() {
    let expected = "\
“armored train”
found: 2 results, the best answers with a probability of 93%
5 texts searched by words and meaning · exact search · builtin · 1 result set
aside as boilerplate (`--boilerplate` shows them)

1    93% ███████▌ 1.75
    press/deux.txt:1 ¶2 · fr
    │ ¶1 Une phrase avant.
    Rien ne bouge. Le train blindé a quitté la gare à l'aube. Personne ne l'a
    vu.
    │ ¶3 Une phrase après.
    why armored → blindé 0.71 · train = train
    the same text: press/copy.txt:9 ¶5
    + 2 near copies: press/trois.txt:2 ¶1, press/quatre.txt:2 ¶1

2    12% █        -0.25  hardly
    press/un.txt:3 ¶2 · fr · boilerplate (link to another article)
    Lire aussi : la gare
    why meaning alone, cosine -0.10
";
    assert_eq!(shown(&report(), 80), expected);
}

#[test]
fn a_narrow_terminal() {
    let expected = "\
“armored train”
found: 2 results, the best answers with
a probability of 93%
5 texts searched by words and meaning ·
exact search · builtin · 1 result set
aside as boilerplate (`--boilerplate`
shows them)

1    93% ███████▌ 1.75
    press/deux.txt:1 ¶2 · fr
    │ ¶1 Une phrase avant.
    Rien ne bouge. Le train blindé a
    quitté la gare à l'aube. Personne ne
    l'a vu.
    │ ¶3 Une phrase après.
    why armored → blindé 0.71 · train =
        train
    the same text: press/copy.txt:9 ¶5
    + 2 near copies: press/trois.txt:2
    ¶1, press/quatre.txt:2 ¶1

2    12% █        -0.25  hardly
    press/un.txt:3 ¶2 · fr · boilerplate
    (link to another article)
    Lire aussi : la gare
    why meaning alone, cosine -0.10
";
    assert_eq!(shown(&report(), 40), expected);
}

#[test]
fn a_wide_terminal() {
    let text = shown(&report(), 200);
    let line = "    Rien ne bouge. Le train blindé a quitté la gare à l'aube. Personne ne l'a vu.\n";
    assert!(text.contains(line), "{text}");
    assert!(
        text.contains("builtin · 1 result set aside as boilerplate (`--boilerplate` shows them)\n"),
        "{text}"
    );
}

#[test]
fn what_is_not_sure_or_not_there_is_said() {
    let unsure = SearchReport { outcome: Verdict::Unsure, confidence: 0.41, set_aside: 0, ..report() };
    let text = shown(&unsure, 80);
    assert!(text.contains("\nunsure: 2 results, the best answers with a probability of 41%\n"), "{text}");
    assert!(
        text.contains("\n1    93% ███████▌ 1.75  found\n"),
        "what differs from the whole is said: {text}"
    );
    assert!(!text.contains("set aside"), "{text}");

    let nearest = of(hit(1, "La gare"));
    let text = shown(&nearest, 80);
    assert!(
        text.contains("\nnothing found; the nearest answers with a probability of 12%, cosine -0.10:\n"),
        "{text}"
    );
    assert!(text.contains("\n1    12% █        -0.25\n"), "{text}");

    let nothing =
        SearchReport { outcome: Verdict::Nothing, confidence: 0.0, results: Vec::new(), ..report() };
    assert!(shown(&nothing, 80).starts_with("“armored train”\nnothing found\n5 texts searched by "));
    let words = SearchReport { mode: SearchMode::Words, index: String::new(), set_aside: 0, ..nothing };
    assert!(shown(&words, 80).ends_with("\n5 texts searched by words · builtin\n"));
}

#[test]
fn a_probability_is_never_all_or_nothing_unless_it_is() {
    let shown = [0.0, 0.001, 0.04, 0.994, 0.999, 1.0, f32::NAN].map(render::sure);
    assert_eq!(shown, ["0%", "<1%", "4%", "99%", ">99%", "100%", "–"]);
}

#[test]
fn colours_tell_how_near_words_are_and_what_is_beside() {
    let style = TerminalStyle { colour: true, ..TerminalStyle::default() };
    let text = render(&report(), &SearchStyle { terminal: style, ..SearchStyle::default() });
    let line = "    \u{1b}[2mRien ne bouge. \u{1b}[0mLe \u{1b}[1m\u{1b}[32mtrain\u{1b}[0m \u{1b}[32mblindé\u{1b}[0m a quitté";
    assert!(text.contains(line), "{text:?}");
    assert!(text.contains("    │ \u{1b}[2m¶1 Une phrase avant.\u{1b}[0m\n"), "{text:?}");
    let why = "\u{1b}[2m    why \u{1b}[0marmored\u{1b}[2m → \u{1b}[0m\u{1b}[32mblindé\u{1b}[0m\u{1b}[2m 0.71\u{1b}[0m";
    assert!(text.contains(why), "{text:?}");
    let unsure = SearchReport { outcome: Verdict::Unsure, ..report() };
    let text = render(&unsure, &SearchStyle { terminal: style, ..SearchStyle::default() });
    assert!(text.contains("\n\u{1b}[33munsure: "), "{text:?}");
}

#[test]
fn every_part_of_a_score() {
    let mut best = report().results.remove(0);
    best.why.push(reason("from", "", 0.0, 0.125, 0.0));
    (best.before, best.after) = (Vec::new(), Vec::new());
    (best.duplicates, best.copies) = (Vec::new(), Vec::new());
    let explained = |width| {
        let terminal = TerminalStyle { width, ..TerminalStyle::default() };
        let text = render(&of(best.clone()), &SearchStyle { terminal, explain: true, links: None });
        text.split_once("vu.\n").unwrap().1.to_owned()
    };
    let expected = "    weight  cosine   share
       75%    0.71     50%  armored → blindé
       25%    same     25%  train = train
       12%       –       –  from: nothing stands for it
         –    0.88     25%  meaning of the whole
    score 1.75 · words for 100% of the query's weight · confidence 93%
";
    assert_eq!(explained(80), expected);
    assert_eq!(explained(200), expected);
    let narrow = "    weight  cosine   share
       75%    0.71     50%  armored →
                            blindé
       25%    same     25%  train =
                            train
       12%       –       –  from:
                            nothing
                            stands for
                            it
         –    0.88     25%  meaning of
                            the whole
    score 1.75 · words for 100% of the
    query's weight · confidence 93%
";
    assert_eq!(explained(40), narrow);
    best.similarity = None;
    let words = render(&of(best), &SearchStyle { explain: true, ..SearchStyle::default() });
    assert!(!words.contains("meaning of the whole") && !words.contains("why "), "{words}");
}

#[test]
fn wide_letters_and_letters_from_right_to_left_fit() {
    let mut korean = hit(1, &"장갑 열차가 새벽에 역을 떠났다. ".repeat(30));
    korean.why = vec![reason("armored", "장갑", 0.7, 0.5, 0.5), reason("裝甲列車", "열차", 0.6, 0.5, 0.4)];
    korean.place.file = "신문/裝甲列車.txt".to_owned();
    korean.boilerplate = None;
    let mut arabic = hit(2, "غادر القطار المدرع المحطة عند الفجر ولم يره أحد من السكان في المدينة القديمة.");
    arabic.why = vec![
        reason("armored", "المدرع", 0.7, 0.5, 0.5),
        reason("train", "train", 1.0, 0.3, 0.3),
        reason("قطار", "القطار", 0.9, 0.2, 0.1),
    ];
    arabic.boilerplate = None;
    let report = SearchReport { results: vec![korean, arabic], ..report() };
    for columns in [40, 80, 120, 200] {
        let text = shown(&report, columns);
        assert!(widest(&text) <= columns, "{columns}: {text}");
        assert!(text.contains("armored → 장갑 0.70"), "{text}");
        let why = "\n    why armored ≈ المدرع 0.70\n        train = train\n        قطار ≈ القطار 0.90\n";
        assert!(text.contains(why), "each on a line of its own: {text}");
    }
    let narrow = shown(&report, 40);
    assert!(narrow.contains("\n    غادر القطار المدرع المحطة عند الفجر\n    ولم يره أحد"), "{narrow}");
    assert!(narrow.contains("…"), "a long text is cut: {narrow}");
}

#[test]
fn a_long_text_is_shown_around_its_sentence_unless_it_is_asked_for_whole() {
    let filler = "Nothing is said here at all. ".repeat(60);
    let mut long = hit(1, &format!("{filler}The train left. {filler}"));
    long.sentence = Some([filler.len(), filler.len() + 15]);
    let cut = body(&of(long.clone()), 80);
    let at = cut.find("The train left.").expect("the sentence is there");
    assert!(cut[..at].contains("    …") && cut[at..].contains("…\n    why"), "{cut}");
    assert!((8..=13).contains(&cut.lines().count()), "{cut}");
    let terminal = TerminalStyle { all_units: true, ..TerminalStyle::default() };
    let whole = render(&of(long.clone()), &SearchStyle { terminal, ..SearchStyle::default() });
    assert_eq!(whole.replace("\n    ", " ").matches("Nothing is said here at all.").count(), 120, "{whole}");
    assert!(!whole.contains('…'), "{whole}");
}

#[test]
fn many_reasons_places_and_copies_are_counted() {
    let mut best = hit(1, "text");
    best.why = ["a", "b", "c", "d", "e", "f"].map(|word| reason(word, word, 1.0, 0.1, 0.1)).into();
    best.duplicates = (1..=1_200).map(|line| sample::place("a.txt", line, 0)).collect();
    best.copies = ["b.txt", "c.txt", "d.txt", "e.txt"].map(copy).into();
    let text = body(&of(best.clone()), 80);
    assert!(text.contains("    why a = a · b = b · c = c · d = d · 2 more\n"), "{text}");
    assert!(
        text.contains("    the same text in 1,200 places: a.txt:1 ¶1, a.txt:2 ¶1, a.txt:3 ¶1, …\n"),
        "{text}"
    );
    assert!(text.contains("    + 4 near copies: b.txt:2 ¶1, c.txt:2 ¶1, d.txt:2 ¶1, …\n"), "{text}");
    best.duplicates.truncate(4);
    best.copies.truncate(1);
    let terminal = TerminalStyle { all_units: true, ..TerminalStyle::default() };
    let all = render(&of(best), &SearchStyle { terminal, ..SearchStyle::default() });
    assert!(all.contains("e = e · f = f\n") && all.contains("a.txt:3 ¶1, a.txt:4 ¶1\n"), "{all}");
    assert!(all.contains("    + 1 near copy: b.txt:2 ¶1\n"), "{all}");
}

#[cfg(unix)]
#[test]
fn places_lead_to_their_files_where_links_are_followed() {
    let links = Some(Links { host: "desk".to_owned(), folder: "/home/me".into() });
    let style = SearchStyle { links, ..SearchStyle::default() };
    let text = render(&report(), &style);
    let link = |file: &str, shown: &str| {
        format!("\u{1b}]8;;file://desk/home/me/{file}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\")
    };
    assert!(
        text.contains(&format!("    {} · fr\n", link("press/deux.txt", "press/deux.txt:1 ¶2"))),
        "{text:?}"
    );
    assert!(
        text.contains(&format!("the same text: {}\n", link("press/copy.txt", "press/copy.txt:9 ¶5"))),
        "{text:?}"
    );
    assert!(text.contains(&link("press/quatre.txt", "press/quatre.txt:2 ¶1")), "{text:?}");
    assert!(!shown(&report(), 80).contains('\u{1b}'));
}
