//! From texts and vectors of one's own to search, topics and a report, without a folder and a database.
//!
//! `cargo run --release --example own_texts` writes `report.html`.

use std::error::Error;

use cognate::prelude::*;
use cognate::report::topics::html;

fn main() -> Result<(), Box<dyn Error>> {
    // A thousand texts: here put together from a few parts.
    let who = ["The ministry", "A spokesman", "The harbour office", "An engineer", "The union"];
    let what = ["said that the armored train had left", "spoke of two lost satellites", "sold shells"];
    let texts: Vec<String> = (0..1000)
        .map(|i| format!("{} {}, {} days after talks began.", who[i % 5], what[i % 3], i + 2))
        .collect();

    // Their vectors, from wherever: a service, a table, another program. Here the built-in model stands for it.
    let model = StaticModel::builtin()?;
    let vectors = model.passages(&texts.iter().map(String::as_str).collect::<Vec<_>>())?;
    let given = GivenVectors::new("my-model", &texts, vectors.rows())?.with_model(Box::new(model))?;

    let collection = Collection::of_texts(&texts, Box::new(given), &Silent)?;
    let base = Base::working_directory();
    let found = collection.search(&["train blindé".into()], &SearchOptions::default(), &base, &Silent)?;
    println!("{:.2} {}", found.results[0].confidence, found.results[0].text);

    let report = collection.topics(&TopicsOptions::default(), Vec::new(), &base, &Silent)?;
    for topic in &report.topics {
        println!("{:4} {}", topic.units, topic.label);
    }
    std::fs::write("report.html", html::render(&report, &Look::default())?)?;
    Ok(())
}
