## What every format of the report says.

topic-count = { $n ->
    [one] { $shown } topic
   *[other] { $shown } topics
}
