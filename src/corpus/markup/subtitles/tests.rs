use super::*;
use crate::corpus::testing::{document, documents, units};
use crate::corpus::{Format, Granularity, Place, ReadOptions};

fn read(text: &str) -> Vec<String> {
    units(Format::Subtitles, text)
}

#[test]
fn a_sentence_runs_over_cues() {
    let text = "1\n00:00:01,000 --> 00:00:04,200\nThe ferry that crosses the\n\n2\n00:00:04,300 --> 00:00:08,100\n<i>old channel</i> was late.\nAgain, {\\an8}of course.\n";
    assert_eq!(read(text), ["The ferry that crosses the old channel was late. Again, of course."]);
    let options = ReadOptions { granularity: Granularity::Sentence, ..ReadOptions::default() };
    let sentences = &documents(Format::Subtitles, text.as_bytes(), &options)[0].units;
    assert_eq!(sentences.len(), 2);
    let span = &sentences[1].span;
    assert_eq!(&text[span.start as usize..span.end as usize], "Again, {\\an8}of course.");
}

#[test]
fn what_is_said_has_its_time() {
    let text = "1\n00:00:01,500 --> 00:00:04,200\nLe ferry est arrivé avant midi, hier.\n\n2\n01:00:04.3 --> 01:00:08,100\nPersonne ne l'attendait si tôt.\n";
    let times = parse(text).times;
    assert_eq!(times, [(text.find("Le").unwrap(), 1_500), (text.find("Personne").unwrap(), 3_604_300)]);
    let places: Vec<_> = document(Format::Subtitles, text).units.into_iter().map(|unit| unit.place).collect();
    let time = |from_ms| Some(Place::Time { from_ms });
    assert_eq!(places, [time(1_500), time(3_604_300)]);
}

#[test]
fn a_pause_ends_a_paragraph_behind_a_sentence() {
    let cue = |from: u32, to: u32, text: &str| format!("00:{from:02}.000 --> 00:{to:02}.000\n{text}\n\n");
    let text = format!(
        "WEBVTT - The tour\nLanguage: en\n\nNOTE a comment\nof two lines\n\nSTYLE\n::cue {{ color: red }}\n\nfirst cue\n{}{}{}",
        cue(1, 3, "The harbour was built by the monks."),
        cue(9, 11, "Its walls were made of stone from"),
        cue(15, 17, "the quarry in the north.")
    );
    assert_eq!(
        read(&text),
        ["The harbour was built by the monks.", "Its walls were made of stone from the quarry in the north."]
    );
    let document = document(Format::Subtitles, &text);
    assert_eq!(document.title.as_deref(), Some("The tour"));
    assert_eq!(document.language.unwrap().code(), "en");
}

#[test]
fn speakers_are_told_apart() {
    let first = "Where did the boats go when the storm came, and who told them to go there at all?";
    let text = format!(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>{first}\n\n00:02.000 --> 00:03.000\n<v.loud Bo>Nobody knows, &lt;not&gt; even the pilot.\n\n00:03.000 --> 00:04.000\n<v Bo>That is so.\n"
    );
    assert_eq!(read(&text), [first, "Nobody knows, <not> even the pilot. That is so."]);
    let text = "1\n00:00:01,000 --> 00:00:02,000\n- Wo ist das Schiff?\n- Im Hafen.\n";
    assert_eq!(read(text), ["- Wo ist das Schiff? / - Im Hafen."]);
}

#[test]
fn captions_that_roll_are_said_once() {
    let text = "WEBVTT\n\n00:00.000 --> 00:02.000 align:start\n \nso<00:00:00.400><c> the</c><00:00:00.900><c> boats</c>\n\n00:02.000 --> 00:02.010\nso the boats\n \n\n00:02.010 --> 00:04.000\nso the boats\ncame<00:00:02.500><c> in before noon</c>\n\n00:04.000 --> 00:04.010\ncame in before noon\n \n\n00:04.010 --> 00:06.000\ncame in before noon\nand nobody knew\n";
    assert_eq!(read(text), ["so the boats came in before noon and nobody knew"]);
    let text = "1\n00:00:01,000 --> 00:00:02,000\nNo, not now.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo, not now.\n\n3\n00:00:03,000 --> 00:00:04,000\nThe boats are late again.\n";
    assert_eq!(read(text), ["No, not now. No, not now. The boats are late again."]);
}

#[test]
fn scripts_without_spaces_get_none() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\n港は今朝\n\n2\n00:00:02,000 --> 00:00:03,000\n再び開いた。船は正午前に入ってきた。\n";
    assert_eq!(read(text), ["港は今朝再び開いた。船は正午前に入ってきた。"]);
}

#[test]
fn numbers_and_signs_that_are_said_stay() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nIn the year\n1911\n\n2\n00:00:02,000 --> 00:00:03,000\nit was 3 < 4 {sic} for all of them.\n";
    assert_eq!(read(text), ["In the year 1911 it was 3 < 4 {sic} for all of them."]);
}
