## What every format of the report says.

## Counted things: `$n` chooses the form, `$shown` is the number as it is written.

count-file = { $n ->
    [one] { $shown } файл
    [few] { $shown } файла
   *[other] { $shown } файлов
}
count-document = { $n ->
    [one] { $shown } документ
    [few] { $shown } документа
   *[other] { $shown } документов
}
count-paragraph = { $n ->
    [one] { $shown } абзац
    [few] { $shown } абзаца
   *[other] { $shown } абзацев
}
count-sentence = { $n ->
    [one] { $shown } предложение
    [few] { $shown } предложения
   *[other] { $shown } предложений
}
count-topic = { $n ->
    [one] { $shown } тема
    [few] { $shown } темы
   *[other] { $shown } тем
}
count-outlier = { $n ->
    [one] { $shown } текст вне тем
    [few] { $shown } текста вне тем
   *[other] { $shown } текстов вне тем
}
count-sample = { $n ->
    [one] { $shown } выборка
    [few] { $shown } выборки
   *[other] { $shown } выборок
}
count-token = { $n ->
    [one] { $shown } токен
    [few] { $shown } токена
   *[other] { $shown } токенов
}
count-language = { $n ->
    [one] { $shown } язык
    [few] { $shown } языка
   *[other] { $shown } языков
}
count-source = { $n ->
    [one] { $shown } источник
    [few] { $shown } источника
   *[other] { $shown } источников
}
count-day = { $n ->
    [one] { $shown } день
    [few] { $shown } дня
   *[other] { $shown } дней
}
count-week = { $n ->
    [one] { $shown } неделя
    [few] { $shown } недели
   *[other] { $shown } недель
}
count-month = { $n ->
    [one] { $shown } месяц
    [few] { $shown } месяца
   *[other] { $shown } месяцев
}
count-quarter = { $n ->
    [one] { $shown } квартал
    [few] { $shown } квартала
   *[other] { $shown } кварталов
}
count-year = { $n ->
    [one] { $shown } год
    [few] { $shown } года
   *[other] { $shown } лет
}
count-bin = { $n ->
    [one] { $shown } период
    [few] { $shown } периода
   *[other] { $shown } периодов
}
count-text = { $n ->
    [one] { $shown } текст
    [few] { $shown } текста
   *[other] { $shown } текстов
}

## Lists and dates.

