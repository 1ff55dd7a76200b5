//! What each language has of its own: words that say nothing about a topic, endings by which a word is a verb
//! rather than a noun, and Korean particles.
//!
//! The lists of the `stop-words` crate hold function words; news adds verbs of saying, adverbs of time,
//! months, weekdays and numbers, which are as frequent and as empty.

use std::collections::HashSet;

/// Stop words of a language by ISO 639-1 code; empty for languages without a list.
pub(super) fn stop_words(code: &str) -> HashSet<&'static str> {
    stop_words::lookup(code)
        .unwrap_or_default()
        .iter()
        .copied()
        .chain(extra(code).split_whitespace())
        .collect()
}

/// Prepositions and articles that may stand inside a term.
pub(super) fn joining(code: &str) -> &'static [&'static str] {
    match code {
        "fr" => &["de", "du", "des", "à", "au", "aux", "la", "le", "les"],
        "en" => &["of", "the", "for"],
        "de" => &["der", "des", "von", "für"],
        "es" => &["de", "del", "la", "el", "los", "las"],
        "it" => &["di", "del", "della", "dei", "delle", "la", "il"],
        "pt" => &["de", "do", "da", "dos", "das"],
        "nl" => &["van", "de", "het", "voor"],
        "ru" => &["по", "и"],
        _ => &[],
    }
}

/// Auxiliaries, pronouns and particles after which a word is a verb or a participle more often than a noun.
#[rustfmt::skip]
pub(super) fn before_verb(code: &str) -> &'static [&'static str] {
    match code {
        "fr" => &[
            "a", "ai", "as", "ont", "avait", "avaient", "aurait", "auraient", "ayant", "avoir", "est",
            "sont", "était", "étaient", "été", "être", "sera", "seront", "serait", "fut", "furent", "pour",
            "se", "s'", "ne", "n'", "qui", "il", "elle", "ils", "elles", "on", "peut", "peuvent",
            "pourrait", "pourraient", "doit", "doivent", "devrait",
        ],
        "en" => &[
            "to", "would", "will", "could", "can", "may", "might", "should", "must", "has", "have", "had",
            "having", "be", "been", "being", "was", "were", "is", "are", "who", "which", "they", "he", "she",
            "it", "we", "i", "you", "not", "don't", "didn't", "doesn't", "never",
        ],
        _ => &[],
    }
}

/// Whether a word has a single letter of an alphabet.
pub(super) fn is_too_short(lower: &str) -> bool {
    let mut chars = lower.chars();
    chars.next().is_some_and(|c| !is_han_or_hangul(c)) && chars.next().is_none()
}

fn is_han_or_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

fn extra(code: &str) -> &'static str {
    match code {
        "fr" => FRENCH,
        "en" => ENGLISH,
        "de" => GERMAN,
        "es" => SPANISH,
        "ru" => RUSSIAN,
        "ko" => KOREAN,
        "zh" => CHINESE,
        "ja" => JAPANESE,
        "th" => THAI,
        "ar" => ARABIC,
        _ => "",
    }
}

