use proptest::prelude::*;

use super::*;

#[test]
fn dates_become_iso_where_that_is_certain() {
    for (given, expected) in [
        ("2023-09-13", "2023-09-13"),
        (" 2023/9/3 ", "2023-09-03"),
        ("2023-09", "2023-09"),
        ("13.09.2023", "2023-09-13"),
        ("13.09.2023 10:15", "2023-09-13"),
        ("2023-09-13T10:00:00Z", "2023-09-13T10:00:00Z"),
        ("2023-09-13 10:00:00+02:00", "2023-09-13T10:00:00+02:00"),
        ("2023-09-13 10:00:00 UTC", "2023-09-13T10:00:00Z"),
        ("20230913", "2023-09-13"),
        ("20230913T101500", "2023-09-13T10:15:00"),
        ("20230913T101500Z", "2023-09-13T10:15:00Z"),
        ("20230913T101500+0200", "2023-09-13T10:15:00+02:00"),
        ("1694563200", "2023-09-13T00:00:00Z"),
        ("1694563200.5", "2023-09-13T00:00:00Z"),
        ("13/09/2023", "2023-09-13"),
        ("09/13/2023 8:00 PM", "2023-09-13"),
        ("05/05/2023", "2023-05-05"),
        ("Wed, 13 Sep 2023 10:00:00 +0200", "2023-09-13T10:00:00+02:00"),
        ("13 Sep 2023 07:05 GMT", "2023-09-13T07:05Z"),
        ("13 September 2023", "2023-09-13"),
        ("September 13th, 2023", "2023-09-13"),
        ("13-Sep-2023", "2023-09-13"),
        ("Sept. 2023", "2023-09"),
        ("mercredi 1er août 2023", "2023-08-01"),
        ("le 13 septembre 2023", "2023-09-13"),
        ("mercoledì 13 settembre 2023", "2023-09-13"),
        ("13 de setembro de 2023", "2023-09-13"),
        ("3 maart 2023", "2023-03-03"),
        ("den 3 maj 2023", "2023-05-03"),
        ("13 вересня 2023 року", "2023-09-13"),
        ("2023. 9. 13.", "2023-09-13"),
        ("13. 9. 2023", "2023-09-13"),
        ("mar. 14 mars 2023", "2023-03-14"),
        ("13. März 2023", "2023-03-13"),
        ("13 de septiembre de 2023", "2023-09-13"),
        ("13 сентября 2023 г.", "2023-09-13"),
        ("среда, 3 мая 2023 года", "2023-05-03"),
        ("2023년 9월 13일", "2023-09-13"),
        ("2023年9月", "2023-09"),
    ] {
        assert_eq!(from_text(given).as_deref(), Some(expected), "{given}");
    }
}

#[test]
fn what_is_no_date_or_in_doubt_is_not_read() {
    for given in [
        " ",
        "1.2.3",
        "03/04/2023",
        "31.02.2023",
        "2023-13-01",
        "yesterday",
        "13/13/2023",
        "10:30",
        "7",
        "12345678",
        "version 2 of May 2023 and June 2023",
        "13.09.23",
        "-5",
        "May",
        "2023 2022 May",
    ] {
        assert_eq!(from_text(given), None, "{given}");
    }
}

#[test]
fn a_file_settles_the_order_of_its_numbers() {
    let told = |text| tell(text).unwrap();
    assert_eq!(told("25/12/2023"), Told::Date("2023-12-25".to_owned(), Some(Order::DayFirst)));
    assert_eq!(told("12-25-2023"), Told::Date("2023-12-25".to_owned(), Some(Order::MonthFirst)));
    assert_eq!(told("03/04/2023").in_order(Some(Order::DayFirst)).unwrap(), "2023-04-03");
    assert_eq!(told("03/04/2023").in_order(Some(Order::MonthFirst)).unwrap(), "2023-03-04");
}

#[test]
fn numbers_are_days_seconds_milliseconds_or_years() {
    for (number, expected) in [
        (1_694_563_200, Some("2023-09-13T00:00:00Z")),
        (1_694_563_200_000, Some("2023-09-13T00:00:00Z")),
        (951_782_400, Some("2000-02-29T00:00:00Z")),
        (20_230_913, Some("2023-09-13")),
        (20_230_913_101_500, Some("2023-09-13T10:15:00")),
        (2023, Some("2023")),
        (20_231_313, None),
        (-1, None),
        (7, None),
        (40_000_000, None),
        (i64::MIN, None),
        (i64::MAX, None),
    ] {
        assert_eq!(from_number(number).as_deref(), expected, "{number}");
    }
}

#[test]
fn a_date_may_stand_in_the_name_of_a_file() {
    for (name, expected) in [
        ("notes/2023-09-13-title.md", Some("2023-09-13")),
        ("minutes_20230913.txt", Some("2023-09-13")),
        ("2023_09_13 плавание.md", Some("2023-09-13")),
        ("2023-09-13T1015.txt", Some("2023-09-13")),
        ("2023-09-13/notes.md", None),
        ("120230913.txt", None),
        ("2023-0913.md", None),
        ("order-20239913.md", None),
        ("-", None),
    ] {
        assert_eq!(from_name(name).as_deref(), expected, "{name}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}", near in "[0-9년월日TZ.:/+ a-mМая-]{0,24}") {
        for text in [text, near] {
            from_name(&text);
            if let Some(date) = from_text(&text) {
                prop_assert!(date.is_char_boundary(4) && date[..4].parse::<u32>().is_ok(), "{} {}", text, date);
            }
        }
    }

    #[test]
    fn every_day_is_read_again(seconds in MOMENTS) {
        let date = from_number(seconds).unwrap();
        prop_assert_eq!(from_text(&date), Some(date.clone()));
        prop_assert_eq!(from_text(&date[..10]), Some(date[..10].to_owned()));
        prop_assert_eq!(from_name(&date), Some(date[..10].to_owned()));
    }
}
