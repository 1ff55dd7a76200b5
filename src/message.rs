//! What messages have in common: names between backticks and sizes, each of a length that can be read.

/// Most names that a message lists.
const NAMES: usize = 10;

/// Most characters of a name that a message shows.
const NAME: usize = 60;

/// A name between backticks, cut where it is long. A line break in it does not break the message.
pub(crate) fn literal(name: &str) -> String {
    format!("`{}`", cut(name, NAME))
}

/// Names between backticks: of many the first, and how many more there are.
pub(crate) fn literals<S: AsRef<str>>(names: &[S]) -> String {
    let shown: Vec<String> = names.iter().take(NAMES).map(|name| literal(name.as_ref())).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {} more", shown.join(", "), grouped(more as u64)),
    }
}

/// At most `most` characters of a text, with a sign where it goes on; control characters become spaces.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let mut shown: String = text.chars().take(most).map(plain).collect();
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

/// A number of bytes as people read it, rounded up so that what is above a bound looks so: `900 bytes`, `16 MiB`, `1.5 GiB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    let (mut value, mut unit) = (bytes as f64 / 1024.0, 0);
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let text = format!("{:.1}", (value * 10.0).ceil() / 10.0);
    format!("{} {}", text.strip_suffix(".0").unwrap_or(&text), UNITS[unit])
}

/// A number with a comma between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_any_length_can_be_read() {
        let names: Vec<String> = (0..200_000).map(|i| format!("c{i}")).collect();
        assert_eq!(literals(&names[..2]), "`c0`, `c1`");
        assert!(literals(&names).ends_with("`c8`, `c9` and 199,990 more"), "{}", literals(&names));
        assert_eq!(literals::<&str>(&[]), "");
        let long = literals(&["é".repeat(1 << 20)]);
        assert_eq!(long.chars().count(), 60 + 3);
        assert_eq!(literal("a\nb\u{1b}"), "`a b `");
    }

    #[test]
    fn sizes_are_those_that_people_read() {
        let shown = [0, 1023, 1024, 256 << 20, (256 << 20) + 1, 3 << 29, 2 << 30, 5 << 50].map(size);
        assert_eq!(
            shown,
            ["0 bytes", "1023 bytes", "1 KiB", "256 MiB", "256.1 MiB", "1.5 GiB", "2 GiB", "5120 TiB"]
        );
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
