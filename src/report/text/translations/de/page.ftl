## What only the page says.

page-title = Themen von { $paths }
page-skip = Zum Inhalt springen
page-contents = Inhalt
page-theme-auto = Farben: wie das System
page-theme-light = Farben: hell
page-theme-dark = Farben: dunkel
page-no-script = Karte und Suche brauchen JavaScript. Alles andere lässt sich ohne lesen.
page-made-with = Erstellt mit { $generator }. Diese Seite fragt nichts in keinem Netz an.

page-overview = Kurz gefasst
page-lead-corpus = Dieser Korpus umfasst { $documents } und { $units }.
page-lead-documents = Dieser Korpus umfasst { $documents }.
page-lead-languages = Sprachen: { $languages }.
page-lead-period = Die Datumsangaben reichen von { $from } bis { $to }.
page-lead-day = Datum: { $day }.
page-lead-topics = { $n ->
    [one] Gefunden wurde { $topics }; das größte: { $names }.
   *[other] Gefunden wurden { $topics }; die größten: { $names }.
}
page-lead-all-topics = { $n ->
    [one] Gefunden wurde { $topics }: { $names }.
   *[other] Gefunden wurden { $topics }: { $names }.
}
page-lead-no-topics = Es wurden keine Themen gefunden.
page-lead-outliers = { $n ->
    [one] { $units } ({ $share }) passt zu keinem Thema.
   *[other] { $units } ({ $share }) passen zu keinem Thema.
}
page-lead-apart = { $n ->
    [one] { $units } wurde ausgesondert, etwa ein Hinweis auf einen Sponsor.
   *[other] { $units } wurden ausgesondert, etwa Verweise auf andere Artikel und Hinweise auf Sponsoren.
}
page-largest = Die größten Themen
page-more-topics = { $n ->
    [one] und { $shown } weiteres Thema
   *[other] und { $shown } weitere Themen
}
page-more = { $n ->
   *[other] und { $shown } mehr
}
page-tile-documents = Dokumente
page-tile-units = { $unit ->
    [document] Dokumente
    [sentence] Sätze
   *[paragraph] Absätze
}
page-tile-topics = Themen
page-tile-outliers = in keinem Thema
page-tile-copies = Kopien anderer
page-tile-boilerplate = Beiwerk
page-tile-no-vector = ohne bekanntes Wort
page-tile-skipped = übergangene Dateien

page-map = Die Karte
page-map-what = { $unit ->
    [document] Jeder Punkt ist ein Dokument, seine Farbe das Thema. Dokumente, die beieinander liegen, sagen Ähnliches; links, rechts, oben und unten bedeuten nichts.
    [sentence] Jeder Punkt ist ein Satz, seine Farbe das Thema. Sätze, die beieinander liegen, sagen Ähnliches; links, rechts, oben und unten bedeuten nichts.
   *[paragraph] Jeder Punkt ist ein Absatz, seine Farbe das Thema. Absätze, die beieinander liegen, sagen Ähnliches; links, rechts, oben und unten bedeuten nichts.
}
page-map-how = Zeigen zum Lesen, klicken zum Behalten; ziehen zum Verschieben, Mausrad oder zwei Finger zum Vergrößern; Umschalt und Ziehen umkreist Punkte.
page-map-trust = Verlässlichkeit { $value } von 1: wie selten Punkte beieinander liegen, deren Texte sich nicht gleichen.
page-map-pick = Einen Punkt anklicken, um ihn hier zu lesen.
page-map-label = { $unit ->
    [document] Karte der Dokumente, je ein Punkt
    [sentence] Karte der Sätze, je ein Punkt
   *[paragraph] Karte der Absätze, je ein Punkt
}
page-map-keys = Pfeiltasten verschieben die Karte, Plus und Minus vergrößern und verkleinern, 0 zeigt alles. N und P gehen die Punkte von der Mitte aus durch, Eingabe öffnet einen.
page-map-in = Vergrößern
page-map-out = Verkleinern
page-map-all = Alles zeigen
page-map-lasso = Punkte durch Umkreisen auswählen
page-map-empty = Keine Punkte
page-legend = Themen auf der Karte

page-search = Suche
page-search-hint = Wörter oder „eine Wendung“
page-filter-topic = Thema
page-filter-language = Sprache
page-filter-source = Quelle
page-filter-from = Von
page-filter-to = Bis
page-filter-all = alle
page-filter-apart = ausgesondert
page-none = in keinem Thema
page-no-vector = ohne bekanntes Wort
page-found = Gefunden
page-nothing = Nichts gefunden
page-lassoed = innerhalb der Linie auf der Karte
page-reset = Zurücksetzen
page-to-list = Zur Liste
page-to-map = Zur Karte
page-on-map = Auf der Karte
page-whole = Ganz zeigen
page-previous = Zurück
page-next = Weiter

page-topics = Themen
page-given = vorgegeben
page-fragile = unsicher
page-terms = Typische Begriffe mit ihrem Gewicht
page-names = Namen
page-dates = Daten
page-languages = Sprachen
page-sources = Quellen
page-others = andere
page-stability = Stabilität
page-figures = Kennzahlen
page-excerpts = { $n ->
    [one] { $shown } Auszug
   *[other] { $shown } Auszüge
}
page-border = An der Grenze zu einem anderen Thema
page-show-all = { $n ->
   *[other] Alle { $shown } in der Liste zeigen
}
page-bytes = Bytes { $from }–{ $to }
page-hash = Prüfsumme

