//! What is asked for and found, in any script.

use super::Content::{Fixture, Text};
use super::Right::{Are, Both, Count, Field, First, Has, Lacks, Nothing, Terms, WholeTerms};
use super::{case, check, fixture};
use crate::sandbox::Sandbox;

#[test]
fn short_texts_have_the_language_of_their_file() {
    const ENGLISH: [&str; 15] = ["en"; 15];
    const FRENCH: [&str; 6] = ["fr"; 6];
    const GERMAN: [&str; 6] = ["de"; 6];
    check(&[
        case(
            "short-english.csv",
            Fixture,
            &["--lang", "en"],
            &[Field("language", &ENGLISH), First("late bus", "bus")],
        ),
        case(
            "french.csv",
            Text(
                "id,text\n0,La piscine était trop froide.\n1,Pourquoi la piscine est-elle fermée ?\n2,Le bus était encore en retard.\n3,Il n’y avait pas de bus dimanche.\n4,Le concert était trop fort.\n5,Nous étions au concert.\n",
            ),
            &["--lang", "fr"],
            &[Field("language", &FRENCH), First("bus en retard", "encore en retard")],
        ),
        case(
            "german.jsonl",
            Text(
                "{\"text\": \"Das Becken war zu kalt.\"}\n{\"text\": \"Warum ist das Bad zu?\"}\n{\"text\": \"Der Bus kam wieder zu spät.\"}\n{\"text\": \"Am Sonntag fuhr kein Bus.\"}\n{\"text\": \"Das Konzert war zu laut.\"}\n{\"text\": \"Wir waren im Konzert.\"}\n",
            ),
            &["--lang", "de"],
            &[Field("language", &GERMAN), First("late bus", "Bus")],
        ),
    ]);
}

#[test]
fn scripts_that_the_model_does_not_know_are_told() {
    for (name, text, count) in [
        ("words-th.txt", fixture("words-th.txt"), 6),
        ("lao.txt", "ຫ້ອງສະໝຸດແຫ່ງໃໝ່ຈະເປີດໃນປີໜ້າ\n\nທີມບານເຕະເສຍໃນບ້ານ\n".into(), 2),
        ("khmer.txt", "បណ្ណាល័យថ្មីនឹងបើកនៅឆ្នាំក្រោយ\n\nក្រុមបាល់ទាត់ចាញ់នៅផ្ទះ\n\nអ្នកគាំទ្រទិញសំបុត្រ\n".into(), 3),
    ] {
        let here = Sandbox::new();
        here.write(name, text);
        let report = here.run(&["topics", name, "--json"]).json();
        assert_eq!(report["corpus"]["units"], count, "{name}: {report}");
        let unknown = report["corpus"]["without_vector"].as_u64().unwrap();
        let run = here.run(&["topics", name]);
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(
            unknown == 0 || told.contains(&format!("{unknown} ")) && told.contains("no word"),
            "{name}: {told}"
        );
    }
}

