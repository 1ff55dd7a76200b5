## What only the picture of the map says.

picture-title = Карта: { $paths }
picture-note = Каждая точка — текст; близкое по смыслу лежит рядом.
picture-no-topic = вне тем
picture-more = { $n ->
    [one] и ещё { $shown } тема
    [few] и ещё { $shown } темы
   *[other] и ещё { $shown } тем
}
