## What only the picture of the map says.

picture-title = Carte de { $paths }
picture-note = Chaque point est un texte ; ce qui est proche par le sens est proche sur la carte.
picture-no-topic = sans thème
picture-more = { $n ->
    [one] et { $shown } autre thème
   *[other] et { $shown } autres thèmes
}
