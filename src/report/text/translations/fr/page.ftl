## What only the page says.

page-title = Thèmes de { $paths }
page-skip = Aller au contenu
page-contents = Sommaire
page-theme-auto = Couleurs : celles du système
page-theme-light = Couleurs : claires
page-theme-dark = Couleurs : sombres
page-no-script = La carte et la recherche ont besoin de JavaScript. Tout le reste se lit sans.
page-made-with = Réalisé avec { $generator }. Cette page ne demande rien à aucun réseau.

page-overview = En bref
page-lead-corpus = Ce corpus compte { $documents } et { $units }.
page-lead-documents = Ce corpus compte { $documents }.
page-lead-languages = Langues : { $languages }.
page-lead-period = Dates : { $from } – { $to }.
page-lead-day = Date : { $day }.
page-lead-topics = { $n ->
    [one] { $topics } a été trouvé ; le plus important : { $names }.
   *[other] { $topics } ont été trouvés ; les plus importants : { $names }.
}
page-lead-all-topics = { $n ->
    [one] { $topics } a été trouvé : { $names }.
   *[other] { $topics } ont été trouvés : { $names }.
}
page-lead-no-topics = Aucun thème n’a été trouvé.
page-lead-outliers = { $n ->
    [one] { $units } ({ $share }) n’entre dans aucun thème.
   *[other] { $units } ({ $share }) n’entrent dans aucun thème.
}
page-lead-apart = { $n ->
   *[other] Mis à part : { $units } (liens vers d’autres articles, mentions de parrainage et semblables).
}
page-largest = Les principaux thèmes
page-more-topics = { $n ->
    [one] et { $shown } autre thème
   *[other] et { $shown } autres thèmes
}
page-more = { $n ->
    [one] et { $shown } de plus
   *[other] et { $shown } de plus
}
page-tile-documents = documents
page-tile-units = { $unit ->
    [document] documents
    [sentence] phrases
   *[paragraph] paragraphes
}
page-tile-topics = thèmes
page-tile-outliers = hors thème
page-tile-copies = copies
page-tile-boilerplate = lignes annexes
page-tile-no-vector = sans mot connu
page-tile-skipped = fichiers ignorés

page-map = La carte
page-map-what = { $unit ->
    [document] Chaque point est un document, sa couleur le thème. Les documents voisins disent des choses proches ; gauche, droite, haut et bas ne signifient rien.
    [sentence] Chaque point est une phrase, sa couleur le thème. Les phrases voisines disent des choses proches ; gauche, droite, haut et bas ne signifient rien.
   *[paragraph] Chaque point est un paragraphe, sa couleur le thème. Les paragraphes voisins disent des choses proches ; gauche, droite, haut et bas ne signifient rien.
}
page-map-how = Survolez pour lire, cliquez pour garder ; glissez pour déplacer, molette ou pincement pour zoomer ; Maj et glisser entoure des points.
page-map-trust = Fiabilité { $value } sur 1 : combien il est rare que des points voisins aient des textes dissemblables.
page-map-pick = Cliquez sur un point pour le lire ici.
page-map-label = { $unit ->
    [document] Carte des documents, un point chacun
    [sentence] Carte des phrases, un point chacune
   *[paragraph] Carte des paragraphes, un point chacun
}
page-map-keys = Les flèches déplacent la carte, plus et moins zooment, 0 montre tout. N et P parcourent les points depuis le milieu, Entrée en ouvre un.
page-map-in = Agrandir
page-map-out = Réduire
page-map-all = Tout montrer
page-map-lasso = Choisir des points en les entourant
page-map-empty = Aucun point
page-legend = Thèmes sur la carte

page-search = Rechercher
page-search-hint = des mots, ou « une expression »
page-filter-topic = Thème
page-filter-language = Langue
page-filter-source = Source
page-filter-from = Du
page-filter-to = Au
page-filter-all = tous
page-filter-apart = mis à part
page-none = hors thème
page-no-vector = sans mot connu
page-found = Résultats
page-nothing = Aucun résultat
page-lassoed = dans le tracé sur la carte
page-reset = Réinitialiser
page-to-list = Vers la liste
page-to-map = Vers la carte
page-on-map = Sur la carte
page-whole = Tout afficher
page-previous = Précédents
page-next = Suivants

page-topics = Thèmes
page-given = donné
page-fragile = fragile
page-terms = Termes typiques, avec leur poids
page-names = Noms
page-dates = Dates
page-languages = Langues
page-sources = Sources
page-others = autres
page-stability = Stabilité
page-figures = Mesures
page-excerpts = { $n ->
    [one] { $shown } extrait
   *[other] { $shown } extraits
}
page-border = À la limite d’un autre thème
page-show-all = { $n ->
    [one] Voir ce texte dans la liste
   *[other] Voir les { $shown } dans la liste
}
page-bytes = octets { $from }–{ $to }
page-hash = empreinte

