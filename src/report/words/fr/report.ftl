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