const FRENCH: &str = "selon affirmé affirme affirment affirmer annoncé annonce annoncer déclaré déclare déclarer dit \
    dire disent disait indiqué indique indiquer précisé précise ajouté ajoute ajouter estime estimé estiment expliqué \
    explique rappelé rappelle souligné souligne évoqué évoque cité citée cités citées assuré assure confirmé confirme \
    reste restent rester pourrait pourraient devrait devraient doit doivent peut peuvent pouvait fait faire font faisait \
    fut furent soit sera seront serait seraient avoir être aller va vont veut vouloir voulait prendre pris prend mettre \
    mis met donner donné donne voir vu vient venir venu passer passé passe trouver trouve tenir tenu tient rendre rendu \
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi \
    vendredi samedi dimanche jour jours semaine semaines mois an ans année années heure heures matin soir veille \
    lendemain hier demain aujourd'hui date dernier dernière derniers dernières prochain prochaine prochains prochaines \
    premier première premiers premières deuxième second seconde troisième un une deux trois quatre cinq six sept huit \
    neuf dix onze douze vingt trente cent cents mille millier milliers million millions milliard milliards plusieurs \
    fois aussi ainsi également encore toujours déjà notamment toutefois cependant néanmoins ailleurs alors après avant \
    depuis pendant durant lors lorsque puis ensuite enfin bien mal très trop peu plus moins autant tant presque environ \
    quelque quelques certain certaine certains certaines autre autres même mêmes tel telle tels telles chaque tout toute \
    tous toutes aucun aucune rien personne part parts partie parties côté cours face fin début milieu suite cas point \
    fois titre sujet question questions nouveau nouvelle nouveaux nouvelles grand grande grands grandes petit petite \
    petits petites bon bonne seul seule seuls seules long longue simple possible vers entre contre sans sous sur chez \
    dont où quand comment pourquoi parce afin car donc mais or ni malgré grâce jusqu'à jusque presque surtout seulement \
    vraiment pourtant dizaine dizaines douzaine quinzaine vingtaine trentaine cinquantaine centaine centaines moitié \
    souvent jamais longtemps plutôt mieux pire autour devant derrière loin près selon d'après";

const ENGLISH: &str = "said says say saying told tells tell added adds according announced announces reported reports \
    report noted notes stated states claimed claims confirmed warned asked called calls made make makes making take \
    takes took taken get gets got go goes went come comes came put puts would could may might must shall also however \
    still yet even already just many much several another first second third last next new old great good one two three \
    four five six seven eight nine ten eleven twelve hundred thousand thousands million millions billion billions \
    january february march april may june july august september october november december monday tuesday wednesday \
    thursday friday saturday sunday day days week weeks month months year years hour hours morning evening today \
    yesterday tomorrow mr mrs ms don't doesn't didn't isn't wasn't won't can't like us thing things way ways part time \
    times since while though although whether around among within without toward towards upon per";

const GERMAN: &str = "sagte sagt sagen erklärte erklärt berichtete berichtet berichten laut zufolge teilte mitgeteilt \
    betonte hieß heißt gab gibt geben kam kommt kommen ging geht gehen stand steht stehen ließ lassen lässt machte macht \
    machen januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch \
    donnerstag freitag samstag sonntag tag tage tagen woche wochen monat monate monaten jahr jahre jahren stunde stunden \
    morgen abend heute gestern uhr eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend \
    tausende million millionen milliarde milliarden erste ersten erster zweite zweiten dritte letzte letzten nächste \
    nächsten neue neuen neuer neues große großen etwa rund bereits sowie allerdings jedoch dabei damit daran darauf \
    dafür dagegen davon dazu zudem außerdem mehrere viele wenige wohl noch nur schon beim zum zur";

const SPANISH: &str = "dijo dice dicen decir afirmó afirma afirmaron anunció anuncia declaró declara señaló señala indicó \
    indica explicó explica añadió añade aseguró asegura según confirmó enero febrero marzo abril mayo junio julio agosto \
    septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo día días semana semanas \
    mes meses año años hora horas mañana tarde noche hoy ayer uno una dos tres cuatro cinco seis siete ocho nueve diez \
    once doce cien ciento mil miles millón millones primer primera primero segundo segunda tercer tercera último última \
    últimos próxima próximo nuevo nueva nuevos nuevas gran grande grandes parte vez veces así además aunque mientras \
    sólo solo apenas casi tras hacia puede pueden podría podrían hizo hacer hace hacen fue fueron quedó llegó";

