## What every format of the report says.

topic-count = { $n ->
   *[other] 주제 { $shown }개
}
