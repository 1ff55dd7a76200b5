//! Numbers as people read them, in English; those of the topic report are written by its words.

/// `1234567` as `1,234,567`.
pub(in crate::report) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 file`, `2 files`.
pub(in crate::report) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// Part of a whole as a percentage; `<1%` rather than a `0%` that is none.
pub(in crate::report) fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "0%".to_owned();
    }
    percent(part as f64 / whole as f64)
}

/// A share in [0, 1] as a percentage; `<1%` rather than a `0%` that is none.
pub(in crate::report) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 1.0 { "<1%".to_owned() } else { format!("{percent:.0}%") }
}

/// A bar of `cells` columns for a value in [0, 1], to an eighth of a cell.
pub(in crate::report) fn bar(value: f64, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let value = if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 };
    let eighths = (value * cells as f64 * 8.0).round() as usize;
    // Something is never drawn as nothing.
    let eighths = if value > 0.0 { eighths.max(1) } else { 0 };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// A column for each value, against the greatest: `▁` is none of it, `·` that there is nothing to have a share of.
pub(in crate::report) fn spark(values: &[Option<f64>]) -> String {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let greatest = values.iter().flatten().copied().fold(0.0, f64::max);
    let height = |value: f64| match value / greatest {
        // Something is never drawn as nothing.
        part if part > 0.0 => HEIGHTS[((part * 7.0).ceil() as usize).min(7)],
        _ => HEIGHTS[0],
    };
    values.iter().map(|value| value.map_or('·', height)).collect()
}

/// `12.3 MB`, decimal units.
pub(in crate::report) fn bytes(number: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if number < 1000 {
        return format!("{number} B");
    }
    let mut value = number as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_plurals_shares_and_bytes() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(1000, "file"), "1,000 files");
        assert_eq!([share(1, 3), share(1, 1000), share(0, 9), share(0, 0)], ["33%", "<1%", "0%", "0%"]);
        assert_eq!(
            [bytes(999), bytes(1_500), bytes(999_999), bytes(12_340_000)],
            ["999 B", "1.5 kB", "1.0 MB", "12.3 MB"]
        );
    }

    #[test]
    fn bars_are_as_long_as_their_value() {
        assert_eq!(bar(1.0, 4), "████");
        assert_eq!(bar(0.625, 4), "██▌");
        assert_eq!(bar(0.0001, 4), "▏");
        assert_eq!([bar(0.0, 4), bar(-0.3, 4), bar(f64::NAN, 4)], ["", "", ""]);
    }

    #[test]
    fn sparks_are_as_high_as_their_value() {
        let values = [Some(0.0), Some(0.001), None, Some(0.25), Some(0.5)];
        assert_eq!(spark(&values), "▁▂·▅█");
        assert_eq!([spark(&[Some(0.0), None]), spark(&[])], ["▁·", ""]);
    }
}
