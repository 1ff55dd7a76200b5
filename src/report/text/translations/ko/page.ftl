## What only the page says.

page-title = { $paths }의 주제
page-skip = 본문으로 건너뛰기
page-contents = 차례
page-theme-auto = 색상: 시스템 설정
page-theme-light = 색상: 밝게
page-theme-dark = 색상: 어둡게
page-no-script = 지도와 검색에는 JavaScript가 필요합니다. 나머지는 모두 없이도 읽을 수 있습니다.
page-made-with = { $generator }(으)로 작성했습니다. 이 페이지는 네트워크에 아무것도 요청하지 않습니다.

page-overview = 요약
page-lead-corpus = 이 말뭉치의 구성: { $documents }, { $units }.
page-lead-documents = 이 말뭉치의 구성: { $documents }.
page-lead-languages = 언어: { $languages }.
page-lead-period = 날짜는 { $from }부터 { $to }까지입니다.
page-lead-day = 날짜: { $day }.
page-lead-topics = { $n ->
   *[other] { $topics }를 찾았으며, 가장 큰 주제는 다음과 같습니다: { $names }.
}
page-lead-all-topics = { $n ->
   *[other] { $topics }를 찾았습니다: { $names }.
}
page-lead-no-topics = 찾은 주제가 없습니다.
page-lead-outliers = { $n ->
   *[other] 어느 주제에도 속하지 않음: { $units }({ $share }).
}
page-lead-apart = { $n ->
   *[other] 다른 기사 링크나 후원 안내 등으로 따로 둠: { $units }.
}
page-largest = 가장 큰 주제
page-more-topics = { $n ->
   *[other] 그 밖의 주제 { $shown }개
}
page-more = { $n ->
   *[other] 외 { $shown }개
}
page-tile-documents = 문서
page-tile-units = { $unit ->
    [document] 문서
    [sentence] 문장
   *[paragraph] 문단
}
page-tile-topics = 주제
page-tile-outliers = 주제 없음
page-tile-copies = 복제본
page-tile-boilerplate = 상용구
page-tile-no-vector = 아는 낱말 없음
page-tile-skipped = 건너뛴 파일

page-map = 지도
page-map-what = { $unit ->
    [document] 점 하나가 문서 하나이고, 색은 주제입니다. 가까이 있는 문서는 비슷한 내용을 말합니다. 위아래와 좌우에는 뜻이 없습니다.
    [sentence] 점 하나가 문장 하나이고, 색은 주제입니다. 가까이 있는 문장은 비슷한 내용을 말합니다. 위아래와 좌우에는 뜻이 없습니다.
   *[paragraph] 점 하나가 문단 하나이고, 색은 주제입니다. 가까이 있는 문단은 비슷한 내용을 말합니다. 위아래와 좌우에는 뜻이 없습니다.
}
page-map-how = 가리키면 읽고, 누르면 고정됩니다. 끌면 이동하고, 휠이나 두 손가락으로 확대합니다. Shift를 누르고 끌면 점을 에워쌉니다.
page-map-trust = 신뢰도 { $value }(최대 1): 내용이 다른 점들이 가까이 놓이는 일이 얼마나 드문지를 나타냅니다.
page-map-pick = 점을 누르면 여기에서 읽을 수 있습니다.
page-map-label = { $unit ->
    [document] 문서 지도, 점 하나가 문서 하나
    [sentence] 문장 지도, 점 하나가 문장 하나
   *[paragraph] 문단 지도, 점 하나가 문단 하나
}
page-map-keys = 화살표로 지도를 옮기고, 더하기와 빼기로 확대·축소하며, 0으로 전체를 봅니다. N과 P로 가운데부터 점을 차례로 살피고, Enter로 엽니다.
page-map-in = 확대
page-map-out = 축소
page-map-all = 전체 보기
page-map-lasso = 선을 그려 점 고르기
page-map-empty = 점이 없습니다
page-legend = 지도의 주제

page-search = 검색
page-search-hint = 낱말 또는 “구절”
page-filter-topic = 주제
page-filter-language = 언어
page-filter-source = 출처
page-filter-from = 시작일
page-filter-to = 종료일
page-filter-all = 전체
page-filter-apart = 따로 둔 것
page-none = 주제 없음
page-no-vector = 아는 낱말 없음
page-found = 검색 결과
page-nothing = 결과 없음
page-lassoed = 지도에 그린 선 안
page-reset = 초기화
page-to-list = 목록으로
page-to-map = 지도로
page-on-map = 지도에서 보기
page-whole = 전체 보기
page-previous = 이전
page-next = 다음

page-topics = 주제
page-given = 지정됨
page-fragile = 불안정
page-terms = 대표 용어와 가중치
page-names = 이름
page-dates = 날짜
page-languages = 언어
page-sources = 출처
page-others = 기타
page-stability = 안정성
page-figures = 수치
page-excerpts = { $n ->
   *[other] 발췌 { $shown }건
}
page-border = 다른 주제와의 경계
page-show-all = { $n ->
   *[other] 목록에서 { $shown }개 모두 보기
}
page-bytes = 바이트 { $from }–{ $to }
page-hash = 해시