const RUSSIAN: &str = "сказал сказала заявил заявила заявили сообщил сообщила сообщили сообщает отметил отметила \
    подчеркнул добавил рассказал объявил объявила назвал январь января февраль февраля март марта апрель апреля май мая \
    июнь июня июль июля август августа сентябрь сентября октябрь октября ноябрь ноября декабрь декабря понедельник \
    вторник среда среду четверг пятница пятницу суббота субботу воскресенье день дня дней дни неделя недели неделю месяц \
    месяца месяцев год года году лет час часа часов утром вечером сегодня вчера завтра один одна два две три четыре пять \
    шесть семь восемь девять десять сто тысяча тысячи тысяч миллион миллиона миллионов миллиард первый первая первого \
    второй вторая третий последний новый новая новые также однако еще ещё уже лишь именно около более менее несколько \
    который которая которое которые которых которым которого которой свой своя свои своих своего своей это этот эта эти \
    может могут мог могла быть был была было были будет будут словам данным";

const KOREAN: &str = "있다 없다 했다 이다 한다 밝혔다 말했다 전했다 것 것이 것으로 수 등 및 또는 그리고 그러나 하지만 또한 지난 \
    이번 오늘 어제 내일 당시 이후 이전 최근 현재 올해 지난해 다시 모두 가장 매우 더 약 위해 통해 대한 따르면 대해 함께 때문 때 \
    중 후 전 간 년 월 일 시 첫 두 세 네 한 그 이 저 우리 그는 이날 가운데 동안 사이 정도 여러 다른 모든 같은 월요일 화요일 \
    수요일 목요일 금요일 토요일 일요일 것은 것도 것을 것과 것에 것이다 것들 이건 그건 이것 그것 위한 많은 새로운 큰 작은 높은 좋은 \
    크게 쉽게 많이 없이 라고 라는 이라 이라고 이라는 대부분 일반적 관련 보통 특히 아주 거의 각각 서로 바로 이미 아직 계속 점 곳 명 개";

const ARABIC: &str = "قال قالت وقال وقالت أضاف وأضاف أعلن أعلنت صرح أكد ذكر وذكر أنه أنها أنهم لقد كما حيث منذ خلال حول بين بعد قبل عند أثناء عبر \
    معظم بعض جميع كل أيضا أيضًا جدا حوالي مجرد اليوم أمس غدا يوم أيام أسبوع شهر شهور أشهر سنة سنوات عام الساعة ساعة دقيقة الأحد الاثنين \
    الثلاثاء الأربعاء الخميس الجمعة السبت يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر واحد واحدة اثنان ثلاثة \
    ثلاث أربعة خمسة ستة سبعة ثمانية تسعة عشرة مئة ألف مليون مليار الأول الأولى الثاني الثانية الثالث آخر أخرى أكثر أقل أكبر أصغر كبير كبيرة \
    صغير صغيرة جديد جديدة يمكن يجب تم يتم كان كانت يكون تكون وكان وكانت ليس ليست هناك وهو وهي فوق تحت داخل خارج بسبب";

const CHINESE: &str = "说 表示 称 报道 指出 认为 宣布 介绍 透露 强调 已经 正在 目前 现在 今天 昨天 明天 去年 今年 明年 前年 当时 之后 之前 \
    以后 以前 以来 期间 时候 可能 可以 能够 需要 应该 必须 没有 不是 不会 不能 就是 还是 都是 也是 还有 只有 只是 这是 是一 并不 十分 非常 \
    主要 位于 包括 其中 其他 其它 另外 许多 很多 大多 部分 一些 一种 一个 这个 那个 这些 那些 这样 那样 我们 你们 他们 她们 它们 自己 \
    大家 通过 由于 因为 所以 但是 然而 如果 虽然 而且 以及 或者 根据 按照 关于 对于 为了 随着 进行 成为 作为 称为 稱為 一直 一直是 都会 都會 开始 继续 得到 使用 \
    最大 最小 最后 最多 最高 最初 左右 大约 超过 以上 以下 小时 分钟 星期 上午 下午 晚上 早上 方面 情况 问题 时间 地方 事情 东西 \
    說 報道 報導 認為 宣布 介紹 強調 已經 現在 當時 之後 以後 以來 期間 時候 能夠 應該 沒有 不會 還是 還有 這是 這個 那個 這些 這樣 \
    那樣 我們 你們 他們 她們 它們 通過 由於 因為 雖然 如果 為了 隨著 進行 成為 作為 開始 繼續 得到 許多 部分 一種 一個 其他 另外 小時 \
    分鐘 星期 情況 問題 時間 地方 包括 位於 主要";

