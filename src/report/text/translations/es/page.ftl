## What only the page says.

page-title = Temas de { $paths }
page-skip = Ir al contenido
page-contents = Contenido
page-theme-auto = Colores: los del sistema
page-theme-light = Colores: claros
page-theme-dark = Colores: oscuros
page-no-script = El mapa y la búsqueda necesitan JavaScript. Todo lo demás se lee sin él.
page-made-with = Hecho con { $generator }. Esta página no pide nada a ninguna red.

page-overview = En resumen
page-lead-corpus = Este corpus reúne { $documents } y { $units }.
page-lead-documents = Este corpus reúne { $documents }.
page-lead-languages = Idiomas: { $languages }.
page-lead-period = Fechas: { $from } – { $to }.
page-lead-day = Fecha: { $day }.
page-lead-topics = { $n ->
    [one] Se encontró { $topics }; el mayor: { $names }.
   *[other] Se encontraron { $topics }; los mayores: { $names }.
}
page-lead-all-topics = { $n ->
    [one] Se encontró { $topics }: { $names }.
   *[other] Se encontraron { $topics }: { $names }.
}
page-lead-no-topics = No se encontró ningún tema.
page-lead-outliers = { $n ->
    [one] { $units } ({ $share }) no encaja en ningún tema.
   *[other] { $units } ({ $share }) no encajan en ningún tema.
}
page-lead-apart = { $n ->
    [one] Se apartó { $units }, como una mención de patrocinio.
   *[other] Se apartaron { $units }, como enlaces a otros artículos y menciones de patrocinio.
}
page-largest = Los temas mayores
page-more-topics = { $n ->
    [one] y { $shown } tema más
   *[other] y { $shown } temas más
}
page-more = { $n ->
   *[other] y { $shown } más
}
page-tile-documents = documentos
page-tile-units = { $unit ->
    [document] documentos
    [sentence] oraciones
   *[paragraph] párrafos
}
page-tile-topics = temas
page-tile-outliers = en ningún tema
page-tile-copies = copias de otros
page-tile-boilerplate = texto accesorio
page-tile-no-vector = sin palabra conocida
page-tile-skipped = archivos omitidos

page-map = El mapa
page-map-what = { $unit ->
    [document] Cada punto es un documento y su color es el tema. Los documentos vecinos dicen cosas parecidas; izquierda, derecha, arriba y abajo no significan nada.
    [sentence] Cada punto es una oración y su color es el tema. Las oraciones vecinas dicen cosas parecidas; izquierda, derecha, arriba y abajo no significan nada.
   *[paragraph] Cada punto es un párrafo y su color es el tema. Los párrafos vecinos dicen cosas parecidas; izquierda, derecha, arriba y abajo no significan nada.
}
page-map-how = Señale para leer, haga clic para fijar; arrastre para mover, gire la rueda o pellizque para ampliar; Mayús y arrastrar rodea puntos.
page-map-trust = Fiabilidad { $value } de 1: qué pocas veces hay puntos vecinos cuyos textos no se parecen.
page-map-pick = Haga clic en un punto para leerlo aquí.
page-map-label = { $unit ->
    [document] Mapa de los documentos, un punto cada uno
    [sentence] Mapa de las oraciones, un punto cada una
   *[paragraph] Mapa de los párrafos, un punto cada uno
}
page-map-keys = Las flechas mueven el mapa, más y menos amplían y reducen, 0 lo muestra todo. N y P recorren los puntos desde el centro, Intro abre uno.
page-map-in = Ampliar
page-map-out = Reducir
page-map-all = Mostrar todo
page-map-lasso = Elegir puntos rodeándolos
page-map-empty = Sin puntos
page-legend = Temas en el mapa

page-search = Buscar
page-search-hint = palabras o «una frase»
page-filter-topic = Tema
page-filter-language = Idioma
page-filter-source = Fuente
page-filter-from = Desde
page-filter-to = Hasta
page-filter-all = todos
page-filter-apart = apartados
page-none = en ningún tema
page-no-vector = sin palabra conocida
page-found = Resultados
page-nothing = No hay resultados
page-lassoed = dentro de la línea trazada en el mapa
page-reset = Restablecer
page-to-list = A la lista
page-to-map = Al mapa
page-on-map = En el mapa
page-whole = Mostrar entero
page-previous = Anteriores
page-next = Siguientes

page-topics = Temas
page-given = dado
page-fragile = frágil
page-terms = Términos típicos, con su peso
page-names = Nombres
page-dates = Fechas
page-languages = Idiomas
page-sources = Fuentes
page-others = otras
page-stability = Estabilidad
page-figures = Medidas
page-excerpts = { $n ->
    [one] { $shown } extracto
   *[other] { $shown } extractos
}
page-border = En el límite con otro tema
page-show-all = { $n ->
    [one] Ver este texto en la lista
   *[other] Ver los { $shown } en la lista
}
page-bytes = bytes { $from }–{ $to }
page-hash = huella

