## What every format of the report says.

## Counted things: `$n` chooses the form, `$shown` is the number as it is written.

count-file = { $n ->
    [one] { $shown } file
   *[other] { $shown } files
}
count-document = { $n ->
    [one] { $shown } document
   *[other] { $shown } documents
}
count-paragraph = { $n ->
    [one] { $shown } paragraph
   *[other] { $shown } paragraphs
}
count-sentence = { $n ->
    [one] { $shown } sentence
   *[other] { $shown } sentences
}
count-topic = { $n ->
    [one] { $shown } topic
   *[other] { $shown } topics
}
count-outlier = { $n ->
    [one] { $shown } outlier
   *[other] { $shown } outliers
}
count-sample = { $n ->
    [one] { $shown } sample
   *[other] { $shown } samples
}
count-token = { $n ->
    [one] { $shown } token
   *[other] { $shown } tokens
}
count-language = { $n ->
    [one] { $shown } language
   *[other] { $shown } languages
}
count-source = { $n ->
    [one] { $shown } source
   *[other] { $shown } sources
}
count-day = { $n ->
    [one] { $shown } day
   *[other] { $shown } days
}
count-week = { $n ->
    [one] { $shown } week
   *[other] { $shown } weeks
}
count-month = { $n ->
    [one] { $shown } month
   *[other] { $shown } months
}
count-quarter = { $n ->
    [one] { $shown } quarter
   *[other] { $shown } quarters
}
count-year = { $n ->
    [one] { $shown } year
   *[other] { $shown } years
}
count-bin = { $n ->
    [one] { $shown } bin
   *[other] { $shown } bins
}

## Lists and dates.

list = { $before } and { $last }
month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date-day-month-year = { $day } { month } { $year }
date-month-year = { month } { $year }
date-day-month = { $day } { month }

## Names of languages; others are shown as their code.

language = { $code ->
    [en] English
    [fr] French
    [de] German
    [es] Spanish
    [ru] Russian
    [ko] Korean
    [ar] Arabic
    [cs] Czech
    [el] Greek
    [fa] Persian
    [he] Hebrew
    [hi] Hindi
    [id] Indonesian
    [it] Italian
    [ja] Japanese
    [nl] Dutch
    [pl] Polish
    [pt] Portuguese
    [ro] Romanian
    [sv] Swedish
    [tr] Turkish
    [uk] Ukrainian
    [vi] Vietnamese
    [zh] Chinese
   *[other] { $code }
}

## Why a text is in no topic, and why it is set apart.

outlier-far = far from every topic
outlier-between = between two topics
outlier-none-of-these = about none of the given topics
boilerplate-short = too short
boilerplate-read-also = link to another article
boilerplate-promotion = promotion
