## What every format of the report says.

## Counted things: `$n` chooses the form, `$shown` is the number as it is written.

count-file = { $n ->
   *[other] 파일 { $shown }개
}
count-document = { $n ->
   *[other] 문서 { $shown }건
}
count-paragraph = { $n ->
   *[other] 문단 { $shown }개
}
count-sentence = { $n ->
   *[other] 문장 { $shown }개
}
count-topic = { $n ->
   *[other] 주제 { $shown }개
}
count-outlier = { $n ->
   *[other] 주제 밖 글 { $shown }개
}
count-sample = { $n ->
   *[other] 표본 { $shown }개
}
count-token = { $n ->
   *[other] 토큰 { $shown }개
}
count-language = { $n ->
   *[other] 언어 { $shown }개
}
count-source = { $n ->
   *[other] 출처 { $shown }곳
}
count-day = { $n ->
   *[other] { $shown }일
}
count-week = { $n ->
   *[other] { $shown }주
}
count-month = { $n ->
   *[other] { $shown }개월
}
count-quarter = { $n ->
   *[other] { $shown }분기
}
count-year = { $n ->
   *[other] { $shown }년
}
count-bin = { $n ->
   *[other] 구간 { $shown }개
}
count-text = { $n ->
   *[other] 글 { $shown }편
}

## Lists and dates.

list = { $before } 및 { $last }
month = { $month ->
    [1] 1월
    [2] 2월
    [3] 3월
    [4] 4월
    [5] 5월
    [6] 6월
    [7] 7월
    [8] 8월
    [9] 9월
    [10] 10월
    [11] 11월
   *[12] 12월
}
date-day-month-year = { $year }년 { month } { $day }일
date-month-year = { $year }년 { month }
date-day-month = { month } { $day }일

## Names of languages; others are shown as their code.

language = { $code ->
    [en] 영어
    [fr] 프랑스어
    [de] 독일어
    [es] 스페인어
    [ru] 러시아어
    [ko] 한국어
    [ar] 아랍어
    [cs] 체코어
    [el] 그리스어
    [fa] 페르시아어
    [he] 히브리어
    [hi] 힌디어
    [id] 인도네시아어
    [it] 이탈리아어
    [ja] 일본어
    [nl] 네덜란드어
    [pl] 폴란드어
    [pt] 포르투갈어
    [ro] 루마니아어
    [sv] 스웨덴어
    [tr] 튀르키예어
    [uk] 우크라이나어
    [vi] 베트남어
    [zh] 중국어
   *[other] { $code }
}

## Why a text is in no topic, and why it is set apart.

outlier-far = 어느 주제와도 멂
outlier-between = 두 주제 사이
outlier-none-of-these = 주어진 어느 주제와도 무관
boilerplate-short = 너무 짧음
boilerplate-read-also = 다른 기사로 가는 링크
boilerplate-promotion = 홍보
boilerplate-quoted = 메일의 인용문이나 서명
boilerplate-running-head = 머리글이나 쪽 번호
boilerplate-navigation = 페이지 본문 주변
boilerplate-machine = 기계용 텍스트
boilerplate-repeated = 여러 문서에서 반복됨

## The unit of text, in the forms that sentences need.

form-unit = { $unit ->
    [sentence] 문장
    [document] 문서
   *[other] 문단
}
form-unit-subject = { $unit ->
    [sentence] 문장이
    [document] 문서가
   *[other] 문단이
}
head-units = { $unit ->
    [sentence] 문장
    [document] 문서
   *[other] 문단
}

## How parts stand beside each other.

pair = { $name }: { $value }
between-phrases = {"; "}
quote = “{ $text }”

## Figures.

figure-cohesion = 응집도
figure-silhouette = 실루엣
figure-density-validity = 밀도 타당도
figure-coherence = 일관성
figure-diversity = 다양성
figure-stability = 안정성
margin = 차이 { $figure }
not-defined = 정의되지 않음
not-measured = 측정하지 않음

## What was read.