page-hierarchy = Gruppen von Themen
page-time = Im Lauf der Zeit
page-time-what = Die Höhe ist der Anteil des Themas an allem aus dieser Zeit, jedes Bild am eigenen Höchstwert gemessen. Eine gestrichelte Linie zeigt eine Veränderung, wie sie der Zufall in höchstens 1 von 100 Korpora macht.
page-most = höchstens { $share }
page-contrast = Zwei Mengen
page-contrast-what = Anteile der Dokumente in jeder Menge; q sagt, wie oft der Zufall einen solchen Unterschied macht
page-per = Nach Feld
page-per-what = Anteile an den Dokumenten mit jedem Wert, jedes auf seine Themen verteilt; darunter das 95-%-Intervall, weit bei wenigen Dokumenten
page-more-in = Mehr in
page-changes = Seit dem letzten Lauf
page-documents = Dokumente nach Themen
page-documents-caption = { $unit ->
    [sentence] Sätze jedes Dokuments in jedem Thema; je dunkler, desto größer ihr Anteil am Dokument
   *[paragraph] Absätze jedes Dokuments in jedem Thema; je dunkler, desto größer ihr Anteil am Dokument
}
page-document = Dokument

page-explore = { $unit ->
    [document] Alle Dokumente
    [sentence] Alle Sätze
   *[paragraph] Alle Absätze
}
page-duplicates = Kopien
page-duplicates-what = { $n ->
    [one] { $shown } Text ist bis auf kleine Änderungen die Kopie eines anderen. Er steht in dessen Thema und zählt nicht als unabhängig.
   *[other] { $shown } Texte sind bis auf kleine Änderungen Kopien anderer. Sie stehen in deren Themen und zählen nicht als unabhängig.
}
page-copies = { $n ->
    [one] { $shown } Kopie
   *[other] { $shown } Kopien
}

page-outliers = Außerhalb der Themen
page-outliers-caption = { $n ->
   *[other] In keinem Thema: { $shown }
}
page-boilerplate-caption = { $n ->
   *[other] Als Beiwerk ausgesondert: { $shown }
}
page-unknown-caption = { $n ->
   *[other] Ohne ein Wort, das das Modell kennt: { $shown }
}
page-skipped = Übergangene Dateien
page-place = Stelle
page-why = Grund
page-text = Text

page-method = Verfahren und Güte
page-paths = Gelesen
page-algorithm = Algorithmus
page-settings = Einstellungen
page-model = Modell
page-dimensions = { $n ->
    [one] { $shown } Dimension
   *[other] { $shown } Dimensionen
}
page-revision = Seine Revision
page-windows = Lange Texte
page-windowed = { $n ->
    [one] { $shown } Text war länger als das Fenster des Modells und wurde in Teilen gelesen
   *[other] { $shown } Texte waren länger als das Fenster des Modells und wurden in Teilen gelesen
}
page-hash-of-all = Prüfsumme des Korpus
page-version = Erstellt mit
page-again = So entsteht er noch einmal
page-quality = Wie gut die Themen sind
page-measure = Maß
page-value = Wert
page-meaning = Was es sagt
page-not-defined = nicht definiert
page-measure-silhouette = Silhouette
page-meaning-silhouette = Von -1 bis 1: wie viel näher Texte ihrem eigenen Thema sind als dem nächsten. Text hat selten mehr als 0,2.
page-measure-density = Dichtevalidität
page-meaning-density = Von -1 bis 1: wie viel leerer es zwischen den Themen ist als in ihnen. Text hat wenig über 0.
page-measure-coherence = Kohärenz
page-meaning-coherence = Von -1 bis 1: wie viel öfter die Begriffe eines Themas beisammenstehen, als der Zufall es will.
page-measure-diversity = Vielfalt
page-meaning-diversity = Von 0 bis 1: der Anteil der Begriffe, die nur zu einem Thema gehören.
page-measure-stability = Stabilität
page-meaning-stability = Bis 1: wie sehr sich die Themen gleichen, die in zufälligen Teilen des Korpus gefunden werden. Nicht definiert, wenn nicht gemessen.
page-measure-outlier-share = Anteil in keinem Thema
page-meaning-outlier-share = Von 0 bis 1: wie viel vom Text zu keinem Thema passt.
page-measure-trust = Verlässlichkeit der Karte
page-meaning-trust = Von 0 bis 1: wie selten auf der Karte Punkte beieinander liegen, deren Texte sich nicht gleichen.

page-how = Wie man das liest
page-how-topics = Die Themen hat ein Rechner gefunden: Texte wurden nach ihrer Bedeutung in Zahlen übersetzt, und Texte mit ähnlichen Zahlen kamen zusammen. Ein Name besteht aus den typischsten Begriffen; Übersetzungen eines Begriffs stehen dahinter. Lesen Sie die Auszüge, bevor Sie einem Namen trauen.
page-how-cite = Jedes Zitat hat seine Stelle: die Datei und die Zeile, in der der Text beginnt, nach ¶ seine Nummer im Dokument, und seine Bytes in der Datei. Die Prüfsumme sagt, ob der Text noch derselbe ist.
page-how-numbers = „Unabhängig“ zählt Kopien nur einmal. „Unsichere“ Themen hängen davon ab, welche Texte gerade da sind: Stützen Sie sich nicht allein auf sie. Gewichte von Begriffen lassen sich nur innerhalb eines Themas vergleichen.
page-how-languages = Texte verschiedener Sprachen stehen in einem Thema, wenn sie dasselbe meinen. Die Anteile der Sprachen und Quellen sagen, wer hier darüber schreibt, nicht, wer es anderswo tut.
page-how-limits = Ein Thema sagt, wovon Texte handeln, nicht, ob sie wahr sind, und nicht, wer recht hat. Was in keinem Thema ist, wurde nicht weggelassen: Es hat seine eigene Liste.
