//! Endings by which a word is a verb rather than a noun.

/// Whether a word reads as a conjugated verb, a participle or an adverb by its ending.
///
/// Right more often than not, and not always: a reason to prefer another word, not to forbid this one.
pub(super) fn is_likely(code: &str, lower: &str) -> bool {
    let (endings, but): (&[&str], &[&str]) = match code {
        "fr" => (&["aient", "èrent", "irent", "eront", "iront", "ait"], &["lait", "trait", "fait", "hait"]),
        "en" => (&["ed", "ly"], &["eed", "ally", "mily", "pply", "poly"]),
        "es" => (
            &["ó", "aron", "ieron", "aban", "ían", "ando", "iendo", "ará", "arán", "erán", "irán"],
            &["bando"],
        ),
        "ru" => (
            &[
                "ться", "тся", "лся", "лась", "лись", "лось", "ают", "яют", "уют", "ает", "яет", "ует",
                "или", "али", "ели", "ила", "ала", "ивал", "ывал", "ать", "ить", "еть",
            ],
            &["чать", "дели", "сеть", "иали", "нали"],
        ),
        "de" => (&["iert", "ierte", "ierten", "igte", "igten", "elte", "elten"], &["mittelte"]),
        _ => return false,
    };
    let long_enough = |ending: &str| lower.chars().count() > ending.chars().count() + 2;
    endings.iter().any(|ending| lower.ends_with(ending) && long_enough(ending))
        && !but.iter().any(|ending| lower.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_told_from_nouns_of_the_same_ending() {
        for (code, verb, noun) in [
            ("fr", "roulaient", "client"),
            ("fr", "comprendrait", "portrait"),
            ("en", "discussed", "shipping"),
            ("es", "firmaron", "varón"),
            ("ru", "остаются", "печать"),
            ("de", "kontrollierte", "karte"),
        ] {
            assert!(is_likely(code, verb), "{verb}");
            assert!(!is_likely(code, noun), "{noun}");
        }
        assert!(!is_likely("", "discussed"));
    }
}
