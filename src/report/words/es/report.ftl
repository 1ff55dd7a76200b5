## What every format of the report says.

topic-count = { $n ->
    [one] { $shown } tema
   *[other] { $shown } temas
}