#[test]
fn words_have_one_form_however_their_letters_are_written() {
    check(&[
        case(
            "unicode-nfd.txt",
            Fixture,
            &["-k", "2"],
            &[
                Has(&["élémentaire", "pêcheurs"]),
                Terms(&["élèves", "pêcheurs"], &["e\u{301}", "e\u{302}", "e\u{300}"]),
            ],
        ),
        case(
            "hangul.txt",
            Text(
                "\u{1103}\u{1169}\u{1109}\u{1165}\u{1100}\u{116a}\u{11ab}이 다시 문을 열었다.\n\n도서관이 내년에 문을 연다.\n",
            ),
            &[],
            &[
                Are(&["도서관이 다시 문을 열었다.", "도서관이 내년에 문을 연다."]),
                Both("도서관", ["다시", "내년"]),
            ],
        ),
        case(
            "vietnamese.txt",
            Text(
                "Thu\u{31b} vie\u{323}\u{302}n mo\u{31b}\u{301}i se\u{303} mo\u{31b}\u{309} cu\u{31b}\u{309}a.\n\nThư viện cho mượn sách.\n",
            ),
            &[],
            &[Has(&["Thư viện mới sẽ mở cửa."]), Both("thư viện", ["mở cửa", "cho mượn"])],
        ),
        case(
            "unicode-ligatures.txt",
            Fixture,
            &[],
            &[
                Has(&["The final figures of the finance department were filed late."]),
                Lacks(&["ﬁ", "ﬃ", "ﬂ"]),
                First("official figures", "official figures"),
            ],
        ),
        case(
            "ligatures-fr.txt",
            Text("L’aﬀaire des ﬂeurs ﬁnit par un conﬂit oﬃciel à la préfecture.\n"),
            &[],
            &[Are(&["L’affaire des fleurs finit par un conflit officiel à la préfecture."])],
        ),
        case(
            "ligatures.html",
            Text(
                "<p>Der Kaﬀee im Hafen ist ﬂau, und der Koﬀer fehlt.</p><p>Die Schiﬀe fahren im Oktober nicht mehr.</p>",
            ),
            &[],
            &[
                Has(&["Der Kaffee im Hafen ist flau, und der Koffer fehlt.", "Die Schiffe fahren"]),
                First("Schiffe", "Schiffe"),
            ],
        ),
        case(
            "unicode-fullwidth.txt",
            Fixture,
            &[],
            &[Count(2), Has(&["The train was late because of snow"]), First("late train", "late")],
        ),
        case(
            "fullwidth-code.txt",
            Text(
                "Ｔｈｅ　ｐｕｍｐ　ＱＸ－４４１７　ｆａｉｌｅｄ　ｉｎ　２０２３．\n\nThe heater of the school was repaired in spring.\n",
            ),
            &[],
            &[Has(&["The pump QX"]), First("pump failed", "pump")],
        ),
        case(
            "halfwidth.txt",
            Text("ﾎﾃﾙは来年の春に開業する。\n\nホテルの予約は電話で受け付けている。\n"),
            &[],
            &[Has(&["ホテルは来年の春に開業する。"]), Both("ホテル", ["開業", "予約"])],
        ),
        case("arabic-marks.txt", Fixture, &[], &[Count(4), Both("bridge closed", ["الجسر", "الجِسْرُ"])]),
        case(
            "arabic-school.txt",
            Text(
                "المَدْرَسَةُ مُغْلَقَةٌ يَوْمَ الأَحَدِ بِسَبَبِ الثَّلْجِ.\n\nالمدرسة مغلقة يوم الأحد بسبب الثلج الكثيف.\n\nربح الفريق المباراة أمس.\n",
            ),
            &[],
            &[Count(3), Both("المدرسة مغلقة", ["المَدْرَسَةُ", "المدرسة"])],
        ),
        case(
            "arabic-strokes.txt",
            Text(
                "بيعت المَكْتَبَة القديمة في وسط المدينة.\n\nبيعت المكتـــبة القديمة للبلدية قبل عامين.\n\nربح الفريق المباراة أمس.\n",
            ),
            &[],
            &[Count(3), Both("المكتبة", ["المَكْتَبَة", "المكتـــبة"])],
        ),
        case(
            "persian.txt",
            Text("پل روي رودخانه بسته شد.\n\nپل روی رودخانه سه ماه بسته است.\n\nتیم فوتبال در خانه باخت.\n"),
            &[],
            &[Both("پل روی رودخانه", ["روي رودخانه", "روی رودخانه"])],
        ),
        case(
            "hebrew-points.txt",
            Text(
                "הַגֶּשֶׁר מֵעַל הַנָּהָר נִסְגַּר לִשְׁלוֹשָׁה חוֹדָשִׁים.\n\nהגשר מעל הנהר נסגר לשלושה חודשים בגלל סדקים.\n\nקבוצת הכדורגל הפסידה בבית.\n",
            ),
            &[],
            &[Count(3), Both("הגשר נסגר", ["הַגֶּשֶׁר מֵעַל", "הגשר מעל"])],
        ),
    ]);
}

#[test]
fn terms_are_whole_words_where_no_space_parts_them() {
    check(&[
        case(
            "words-zh.txt",
            Fixture,
            &["-k", "2"],
            &[WholeTerms(&["图书馆", "比赛"], &["书馆", "图书", "新的", "馆", "足球队在", "守门", "门员"])],
        ),
        case(
            "bridge-zh.txt",
            Text(
                "消防员关闭了河上的大桥，因为桥墩出现裂缝。\n\n大桥将关闭三个月，消防员每天检查裂缝。\n\n居民抱怨大桥关闭以后公共汽车太少。\n\n面包店早上六点开门，卖黑麦面包。\n\n面包店的黑麦面包很受欢迎。\n\n老人每天去面包店买黑麦面包。\n",
            ),
            &["-k", "2"],
            &[WholeTerms(&["消防员", "裂缝"], &["防员", "消防", "的大", "包店", "麦面"])],
        ),
        case(
            "bridge-zh-hant.txt",
            Text(
                "消防員關閉了河上的大橋，因為橋墩出現裂縫。\n\n大橋將關閉三個月，消防員每天檢查裂縫。\n\n居民抱怨大橋關閉以後公共汽車太少。\n\n麵包店早上六點開門，賣黑麥麵包。\n\n麵包店的黑麥麵包很受歡迎。\n\n老人每天去麵包店買黑麥麵包。\n",
            ),
            &["-k", "2"],
            &[WholeTerms(&["消防員", "裂縫"], &["防員", "的大", "包店", "麥麵"])],
        ),
        case(
            "library-ja.txt",
            Text(
                "図書館は来年の春に川のそばで開館する。\n\n新しい図書館では子どもが無料で本を借りられる。\n\n図書館の職員によると、閲覧室は静かだ。\n\nサッカーの試合でキーパーが最後に球を止めた。\n\n監督はキーパーをほめたが、試合には負けた。\n\n次の試合の切符はもう売り切れた。\n",
            ),
            &["-k", "2"],
            &[WholeTerms(&["図書館", "試合"], &["書館", "図書", "合で", "キー", "パー", "館は"])],
        ),
        case(
            "arabic-marks.txt",
            Fixture,
            &["-k", "2"],
            &[Terms(&["الجسر"], &["\u{640}", "\u{64e}", "\u{650}", "\u{651}", "\u{652}"])],
        ),
        case(
            "arabic-school-marks.txt",
            Text(
                "المَدْرَسَةُ مُغْلَقَةٌ بِسَبَبِ الثَّلْجِ.\n\nأغلقت المدرسة أبوابها بسبب الثلج الكثيف.\n\nفي المدرســـة ثلج كثيف.\n\nربح الفريق المباراة أمس.\n",
            ),
            &["-k", "1"],
            &[Terms(&["المدرسة"], &["\u{640}", "\u{64e}", "\u{650}", "\u{651}"])],
        ),
    ]);
}

