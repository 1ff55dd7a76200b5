## What every format of the report says.

topic-count = { $n ->
    [one] { $shown } Thema
   *[other] { $shown } Themen
}
