//! Dates of texts as people write them.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2023-09-13` as `13 September 2023`, `2023-09` as `September 2023`, `--09-13` as `13 September`; anything else as
/// it is.
pub(in crate::report) fn in_words(date: &str) -> String {
    read(date).unwrap_or_else(|| date.to_owned())
}

fn read(date: &str) -> Option<String> {
    let (year, rest) = match date.strip_prefix("--") {
        Some(rest) => (None, rest),
        None => date.split_once('-').map(|(year, rest)| (Some(year), rest))?,
    };
    let (month, day) = match rest.split_once('-') {
        Some((month, day)) => (month, Some(number(day, 31)?)),
        None => (rest, None),
    };
    let month = MONTHS[number(month, 12)? - 1];
    if year.is_some_and(|year| year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let day = day.map(|day| day.to_string());
    let parts = [day.as_deref(), Some(month), year];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Two digits, from 1 to `most`.
fn number(text: &str, most: usize) -> Option<usize> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && (1..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_exact_as_the_text() {
        assert_eq!(in_words("2023-09-13"), "13 September 2023");
        assert_eq!(in_words("2023-09"), "September 2023");
        assert_eq!(in_words("--09-03"), "3 September");
    }

    #[test]
    fn what_is_no_date_stays_as_it_is() {
        for text in
            ["2023", "2023-13-01", "2023-00", "20-09-13", "2023-9-13", "--", "--09-32", "soon", "é-09"]
        {
            assert_eq!(in_words(text), text);
        }
    }
}
