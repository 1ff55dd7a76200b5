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
const ENDINGS: [&str; 24] = [
    "다", "며", "했던", "하는", "지만", "면서", "하고", "되고", "되는", "하며", "위해", "따라", "대해",
    "통해", "하기", "하지", "으면", "지는", "없는", "있는", "된", "한", "할", "던",
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
    ENDINGS.iter().any(|ending| word.ends_with(ending) && syllables > ending.chars().count() && syllables > 2)
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
    }
}