report-title = { $paths }의 주제
set-apart = 본문 외 { $shown }개
without-word = 모델이 아는 낱말이 없는 것 { $shown }개
copies = 다른 { form-unit }의 사본 { $shown }개는 한 번만 셈
read-in-parts = { $counted }: 모델의 입력 범위보다 길어 나누어 읽음
read-in-parts-of-window = { $counted }: 모델의 입력 범위({ $window })보다 길어 나누어 읽음
model-line = { $id }, 리비전 { $revision }, { $dimensions }차원
sum-line = { $counted } { $sign } 주제 안 { $in_topics } + { $outliers } + 본문 외 { $boilerplate } + 벡터 없음 { $without }
no-topic-nothing = 주제 없음: 읽은 것에서 { form-unit-subject } 발견되지 않음
no-topic-none-left = 주제 없음: { $counted } 모두 본문이 아니거나 모델이 아는 낱말이 없어 묶을 것이 없음
no-topic-too-little = 주제 없음: { $counted }, 묶기에는 너무 적음
no-topic-none-close = 주제 없음: { $counted }, 서로 충분히 가까운 것이 없어 모두 주제 밖에 있음

## What is said of a topic.

size-independent = { $size }, 그중 사본이 아닌 것 { $shown }개
size-in-documents = { $size } · { $documents }
size-independent-in-documents = { $size } · { $documents }
comes-back = 표본 { $shown }개 중 { $times }개에서 다시 나타남
comes-back-share = 표본의 { $share }에서 다시 나타남
fragile = 불안정: { $stability }
given-topic = 지정된 주제
also-terms = 관련어: { $terms }
more-in-part = 일부만 다룬 글 { $shown }개 더
in-part-title = 일부가 이 주제인 글
in-part-note = 글의 { $share }, 본래 주제는 { $topic }
border-title = 다른 주제와의 경계
almost-in = { $topic }에 거의 속함 (차이 { $margin })
nearest-topic = 가장 가까운 주제 { $topic }

## Changes since the last run.

section-changes = 지난 실행 이후의 변화
change-born = 생김
change-gone = 사라짐
change-split = 나뉨
change-merged = 합쳐짐
change-moved = 옮김
change-renamed = 이름 바뀜
change-kept = 유지
gone-into = { $topic } (대부분 이제 { $into })
split-into = { $topic } → { $into }
merged-into = { $from } → { $into }
moved-between = { $counted }: { $from } → { $into }
renamed-from = { $topic }: ‘{ $from }’ → ‘{ $into }’
kept-with = { $topic } ({ $difference })
difference-more = { $counted } 늘어남
difference-fewer = { $counted } 줄어듦
difference-both = { $more } 늘어남, { $fewer }개 줄어듦
and-more = 그 밖에 { $shown }개

## Groups, time, two sets.

section-given = 지정된 주제
section-groups = 주제 묶음
section-time = 시간에 따른 변화
time-span = { $first } – { $last }, 막대 하나는 { $column }
one-width = { $width ->
    [day] 하루
    [week] 한 주
    [month] 한 달
    [quarter] 한 분기
    [year] 한 해
   *[other] 한 구간
}
left-out = 제외: { $reasons }
undated-without = 날짜가 없는 { $counted }
undated-not-read = 날짜를 읽을 수 없는 { $counted }
undated-not-exact = 날짜가 충분히 정확하지 않은 { $counted }
undated-far-off = 날짜가 나머지와 동떨어진 { $counted }
rises = { $bin } 증가: { $before } → { $after }
falls = { $bin } 감소: { $before } → { $after }
section-contrast = 두 집합
set-language = 언어 { $value }
set-source = 출처 { $value }
set-below = { $value } 아래
set-all-others = 나머지 전부
set-size = { $units }, { $documents }
contrast-row = A의 { $a }, B의 { $b }, q { $q }, 더 많은 쪽 { $side }
contrast-such-as = { $topic }, { $side }에 더 많음, 예:
section-per = { $field }별 주제
per-other = 기타 (값 { $shown }개)
per-none = { $field } 없음

## What is in no topic.

section-outliers = 주제 밖 글
outliers-title = 주제 밖 글: { $counted }
outliers-lead = 어느 주제에도 속하지 않는 { form-unit }.
section-boilerplate = 본문 외
boilerplate-title = 본문 외: { $counted }
boilerplate-lead = 본문에 속하지 않는 줄로, 주제를 찾는 데 쓰이지 않습니다.
section-repeated = 반복
head-times = 횟수
repeated-lead = { $n ->
   *[other] 여러 문서에서 같은 말로 반복되는 문장이나 줄 { $shown }개({ $units })는 주제를 찾는 데 쓰이지 않습니다
}
section-without-vector = 모델이 아는 낱말이 없음
without-vector-title = 벡터 없음: 모델이 아는 낱말이 없는 { $counted }
section-skipped = 건너뛴 파일
skipped-title = 건너뜀: { $counted }

