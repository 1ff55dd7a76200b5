## What only the picture of the map says.

picture-title = Map of { $paths }
picture-note = Each point is a text. What is near in meaning lies near.
picture-no-topic = in no topic
picture-more = { $n ->
    [one] and { $shown } more topic
   *[other] and { $shown } more topics
}
