## What every format of the report says.

## Counted things: `$n` chooses the form, `$shown` is the number as it is written.

count-file = { $n ->
    [one] { $shown } fichier
   *[other] { $shown } fichiers
}
count-document = { $n ->
    [one] { $shown } document
   *[other] { $shown } documents
}
count-paragraph = { $n ->
    [one] { $shown } paragraphe
   *[other] { $shown } paragraphes
}
count-sentence = { $n ->
    [one] { $shown } phrase
   *[other] { $shown } phrases
}
count-topic = { $n ->
    [one] { $shown } thème
   *[other] { $shown } thèmes
}
count-outlier = { $n ->
    [one] { $shown } texte isolé
   *[other] { $shown } textes isolés
}
count-sample = { $n ->
    [one] { $shown } échantillon
   *[other] { $shown } échantillons
}
count-token = { $n ->
    [one] { $shown } jeton
   *[other] { $shown } jetons
}
count-language = { $n ->
    [one] { $shown } langue
   *[other] { $shown } langues
}
count-source = { $n ->
    [one] { $shown } source
   *[other] { $shown } sources
}
count-day = { $n ->
    [one] { $shown } jour
   *[other] { $shown } jours
}
count-week = { $n ->
    [one] { $shown } semaine
   *[other] { $shown } semaines
}
count-month = { $n ->
    [one] { $shown } mois
   *[other] { $shown } mois
}
count-quarter = { $n ->
    [one] { $shown } trimestre
   *[other] { $shown } trimestres
}
count-year = { $n ->
    [one] { $shown } an
   *[other] { $shown } ans
}
count-bin = { $n ->
    [one] { $shown } période
   *[other] { $shown } périodes
}
count-text = { $n ->
    [one] { $shown } texte
   *[other] { $shown } textes
}

## Lists and dates.

