use super::*;

fn shown(text: &str, title: Option<&str>) -> Vec<String> {
    pieces(text, title, &ReadOptions::default()).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn a_title_heads_the_text_unless_that_begins_with_it() {
    for (title, text, expected) in [
        ("Le port", "Il est ouvert.", "Le port\nIl est ouvert."),
        ("Le port", "LE PORT : il est ouvert.", "LE PORT : il est ouvert."),
        ("Le port", "Le portail est ouvert.", "Le port\nLe portail est ouvert."),
        ("Гавань снова отк…", "Гавань снова открыта, говорят.", "Гавань снова открыта, говорят."),
        ("항구", "", "항구"),
        ("…", "Text", "Text"),
    ] {
        assert_eq!(shown(text, Some(title)), [expected]);
    }
    assert!(shown(" \n", None).is_empty());
    assert_eq!(line("Tom &amp; <i>Jerry</i>\n 2"), "Tom & Jerry 2");
}

#[test]
fn short_paragraphs_join_their_neighbour() {
    let long = "The harbour opened again this morning, after two years of work on the piers.";
    assert_eq!(
        shown(&format!("Hello,\n\n{long}\n\nYours, Anna\n\n{long}"), None),
        [format!("Hello,\n{long}"), format!("Yours, Anna\n{long}")]
    );
    assert_eq!(shown("One.\n\nTwo.", None), ["One.\nTwo."]);
}

#[test]
fn a_text_of_any_kind_is_read() {
    for sign in ["a\n", "a\n\n", "<p>", "<p>a", "<br>", "- a\n", "&lt;p&gt;", ". ", "<b>a</b>", "a"] {
        let text = sign.repeat((1 << 20) / sign.len());
        for (piece, _) in pieces(&text, None, &ReadOptions::default()) {
            assert!(piece.chars().count() <= 1200, "{sign:?}");
        }
    }
}
