## What every format of the report says.

topic-count = { $n ->
    [one] { $shown } thème
   *[other] { $shown } thèmes
}