const JAPANESE: &str = "発表 報道 説明 指摘 明記 予定 現在 当時 今日 昨日 明日 今年 昨年 来年 去年 先月 今月 来月 先週 今週 来週 今回 前回 次回 \
    以来 以降 以前 以上 以下 以外 午前 午後 時間 時点 場合 必要 可能 可能性 重要 一部 一方 一般 一番 最初 最後 最大 最小 最近 最高 多数 \
    全体 全部 全員 自分 自身 自体 我々 彼等 他方 同様 同時 同日 同年 実際 特別 非常 約束 存在 利用 使用 開始 終了 実施 対応 対象 関係 \
    関連 影響 結果 理由 原因 目的 内容 状況 状態 方法 部分 程度 前後 左右 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 番目 年代 \
    年間 日間 週間 時間帯 日午前 日午後";

const THAI: &str = "การ ความ ผู้ คน สิ่ง อัน ตัว เรื่อง ราย นาย นาง นางสาว คุณ ท่าน เรา เขา เธอ มัน พวก ใคร อะไร ไหน เมื่อไร อย่างไร ทำไม \
    ปี เดือน วัน วันที่ เวลา ชั่วโมง นาที สัปดาห์ วันนี้ เมื่อวาน พรุ่งนี้ ปีหน้า ปีที่แล้ว ครั้ง แรก ล่าสุด สุดท้าย ใหม่ เก่า ใหญ่ เล็ก มาก น้อย \
    มากขึ้น บาง หลาย ทุก แต่ละ ทั้งหมด ต่าง อื่น เดียว เดียวกัน กล่าว กล่าวว่า บอก บอกว่า ระบุ ระบุว่า เปิดเผย รายงาน แสดง พบ ทำ ให้ ได้ \
    มี เป็น คือ อยู่ จะ ต้อง ต้องการ สามารถ อาจ ควร ยัง แล้ว กำลัง เคย ไม่ ไม่มี ไม่ได้ และ หรือ แต่ ถ้า หาก เพราะ เนื่องจาก เนื่อง เพื่อ \
    โดย ด้วย กับ จาก ของ ใน บน ใต้ ที่ ซึ่ง ว่า ตาม ตั้งแต่ จนถึง ระหว่าง เกี่ยวกับ สำหรับ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ ร้อย \
    พัน หมื่น แสน ล้าน หลัก ส่วน ทาง อย่าง แบบ กว่า ใช้ ไป มา ขึ้น ลง เข้า ออก ก่อน หลัง ต่อ เมื่อ ขณะ ขณะที่ นี้ นั้น นี่ นั่น";

/// Whether a word of Han counts or orders: a number, alone or with what is counted (*一座*, *第二*, *三人*).
pub(super) fn is_count(word: &str) -> bool {
    const COUNTED: &str = "个個名位人架片座件条條只隻种種次年月日天号號些场場部家台辆輛张張支本份段句层層间間家艘枚匹头頭棵颗顆块塊杯碗双雙对對点點分秒\
        时時周週岁歳歲元円階回度番目つ組项項所批群起届屆级級";
    let rest =
        word.trim_start_matches(['第', '每', '毎', '这', '這', '那', '某', '各', '同', '约', '約', '近']);
    let after = rest.trim_start_matches(is_number);
    (rest.len() < word.len() || after.len() < rest.len() || word.chars().nth(1).is_none())
        && after.chars().all(|c| COUNTED.contains(c))
}

