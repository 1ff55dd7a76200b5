## What every format of the report says.

topic-count = { $n ->
    [one] { $shown } тема
    [few] { $shown } темы
   *[other] { $shown } тем
}