page-hierarchy = Groupes de thèmes
page-time = Au fil du temps
page-time-what = La hauteur est la part du thème dans tout ce qui date de ce moment, chaque figure à l’échelle de son maximum. Un trait en tirets marque un changement que le hasard ferait dans 1 corpus sur 100 au plus.
page-most = au plus { $share }
page-contrast = Deux ensembles
page-contrast-what = Parts des documents de chaque ensemble ; q dit combien souvent le hasard produit un tel écart
page-per = Par champ
page-per-what = Parts des documents de chaque valeur, chacun réparti entre ses thèmes ; sous chaque part son intervalle à 95 %, large quand les documents sont peu nombreux
page-more-in = Davantage dans
page-changes = Depuis le dernier passage
page-documents = Documents par thème
page-documents-caption = { $unit ->
    [sentence] Phrases de chaque document dans chaque thème ; plus c’est foncé, plus leur part du document est grande
   *[paragraph] Paragraphes de chaque document dans chaque thème ; plus c’est foncé, plus leur part du document est grande
}
page-document = Document

page-explore = { $unit ->
    [document] Tous les documents
    [sentence] Toutes les phrases
   *[paragraph] Tous les paragraphes
}
page-duplicates = Copies
page-duplicates-what = { $n ->
    [one] { $shown } texte est la copie d’un autre, à de petites retouches près. Il est dans le même thème et ne compte pas comme indépendant.
   *[other] { $shown } textes sont des copies d’autres, à de petites retouches près. Ils sont dans les mêmes thèmes et ne comptent pas comme indépendants.
}
page-copies = { $n ->
    [one] { $shown } copie
   *[other] { $shown } copies
}

page-outliers = Hors des thèmes
page-outliers-caption = { $n ->
   *[other] Hors thème : { $shown }
}
page-boilerplate-caption = { $n ->
   *[other] Lignes annexes mises à part : { $shown }
}
page-unknown-caption = { $n ->
   *[other] Sans mot que le modèle connaisse : { $shown }
}
page-skipped = Fichiers ignorés
page-place = Emplacement
page-why = Pourquoi
page-text = Texte

page-method = Méthode et qualité
page-paths = Lu
page-algorithm = Algorithme
page-settings = Réglages
page-model = Modèle
page-dimensions = { $n ->
    [one] { $shown } dimension
   *[other] { $shown } dimensions
}
page-revision = Sa révision
page-windows = Textes longs
page-windowed = { $n ->
    [one] { $shown } texte dépassait la fenêtre du modèle et a été lu par parties
   *[other] { $shown } textes dépassaient la fenêtre du modèle et ont été lus par parties
}
page-hash-of-all = Empreinte du corpus
page-version = Réalisé avec
page-again = Pour le refaire
page-quality = Ce que valent les thèmes
page-measure = Mesure
page-value = Valeur
page-meaning = Ce qu’elle dit
page-not-defined = non définie
page-measure-silhouette = Silhouette
page-meaning-silhouette = De -1 à 1 : de combien les textes sont plus proches de leur thème que du suivant. Un texte dépasse rarement 0,2.
page-measure-density = Validité de densité
page-meaning-density = De -1 à 1 : de combien il y a plus de vide entre les thèmes qu’à l’intérieur. Pour du texte, à peine plus que 0.
page-measure-coherence = Cohérence
page-meaning-coherence = De -1 à 1 : de combien les termes d’un thème se côtoient plus souvent que par hasard.
page-measure-diversity = Diversité
page-meaning-diversity = De 0 à 1 : la part des termes qui n’appartiennent qu’à un thème.
page-measure-stability = Stabilité
page-meaning-stability = Jusqu’à 1 : combien se ressemblent les thèmes trouvés dans des parties du corpus tirées au sort. Non définie si elle n’a pas été mesurée.
page-measure-outlier-share = Part hors thème
page-meaning-outlier-share = De 0 à 1 : combien de textes n’entrent dans aucun thème.
page-measure-trust = Fiabilité de la carte
page-meaning-trust = De 0 à 1 : combien il est rare que des points voisins sur la carte aient des textes dissemblables.

page-how = Comment lire ce rapport
page-how-topics = Les thèmes ont été trouvés par un ordinateur : les textes ont été traduits en nombres selon leur sens, et ceux dont les nombres se ressemblent ont été réunis. Un nom est fait des termes les plus typiques ; les traductions d’un terme le suivent. Lisez les extraits avant de vous fier à un nom.
page-how-cite = Chaque citation a son emplacement : le fichier et la ligne où le texte commence, son rang dans le document après ¶, et ses octets dans le fichier. L’empreinte dit si le texte est toujours le même.
page-how-numbers = « Indépendants » : les copies ne comptent qu’une fois. Un thème « fragile » tient aux textes qui se trouvent là : ne vous appuyez pas sur lui seul. Les poids des termes ne se comparent qu’à l’intérieur d’un thème.
page-how-languages = Des textes de langues différentes sont dans un même thème quand ils disent la même chose. Les parts des langues et des sources disent qui en parle ici, non qui en parle ailleurs.
page-how-limits = Un thème dit de quoi parlent des textes, non s’ils disent vrai, ni qui a raison. Ce qui est hors thème n’a pas été écarté : il a sa propre liste.