list = { $before } и { $last }
month = { $month ->
    [1] январь
    [2] февраль
    [3] март
    [4] апрель
    [5] май
    [6] июнь
    [7] июль
    [8] август
    [9] сентябрь
    [10] октябрь
    [11] ноябрь
   *[12] декабрь
}
form-month = { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
date-day-month-year = { $day } { form-month } { $year } г.
date-month-year = { month } { $year } г.
date-day-month = { $day } { form-month }

## Names of languages; others are shown as their code.

language = { $code ->
    [en] английский
    [fr] французский
    [de] немецкий
    [es] испанский
    [ru] русский
    [ko] корейский
    [ar] арабский
    [cs] чешский
    [el] греческий
    [fa] персидский
    [he] иврит
    [hi] хинди
    [id] индонезийский
    [it] итальянский
    [ja] японский
    [nl] нидерландский
    [pl] польский
    [pt] португальский
    [ro] румынский
    [sv] шведский
    [tr] турецкий
    [uk] украинский
    [vi] вьетнамский
    [zh] китайский
   *[other] { $code }
}

## Why a text is in no topic, and why it is set apart.

outlier-far = далеко от всех тем
outlier-between = между двумя темами
outlier-none-of-these = ни об одной из заданных тем
boilerplate-short = слишком коротко
boilerplate-read-also = ссылка на другую статью
boilerplate-promotion = реклама
boilerplate-quoted = цитата или подпись письма
boilerplate-running-head = колонтитул или номер страницы
boilerplate-navigation = вокруг текста страницы
boilerplate-machine = машинный текст
boilerplate-repeated = повторяется во многих документах

## The unit of text, in the forms that sentences need.

form-unit = { $unit ->
    [sentence] предложение
    [document] документ
   *[other] абзац
}
form-unit-genitive = { $unit ->
    [sentence] предложения
    [document] документа
   *[other] абзаца
}
form-units-genitive = { $unit ->
    [sentence] предложений
    [document] документов
   *[other] абзацев
}
form-units = { $unit ->
    [sentence] предложения
    [document] документы
   *[other] абзацы
}
form-same-unit-prepositional = { $unit ->
    [sentence] одном предложении
    [document] одном документе
   *[other] одном абзаце
}
head-units = { $unit ->
    [sentence] Предложения
    [document] Документы
   *[other] Абзацы
}

## How parts stand beside each other.

pair = { $name }: { $value }
between-phrases = {"; "}
quote = «{ $text }»

## Figures.

figure-cohesion = сплочённость
figure-silhouette = силуэт
figure-density-validity = разделение по плотности
figure-coherence = связность
figure-diversity = разнообразие
figure-stability = устойчивость
margin = отрыв { $figure }
not-defined = не определено
not-measured = не измерялось

## What was read.

report-title = Темы: { $paths }
set-apart = { $shown } вне основного текста (ссылки, реклама, обрывки)
without-word = { $shown } без единого слова, известного модели
copies = { $n ->
    [one] { $shown } копия другого { form-unit-genitive } учтена один раз
    [few] { $shown } копии других { form-units-genitive } учтены один раз
   *[other] { $shown } копий других { form-units-genitive } учтены один раз
}
read-in-parts = Длиннее окна модели, прочитано по частям: { $counted }
read-in-parts-of-window = Длиннее окна модели ({ $window }), прочитано по частям: { $counted }
model-line = { $id }, редакция { $revision }, размерность { $dimensions }
sum-line = { $counted } { $sign } { $in_topics } в темах + { $outliers } + { $boilerplate } вне основного текста + { $without } без вектора
no-topic-nothing = Тем нет: в прочитанном не нашлось ни одного { form-unit-genitive }
no-topic-none-left = Тем нет: группировать нечего ({ $counted }) — всё либо вне основного текста, либо без слов, известных модели
no-topic-too-little = Тем нет: { $counted } — слишком мало, чтобы сложились группы
no-topic-none-close = Тем нет: { $counted }, но ничто не близко к другому настолько, чтобы сложилась группа

## What is said of a topic.

size-independent = { $size }, из них { $shown } без копий
size-in-documents = { $size }; { $documents }
size-independent-in-documents = { $size }; { $documents }
comes-back = повторяется в { $times } из { $n ->
    [one] { $shown } выборки
   *[other] { $shown } выборок
}
comes-back-share = повторяется в { $share } выборок
fragile = ненадёжно: { $stability }
given-topic = задана
also-terms = также: { $terms }
more-in-part = ещё { $shown } отчасти
in-part-title = Отчасти тоже об этой теме
in-part-note = { $share } текста; основная тема: { $topic }
border-title = На границе с другой темой
almost-in = почти в теме { $topic } (отрыв { $margin })
nearest-topic = ближайшая тема { $topic }

## Changes since the last run.

section-changes = Изменения с прошлого раза
change-born = появились
change-gone = исчезли
change-split = разделились
change-merged = слились
change-moved = перешли
change-renamed = переименованы
change-kept = остались
gone-into = { $topic }, бо́льшая часть теперь в { $into }
split-into = { $topic } на { $into }
merged-into = { $from } в { $into }
moved-between = { $counted } из { $from } в { $into }
renamed-from = { $topic }: «{ $from }» теперь «{ $into }»
kept-with = { $topic } ({ $difference })
difference-more = плюс { $counted }
difference-fewer = минус { $counted }
difference-both = плюс { $more } и минус { $fewer }
and-more = и ещё { $shown }

## Groups, time, two sets.

section-given = Заданные темы
section-groups = Группы тем
section-time = Во времени
time-span = с { $first } по { $last }, столбик — { $column }
one-width = { $width ->
    [day] день
    [week] неделя
    [month] месяц
    [quarter] квартал
    [year] год
   *[other] период
}
left-out = не учтено: { $reasons }
undated-without = { $counted } без даты
undated-not-read = { $counted } с нечитаемой датой
undated-not-exact = { $counted } с недостаточно точной датой
undated-far-off = { $counted } с датой, далёкой от всех остальных
rises = рост в { $bin }: с { $before } до { $after }
falls = спад в { $bin }: с { $before } до { $after }
section-contrast = Два набора
set-language = язык { $value }
set-source = источник { $value }
set-below = в папке { $value }
set-all-others = все остальные
set-size = { $units }, { $documents }
contrast-row = { $a } в A, { $b } в B, q { $q }, больше в { $side }
contrast-such-as = { $topic }, больше в { $side }, например
section-per = Темы по полю { $field }
per-other = прочие ({ $shown } { $n ->
    [one] значение
    [few] значения
   *[other] значений
})
per-none = без { $field }

## What is in no topic.

section-outliers = Вне тем
outliers-title = Вне тем: { $counted }
outliers-lead = { head-units }, не вошедшие ни в одну тему.
section-boilerplate = Вне основного текста
boilerplate-title = Вне основного текста: { $counted }
boilerplate-lead = Строки, которые не относятся к самому тексту; в темах они не участвуют.
section-repeated = Повторы
head-times = Раз
repeated-lead = { $n ->
    [one] { $shown } предложение или строка ({ $units }) дословно повторяется во многих документах и в темах не участвует
    [few] { $shown } предложения или строки ({ $units }) дословно повторяются во многих документах и в темах не участвуют
   *[other] { $shown } предложений или строк ({ $units }) дословно повторяются во многих документах и в темах не участвуют
}
section-without-vector = Без единого слова, известного модели
without-vector-title = Без вектора: { $counted } без единого слова, известного модели
section-skipped = Пропущенные файлы
skipped-title = Пропущено: { $counted }

## Heads of tables and names of rows.

head-topic = тема
head-independent = Без копий
head-share = Доля
head-documents = Документы
head-languages = Языки
head-cohesion = Сплочённость
head-its-share = Доля
head-changes = Изменения
head-share-of-a = Доля в A
head-share-of-b = Доля в B
head-more-in = больше в
head-such-as = Например
head-place = Место
head-strength = Принадлежность
head-first-words = Первые слова
head-other-topic = Другая тема
head-reason = Причина
head-reason-and-nearest = Причина и ближайшая тема
head-file = Файл
section-method = Метод и показатели
row-method = Метод
row-algorithm = Алгоритм
row-why = Почему он
row-model = Модель
row-quality = Качество
row-outliers = Вне тем
row-sum = Итого
row-long = Длинные { form-units }
row-made-with = Сделано в

## How to read the report, in Markdown.

section-reading = Как это читать
read-topic = **Тема** — группа { form-units-genitive }, близких по смыслу, на каком бы языке они ни были написаны. Её название составлено из слов, частых в ней и редких в остальных.
read-share = **Доля** считается от { form-units-genitive } основного текста: без служебных строк и без тех, где модель не знает ни одного слова.
read-strength = **Принадлежность** (от 0 до 1) показывает, насколько { form-unit } относится к своей теме, а текст вне тем — к ближайшей.
read-cohesion = **Сплочённость** — средний косинус между текстами темы ({ form-units }) и их центром: чем больше, тем теснее.
read-margin = **Отрыв** показывает, насколько { form-unit } ближе к своей теме (текст вне тем — к ближайшей), чем к следующей: около 0 подошла бы и та, и другая.
read-silhouette = **Силуэт** (от -1 до 1) показывает, насколько темы отделены друг от друга: около 0 они перекрываются. **Разделение по плотности** (от -1 до 1) показывает, насколько между темами разреженнее, чем внутри них.
read-coherence = **Связность** (от -1 до 1) показывает, насколько чаще случайного слова темы встречаются в { form-same-unit-prepositional }; **разнообразие** (от 0 до 1) — доля слов, которые есть лишь в одной теме.
read-stability = **Устойчивость** (от 0 до 1) показывает, насколько похожи темы, найденные в случайных частях корпуса. Тема, которая повторяется в немногих выборках, **ненадёжна**: опираться на неё не стоит.
read-independent = **Без копий** — { form-units }, кроме повторяющих другой текст.
read-time = **Во времени**: высота столбиков отсчитывается от наибольшей доли самой темы; `·` — ни одного { form-unit-genitive }. Показаны изменения, какие случай даёт не чаще чем в 1 случае из 100.
read-contrast = **Два набора**: доли считаются по документам, каждый поделён между своими темами; **q** — как часто такое различие даёт случай, с поправкой на число тем. «Больше в» заполнено там, где q не больше 0,05.
read-per = **Темы по полю**: доли считаются по документам со значением, каждый поделён между своими темами; за долей стоит её 95-процентный интервал (Вильсон), широкий, где документов мало.
read-place = Место читается так: `файл:строка ¶n` — строка, с которой начинается { form-unit }, и номер в документе.

## What became of topics that were given.

given-none-of-these = { $counted } ни об одной из них
given-nothing = об этом нет ни одного текста
given-nearest = ближайший текст имеет { $probability }
given-other-topic = он относится к теме { $topic }
given-no-words = в нём нет слов темы
given-too-weak = в нём об этом слишком мало
given-too-much = берёт больше, чем подтверждают слова темы, стоит перечитать