/// Whether a character of Han is a number.
pub(super) fn is_number(c: char) -> bool {
    "一二三四五六七八九十百千万億亿两兩几幾数數半".contains(c)
}

/// Whether a word of a script without spaces is a particle, a preposition, a pronoun or a conjunction, which is part of no longer word.
pub(super) fn is_closed_class(word: &str) -> bool {
    const HAN: &str = "的了在和是不也就都被把对對从從到为為与與或及等这這那其之而但他她它我你们們将將已还還很最更于於以并並着著过過吗嗎呢吧啊让讓给給向由跟至又再则則即却卻因所很太";
    const OTHERS: [&str; 60] = [
        "可以",
        "没有",
        "沒有",
        "我们",
        "我們",
        "他们",
        "他們",
        "自己",
        "这个",
        "這個",
        "一个",
        "一個",
        "因为",
        "因為",
        "如果",
        "但是",
        "以及",
        "并且",
        "或者",
        "已经",
        "ที่",
        "ซึ่ง",
        "อัน",
        "ว่า",
        "และ",
        "หรือ",
        "แต่",
        "ถ้า",
        "หาก",
        "เพราะ",
        "เพื่อ",
        "โดย",
        "ด้วย",
        "กับ",
        "จาก",
        "ของ",
        "ใน",
        "บน",
        "นี้",
        "นั้น",
        "ไม่",
        "จะ",
        "ได้",
        "ให้",
        "เป็น",
        "คือ",
        "มี",
        "อยู่",
        "แล้ว",
        "กำลัง",
        "เมื่อ",
        "ตาม",
        "แก่",
        "แห่ง",
        "ก็",
        "ยัง",
        "ต้อง",
        "คุณ",
        "ไว้",
        "นั่น",
    ];
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => HAN.contains(c),
        _ => OTHERS.contains(&word),
    }
}

/// Whether a Chinese word has a particle or a preposition that belongs to no word.
pub(super) fn has_particle(code: &str, word: &str) -> bool {
    code == "zh"
        && (word.ends_with(['了', '在'])
            || word.starts_with(['很', '了'])
            || (word.contains('的') && !word.contains("目的")))
}

/// Whether a language is written in Latin letters, so that English words in its texts are quotations at most.
pub(super) fn is_latin(code: &str) -> bool {
    !matches!(
        code,
        "ar" | "fa"
            | "ur"
            | "he"
            | "yi"
            | "zh"
            | "ja"
            | "ko"
            | "th"
            | "lo"
            | "km"
            | "my"
            | "ru"
            | "uk"
            | "be"
            | "bg"
            | "sr"
            | "mk"
            | "kk"
            | "el"
            | "hy"
            | "ka"
            | "am"
            | "hi"
            | "mr"
            | "ne"
            | "bn"
            | "pa"
            | "gu"
            | "or"
            | "ta"
            | "te"
            | "kn"
            | "ml"
            | "si"
    )
}

/// Whether a word reads as a conjugated verb, a participle or an adverb by its ending.
///
/// Right more often than not, and not always: a reason to prefer another word, not to forbid this one.
pub(super) fn is_likely_verb(code: &str, lower: &str) -> bool {
    let (endings, but): (&[&str], &[&str]) = match code {
        "fr" => (&["aient", "èrent", "irent", "eront", "iront", "ait"], &["lait", "trait", "fait", "hait"]),
        "en" => (&["ed", "ly"], &["eed", "ally", "mily", "pply", "poly"]),
        "es" => (
            &["ó", "aron", "ieron", "aban", "ían", "ando", "iendo", "ará", "arán", "erán", "irán"],
            &["bando"],
        ),
        "ru" => (
            &[
                "ться", "тся", "лся", "лась", "лись", "лось", "ают", "яют", "уют", "ает", "яет", "ует",
                "или", "али", "ели", "ила", "ала", "ивал", "ывал", "ать", "ить", "еть",
            ],
            &["чать", "дели", "сеть", "иали", "нали"],
        ),
        "de" => (&["iert", "ierte", "ierten", "igte", "igten", "elte", "elten"], &["mittelte"]),
        _ => return false,
    };
    let long_enough = |ending: &str| lower.chars().count() > ending.chars().count() + 2;
    endings.iter().any(|ending| lower.ends_with(ending) && long_enough(ending))
        && !but.iter().any(|ending| lower.ends_with(ending))
}

