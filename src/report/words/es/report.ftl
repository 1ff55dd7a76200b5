## What every format of the report says.

## Counted things: `$n` chooses the form, `$shown` is the number as it is written.

count-file = { $n ->
    [one] { $shown } archivo
   *[other] { $shown } archivos
}
count-document = { $n ->
    [one] { $shown } documento
   *[other] { $shown } documentos
}
count-paragraph = { $n ->
    [one] { $shown } párrafo
   *[other] { $shown } párrafos
}
count-sentence = { $n ->
    [one] { $shown } oración
   *[other] { $shown } oraciones
}
count-topic = { $n ->
    [one] { $shown } tema
   *[other] { $shown } temas
}
count-outlier = { $n ->
    [one] { $shown } texto aislado
   *[other] { $shown } textos aislados
}
count-sample = { $n ->
    [one] { $shown } muestra
   *[other] { $shown } muestras
}
count-token = { $n ->
    [one] { $shown } token
   *[other] { $shown } tokens
}
count-language = { $n ->
    [one] { $shown } idioma
   *[other] { $shown } idiomas
}
count-source = { $n ->
    [one] { $shown } fuente
   *[other] { $shown } fuentes
}
count-day = { $n ->
    [one] { $shown } día
   *[other] { $shown } días
}
count-week = { $n ->
    [one] { $shown } semana
   *[other] { $shown } semanas
}
count-month = { $n ->
    [one] { $shown } mes
   *[other] { $shown } meses
}
count-quarter = { $n ->
    [one] { $shown } trimestre
   *[other] { $shown } trimestres
}
count-year = { $n ->
    [one] { $shown } año
   *[other] { $shown } años
}
count-bin = { $n ->
    [one] { $shown } período
   *[other] { $shown } períodos
}

## Lists and dates.

list = { $before } y { $last }
month = { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
}
date-day-month-year = { $day } de { month } de { $year }
date-month-year = { month } de { $year }
date-day-month = { $day } de { month }

## Names of languages; others are shown as their code.

language = { $code ->
    [en] inglés
    [fr] francés
    [de] alemán
    [es] español
    [ru] ruso
    [ko] coreano
    [ar] árabe
    [cs] checo
    [el] griego
    [fa] persa
    [he] hebreo
    [hi] hindi
    [id] indonesio
    [it] italiano
    [ja] japonés
    [nl] neerlandés
    [pl] polaco
    [pt] portugués
    [ro] rumano
    [sv] sueco
    [tr] turco
    [uk] ucraniano
    [vi] vietnamita
    [zh] chino
   *[other] { $code }
}

## Why a text is in no topic, and why it is set apart.

outlier-far = lejos de todos los temas
outlier-between = entre dos temas
outlier-none-of-these = sobre ninguno de los temas dados
boilerplate-short = demasiado corto
boilerplate-read-also = enlace a otro artículo
boilerplate-promotion = promoción
