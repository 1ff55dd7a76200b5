//! Korean words without their particles.

/// Particles, longest first.
const PARTICLES: [&str; 38] = [
    "에서는",
    "에게서",
    "으로는",
    "으로도",
    "에서도",
    "으로서",
    "이라는",
    "이라고",
    "까지는",
    "에는",
    "에도",
    "에서",
    "에게",
    "으로",
    "까지",
    "부터",
    "보다",
    "처럼",
    "라는",
    "라고",
    "이나",
    "과의",
    "와의",
    "로의",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "와",
    "과",
    "도",
    "만",
    "께",
];

/// Endings of verbs and adjectives.
const ENDINGS: [&str; 33] = [
    "다", "며", "했던", "하는", "지만", "면서", "하고", "되고", "되는", "하며", "위해", "따라", "대해",
    "통해", "하기", "하지", "으면", "지는", "없는", "있는", "된", "한", "할", "던", "거나", "라면", "되면",
    "하면", "려면", "으나", "아야", "어야", "에야",
];

/// The word without a particle at its end, if two syllables are left.
pub(super) fn without_particle(word: &str) -> &str {
    PARTICLES
        .iter()
        .find_map(|particle| word.strip_suffix(particle).filter(|rest| rest.chars().count() >= 2))
        .unwrap_or(word)
}

/// Whether a word (particle and all) reads as a verb or an adjective.
pub(super) fn is_predicate(word: &str) -> bool {
    let syllables = word.chars().count();
    let past = word.chars().rev().take(PAST_WITHIN).any(has_double_s_below);
    // 많다, 높다; but 바다, the sea.
    let short = syllables == 2 && word.ends_with('다') && word.chars().next().is_some_and(is_closed);
    past || short
        || ENDINGS
            .iter()
            .any(|ending| word.ends_with(ending) && syllables > ending.chars().count() && syllables > 2)
}

/// Last syllables of a word in which a sign of the past or of intention makes it a verb.
const PAST_WITHIN: usize = 3;

/// Whether a Hangul syllable ends in ㅆ, as in 했, 었, 있 and 겠; hardly any noun has one.
fn has_double_s_below(syllable: char) -> bool {
    // Unicode orders syllables by initial, vowel and final consonant, 28 finals each; ㅆ is the twentieth after none.
    final_of(syllable) == Some(20)
}

/// Whether a Hangul syllable ends in a consonant.
fn is_closed(syllable: char) -> bool {
    final_of(syllable).is_some_and(|consonant| consonant > 0)
}

/// Number of the final consonant of a Hangul syllable, 0 for none.
fn final_of(syllable: char) -> Option<u32> {
    ('\u{ac00}'..='\u{d7a3}').contains(&syllable).then(|| (syllable as u32 - 0xac00) % 28)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_go_and_short_words_stay() {
        assert_eq!(without_particle("러시아에서는"), "러시아");
        assert_eq!(without_particle("위성을"), "위성");
        assert_eq!(without_particle("회의"), "회의");
        assert!(is_predicate("밝혔다") && !is_predicate("위성"));
        assert!(is_predicate("높다") && !is_predicate("바다"));
        assert!(is_predicate("만났고") && is_predicate("거듭하겠다고") && !is_predicate("금강산"));
    }
}
