//! Numbers as each language writes them: alone, as shares, counted, and in lists.

use fluent_bundle::FluentValue;

use super::ReportLanguage;
use crate::report::text::translations::Translations;

/// The signs of a language's numbers.
struct Signs {
    /// Between thousands.
    group: &'static str,
    /// Before the decimals.
    point: &'static str,
    /// After a percentage.
    percent: &'static str,
}

impl ReportLanguage {
    /// As newspapers of the language have it. Spaces are no-break spaces, in French narrow ones.
    fn signs(self) -> Signs {
        let (group, point, percent) = match self {
            Self::English | Self::Korean => (",", ".", "%"),
            Self::French => ("\u{202F}", ",", "\u{202F}%"),
            Self::German | Self::Spanish => (".", ",", "\u{A0}%"),
            Self::Russian => ("\u{A0}", ",", "\u{A0}%"),
        };
        Signs { group, point, percent }
    }
}

impl Translations {
    /// A whole number, its thousands set apart: `1,234,567`.
    pub(in crate::report) fn grouped(&self, number: usize) -> String {
        let group = self.language().signs().group;
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() * 2);
        for (place, digit) in digits.char_indices() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push_str(group);
            }
            text.push(digit);
        }
        text
    }

    /// A figure to so many decimals, without a sign before zero: `0.43`.
    pub(in crate::report) fn decimal(&self, value: f64, decimals: usize) -> String {
        let text = format!("{value:.decimals$}");
        let is_zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
        let text = if is_zero { text.trim_start_matches('-') } else { &text };
        text.replace('.', self.language().signs().point)
    }

    /// A figure to two decimals.
    pub(in crate::report) fn figure(&self, value: f64) -> String {
        self.decimal(value, 2)
    }

    /// A share in [0, 1] as a percentage: `12%`; `<1%` rather than a `0%` that is none.
    pub(in crate::report) fn percent(&self, share: f64) -> String {
        if share > 0.0 && share < 0.01 {
            format!("<{}", self.whole_percent(0.01))
        } else {
            self.whole_percent(share)
        }
    }

    /// A share in [0, 1] as a percentage without decimals.
    pub(in crate::report) fn whole_percent(&self, share: f64) -> String {
        format!("{:.0}{}", share * 100.0, self.language().signs().percent)
    }

    /// Part of a whole as a percentage, as [`Words::percent`] has it; none of nothing.
    pub(in crate::report) fn share(&self, part: usize, whole: usize) -> String {
        self.percent(if whole == 0 { 0.0 } else { part as f64 / whole as f64 })
    }

    /// `12 paragraphs`: the message `count-` and the noun, which is one of those in `report.ftl`, such as `file`,
    /// `document`, `paragraph`, `sentence`, `topic`, `outlier`. Another noun stands as it is behind its number.
    pub(in crate::report) fn count(&self, number: usize, noun: &str) -> String {
        let key = format!("count-{noun}");
        if self.has(&key) {
            self.counting(&key, number, &[])
        } else {
            format!("{} {noun}", self.grouped(number))
        }
    }

    /// A message with the number `$n`, which chooses the plural form, and `$shown`, which is how it is written.
    pub(in crate::report) fn counting(
        &self,
        key: &str,
        number: usize,
        more: &[(&str, FluentValue<'_>)],
    ) -> String {
        let own = [("n", number.into()), ("shown", self.grouped(number).into())];
        self.with(key, &[&own, more].concat())
    }

    /// `a, b and c`.
    pub(in crate::report) fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        match items.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [before @ .., last] => {
                self.with("list", &[("before", before.join(", ").into()), ("last", (*last).into())])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each language makes of it, no-break spaces as `_`, narrow ones as `~`.
    fn each(make: impl Fn(&Translations) -> String) -> Vec<String> {
        let said = ReportLanguage::ALL.into_iter().map(|language| make(&Translations::new(language)));
        said.map(|text| text.replace('\u{A0}', "_").replace('\u{202F}', "~")).collect()
    }

    #[test]
    fn thousands_decimals_and_percents() {
        assert_eq!(
            each(|words| words.grouped(1_234_567)),
            ["1,234,567", "1~234~567", "1.234.567", "1.234.567", "1_234_567", "1,234,567"]
        );
        assert_eq!(each(|words| words.grouped(999))[1], "999");
        assert_eq!(
            each(|words| words.figure(-0.426)),
            ["-0.43", "-0,43", "-0,43", "-0,43", "-0,43", "-0.43"]
        );
        assert_eq!(each(|words| words.decimal(-0.0004, 3))[..2], ["0.000", "0,000"]);
        assert_eq!(each(|words| words.share(1, 3)), ["33%", "33~%", "33_%", "33_%", "33_%", "33%"]);
        assert_eq!(each(|words| words.percent(0.004)), ["<1%", "<1~%", "<1_%", "<1_%", "<1_%", "<1%"]);
        assert_eq!(
            [each(|words| words.share(0, 9))[0].as_str(), &each(|words| words.share(0, 0))[0]],
            ["0%"; 2]
        );
    }

    #[test]
    fn nouns_have_the_form_of_their_number() {
        let russian = Translations::new(ReportLanguage::Russian);
        let forms: Vec<_> = [0, 1, 2, 5, 11, 12, 21, 22, 101, 111, 1001]
            .map(|n| russian.count(n, "paragraph").replace('\u{A0}', " "))
            .into();
        let expected = [
            "0 абзацев",
            "1 абзац",
            "2 абзаца",
            "5 абзацев",
            "11 абзацев",
            "12 абзацев",
            "21 абзац",
            "22 абзаца",
            "101 абзац",
            "111 абзацев",
            "1 001 абзац",
        ];
        assert_eq!(forms, expected);
        assert_eq!(
            each(|words| words.count(1200, "file")),
            [
                "1,200 files",
                "1~200 fichiers",
                "1.200 Dateien",
                "1.200 archivos",
                "1_200 файлов",
                "파일 1,200개"
            ]
        );
        let french = Translations::new(ReportLanguage::French);
        assert_eq!(french.count(0, "document"), "0 document", "French has the singular of nothing");
        assert_eq!(french.count(2, "ballon"), "2 ballon");
    }

    #[test]
    fn sentences_have_the_form_of_their_number() {
        let russian = Translations::new(ReportLanguage::Russian);
        let copies = |n| russian.counting("copies", n, &[("unit", "sentence".into())]);
        assert_eq!(
            [1, 2, 5, 11, 21].map(copies),
            [
                "1 копия другого предложения учтена один раз",
                "2 копии других предложений учтены один раз",
                "5 копий других предложений учтены один раз",
                "11 копий других предложений учтены один раз",
                "21 копия другого предложения учтена один раз",
            ]
        );
        let comes_back = |n| russian.counting("comes-back", n, &[("times", "1".into())]);
        assert_eq!(
            [1, 2, 11, 21].map(comes_back),
            [
                "повторяется в 1 из 1 выборки",
                "повторяется в 1 из 2 выборок",
                "повторяется в 1 из 11 выборок",
                "повторяется в 1 из 21 выборки"
            ]
        );
    }

    #[test]
    fn lists_end_in_a_word() {
        let joined = |items: &[&str]| each(|words| words.list(items));
        assert_eq!(
            joined(&["a", "b", "c"]),
            ["a, b and c", "a, b et c", "a, b und c", "a, b y c", "a, b и c", "a, b 및 c"]
        );
        assert_eq!(
            [joined(&["a", "b"])[0].as_str(), &joined(&["a"])[1], &joined(&[])[2]],
            ["a and b", "a", ""]
        );
    }
}
