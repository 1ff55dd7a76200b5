//! The cards inside the program.

use std::path::Path;

use super::ModelCard;
use crate::embed::EmbedError;

/// Name and text of a card.
macro_rules! cards {
    ($($id:literal),+ $(,)?) => {
        [$(($id, include_str!(concat!("../../../models/", $id, ".toml")))),+]
    };
}

/// Every file of `models/`; a test holds the two together.
const CARDS: &[(&str, &str)] = &cards![
    "all-MiniLM-L6-v2",
    "bge-m3",
    "bge-reranker-base",
    "bge-reranker-v2-m3",
    "embeddinggemma-300m",
    "embeddinggemma-300m-q4",
    "embeddinggemma-300m-q8",
    "jina-reranker-v1-turbo-en",
    "jina-reranker-v2-base-multilingual",
    "multilingual-e5-base",
    "multilingual-e5-large",
    "multilingual-e5-small",
    "paraphrase-multilingual-MiniLM-L12-v2",
    "paraphrase-multilingual-MiniLM-L12-v2-q",
    "paraphrase-multilingual-mpnet-base-v2",
];

/// The card of a name, if it is inside the program.
pub(super) fn find(id: &str) -> Option<Result<ModelCard, EmbedError>> {
    CARDS.iter().find(|(name, _)| *name == id).map(read)
}

/// All of them.
pub(super) fn all() -> impl Iterator<Item = Result<ModelCard, EmbedError>> {
    CARDS.iter().map(read)
}

fn read((id, text): &(&str, &str)) -> Result<ModelCard, EmbedError> {
    super::check::parse_compiled(text, Path::new(&format!("models/{id}.toml")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_in_the_list() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let files =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> =
            files.filter_map(|name| name.strip_suffix(".toml").map(str::to_owned)).collect();
        files.sort();
        assert_eq!(CARDS.iter().map(|(id, _)| *id).collect::<Vec<_>>(), files);
    }

    #[test]
    fn every_card_is_good_and_one_is_recommended() {
        let cards: Vec<ModelCard> = all().collect::<Result<_, _>>().unwrap();
        let recommended: Vec<_> =
            cards.iter().filter(|card| card.recommended).map(|card| card.id.as_str()).collect();
        assert_eq!(recommended, ["multilingual-e5-small"]);
        for card in &cards {
            assert!(card.hub.is_some() && card.licence.is_some() && card.parameters.is_some(), "{}", card.id);
            assert!(card.good_for.ends_with('.'), "{}", card.id);
            assert!(!card.languages.is_empty() || card.languages_note.is_some(), "{}", card.id);
        }
    }
}
