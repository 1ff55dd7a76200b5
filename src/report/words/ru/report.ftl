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
    [one] { $shown } выброс
    [few] { $shown } выброса
   *[other] { $shown } выбросов
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
