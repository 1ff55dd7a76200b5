use super::*;

fn language(code: &str) -> Language {
    code.parse().unwrap()
}

/// The words of a text that a term may hold, as they are shown.
fn content(analyser: &Analyser, text: &str) -> Vec<String> {
    let words = analyser.words(text);
    words.into_iter().filter(|word| word.role == Role::Content).map(|word| word.lower).collect()
}

#[test]
fn words_without_spaces_are_whole() {
    for (code, text, expected) in [
        ("zh", "读者在火车站等朋友，警察关闭了大桥。", &["读者", "火车", "朋友", "警察", "关闭"][..]),
        ("zh", "我们的市长参观了大学，了解学校的目的。", &["市长", "参观", "大学", "学校", "目的"]),
        ("zh", "科学家研究火山和地震，政府很高兴。", &["研究", "高兴", "火山", "地震", "政府"]),
        ("zh", "醫院的護士照顧病人。", &["醫院", "護士", "照顧", "病人"]),
        ("ja", "図書館は来年の春に開館し、コンピューターも使える。", &["図書館", "開館", "コンピューター"]),
        ("ja", "大統領は選挙の結果を受け入れた。", &["大統領", "選挙"]),
        ("th", "ห้องสมุดแห่งใหม่มีหนังสือสำหรับเด็ก", &["หนังสือ", "เด็ก"]),
        ("th", "แม่น้ำท่วมหมู่บ้านและโรงเรียน", &["แม่น้ำ", "หมู่บ้าน", "โรงเรียน"]),
    ] {
        let found = content(&Analyser::new(Some(language(code))), text);
        for word in expected {
            assert!(found.iter().any(|other| other == word), "{word} in {found:?}");
        }
    }
}

#[test]
fn numbers_what_they_count_and_grammar_are_no_terms() {
    for (code, text, not) in [
        ("zh", "这座桥长5公里，有一座塔，是第二次修建的。", &["公里", "一座", "第二", "第二次", "的"][..]),
        ("ja", "橋は長さ5キロで、三人が働いている。", &["キロ", "三人", "いる", "は"]),
        ("th", "ห้องสมุดที่เปิดแล้วและมีคนมาก", &["ที่", "แล้ว", "และ", "มี"]),
        ("zh", "The bridge of the city 是旧的。", &["the", "of"]),
        ("zh", "读者买了三百本书，很高兴。", &["了三", "很高", "的"]),
    ] {
        let found = content(&Analyser::new(Some(language(code))), text);
        for word in not {
            assert!(!found.iter().any(|other| other == word), "{word} in {found:?}");
        }
    }
}

#[test]
fn a_collection_says_what_stands_together() {
    // A name that no dictionary has, and a text without it.
    let texts = [
        "维尔尼亚诺夫来了。",
        "记者见到维尔尼亚诺夫。",
        "市长批评维尔尼亚诺夫。",
        "维尔尼亚诺夫没有回答。",
        "市长见到记者。",
    ];
    let alone = content(&Analyser::new(Some(language("zh"))), texts[2]);
    assert!(!alone.contains(&"维尔尼亚诺夫".to_owned()), "{alone:?}");
    let analyser = Analyser::of_texts(Some(language("zh")), &texts);
    for text in &texts[..4] {
        let found = content(&analyser, text);
        assert!(found.contains(&"维尔尼亚诺夫".to_owned()), "{found:?}");
    }
    // A text that was not learnt from is read alike.
    let found = content(&analyser, "读者问维尔尼亚诺夫。");
    assert!(found.contains(&"维尔尼亚诺夫".to_owned()), "{found:?}");
    assert!(content(&analyser, texts[4]).contains(&"记者".to_owned()));
}

#[test]
fn a_text_is_read_alike_however_often_and_in_whatever_company() {
    let texts = ["山上下雪，火车停了。", "火车站关门，旅客等火车。", "旅客在火车站过夜。"];
    let one = Analyser::of_texts(Some(language("zh")), &texts);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let other = pool.install(|| Analyser::of_texts(Some(language("zh")), &texts));
    for text in texts {
        assert_eq!(one.words(text), other.words(text));
        assert_eq!(one.words(text), one.words(text));
    }
}

#[test]
fn arabic_words_have_one_form_with_marks_and_without() {
    let analyser = Analyser::new(Some(language("ar")));
    let stems = |text: &str| analyser.words(text).into_iter().map(|word| word.stem).collect::<Vec<_>>();
    assert_eq!(stems("المَدْرَسَةُ"), stems("المدرسة"));
    assert_eq!(stems("المدرســـة"), stems("المدرسة"));
    assert_eq!(stems("والمدرسة"), stems("مدرسة"));
    assert_ne!(stems("المدرسة"), stems("المدينة"));
    for word in content(&analyser, "أُغْلِقَتِ المَدْرَسَةُ فِي الشِّتَـــاءِ")
    {
        assert!(!word.contains(['\u{640}', '\u{64e}', '\u{651}', '\u{650}']) && word != "في", "{word}");
    }
}

#[test]
fn korean_nouns_of_one_syllable_lose_their_particle_where_the_collection_has_several() {
    let texts = ["섬은 작다", "섬을 떠났다", "섬의 나무", "회의가 길다", "사과를 먹었다"];
    let analyser = Analyser::of_texts(Some(language("ko")), &texts);
    assert_eq!(content(&analyser, "섬의 나무")[0], "섬");
    assert_eq!(content(&analyser, "회의 사과"), ["회의", "사과"]);
    assert_eq!(content(&Analyser::new(Some(language("ko"))), "섬의 나무")[0], "섬의");
}
