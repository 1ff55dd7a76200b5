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
   *[other] 이상치 { $shown }개
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