## Heads of tables and names of rows.

head-topic = 주제
head-independent = 사본 제외
head-share = 비율
head-documents = 문서
head-languages = 언어
head-cohesion = 응집도
head-its-share = 비율
head-changes = 변화
head-share-of-a = A의 비율
head-share-of-b = B의 비율
head-more-in = 많은 쪽
head-such-as = 예
head-place = 위치
head-strength = 소속도
head-first-words = 첫머리
head-other-topic = 다른 주제
head-reason = 이유
head-reason-and-nearest = 이유와 가장 가까운 주제
head-file = 파일
section-method = 방법과 수치
row-method = 방법
row-algorithm = 알고리즘
row-why = 고른 이유
row-model = 모델
row-quality = 품질
row-outliers = 주제 밖 글
row-sum = 합계
row-long = 긴 { form-unit }
row-made-with = 만든 도구

## How to read the report, in Markdown.

section-reading = 읽는 법
read-topic = **주제**는 어떤 언어로 쓰였든 뜻이 비슷한 { form-unit }의 묶음입니다. 이름은 그 안에서 자주 나오고 다른 곳에서는 드문 말로 이루어집니다.
read-share = **비율**은 본문이 아니거나 모델이 아는 낱말이 없는 것을 뺀 { form-unit } 가운데의 비율입니다.
read-strength = **소속도**(0–1)는 { form-unit-subject } 그 주제에 얼마나 잘 속하는지, 주제 밖 글이면 가장 가까운 주제에 얼마나 가까운지를 나타냅니다.
read-cohesion = **응집도**는 한 주제의 { form-unit-subject } 그 중심과 평균적으로 얼마나 가까운지를 코사인으로 나타냅니다. 클수록 촘촘합니다.
read-margin = **차이**는 { form-unit-subject } 그 주제(주제 밖 글이면 가장 가까운 주제)와 다음 주제보다 얼마나 더 비슷한지를 나타냅니다. 0에 가까우면 어느 쪽이든 될 수 있습니다.
read-silhouette = **실루엣**(-1–1)은 주제들이 얼마나 잘 구별되는지를 나타냅니다. 0 부근이면 서로 겹칩니다. **밀도 타당도**(-1–1)는 주제 사이가 주제 안보다 얼마나 더 성긴지를 나타냅니다.
read-coherence = **일관성**(-1–1)은 한 주제의 말들이 같은 { form-unit }에 우연보다 얼마나 더 자주 함께 나오는지를 나타냅니다. **다양성**(0–1)은 한 주제에만 있는 말의 비율입니다.
read-stability = **안정성**(0–1)은 말뭉치의 무작위 일부에서 찾은 주제들이 서로 얼마나 비슷한지를 나타냅니다. 이런 표본 가운데 적은 수에서만 다시 나타나는 주제는 **불안정**하므로 기대지 않는 것이 좋습니다.
read-independent = **사본 제외**는 다른 것의 사본이 아닌 { form-unit }의 수입니다.
read-time = **시간에 따른 변화**: 막대의 높이는 그 주제의 가장 큰 비율에 대한 것입니다. `·`에는 { form-unit-subject } 없습니다. 변화는 우연히 생길 확률이 100번에 1번 이하인 것만 보입니다.
read-contrast = **두 집합**: 비율은 문서의 비율이며, 문서마다 주제에 따라 나눕니다. **q**는 이런 차이가 우연히 생기는 빈도를 주제 수에 맞게 보정한 값입니다. ‘많은 쪽’은 q가 0.05 이하일 때만 채웁니다.
read-per = **필드별 주제**: 비율은 그 값을 가진 문서의 비율이며, 문서마다 주제에 따라 나눕니다. 비율 뒤의 범위는 95% 구간(윌슨)으로, 문서가 적으면 넓습니다.
read-place = 위치는 `파일:줄 ¶n`으로 읽습니다. { form-unit-subject } 시작하는 줄과 문서 안에서의 번호입니다.

## What became of topics that were given.

given-none-of-these = { $counted } 어느 것과도 무관
given-nothing = 이 주제를 다룬 글 없음
given-nearest = 가장 가까운 글 { $probability }
given-other-topic = 그 글의 주제는 { $topic }
given-no-words = 그 글에 주제의 낱말 없음
given-too-weak = 그 글에 근거 부족
given-too-much = 낱말이 뒷받침하는 것보다 많이 차지함, 읽어 볼 것
