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
count-text = { $n ->
    [one] { $shown } Text
   *[other] { $shown } Texte
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
boilerplate-quoted = Zitat oder Signatur einer E-Mail
boilerplate-running-head = Kolumnentitel oder Seitenzahl
boilerplate-navigation = um den Text einer Seite
boilerplate-machine = Maschinentext
boilerplate-repeated = in vielen Dokumenten wiederholt

## The unit of text, in the forms that sentences need.

form-unit = { $unit ->
    [sentence] Satz
    [document] Dokument
   *[other] Absatz
}
form-units = { $unit ->
    [sentence] Sätze
    [document] Dokumente
   *[other] Absätze
}
form-units-dative = { $unit ->
    [sentence] Sätzen
    [document] Dokumenten
   *[other] Absätzen
}
form-unit-genitive = { $unit ->
    [sentence] Satzes
    [document] Dokuments
   *[other] Absatzes
}
form-the-unit = { $unit ->
    [sentence] der Satz
    [document] das Dokument
   *[other] der Absatz
}
form-no-unit = { $unit ->
    [sentence] kein Satz
    [document] kein Dokument
   *[other] kein Absatz
}
form-no-unit-accusative = { $unit ->
    [sentence] keinen Satz
    [document] kein Dokument
   *[other] keinen Absatz
}
head-units = { $unit ->
    [sentence] Sätze
    [document] Dokumente
   *[other] Absätze
}

## How parts stand beside each other.

pair = { $name }: { $value }
between-phrases = {"; "}
quote = „{ $text }“

## Figures.

figure-cohesion = Kohäsion
figure-silhouette = Silhouette
figure-density-validity = Dichtevalidität
figure-coherence = Kohärenz
figure-diversity = Vielfalt
figure-stability = Stabilität
margin = Abstand { $figure }
not-defined = nicht definiert
not-measured = nicht gemessen

## What was read.

report-title = Themen in { $paths }
set-apart = { $shown } als Beiwerk ausgesondert
without-word = { $shown } ohne ein Wort, das das Modell kennt
copies = { $n ->
    [one] { $shown } Kopie eines anderen { form-unit-genitive }, einmal gezählt
   *[other] { $shown } Kopien anderer { form-units }, einmal gezählt
}
read-in-parts = { $n ->
    [one] { $counted } ist länger als das Fenster des Modells und wurde in Teilen gelesen
   *[other] { $counted } sind länger als das Fenster des Modells und wurden in Teilen gelesen
}
read-in-parts-of-window = { $n ->
    [one] { $counted } ist länger als das Fenster des Modells ({ $window }) und wurde in Teilen gelesen
   *[other] { $counted } sind länger als das Fenster des Modells ({ $window }) und wurden in Teilen gelesen
}
model-line = { $id }, Revision { $revision }, { $dimensions } Dimensionen
sum-line = { $counted } { $sign } { $in_topics } in Themen + { $outliers } + { $boilerplate } Beiwerk + { $without } ohne Vektor
no-topic-nothing = Kein Thema: Im Gelesenen fand sich { form-no-unit }
no-topic-none-left = Kein Thema: { $counted }, aber nichts zu gruppieren, denn alles ist Beiwerk oder ohne ein Wort, das das Modell kennt
no-topic-too-little = Kein Thema: { $counted } – zu wenig, um Gruppen zu bilden
no-topic-none-close = Kein Thema: { $counted }, aber nichts liegt nah genug beieinander; alles sind Ausreißer

## What is said of a topic.

size-independent = { $size }, davon { $shown } eigenständig
size-in-documents = { $size }, { $documents }
size-independent-in-documents = { $size }, { $documents }
comes-back = kehrt wieder in { $times } von { $n ->
    [one] { $shown } Stichprobe
   *[other] { $shown } Stichproben
}
comes-back-share = kehrt wieder in { $share } der Stichproben
fragile = wackelig: { $stability }
given-topic = vorgegeben
also-terms = auch: { $terms }
more-in-part = { $shown } weitere zum Teil
in-part-title = Zum Teil auch zu diesem Thema
in-part-note = { $share } davon; eigenes Thema: { $topic }
border-title = An der Grenze zu einem anderen Thema
almost-in = fast in { $topic } (Abstand { $margin })
nearest-topic = nächstes Thema { $topic }

## Changes since the last run.

section-changes = Änderungen seit dem letzten Lauf
change-born = neu
change-gone = verschwunden
change-split = geteilt
change-merged = vereint
change-moved = verschoben
change-renamed = umbenannt
change-kept = geblieben
gone-into = { $topic }, größtenteils jetzt in { $into }
split-into = { $topic } in { $into }
merged-into = { $from } zu { $into }
moved-between = { $counted } von { $from } nach { $into }
renamed-from = { $topic } von „{ $from }“ in „{ $into }“
kept-with = { $topic } mit { $difference }
difference-more = { $counted } mehr
difference-fewer = { $counted } weniger
difference-both = { $more } mehr und { $fewer } weniger
and-more = und { $shown } mehr

## Groups, time, two sets.

section-given = Vorgegebene Themen
section-groups = Themengruppen
section-time = Zeitverlauf
time-span = { $first } bis { $last }, je Säule { $column }
one-width = { $width ->
    [day] ein Tag
    [week] eine Woche
    [month] ein Monat
    [quarter] ein Quartal
    [year] ein Jahr
   *[other] ein Zeitraum
}
left-out = nicht gezählt: { $reasons }
undated-without = { $counted } ohne Datum
undated-not-read = { $counted } mit unlesbarem Datum
undated-not-exact = { $counted } mit zu ungenauem Datum
undated-far-off = { $counted } mit einem Datum fern von allen anderen
rises = steigt in { $bin }: von { $before } auf { $after }
falls = fällt in { $bin }: von { $before } auf { $after }
section-contrast = Zwei Mengen
set-language = Sprache { $value }
set-source = Quelle { $value }
set-below = unter { $value }
set-all-others = alle anderen
set-size = { $units }, { $documents }
contrast-row = { $a } von A, { $b } von B, q { $q }, mehr in { $side }
contrast-such-as = { $topic }, mehr in { $side }, zum Beispiel
section-per = Themen nach { $field }
per-other = andere ({ $shown } { $n ->
    [one] Wert
   *[other] Werte
})
per-none = ohne { $field }

## What is in no topic.

section-outliers = Ausreißer
outliers-title = Ausreißer: { $counted } in keinem Thema
outliers-lead = { head-units }, die in keinem Thema sind.
section-boilerplate = Als Beiwerk ausgesondert
boilerplate-title = Beiwerk: { $counted } ausgesondert
boilerplate-lead = Zeilen, die nicht zum eigentlichen Text gehören; sie zählen bei den Themen nicht mit.
section-repeated = Wiederholt
head-times = Mal
repeated-lead = { $n ->
    [one] { $shown } Satz oder Zeile ({ $units }) steht wörtlich gleich in vielen Dokumenten und zählt bei den Themen nicht mit
   *[other] { $shown } Sätze oder Zeilen ({ $units }) stehen wörtlich gleich in vielen Dokumenten und zählen bei den Themen nicht mit
}
section-without-vector = Ohne ein Wort, das das Modell kennt
without-vector-title = Ohne Vektor: { $counted } ohne ein Wort, das das Modell kennt
section-skipped = Übergangene Dateien
skipped-title = Übergangen: { $counted }

## Heads of tables and names of rows.

head-topic = Thema
head-independent = Eigenständig
head-share = Anteil
head-documents = Dokumente
head-languages = Sprachen
head-cohesion = Kohäsion
head-its-share = Anteil
head-changes = Änderungen
head-share-of-a = Anteil in A
head-share-of-b = Anteil in B
head-more-in = mehr in
head-such-as = Zum Beispiel
head-place = Fundstelle
head-strength = Zugehörigkeit
head-first-words = Erste Wörter
head-other-topic = Anderes Thema
head-reason = Grund
head-reason-and-nearest = Grund und nächstes Thema
head-file = Datei
section-method = Verfahren und Kennzahlen
row-method = Verfahren
row-algorithm = Algorithmus
row-why = Warum dieser
row-model = Modell
row-quality = Güte
row-outliers = Ausreißer
row-sum = Summe
row-long = Lange { form-units }
row-made-with = Erstellt mit

## How to read the report, in Markdown.

section-reading = Wie man das liest
read-topic = Ein **Thema** ist eine Gruppe von { form-units-dative }, die Ähnliches bedeuten, gleich in welcher Sprache. Sein Name besteht aus den Begriffen, die in ihm häufig und anderswo selten sind.
read-share = Der **Anteil** bezieht sich auf die { form-units } des eigentlichen Textes, also ohne Beiwerk und ohne Texte, von denen das Modell kein Wort kennt.
read-strength = Die **Zugehörigkeit** (0 bis 1) sagt, wie gut { form-the-unit } zu seinem Thema passt, ein Ausreißer zum nächsten.
read-cohesion = Die **Kohäsion** ist der mittlere Kosinus der { form-units } eines Themas zu ihrer Mitte: Je größer, desto dichter.
read-margin = Der **Abstand** sagt, wie viel ähnlicher { form-the-unit } dem eigenen Thema ist (ein Ausreißer dem nächsten) als dem folgenden: Nahe 0 könnte es das eine wie das andere sein.
read-silhouette = Die **Silhouette** (-1 bis 1) sagt, wie gut sich die Themen trennen: Um 0 überlappen sie sich. Die **Dichtevalidität** (-1 bis 1) sagt, wie viel dünner es zwischen den Themen ist als in ihnen.
read-coherence = Die **Kohärenz** (-1 bis 1) sagt, wie viel öfter Begriffe eines Themas im selben { form-unit } stehen, als der Zufall es ergäbe; die **Vielfalt** (0 bis 1) ist der Anteil der Begriffe, die nur in einem Thema vorkommen.
read-stability = Die **Stabilität** (0 bis 1) sagt, wie sehr sich die Themen gleichen, die sich in zufälligen Teilen der Texte finden. Ein Thema, das in wenigen dieser Stichproben wiederkehrt, ist **wackelig**: Darauf sollte man nicht bauen.
read-independent = **Eigenständig** sind { form-units }, die keine Kopie sind.
read-time = **Zeitverlauf**: Die Höhe der Säulen misst sich am größten Anteil des Themas selbst; `·` hat { form-no-unit-accusative }. Genannt sind Änderungen, wie sie der Zufall in höchstens 1 von 100 Fällen ergibt.
read-contrast = **Zwei Mengen**: Anteile sind Anteile an Dokumenten, jedes auf seine Themen verteilt; **q** sagt, wie oft der Zufall einen solchen Unterschied ergibt, berichtigt um die Zahl der Themen. „Mehr in“ ist ausgefüllt, wo q höchstens 0,05 ist.
read-per = **Themen nach einem Feld**: Anteile sind Anteile an den Dokumenten mit einem Wert, jedes auf seine Themen verteilt; dahinter steht das 95-%-Intervall (Wilson), weit bei wenigen Dokumenten.
read-place = Eine Fundstelle liest sich `Datei:Zeile ¶n`: die Zeile, in der { form-the-unit } beginnt, und die Nummer im Dokument.

## What became of topics that were given.

given-none-of-these = { $counted } zu keinem davon
given-nothing = nichts handelt davon
given-nearest = der nächste Text hat { $probability }
given-other-topic = dieser gehört zu { $topic }
given-no-words = dieser hat keines der Wörter
given-too-weak = dieser sagt zu wenig davon
given-too-much = nimmt mehr, als die Wörter stützen, bitte nachlesen
