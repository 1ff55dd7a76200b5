//! Words that say nothing about a topic.
//!
//! The lists of the `stop-words` crate hold function words; news adds verbs of saying, adverbs of time, months,
//! weekdays and numbers, which are as frequent and as empty.

use std::collections::HashSet;

/// Stop words of a language by ISO 639-1 code; empty for languages without a list.
pub(super) fn words(code: &str) -> HashSet<&'static str> {
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
pub(super) fn before_verb(code: &str) -> &'static [&'static str] {
    match code {
        "fr" => &[
            "a",
            "ai",
            "as",
            "ont",
            "avait",
            "avaient",
            "aurait",
            "auraient",
            "ayant",
            "avoir",
            "est",
            "sont",
            "était",
            "étaient",
            "été",
            "être",
            "sera",
            "seront",
            "serait",
            "fut",
            "furent",
            "pour",
            "se",
            "s'",
            "ne",
            "n'",
            "qui",
            "il",
            "elle",
            "ils",
            "elles",
            "on",
            "peut",
            "peuvent",
            "pourrait",
            "pourraient",
            "doit",
            "doivent",
            "devrait",
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
    수요일 목요일 금요일 토요일 일요일";
