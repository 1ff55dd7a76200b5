//! Numbers as people write them.

use super::sql::Value;

/// The number that a text is, if it is one: `42`, `-3`, `2.5`, `1e6`.
pub fn number(text: &str) -> Option<Value> {
    let text = text.trim();
    if !is_number(text) {
        return None;
    }
    let integer = text.parse().ok().map(Value::Integer);
    integer.or_else(|| text.parse().ok().filter(|real: &f64| real.is_finite()).map(Value::Real))
}

/// Whether a text has the form of a number: a sign, digits, a fraction, an exponent.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match unsigned(mantissa).split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned(mantissa), None),
    };
    digits(whole) && fraction.is_none_or(digits) && exponent.is_none_or(|exponent| digits(unsigned(exponent)))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_what_only_looks_like_one() {
        assert_eq!(number("42"), Some(Value::Integer(42)));
        assert_eq!(number(" -007 "), Some(Value::Integer(-7)));
        assert_eq!(number("+2.50"), Some(Value::Real(2.5)));
        assert_eq!(number("1e3"), Some(Value::Real(1000.0)));
        assert_eq!(number("9223372036854775808"), Some(Value::Real(9_223_372_036_854_775_808.0)));
        for text in [
            "", "-", ".5", "5.", "1e", "e5", "1,000", "0x10", "inf", "NaN", "1e999", "٣", "1 2", "2023-09",
            "--1",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