page-hierarchy = Grupos de temas
page-time = En el tiempo
page-time-what = La altura es la parte del tema en todo lo de ese momento, cada figura según su propio máximo. Una línea discontinua marca un cambio que el azar haría como mucho en 1 de cada 100 corpus.
page-most = como mucho { $share }
page-contrast = Dos conjuntos
page-contrast-what = Partes de los documentos de cada conjunto; q dice cuántas veces el azar produce tal diferencia
page-per = Por campo
page-per-what = Partes de los documentos de cada valor, cada uno repartido entre sus temas; bajo cada parte su intervalo del 95 %, ancho cuando hay pocos documentos
page-more-in = Más en
page-changes = Desde la última vez
page-documents = Documentos por tema
page-documents-caption = { $unit ->
    [sentence] Oraciones de cada documento en cada tema; cuanto más oscuro, mayor su parte del documento
   *[paragraph] Párrafos de cada documento en cada tema; cuanto más oscuro, mayor su parte del documento
}
page-document = Documento

page-explore = { $unit ->
    [document] Todos los documentos
    [sentence] Todas las oraciones
   *[paragraph] Todos los párrafos
}
page-duplicates = Copias
page-duplicates-what = { $n ->
    [one] { $shown } texto es copia de otro, salvo pequeños retoques. Está en el mismo tema y no cuenta como independiente.
   *[other] { $shown } textos son copias de otros, salvo pequeños retoques. Están en los mismos temas y no cuentan como independientes.
}
page-copies = { $n ->
    [one] { $shown } copia
   *[other] { $shown } copias
}

page-outliers = Fuera de los temas
page-outliers-caption = { $n ->
   *[other] En ningún tema: { $shown }
}
page-boilerplate-caption = { $n ->
   *[other] Apartados como texto accesorio: { $shown }
}
page-unknown-caption = { $n ->
   *[other] Sin palabra que el modelo conozca: { $shown }
}
page-skipped = Archivos omitidos
page-place = Lugar
page-why = Por qué
page-text = Texto

page-method = Método y calidad
page-paths = Leído
page-algorithm = Algoritmo
page-settings = Ajustes
page-model = Modelo
page-dimensions = { $n ->
    [one] { $shown } dimensión
   *[other] { $shown } dimensiones
}
page-revision = Su revisión
page-windows = Textos largos
page-windowed = { $n ->
    [one] { $shown } texto superaba la ventana del modelo y se leyó por partes
   *[other] { $shown } textos superaban la ventana del modelo y se leyeron por partes
}
page-hash-of-all = Huella del corpus
page-version = Hecho con
page-again = Para repetirlo
page-quality = Qué valen los temas
page-measure = Medida
page-value = Valor
page-meaning = Qué dice
page-not-defined = no definida
page-measure-silhouette = Silueta
page-meaning-silhouette = De -1 a 1: cuánto más cerca están los textos de su tema que del siguiente. El texto pocas veces pasa de 0,2.
page-measure-density = Validez de densidad
page-meaning-density = De -1 a 1: cuánto más vacío hay entre los temas que dentro de ellos. El texto apenas pasa de 0.
page-measure-coherence = Coherencia
page-meaning-coherence = De -1 a 1: cuánto más a menudo que por azar están juntos los términos de un tema.
page-measure-diversity = Diversidad
page-meaning-diversity = De 0 a 1: la parte de los términos que son de un solo tema.
page-measure-stability = Estabilidad
page-meaning-stability = Hasta 1: cuánto se parecen los temas que se encuentran en partes del corpus tomadas al azar. No definida si no se midió.
page-measure-outlier-share = Parte en ningún tema
page-meaning-outlier-share = De 0 a 1: cuánto del texto no encaja en ningún tema.
page-measure-trust = Fiabilidad del mapa
page-meaning-trust = De 0 a 1: qué pocas veces hay en el mapa puntos vecinos cuyos textos no se parecen.

page-how = Cómo leer este informe
page-how-topics = Los temas los encontró un ordenador: los textos se convirtieron en números según lo que significan, y los de números parecidos se juntaron. Un nombre se compone de los términos más típicos; las traducciones de un término van detrás. Lea los extractos antes de fiarse de un nombre.
page-how-cite = Cada cita tiene su lugar: el archivo y la línea en que empieza el texto, su número en el documento tras ¶, y sus bytes en el archivo. La huella dice si el texto sigue siendo el mismo.
page-how-numbers = «Independientes» cuenta las copias una sola vez. Un tema «frágil» depende de qué textos haya: no se apoye solo en él. Los pesos de los términos solo se comparan dentro de un tema.
page-how-languages = Textos de distintos idiomas están en un mismo tema cuando dicen lo mismo. Las partes de idiomas y fuentes dicen quién escribe de ello aquí, no quién lo hace en otros sitios.
page-how-limits = Un tema dice de qué tratan los textos, no si son ciertos ni quién tiene razón. Lo que no está en ningún tema no se dejó fuera: tiene su propia lista.
