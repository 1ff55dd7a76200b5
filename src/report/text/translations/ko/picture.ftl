## What only the picture of the map says.

picture-title = { $paths } 지도
picture-note = 점 하나가 글 하나이며, 뜻이 가까운 글은 가까이 있습니다.
picture-no-topic = 주제 없음
picture-more = { $n ->
   *[other] 그 밖의 주제 { $shown }개
}
