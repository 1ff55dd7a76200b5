## What only the picture of the map says.

picture-title = Mapa de { $paths }
picture-note = Cada punto es un texto; lo que se parece en significado está cerca.
picture-no-topic = sin tema
picture-more = { $n ->
    [one] y { $shown } tema más
   *[other] y { $shown } temas más
}