/// Particles, longest first.
#[rustfmt::skip]
const PARTICLES: [&str; 38] = [
    "에서는", "에게서", "으로는", "으로도", "에서도", "으로서", "이라는", "이라고", "까지는", "에는", "에도", "에서", "에게", "으로", "까지", "부터",
    "보다", "처럼", "라는", "라고", "이나", "과의", "와의", "로의", "은", "는", "이", "가", "을", "를", "의", "에", "로", "와", "과",
    "도", "만", "께",
];

/// Endings of verbs and adjectives.
#[rustfmt::skip]
const ENDINGS: [&str; 33] = [
    "다", "며", "했던", "하는", "지만", "면서", "하고", "되고", "되는", "하며", "위해", "따라", "대해", "통해", "하기", "하지", "으면",
    "지는", "없는", "있는", "된", "한", "할", "던", "거나", "라면", "되면", "하면", "려면", "으나", "아야", "어야", "에야",
];

/// The word without a particle at its end, if two syllables are left.
pub(super) fn without_particle(word: &str) -> &str {
    PARTICLES
        .iter()
        .find_map(|particle| word.strip_suffix(particle).filter(|rest| rest.chars().count() >= 2))
        .unwrap_or(word)
}

/// The syllable before a particle of one syllable that goes with its last consonant, in a word of two.
///
/// Such a word may as well be one word (*회의*, *사과*), so that the collection must say whether the syllable is a noun.
pub(super) fn syllable_and_particle(word: &str) -> Option<(char, char)> {
    let mut chars = word.chars();
    let (syllable, particle) = (chars.next()?, chars.next()?);
    if chars.next().is_some() {
        return None;
    }
    let closed = final_of(syllable)? > 0;
    let fits = match particle {
        '은' | '이' | '을' | '과' => closed,
        '는' | '가' | '를' | '와' => !closed,
        '의' | '에' | '도' | '만' => true,
        _ => false,
    };
    fits.then_some((syllable, particle))
}

/// Letters of Arabic or Hebrew without vowel points, and without the stroke that lengthens a word.
pub(super) fn without_points(word: &str) -> String {
    let is_point = |c: char| matches!(c, '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}');
    word.chars().filter(|&c| !is_point(c)).collect()
}

/// An Arabic word without the article and what is written before it, if three letters are left.
pub(super) fn without_article(word: &str) -> &str {
    ["وال", "بال", "فال", "كال", "لل", "ال"]
        .iter()
        .find_map(|article| word.strip_prefix(article).filter(|rest| rest.chars().count() >= 3))
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
    // Unicode orders syllables by initial, vowel and final consonant, 28 finals each; ㅆ is the twentieth
    // after none.
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
    fn verbs_are_told_from_nouns_of_the_same_ending() {
        for (code, verb, noun) in [
            ("fr", "roulaient", "client"),
            ("fr", "comprendrait", "portrait"),
            ("en", "discussed", "shipping"),
            ("es", "firmaron", "varón"),
            ("ru", "остаются", "печать"),
            ("de", "kontrollierte", "karte"),
        ] {
            assert!(is_likely_verb(code, verb), "{verb}");
            assert!(!is_likely_verb(code, noun), "{noun}");
        }
        assert!(!is_likely_verb("", "discussed"));
    }

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
