## What only the picture of the map says.

picture-title = Karte von { $paths }
picture-note = Jeder Punkt ist ein Text; was sich im Sinn nahe ist, liegt nahe beieinander.
picture-no-topic = ohne Thema
picture-more = { $n ->
    [one] und { $shown } weiteres Thema
   *[other] und { $shown } weitere Themen
}