page-hierarchy = 주제 묶음
page-time = 시간에 따른 변화
page-time-what = 높이는 그 시기 전체에서 주제가 차지하는 비율이며, 그림마다 자체 최댓값을 기준으로 합니다. 점선은 우연이라면 말뭉치 100개 가운데 많아야 1개에서 나타날 변화입니다.
page-most = 최대 { $share }
page-contrast = 두 집합
page-contrast-what = 각 집합에서 문서의 비율. q는 우연히 그런 차이가 날 확률입니다
page-per = 필드별
page-per-what = 각 값을 가진 문서의 비율이며, 문서마다 주제에 따라 나눕니다. 비율 아래는 95% 구간으로, 문서가 적으면 넓습니다
page-more-in = 더 많은 쪽
page-changes = 지난번 이후
page-documents = 문서별 주제
page-documents-caption = { $unit ->
    [sentence] 주제마다 각 문서의 문장 수. 짙을수록 문서에서 차지하는 비율이 큽니다
   *[paragraph] 주제마다 각 문서의 문단 수. 짙을수록 문서에서 차지하는 비율이 큽니다
}
page-document = 문서

page-explore = { $unit ->
    [document] 모든 문서
    [sentence] 모든 문장
   *[paragraph] 모든 문단
}
page-duplicates = 복제본
page-duplicates-what = { $n ->
   *[other] 글 { $shown }개는 조금만 고친 다른 글의 복제본입니다. 같은 주제에 들어 있으며 독립된 글로 세지 않습니다.
}
page-copies = { $n ->
   *[other] 복제본 { $shown }개
}

page-outliers = 주제 밖
page-outliers-caption = { $n ->
   *[other] 어느 주제에도 속하지 않음: { $shown }
}
page-boilerplate-caption = { $n ->
   *[other] 상용구로 따로 둠: { $shown }
}
page-unknown-caption = { $n ->
   *[other] 모델이 아는 낱말이 없음: { $shown }
}
page-skipped = 건너뛴 파일
page-place = 위치
page-why = 이유
page-text = 내용

page-method = 방법과 품질
page-paths = 읽은 것
page-algorithm = 알고리즘
page-settings = 설정
page-model = 모델
page-dimensions = { $n ->
   *[other] { $shown }차원
}
page-revision = 모델 개정판
page-windows = 긴 글
page-windowed = { $n ->
   *[other] 글 { $shown }개는 모델의 창보다 길어 나누어 읽었습니다
}
page-hash-of-all = 말뭉치 해시
page-version = 작성 도구
page-again = 다시 만들기
page-quality = 주제의 품질
page-measure = 척도
page-value = 값
page-meaning = 뜻
page-not-defined = 정의되지 않음
page-measure-silhouette = 실루엣
page-meaning-silhouette = -1에서 1까지: 글이 다음으로 가까운 주제보다 자기 주제에 얼마나 더 가까운지를 나타냅니다. 글에서는 0.2를 넘는 일이 드뭅니다.
page-measure-density = 밀도 타당도
page-meaning-density = -1에서 1까지: 주제 안쪽보다 주제 사이가 얼마나 더 비어 있는지를 나타냅니다. 글에서는 0을 조금 넘습니다.
page-measure-coherence = 응집도
page-meaning-coherence = -1에서 1까지: 한 주제의 용어가 우연보다 얼마나 자주 함께 나오는지를 나타냅니다.
page-measure-diversity = 다양성
page-meaning-diversity = 0에서 1까지: 한 주제에만 속하는 용어의 비율입니다.
page-measure-stability = 안정성
page-meaning-stability = 최대 1: 말뭉치의 무작위 일부에서 찾은 주제들이 서로 얼마나 닮았는지를 나타냅니다. 재지 않았으면 정의되지 않습니다.
page-measure-outlier-share = 주제 없는 비율
page-meaning-outlier-share = 0에서 1까지: 어느 주제에도 맞지 않는 글의 비율입니다.
page-measure-trust = 지도의 신뢰도
page-meaning-trust = 0에서 1까지: 내용이 다른 점들이 지도에서 가까이 놓이는 일이 얼마나 드문지를 나타냅니다.

page-how = 읽는 법
page-how-topics = 주제는 컴퓨터가 찾았습니다. 글을 뜻에 따라 수로 바꾸고, 수가 비슷한 글을 한데 모았습니다. 이름은 가장 대표적인 용어로 짓고, 용어 뒤에는 번역을 붙입니다. 이름을 믿기 전에 발췌를 읽어 보십시오.
page-how-cite = 모든 인용에는 위치가 있습니다. 글이 시작하는 파일과 줄, ¶ 뒤의 문서 내 순번, 파일 안의 바이트입니다. 해시로 글이 그대로인지 알 수 있습니다.
page-how-numbers = ‘독립’은 복제본을 한 번만 셉니다. ‘불안정’한 주제는 어떤 글이 들어 있느냐에 따라 달라지므로 그것에만 기대지 마십시오. 용어의 가중치는 한 주제 안에서만 견줄 수 있습니다.
page-how-languages = 다른 언어의 글도 뜻이 같으면 한 주제에 들어갑니다. 언어와 출처의 비율은 여기에서 누가 그것을 쓰는지를 말할 뿐, 다른 곳의 사정은 말하지 않습니다.
page-how-limits = 주제는 글이 무엇에 관한 것인지를 말할 뿐, 참인지 누가 옳은지는 말하지 않습니다. 주제에 없는 글도 버리지 않고 따로 목록에 실었습니다.
