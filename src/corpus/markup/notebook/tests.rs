use crate::corpus::testing::{document, units};
use crate::corpus::{Format, ReadOptions, read_bytes};

#[test]
fn cells_are_markdown_and_code() {
    let text = r##"{"metadata": {"title": "The port", "authors": [{"name": "Ada"}], "kernelspec": {"name": "x"}}, "nbformat": 4, "cells": [
 {"cell_type": "markdown", "attachments": {"a.png": {"image/png": "AAAA"}}, "source": ["# Boats\n", "\n", "They *came* in before \"noon\", caf\u00e9 and \ud83d\ude00 all.\n"]},
 {"cell_type": "code", "outputs": [{"text": ["secret"]}], "source": ["open_the_port_of_the_town(1)\n", "\n", "close()"]},
 {"cell_type": "markdown", "source": "Nobody had expected so many of them."},
 {"cell_type": "code", "source": []}, {}]}"##;
    let document = document(Format::Notebook, text);
    assert_eq!(document.title.as_deref(), Some("The port"));
    assert_eq!(document.source.as_deref(), Some("Ada"));
    assert_eq!(
        units(Format::Notebook, text),
        [
            "Boats / They came in before \"noon\", café and 😀 all.",
            "open_the_port_of_the_town(1) / close()",
            "Nobody had expected so many of them.",
        ]
    );
    let span = &document.units[0].span;
    assert!(
        text[span.start as usize..span.end as usize].starts_with("Boats\\n\", \"\\n\", \"They *came*"),
        "{span:?}"
    );
    assert_eq!(document.units.iter().map(|unit| unit.line).collect::<Vec<_>>(), [2, 3, 4]);
}

#[test]
fn older_notebooks_have_worksheets() {
    let text = r#"{"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "ouvrir_le_grand_port_de_la_ville(1)"}, {"cell_type": "heading", "level": 1, "source": "Le port"}, {"cell_type": "markdown", "source": "Le ferry est arrivé avant midi."}]}]}"#;
    assert_eq!(
        units(Format::Notebook, text),
        ["ouvrir_le_grand_port_de_la_ville(1)", "Le port / Le ferry est arrivé avant midi."]
    );
}

#[test]
fn damage_is_told_with_its_place() {
    for (text, place) in [
        ("{\"cells\": [\n  {\"cell_type\": }\n]}", "a.ipynb:2: broken notebook at column "),
        ("{\"cells\": 7}", "a.ipynb:1: broken notebook at column "),
        ("{\"cells\": [{\"source\": \"a\"", "a.ipynb:1: broken notebook at column "),
    ] {
        let error = read_bytes("a.ipynb", Some(Format::Notebook), text.into(), &ReadOptions::default());
        let error = error.unwrap_err();
        assert!(error.to_string().starts_with(place), "{error}");
        assert!(error.hint().is_some());
    }
}
