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
count-text = { $n ->
    [one] { $shown } texto
   *[other] { $shown } textos
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
boilerplate-quoted = cita o firma de un correo
boilerplate-running-head = título de página o número de página
boilerplate-navigation = alrededor del texto de una página
boilerplate-machine = texto de máquina
boilerplate-repeated = repetido en muchos documentos

## The unit of text, in the forms that sentences need.

form-units = { $unit ->
    [sentence] oraciones
    [document] documentos
   *[other] párrafos
}
form-the-units = { $unit ->
    [sentence] las oraciones
    [document] los documentos
   *[other] los párrafos
}
form-the-unit = { $unit ->
    [sentence] la oración
    [document] el documento
   *[other] el párrafo
}
form-a-unit = { $unit ->
    [sentence] una oración
    [document] un documento
   *[other] un párrafo
}
form-same-unit = { $unit ->
    [sentence] la misma oración
    [document] el mismo documento
   *[other] el mismo párrafo
}
form-another-unit = { $unit ->
    [sentence] otra oración
    [document] otro documento
   *[other] otro párrafo
}
form-other-units = { $unit ->
    [sentence] otras oraciones
    [document] otros documentos
   *[other] otros párrafos
}
form-no-unit = { $unit ->
    [sentence] ninguna oración
    [document] ningún documento
   *[other] ningún párrafo
}
head-units = { $unit ->
    [sentence] Oraciones
    [document] Documentos
   *[other] Párrafos
}

## How parts stand beside each other.

pair = { $name }: { $value }
between-phrases = {"; "}
quote = «{ $text }»

## Figures.

figure-cohesion = cohesión
figure-silhouette = silueta
figure-density-validity = validez de densidad
figure-coherence = coherencia
figure-diversity = diversidad
figure-stability = estabilidad
margin = margen { $figure }
not-defined = no definida
not-measured = no medida

## What was read.

report-title = Temas de { $paths }
set-apart = { $shown } fuera del texto (enlaces, anuncios, líneas sueltas)
without-word = { $shown } sin ninguna palabra conocida por el modelo
copies = { $n ->
    [one] { $shown } copia de { form-another-unit }, contada una sola vez
   *[other] { $shown } copias de { form-other-units }, contadas una sola vez
}
read-in-parts = { $n ->
    [one] { $counted } supera la ventana del modelo y se leyó por partes
   *[other] { $counted } superan la ventana del modelo y se leyeron por partes
}
read-in-parts-of-window = { $n ->
    [one] { $counted } supera la ventana del modelo ({ $window }) y se leyó por partes
   *[other] { $counted } superan la ventana del modelo ({ $window }) y se leyeron por partes
}
model-line = { $id }, revisión { $revision }, { $dimensions } dimensiones
sum-line = { $counted } { $sign } { $in_topics } en temas + { $outliers } + { $boilerplate } fuera del texto + { $without } sin vector
no-topic-nothing = Ningún tema: no hay { form-no-unit } en lo leído
no-topic-none-left = Ningún tema: { $counted }, pero nada que agrupar, porque todo queda fuera del texto o carece de palabras conocidas por el modelo
no-topic-too-little = Ningún tema: { $counted }, demasiado poco para formar grupos
no-topic-none-close = Ningún tema: { $counted }, pero nada está lo bastante cerca de lo demás; todo queda aislado

## What is said of a topic.

size-independent = { $size }, { $shown } sin copias
size-in-documents = { $size } en { $documents }
size-independent-in-documents = { $size }, en { $documents }
comes-back = reaparece en { $times } de { $n ->
    [one] { $shown } muestra
   *[other] { $shown } muestras
}
comes-back-share = reaparece en el { $share } de las muestras
fragile = frágil: { $stability }
given-topic = dado
also-terms = también: { $terms }
more-in-part = { $shown } más en parte
in-part-title = También sobre este tema, en parte
in-part-note = { $share } del texto; tema propio: { $topic }
border-title = En el límite con otro tema
almost-in = casi en { $topic } (margen { $margin })
nearest-topic = tema más cercano: { $topic }

## Changes since the last run.

section-changes = Cambios desde el último análisis
change-born = nuevos
change-gone = desaparecidos
change-split = divididos
change-merged = fusionados
change-moved = trasladados
change-renamed = renombrados
change-kept = conservados
gone-into = { $topic }, ahora en su mayor parte en { $into }
split-into = { $topic } en { $into }
merged-into = { $from } en { $into }
moved-between = { $counted } de { $from } a { $into }
renamed-from = { $topic } de «{ $from }» a «{ $into }»
kept-with = { $topic } con { $difference }
difference-more = { $counted } más
difference-fewer = { $counted } menos
difference-both = { $more } más y { $fewer } menos
and-more = y { $shown } más

## Groups, time, two sets.

section-given = Temas dados
section-groups = Grupos de temas
section-time = A lo largo del tiempo
time-span = de { $first } a { $last }, cada columna es { $column }
one-width = { $width ->
    [day] un día
    [week] una semana
    [month] un mes
    [quarter] un trimestre
    [year] un año
   *[other] un período
}
left-out = sin contar: { $reasons }
undated-without = { $counted } sin fecha
undated-not-read = { $counted } con una fecha ilegible
undated-not-exact = { $counted } con una fecha demasiado imprecisa
undated-far-off = { $counted } con una fecha muy alejada de las demás
rises = sube en { $bin }: del { $before } al { $after }
falls = baja en { $bin }: del { $before } al { $after }
section-contrast = Dos conjuntos
set-language = idioma { $value }
set-source = fuente { $value }
set-below = bajo { $value }
set-all-others = todos los demás
set-size = { $units } en { $documents }
contrast-row = { $a } de A, { $b } de B, q { $q }, más en { $side }
contrast-such-as = { $topic }, más en { $side }, por ejemplo
section-per = Temas por { $field }
per-other = otros ({ $shown } { $n ->
    [one] valor
   *[other] valores
})
per-none = sin { $field }

## What is in no topic.

section-outliers = Textos aislados
outliers-title = Textos aislados: { $counted } fuera de todo tema
outliers-lead = { head-units } fuera de todo tema.
section-boilerplate = Fuera del texto
boilerplate-title = Fuera del texto: { $counted }
boilerplate-lead = Líneas que no forman parte del texto propiamente dicho; no entran en los temas.
section-repeated = Repetido
head-times = Veces
repeated-lead = { $n ->
    [one] { $shown } frase o línea en { $units } se repite palabra por palabra en muchos documentos; no entra en los temas
   *[other] { $shown } frases o líneas en { $units } se repiten palabra por palabra en muchos documentos; no entran en los temas
}
section-without-vector = Sin ninguna palabra conocida por el modelo
without-vector-title = Sin vector: { $counted } sin ninguna palabra conocida por el modelo
section-skipped = Archivos omitidos
skipped-title = Omitidos: { $counted }

## Heads of tables and names of rows.

head-topic = tema
head-independent = Sin copias
head-share = Parte
head-documents = Documentos
head-languages = Idiomas
head-cohesion = Cohesión
head-its-share = Su parte
head-changes = Cambios
head-share-of-a = Parte de A
head-share-of-b = Parte de B
head-more-in = más en
head-such-as = Por ejemplo
head-place = Referencia
head-strength = Pertenencia
head-first-words = Primeras palabras
head-other-topic = Otro tema
head-reason = Motivo
head-reason-and-nearest = Motivo y tema más cercano
head-file = Archivo
section-method = Método y cifras
row-method = Método
row-algorithm = Algoritmo
row-why = Por qué este
row-model = Modelo
row-quality = Calidad
row-outliers = Textos aislados
row-sum = Suma
row-long = { head-units } de gran longitud
row-made-with = Hecho con

## How to read the report, in Markdown.

section-reading = Cómo leer este informe
read-topic = Un **tema** es un grupo de { form-units } de significado parecido, sea cual sea su idioma. Su nombre reúne los términos frecuentes en él y raros en los demás.
read-share = La **parte** se refiere a { form-the-units } del texto propiamente dicho, sin lo que queda fuera de él ni lo que carece de palabras conocidas por el modelo.
read-strength = La **pertenencia** (de 0 a 1) dice hasta qué punto { form-a-unit } corresponde a su tema o, si es un texto aislado, al más cercano.
read-cohesion = La **cohesión** es el coseno medio entre { form-the-units } de un tema y su centro: cuanto mayor, más compacto.
read-margin = El **margen** dice cuánto más se parece { form-a-unit } a su tema (un texto aislado, al más cercano) que al siguiente: cerca de 0 podría ser uno u otro.
read-silhouette = La **silueta** (de -1 a 1) dice si los temas se distinguen bien: en torno a 0 se solapan. La **validez de densidad** (de -1 a 1) dice cuánto más vacío está el espacio entre los temas que su interior.
read-coherence = La **coherencia** (de -1 a 1) dice cuánto más a menudo coinciden los términos de un tema en { form-same-unit } de lo que haría el azar; la **diversidad** (de 0 a 1) es la parte de los términos que están en un solo tema.
read-stability = La **estabilidad** (de 0 a 1) dice cuánto se parecen los temas que se hallan en partes del corpus elegidas al azar. Un tema que reaparece en pocas de esas muestras es **frágil**: no conviene apoyarse en él.
read-independent = **Sin copias**: sin { form-the-units } que repiten otro texto.
read-time = **A lo largo del tiempo**: la altura de las columnas se mide por la mayor parte del propio tema; `·` no tiene { form-no-unit }. Los cambios son los que el azar produce en 1 de cada 100 casos como máximo.
read-contrast = **Dos conjuntos**: las partes son de documentos, cada uno repartido entre sus temas; **q** dice con qué frecuencia el azar produce tal diferencia, corregida por el número de temas. «Más en» se rellena donde q no pasa de 0,05.
read-per = **Temas por campo**: las partes son de los documentos con un valor, cada uno repartido entre sus temas; los límites tras una parte son su intervalo del 95 % (Wilson), ancho cuando hay pocos documentos.
read-place = Una referencia se lee `archivo:línea ¶n`: la línea en que empieza { form-the-unit } y su número en el documento.

## What became of topics that were given.

given-none-of-these = { $counted } sobre ninguno de ellos
given-nothing = ningún texto trata de ello
given-nearest = el más cercano tiene { $probability }
given-other-topic = este trata de { $topic }
given-no-words = este no tiene ninguna de sus palabras
given-too-weak = este dice demasiado poco
given-too-much = toma más de lo que sus palabras justifican, conviene releerlo