list = { $before } et { $last }
month = { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
form-day = { $day ->
    [1] 1er
   *[other] { $day }
}
date-day-month-year = { form-day } { month } { $year }
date-month-year = { month } { $year }
date-day-month = { form-day } { month }

## Names of languages; others are shown as their code.

language = { $code ->
    [en] anglais
    [fr] français
    [de] allemand
    [es] espagnol
    [ru] russe
    [ko] coréen
    [ar] arabe
    [cs] tchèque
    [el] grec
    [fa] persan
    [he] hébreu
    [hi] hindi
    [id] indonésien
    [it] italien
    [ja] japonais
    [nl] néerlandais
    [pl] polonais
    [pt] portugais
    [ro] roumain
    [sv] suédois
    [tr] turc
    [uk] ukrainien
    [vi] vietnamien
    [zh] chinois
   *[other] { $code }
}

## Why a text is in no topic, and why it is set apart.

outlier-far = loin de tous les thèmes
outlier-between = entre deux thèmes
outlier-none-of-these = sur aucun des thèmes donnés
boilerplate-short = trop court
boilerplate-read-also = lien vers un autre article
boilerplate-promotion = promotion
boilerplate-quoted = citation ou signature d’un courriel
boilerplate-running-head = titre courant ou numéro de page
boilerplate-navigation = autour du texte d’une page
boilerplate-machine = texte de machine
boilerplate-repeated = répété dans de nombreux documents

## The unit of text, in the forms that sentences need.

form-unit = { $unit ->
    [sentence] phrase
    [document] document
   *[other] paragraphe
}
form-units = { $unit ->
    [sentence] phrases
    [document] documents
   *[other] paragraphes
}
form-a-unit = { $unit ->
    [sentence] une phrase
    [document] un document
   *[other] un paragraphe
}
form-another-unit = { $unit ->
    [sentence] une autre phrase
    [document] un autre document
   *[other] un autre paragraphe
}
form-no-unit = { $unit ->
    [sentence] aucune phrase
    [document] aucun document
   *[other] aucun paragraphe
}
form-the-unit = { $unit ->
    [sentence] la phrase
    [document] le document
   *[other] le paragraphe
}
head-units = { $unit ->
    [sentence] Phrases
    [document] Documents
   *[other] Paragraphes
}

## How parts stand beside each other.

pair = { $name } : { $value }
between-phrases = {" ; "}
quote = « { $text } »

## Figures.

figure-cohesion = cohésion
figure-silhouette = silhouette
figure-density-validity = validité de densité
figure-coherence = cohérence
figure-diversity = diversité
figure-stability = stabilité
margin = marge { $figure }
not-defined = non définie
not-measured = non mesurée

## What was read.

report-title = Thèmes de { $paths }
set-apart = { $shown } hors contenu (liens, annonces, lignes trop courtes)
without-word = { $shown } sans aucun mot connu du modèle
copies = { $n ->
    [one] { $shown } copie d’{ form-another-unit }, comptée une seule fois
   *[other] { $shown } copies d’autres { form-units }, comptées une seule fois
}
read-in-parts = { $n ->
    [one] { $counted } dépasse la fenêtre du modèle : lecture en plusieurs parties
   *[other] { $counted } dépassent la fenêtre du modèle : lecture en plusieurs parties
}
read-in-parts-of-window = { $n ->
    [one] { $counted } dépasse la fenêtre du modèle ({ $window }) : lecture en plusieurs parties
   *[other] { $counted } dépassent la fenêtre du modèle ({ $window }) : lecture en plusieurs parties
}
model-line = { $id }, révision { $revision }, { $dimensions } dimensions
sum-line = { $counted } { $sign } { $in_topics } dans des thèmes + { $outliers } + { $boilerplate } hors contenu + { $without } sans vecteur
no-topic-nothing = Aucun thème : { form-no-unit } dans ce qui a été lu
no-topic-none-left = Aucun thème : { $counted }, mais rien à regrouper, car tout est hors contenu ou sans mot connu du modèle
no-topic-too-little = Aucun thème : { $counted }, c’est trop peu pour former des groupes
no-topic-none-close = Aucun thème : { $counted }, mais aucune proximité suffisante ; tout reste isolé

## What is said of a topic.

size-independent = { $size }, dont { $shown } hors copies
size-in-documents = { $size } dans { $documents }
size-independent-in-documents = { $size }, dans { $documents }
comes-back = retrouvé { $times } fois en { $n ->
    [one] { $shown } échantillon
   *[other] { $shown } échantillons
}
comes-back-share = retrouvé dans { $share } des échantillons
fragile = fragile : { $stability }
given-topic = donné
also-terms = aussi : { $terms }
more-in-part = { $shown } de plus en partie
in-part-title = Aussi sur ce thème, en partie
in-part-note = { $share } du texte ; thème principal : { $topic }
border-title = À la limite d’un autre thème
almost-in = presque dans { $topic } (marge { $margin })
nearest-topic = thème le plus proche : { $topic }

## Changes since the last run.

section-changes = Changements depuis la dernière analyse
change-born = apparus
change-gone = disparus
change-split = scindés
change-merged = fusionnés
change-moved = déplacés
change-renamed = renommés
change-kept = conservés
gone-into = { $topic }, pour l’essentiel désormais dans { $into }
split-into = { $topic } en { $into }
merged-into = { $from } en { $into }
moved-between = { $counted } de { $from } vers { $into }
renamed-from = { $topic } : « { $from } » devient « { $into } »
kept-with = { $topic } ({ $difference })
difference-more = { $counted } de plus
difference-fewer = { $counted } de moins
difference-both = { $more } de plus et { $fewer } de moins
and-more = et { $shown } de plus

## Groups, time, two sets.

section-given = Thèmes donnés
section-groups = Groupes de thèmes
section-time = Au fil du temps
time-span = de { $first } à { $last }, une colonne pour { $column }
one-width = { $width ->
    [day] un jour
    [week] une semaine
    [month] un mois
    [quarter] un trimestre
    [year] un an
   *[other] une période
}
left-out = non comptés : { $reasons }
undated-without = { $counted } sans date
undated-not-read = { $counted } à la date illisible
undated-not-exact = { $counted } à la date trop imprécise
undated-far-off = { $counted } à la date très éloignée des autres
rises = en hausse en { $bin } : de { $before } à { $after }
falls = en baisse en { $bin } : de { $before } à { $after }
section-contrast = Deux ensembles
set-language = langue { $value }
set-source = source { $value }
set-below = sous { $value }
set-all-others = tous les autres
set-size = { $units } dans { $documents }
contrast-row = { $a } de A, { $b } de B, q { $q }, plus dans { $side }
contrast-such-as = { $topic }, plus présent dans { $side }, par exemple
section-per = Thèmes par { $field }
per-other = autres ({ $shown } { $n ->
    [one] valeur
   *[other] valeurs
})
per-none = sans { $field }

## What is in no topic.

section-outliers = Textes isolés
outliers-title = Textes isolés : { $counted } hors de tout thème
outliers-lead = { head-units } hors de tout thème.
section-boilerplate = Hors contenu
boilerplate-title = Hors contenu : { $counted }
boilerplate-lead = Lignes qui ne font pas partie du texte proprement dit ; elles n’entrent pas dans les thèmes.
section-repeated = Répétitions
head-times = Fois
repeated-lead = { $n ->
    [one] { $shown } phrase ou ligne dans { $units } se répète mot pour mot dans de nombreux documents ; elle n’entre pas dans les thèmes
   *[other] { $shown } phrases ou lignes dans { $units } se répètent mot pour mot dans de nombreux documents ; elles n’entrent pas dans les thèmes
}
section-without-vector = Sans aucun mot connu du modèle
without-vector-title = Sans vecteur : { $counted } sans aucun mot connu du modèle
section-skipped = Fichiers ignorés
skipped-title = Ignorés : { $counted }

## Heads of tables and names of rows.

head-topic = thème
head-independent = Hors copies
head-share = Part
head-documents = Documents
head-languages = Langues
head-cohesion = Cohésion
head-its-share = Sa part
head-changes = Changements
head-share-of-a = Part de A
head-share-of-b = Part de B
head-more-in = plus dans
head-such-as = Par exemple
head-place = Référence
head-strength = Appartenance
head-first-words = Premiers mots
head-other-topic = Autre thème
head-reason = Raison
head-reason-and-nearest = Raison et thème le plus proche
head-file = Fichier
section-method = Méthode et chiffres
row-method = Méthode
row-algorithm = Algorithme
row-why = Pourquoi celui-ci
row-model = Modèle
row-quality = Qualité
row-outliers = Textes isolés
row-sum = Total
row-long = { head-units } longs
row-made-with = Produit avec

## How to read the report, in Markdown.

section-reading = Comment lire ce rapport
read-topic = Un **thème** est un groupe de { form-units } de sens proche, quelle que soit leur langue. Son nom réunit les termes fréquents dans le thème et rares ailleurs.
read-share = La **part** se rapporte aux { form-units } du texte proprement dit, hors contenu annexe et textes sans mot connu du modèle.
read-strength = L’**appartenance** (de 0 à 1) dit à quel point { form-a-unit } relève de son thème ou, pour un texte isolé, du thème le plus proche.
read-cohesion = La **cohésion** est le cosinus moyen entre les { form-units } d’un thème et leur centre : plus elle est grande, plus le thème est resserré.
read-margin = La **marge** dit de combien { form-a-unit } ressemble plus à son thème (un texte isolé, au plus proche) qu’au suivant : près de 0, ce pourrait être l’un ou l’autre.
read-silhouette = La **silhouette** (de -1 à 1) dit si les thèmes se distinguent bien : autour de 0, ils se chevauchent. La **validité de densité** (de -1 à 1) dit combien l’espace entre les thèmes est plus vide que leur intérieur.
read-coherence = La **cohérence** (de -1 à 1) dit si les termes d’un thème se trouvent dans { form-the-unit } plus souvent ensemble que par hasard ; la **diversité** (de 0 à 1) est la part des termes propres à un seul thème.
read-stability = La **stabilité** (de 0 à 1) dit si l’on retrouve les mêmes thèmes dans des parties du corpus tirées au sort. Un thème rarement retrouvé est **fragile** : ne pas s’y fier.
read-independent = **Hors copies** : sans les { form-units } qui reprennent un autre texte.
read-time = **Au fil du temps** : la hauteur des colonnes se mesure à la plus grande part du thème lui-même ; `·` signale une période sans { form-unit }. Les changements retenus sont ceux que le hasard produit dans 1 cas sur 100 au plus.
read-contrast = **Deux ensembles** : les parts sont celles des documents, chacun réparti entre ses thèmes ; **q** dit combien de fois le hasard produit un tel écart, correction faite du nombre de thèmes. « Plus dans » est rempli quand q ne dépasse pas 0,05.
read-per = **Thèmes par champ** : les parts sont celles des documents qui ont une valeur, chacun réparti entre ses thèmes ; les bornes après une part sont son intervalle à 95 % (Wilson), large quand les documents sont peu nombreux.
read-place = Une référence se lit `fichier:ligne ¶n` : la ligne où commence { form-the-unit }, puis son numéro dans le document.

## What became of topics that were given.

given-none-of-these = { $counted } sur aucun d’eux
given-nothing = aucun texte n’en parle
given-nearest = le plus proche a { $probability }
given-other-topic = celui-ci porte sur { $topic }
given-no-words = celui-ci n’a aucun de ses mots
given-too-weak = celui-ci en dit trop peu
given-too-much = prend plus que ses mots ne le justifient, à relire
