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
count-text = { $n ->
    [one] { $shown } text
   *[other] { $shown } texts
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
boilerplate-quoted = quotation or signature of a mail
boilerplate-running-head = running head or page number
boilerplate-navigation = around the text of a page
boilerplate-machine = machine text
boilerplate-repeated = repeated in many documents

## The unit of text, in the forms that sentences need.

form-unit = { $unit ->
    [sentence] sentence
    [document] document
   *[other] paragraph
}
form-units = { $unit ->
    [sentence] sentences
    [document] documents
   *[other] paragraphs
}
head-units = { $unit ->
    [sentence] Sentences
    [document] Documents
   *[other] Paragraphs
}

## How parts stand beside each other.

pair = { $name }: { $value }
between-phrases = {"; "}
quote = “{ $text }”

## Figures.

figure-cohesion = cohesion
figure-silhouette = silhouette
figure-density-validity = density validity
figure-coherence = coherence
figure-diversity = diversity
figure-stability = stability
margin = margin { $figure }
not-defined = not defined
not-measured = not measured

## What was read.

report-title = Topics of { $paths }
set-apart = { $shown } set apart as boilerplate
without-word = { $shown } without a word that the model knows
copies = { $n ->
    [one] { $shown } copy of another { form-unit } counted once
   *[other] { $shown } copies of other { form-units } counted once
}
read-in-parts = { $n ->
    [one] { $counted } was longer than the model's window and was read in parts
   *[other] { $counted } were longer than the model's window and were read in parts
}
read-in-parts-of-window = { $n ->
    [one] { $counted } was longer than the model's window of { $window } and was read in parts
   *[other] { $counted } were longer than the model's window of { $window } and were read in parts
}
model-line = { $id }, revision { $revision }, { $dimensions } dimensions
sum-line = { $counted } { $sign } { $in_topics } in topics + { $outliers } + { $boilerplate } boilerplate + { $without } without vector
no-topic-nothing = No topic: no { form-unit } was found in what was read
no-topic-none-left = No topic: of { $counted } none is left to group, because each is boilerplate or has no word that the model knows
no-topic-too-little = No topic: { $counted } is too little to group
no-topic-none-close = No topic: none of the { $counted } is close enough to others, so all are outliers

## What is said of a topic.

size-independent = { $size }, of which { $shown } independent
size-in-documents = { $size } in { $documents }
size-independent-in-documents = { $size }, in { $documents }
comes-back = comes back in { $times } of { $n ->
    [one] { $shown } sample
   *[other] { $shown } samples
}
comes-back-share = comes back in { $share } of the samples
fragile = fragile: { $stability }
given-topic = given
also-terms = also: { $terms }
more-in-part = { $shown } more in part
in-part-title = Also about this topic, in part
in-part-note = { $share } of it; its own topic is { $topic }
border-title = On the border to another topic
almost-in = almost in { $topic } (margin { $margin })
nearest-topic = nearest topic { $topic }

## Changes since the last run.

section-changes = Changes since the last run
change-born = born
change-gone = gone
change-split = split
change-merged = merged
change-moved = moved
change-renamed = renamed
change-kept = kept
gone-into = { $topic }, most of it now in { $into }
split-into = { $topic } into { $into }
merged-into = { $from } into { $into }
moved-between = { $counted } from { $from } to { $into }
renamed-from = { $topic } from “{ $from }” to “{ $into }”
kept-with = { $topic } with { $difference }
difference-more = { $counted } more
difference-fewer = { $counted } fewer
difference-both = { $more } more and { $fewer } fewer
and-more = and { $shown } more

## Groups, time, two sets.

section-given = Given topics
section-groups = Groups of topics
section-time = Over time
time-span = { $first } to { $last }, a column is { $column }
one-width = { $width ->
    [day] a day
    [week] a week
    [month] a month
    [quarter] a quarter
    [year] a year
   *[other] a bin
}
left-out = left out: { $reasons }
undated-without = { $counted } without a date
undated-not-read = { $counted } with a date that cannot be read
undated-not-exact = { $counted } with a date that is not exact enough
undated-far-off = { $counted } with a date far from all others
rises = rises in { $bin }: { $before } to { $after }
falls = falls in { $bin }: { $before } to { $after }
section-contrast = Two sets
set-language = language { $value }
set-source = source { $value }
set-below = below { $value }
set-all-others = all others
set-size = { $units } in { $documents }
contrast-row = { $a } of A, { $b } of B, q { $q }, more in { $side }
contrast-such-as = { $topic }, more in { $side }, such as
section-per = Topics by { $field }
per-other = others ({ $shown } { $n ->
    [one] value
   *[other] values
})
per-none = no { $field }

## What is in no topic.

section-outliers = Outliers
outliers-title = Outliers: { $counted } in no topic
outliers-lead = { head-units } that are in no topic.
section-boilerplate = Set apart as boilerplate
boilerplate-title = Boilerplate: { $counted } set apart
boilerplate-lead = Lines that are not part of the text proper; they take no part in the topics.
section-repeated = Repeated
head-times = Times
repeated-lead = { $n ->
    [one] { $shown } sentence or line in { $units } is repeated in the same words in many documents; it is not used for topics
   *[other] { $shown } sentences or lines in { $units } are repeated in the same words in many documents; they are not used for topics
}
section-without-vector = Without a word that the model knows
without-vector-title = Without vector: { $counted } with no word that the model knows
section-skipped = Files passed over
skipped-title = Skipped: { $counted }

## Heads of tables and names of rows.

head-topic = topic
head-independent = Independent
head-share = Share
head-documents = Documents
head-languages = Languages
head-cohesion = Cohesion
head-its-share = Its share
head-changes = Changes
head-share-of-a = Share of A
head-share-of-b = Share of B
head-more-in = more in
head-such-as = Such as
head-place = Place
head-strength = Strength
head-first-words = First words
head-other-topic = Other topic
head-reason = Reason
head-reason-and-nearest = Reason and nearest topic
head-file = File
section-method = Method and figures
row-method = Method
row-algorithm = Algorithm
row-why = Why this one
row-model = Model
row-quality = Quality
row-outliers = Outliers
row-sum = Sum
row-long = Long { form-units }
row-made-with = Made with

## How to read the report, in Markdown.

section-reading = How to read this
read-topic = A **topic** is a group of { form-units } that mean similar things, in whatever language they are written. Its name is made of the terms that are frequent in it and rare elsewhere.
read-share = **Share** is the share of the { form-units } that are neither boilerplate nor without a word that the model knows.
read-strength = **Strength** (0 to 1) says how well a { form-unit } belongs to its topic, and for an outlier to the nearest one.
read-cohesion = **Cohesion** is the mean cosine of a topic's { form-units } to their centre: greater is tighter.
read-margin = **Margin** is how much more similar a { form-unit } is to its topic, or an outlier to the nearest one, than to the next: near 0 it could be either.
read-silhouette = **Silhouette** (-1 to 1) says how well the topics are told apart: around 0 they overlap. **Density validity** (-1 to 1) says how much sparser it is between topics than inside them.
read-coherence = **Coherence** (-1 to 1) says how much more often a topic's terms stand in one { form-unit } than chance would have it; **diversity** (0 to 1) is the share of terms that are in one topic alone.
read-stability = **Stability** (0 to 1) says how alike the topics are that are found in random parts of the corpus. A topic that comes back in few of these samples is **fragile**: do not lean on it.
read-independent = **Independent** { form-units } are those that are no copy of another.
read-time = **Over time**: each line of columns is as high as the topic's own greatest share; `·` has no { form-unit }. Changes are those that chance makes in 1 of 100 cases at most.
read-contrast = **Two sets**: shares are of documents, each split over its topics; **q** is how often chance makes such a difference, corrected for the number of topics. "More in" is filled where q is at most 0.05.
read-per = **Topics by a field**: shares are of the documents with a value, each split over its topics; the range after a share is its interval of 95% (Wilson): wide where there are few documents.
read-place = A place reads `file:line ¶n`: the line on which the { form-unit } begins, and its number in its document.

## What became of topics that were given.

given-none-of-these = { $counted } about none of them
given-nothing = nothing is about it
given-nearest = the nearest text has { $probability }
given-other-topic = that one is about { $topic }
given-no-words = that one has no words of it
given-too-weak = that one says too little of it
given-too-much = takes more than its words support, read what it has