#[test]
fn what_nothing_answers_ends_with_1() {
    check(&[
        case(
            "nothing-relevant.txt",
            Fixture,
            &[],
            &[
                Nothing("xqzv plomf"),
                Nothing("quantum chromodynamics lattice"),
                First("rye bread", "sells rye bread"),
            ],
        ),
        case(
            "rien.txt",
            Text(
                "La boulangerie du coin ouvre à six heures et vend du pain de seigle.\n\nLa bibliothèque prête des perceuses et des scies à ses membres.\n\nLe musée expose des tableaux d’élèves.\n",
            ),
            &[],
            &[
                Nothing("wrzk blomq"),
                Nothing("chromodynamique quantique sur réseau"),
                First("rye bread", "pain de seigle"),
            ],
        ),
        case(
            "nichts.csv",
            Text(
                "id,text\n1,Die Bäckerei öffnet um sechs und verkauft Roggenbrot.\n2,Die Bücherei verleiht Bohrer und Sägen.\n3,Das Museum zeigt Bilder von Schülern.\n",
            ),
            &[],
            &[
                Nothing("qxzv plomf"),
                Nothing("quantum chromodynamics lattice"),
                First("rye bread", "Roggenbrot"),
            ],
        ),
    ]);
}

#[test]
fn an_exact_code_is_found_before_its_likes() {
    check(&[
        case("exact-code.txt", Fixture, &[], &[First("QX-4417", "QX-4417"), First("QX-4471", "QX-4471")]),
        case(
            "invoices.csv",
            Text(
                "id,text\n1,Invoice INV-2023-118 was paid late.\n2,Invoice INV-2023-181 was paid twice.\n3,Invoice INV-2032-118 was never sent.\n4,The heater was sold.\n",
            ),
            &[],
            &[First("INV-2023-181", "INV-2023-181"), First("INV-2032-118", "INV-2032-118")],
        ),
        case(
            "aktenzeichen.txt",
            Text(
                "Das Urteil 4 StR 117/21 betrifft einen Brand in der Mühle.\n\nDas Urteil 4 StR 171/21 betrifft einen Diebstahl am Hafen.\n\nDas Urteil 3 StR 711/12 betrifft einen Streit um Bienen.\n",
            ),
            &[],
            &[First("171/21", "171/21"), First("711/12", "711/12")],
        ),
    ]);
}

#[test]
fn what_a_machine_wrote_names_no_topic() {
    check(&[
        case(
            "short-posts.jsonl",
            Fixture,
            &["-k", "2"],
            &[Terms(&["train"], &["https", "t.co", "cityrail", "pic.twitter.com"])],
        ),
        case(
            "markup-in-records.jsonl",
            Fixture,
            &["-k", "2"],
            &[Terms(&["tram"], &["https", "nbsp", "amp", "example.org", "img"])],
        ),
        case("code-blocks.md", Fixture, &[], &[Terms(&["invoices"], &["def", "self", "print("])]),
        case(
            "news.txt",
            Text(
                "In article <1@cs.example.edu> bob@cs.example.edu writes:\n> the quoted line\nThe harvest of rye was poor in the province this year.\n\n\
                 The rye harvest fell; see https://farm.example.org/rye for the prices of rye bread.\n\n\
                 Farmers who grow rye lost a third of the harvest to the rain.\n",
            ),
            &[],
            &[Terms(&["rye"], &["https", "example", "farm.example.org", "article", "bob"])],
        ),
        case(
            "posts.csv",
            Text(
                "text\nRT @stadtbad: Das Freibad bleibt heute zu https://t.co/aB3 #freibad\n@stadtbad das Freibad ist zu kalt!!! pic.example.com/zz11yy\n\
                 Freibad wieder voll, danke @stadtbad www.stadtbad.example\n",
            ),
            &[],
            &[Terms(&["Freibad"], &["https", "t.co", "stadtbad", "zz11yy", "www"])],
        ),
    ]);
}
