//! Topics of the rows of a table, two parts of it compared: `cargo run --release --example table`.

use std::error::Error;

use cognate::pipeline::Sides;
use cognate::prelude::*;
use cognate::report::text::table::Separator;
use cognate::report::topics::tables;

/// A row as a program has it.
struct Complaint {
    number: u32,
    region: &'static str,
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let kinds = [
        ("north", "The bus was late again and nobody told us why"),
        ("south", "The water from the tap is brown since Monday"),
        ("north", "The bus did not stop although I waved"),
        ("south", "No water in the whole street this morning"),
    ];
    let complaint = |number: u32| {
        let (region, text) = kinds[number as usize % 4];
        Complaint { number, region, text: format!("{text} ({} days in a row).", number / 4 + 2) }
    };
    let table: Vec<Complaint> = (0..200).map(complaint).collect();

    let texts = table.iter().map(|row| Text {
        id: Some(row.number.to_string()),
        source: Some(row.region.to_owned()),
        fields: [("region".to_owned(), row.region.into())].into(),
        ..Text::from(&row.text)
    });
    let collection = Collection::of_texts(texts, Box::new(StaticModel::builtin()?), &Silent)?;
    let sides: Sides = "source=north,south".parse()?;
    let options = TopicsOptions { contrast: Some(sides), ..TopicsOptions::default() };
    let report = collection.topics(&options, Vec::new(), &Base::working_directory(), &Silent)?;
    // One row a text, with its topic: to be joined to the table by the id.
    print!("{}", tables::topics(&report, Separator::Comma)?);
    let units = tables::units(&report, Separator::Comma)?;
    println!("{}", units.lines().take(3).collect::<Vec<_>>().join("\n"));
    Ok(())
}
