## What every format of the report says.

## Counted things: `$n` chooses the form, `$shown` is the number as it is written.

count-file = { $n ->
    [one] { $shown } Datei
   *[other] { $shown } Dateien
}
count-document = { $n ->
    [one] { $shown } Dokument
   *[other] { $shown } Dokumente
}
count-paragraph = { $n ->
    [one] { $shown } Absatz
   *[other] { $shown } Absätze
}
count-sentence = { $n ->
    [one] { $shown } Satz
   *[other] { $shown } Sätze
}
count-topic = { $n ->
    [one] { $shown } Thema
   *[other] { $shown } Themen
}
count-outlier = { $n ->
    [one] { $shown } Ausreißer
   *[other] { $shown } Ausreißer
}
count-sample = { $n ->
    [one] { $shown } Stichprobe
   *[other] { $shown } Stichproben
}
count-token = { $n ->
    [one] { $shown } Token
   *[other] { $shown } Tokens
}
count-language = { $n ->
    [one] { $shown } Sprache
   *[other] { $shown } Sprachen
}
count-source = { $n ->
    [one] { $shown } Quelle
   *[other] { $shown } Quellen
}
count-day = { $n ->
    [one] { $shown } Tag
   *[other] { $shown } Tage
}
count-week = { $n ->
    [one] { $shown } Woche
   *[other] { $shown } Wochen
}
count-month = { $n ->
    [one] { $shown } Monat
   *[other] { $shown } Monate
}
count-quarter = { $n ->
    [one] { $shown } Quartal
   *[other] { $shown } Quartale
}
count-year = { $n ->
    [one] { $shown } Jahr
   *[other] { $shown } Jahre
}
count-bin = { $n ->
    [one] { $shown } Zeitraum
   *[other] { $shown } Zeiträume
}

## Lists and dates.

list = { $before } und { $last }
month = { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
date-day-month-year = { $day }. { month } { $year }
date-month-year = { month } { $year }
date-day-month = { $day }. { month }

## Names of languages; others are shown as their code.

language = { $code ->
    [en] Englisch
    [fr] Französisch
    [de] Deutsch
    [es] Spanisch
    [ru] Russisch
    [ko] Koreanisch
    [ar] Arabisch
    [cs] Tschechisch
    [el] Griechisch
    [fa] Persisch
    [he] Hebräisch
    [hi] Hindi
    [id] Indonesisch
    [it] Italienisch
    [ja] Japanisch
    [nl] Niederländisch
    [pl] Polnisch
    [pt] Portugiesisch
    [ro] Rumänisch
    [sv] Schwedisch
    [tr] Türkisch
    [uk] Ukrainisch
    [vi] Vietnamesisch
    [zh] Chinesisch
   *[other] { $code }
}

## Why a text is in no topic, and why it is set apart.

outlier-far = fern von allen Themen
outlier-between = zwischen zwei Themen
outlier-none-of-these = zu keinem der vorgegebenen Themen
boilerplate-short = zu kurz
boilerplate-read-also = Verweis auf einen anderen Artikel
boilerplate-promotion = Werbung
