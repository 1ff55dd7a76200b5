use resvg::tiny_skia::Pixmap;

use super::*;
use crate::report::tests::sample;
use crate::report::text::translations::ReportLanguage;
use crate::report::topics::model::UnitEntry;

/// A report with `n` units on two spirals, each a topic, and every tenth in none.
fn spirals(n: usize) -> TopicReport {
    let mut report = sample::report();
    let unit = report.units[0].clone();
    let placed = |number: usize| {
        let turn = number as f32 * 2.399_963;
        let reach = (number as f32 / n as f32).sqrt() * 0.5;
        let side = if number.is_multiple_of(2) { -0.5 } else { 0.5 };
        UnitEntry {
            topic: (!number.is_multiple_of(10)).then_some(1 + number as u64 % 2),
            xy: Some([side + reach * turn.cos(), reach * turn.sin()]),
            ..unit.clone()
        }
    };
    report.units = (0..n).map(placed).collect();
    report
}

/// Element names of a document that is well formed.
fn elements(svg: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return names,
            quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start) => {
                names.push(start.name().as_ref().to_owned());
            }
            _ => {}
        }
    }
}

fn colour_at(png: &[u8], x: u32, y: u32) -> [u8; 3] {
    let pixel = Pixmap::decode_png(png).unwrap().pixel(x, y).unwrap();
    [pixel.red(), pixel.green(), pixel.blue()]
}

#[test]
fn a_few_points_are_circles_with_their_text_and_topics_are_named() {
    let drawn = svg(&sample::report(), &Look::default()).unwrap();
    assert!(drawn.contains("<title id=\"title\">Map of press</title>"), "{drawn}");
    assert!(drawn.contains("<title>press/one.txt:1 ¶1: The armored train left the station at dawn.</title>"));
    assert_eq!(drawn.matches("r=\"6.5\"").count(), 4, "units on the map: {drawn}");
    // In the list, on the map, and below the letters there.
    assert_eq!(drawn.matches(">armored train, railway</text>").count(), 3);
    assert!(drawn.contains(">in no topic</text>"));
    assert_eq!(drawn, svg(&sample::report(), &Look::default()).unwrap());
}

#[test]
fn a_look_gives_title_author_date_and_language() {
    let look = Look {
        title: Some("Trains <1>".to_owned()),
        author: Some("the desk".to_owned()),
        date: Some("5 mai 2024".to_owned()),
        language: ReportLanguage::French,
        ..Look::default()
    };
    let drawn = svg(&sample::report(), &look).unwrap();
    assert!(drawn.contains(">Trains &lt;1&gt;</text>"), "{drawn}");
    assert!(drawn.contains(">the desk · 5 mai 2024 · Chaque point est un texte"));
    assert!(drawn.contains("lang=\"fr\"") && drawn.contains(">sans thème</text>"));
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "</title></text><script>alert(1)</script><a href=\"javascript:x\" onload='y'>&\u{1b}[1m\0\u{ffff}\u{202e}";
    let mut report = sample::report();
    for unit in &mut report.units {
        unit.text = hostile.to_owned();
        unit.place.file = hostile.to_owned();
    }
    report.topics[0].label = hostile.to_owned();
    report.corpus.paths = vec![hostile.to_owned()];
    report.generator = hostile.to_owned();
    let drawn = svg(&report, &Look::default()).unwrap();
    let known = ["svg", "title", "desc", "rect", "text", "g", "circle"];
    assert!(elements(&drawn).iter().all(|name| known.contains(&name.as_str())), "{drawn}");
    assert!(!drawn.contains(['\0', '\u{1b}', '\u{ffff}', '\u{202e}']));
    png(&report, &Look::default(), 300).unwrap();
}

#[test]
fn many_points_are_short_paths() {
    let report = spirals(100_000);
    let drawn = svg(&report, &Look::default()).unwrap();
    assert!(drawn.len() < 2_000_000, "{}", drawn.len());
    assert_eq!(elements(&drawn).iter().filter(|name| *name == "path").count(), 3);
}

#[test]
fn more_topics_than_rows_are_counted() {
    let mut report = sample::report();
    report.topics = vec![report.topics[0].clone(); 60];
    let drawn = svg(&report, &Look::default()).unwrap();
    assert!(drawn.contains(">and 35 more topics</text>"), "{drawn}");
    assert!(elements(&drawn).len() < 200);
}

#[test]
fn a_report_without_a_map_is_an_error_with_a_hint() {
    let mut report = sample::report();
    report.map = None;
    let error = svg(&report, &Look::default()).unwrap_err();
    assert!(matches!(error, ReportError::NoMap) && error.hint().is_some());
    let mut report = sample::report();
    for unit in &mut report.units {
        unit.xy = None;
    }
    assert!(matches!(png(&report, &Look::default(), 300), Err(ReportError::NoMap)));
}

#[test]
fn a_png_has_the_width_asked_for_and_the_same_bytes_each_time() {
    let drawn = png(&sample::report(), &Look::default(), 600).unwrap();
    let pixels = Pixmap::decode_png(&drawn).unwrap();
    assert_eq!((pixels.width(), pixels.height()), (600, 450));
    assert_eq!(drawn, png(&sample::report(), &Look::default(), 600).unwrap());
    for width in [0, 99, 12_001, u32::MAX] {
        let error = png(&sample::report(), &Look::default(), width).unwrap_err();
        assert_eq!(error.hint().unwrap(), "choose a width from 100 to 12000");
    }
}

#[test]
fn letters_come_out_without_fonts_of_the_system() {
    // The title alone: whatever is dark in its part of the picture is a letter.
    let dark = |title: &str| {
        let look = Look { title: Some(title.to_owned()), ..Look::default() };
        let drawn = Pixmap::decode_png(&png(&sample::report(), &look, 1200).unwrap()).unwrap();
        let part = (48..800).flat_map(|x| (30..64).map(move |y| (x, y)));
        part.filter(|&(x, y)| drawn.pixel(x, y).unwrap().red() < 100).count()
    };
    let empty = dark("\u{a0}.");
    for title in ["Le train blindé", "Бронепоезд", "Straße nach Süden", "año señor"] {
        assert!(dark(title) > empty + 300, "{title}: {}", dark(title));
    }
}

#[test]
fn a_dot_without_length_is_drawn_in_the_colour_of_its_topic() {
    let mut report = spirals(SINGLE + 1);
    // One unit of the second topic alone, in a corner.
    for unit in &mut report.units {
        unit.topic = Some(1);
        unit.xy = unit.xy.map(|xy| xy.map(|value| value * 0.5));
    }
    report.units[0].topic = Some(2);
    report.units[0].xy = Some([1.0, -1.0]);
    report.units[1].xy = Some([-1.0, 1.0]);
    let drawn = png(&report, &Look::default(), 1200).unwrap();
    let at = plane::points(&report, MAP)[0].at;
    let [red, green, blue] = colour_at(&drawn, at[0] as u32, at[1] as u32);
    assert!(red > green && green > blue, "the second colour is orange: {red} {green} {blue}");
}

#[test]
fn numbers_are_short() {
    let short = [(1.0, "1"), (0.04, "0"), (-0.04, "0"), (12.36, "12.4"), (-0.5, "-0.5"), (1199.97, "1200")];
    for (value, text) in short {
        assert_eq!(number(value), text);
    }
}
