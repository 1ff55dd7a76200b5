//! What a person chooses about topics.

use std::path::PathBuf;

use crate::cluster::ClusterOptions;
use crate::corpus::Language;
use crate::topics::time::BinWidth;
use crate::topics::{GuideOptions, TopicOptions};

/// How topics are to be found.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicsOptions {
    /// Algorithm and its parameters.
    pub cluster: ClusterOptions,
    /// Representative units of each topic.
    pub representatives: usize,
    /// Language of the labels; `None`: the collection's most frequent one where it fits.
    pub label_language: Option<Language>,
    /// Only units of this language.
    pub language: Option<Language>,
    /// A file of topics that a person gave; what is about none of them is clustered.
    pub given: Option<PathBuf>,
    /// Find no topics but the given ones.
    pub only_given: bool,
    /// A text is about a given topic when that is at least this probable, in [0, 1].
    pub cutoff: f32,
    /// Levels of groups of topics, coarsest first; 0 for none.
    pub levels: usize,
    /// Width of the bins over time; `None` to have it chosen.
    pub every: Option<BinWidth>,
    /// Two sets of units whose topics are compared.
    pub contrast: Option<Sides>,
    /// Fields by whose values topics are counted.
    pub per: Vec<String>,
    /// Random parts of the corpus in which topics are looked for again; `None`: ten, of a corpus small enough for it to take a second or two.
    pub stability: Option<usize>,
    /// Let the collection keep what is found, when it is a run over all of it.
    pub keep: bool,
    /// What only some formats of the report show.
    pub extras: Extras,
}

/// What is made of topics for some formats of the report, and takes its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extras {
    /// The map in two dimensions.
    pub map: bool,
    /// The list of the neighbour graph.
    pub links: bool,
}

impl Default for TopicsOptions {
    fn default() -> Self {
        Self {
            cluster: ClusterOptions::default(),
            representatives: TopicOptions::default().n_representatives,
            label_language: None,
            language: None,
            given: None,
            only_given: false,
            cutoff: GuideOptions::default().cutoff,
            levels: 0,
            every: None,
            contrast: None,
            per: Vec::new(),
            stability: None,
            keep: true,
            extras: Extras::default(),
        }
    }
}

impl TopicsOptions {
    /// Whether these are the settings of a run whose topics a collection keeps: one over all of it, with the number of topics found.
    pub fn is_whole(&self) -> bool {
        self.language.is_none() && !self.only_given
    }
}

/// What tells the units of a set from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribute {
    /// Their language.
    Language,
    /// The document's source.
    Source,
    /// The beginning of the file's path.
    Path,
    /// Another field: one of records, or `folder`.
    Field(String),
}

/// Two sets of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// What tells them apart.
    pub by: Attribute,
    /// Its value in the first set.
    pub a: String,
    /// Its value in the second; `None`: all other units.
    pub b: Option<String>,
}

/// The text names no two sets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` does not name two sets")]
pub struct UnknownSides(String);

impl std::str::FromStr for Sides {
    type Err = UnknownSides;

    /// Reads `language=fr`, `language=fr,en`, `source=NAME`, `path=FOLDER`, and `FIELD=VALUE` of any other field.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownSides(text.to_owned());
        let (by, values) = text.split_once('=').ok_or_else(unknown)?;
        let by = match by.trim() {
            "language" | "lang" => Attribute::Language,
            "source" => Attribute::Source,
            "path" => Attribute::Path,
            "" => return Err(unknown()),
            field => Attribute::Field(field.to_owned()),
        };
        let mut values = values.split(',').map(str::trim);
        let a = values.next().filter(|value| !value.is_empty()).ok_or_else(unknown)?.to_owned();
        let b = values.next().filter(|value| !value.is_empty()).map(str::to_owned);
        if values.next().is_some() { Err(unknown()) } else { Ok(Self { by, a, b }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_read_and_nonsense_is_refused() {
        let two: Sides = "language=fr,en".parse().unwrap();
        assert_eq!(two, Sides { by: Attribute::Language, a: "fr".into(), b: Some("en".into()) });
        assert_eq!("path=a/b".parse::<Sides>().unwrap().b, None);
        let rating: Sides = " rating = 5, 1".parse().unwrap();
        assert_eq!(
            rating,
            Sides { by: Attribute::Field("rating".into()), a: "5".into(), b: Some("1".into()) }
        );
        for bad in ["", "fr", "language=", "=red", "language=fr,en,de"] {
            assert!(bad.parse::<Sides>().is_err(), "{bad}");
        }
    }
}
