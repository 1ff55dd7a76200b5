## What only the page says.

page-title = Темы: { $paths }
page-skip = К содержанию
page-contents = Содержание
page-theme-auto = Цвета: как в системе
page-theme-light = Цвета: светлые
page-theme-dark = Цвета: тёмные
page-no-script = Карте и поиску нужен JavaScript. Всё остальное читается без него.
page-made-with = Сделано в { $generator }. Эта страница ничего не запрашивает в сети.

page-overview = Коротко
page-lead-corpus = В корпусе { $documents } и { $units }.
page-lead-documents = В корпусе { $documents }.
page-lead-languages = Языки: { $languages }.
page-lead-period = Даты: { $from } – { $to }.
page-lead-day = Дата: { $day }.
page-lead-topics = { $n ->
    [one] Найдена { $topics }; самая крупная: { $names }.
    [few] Найдены { $topics }; самые крупные: { $names }.
   *[other] Найдено { $topics }; самые крупные: { $names }.
}
page-lead-all-topics = { $n ->
    [one] Найдена { $topics }: { $names }.
    [few] Найдены { $topics }: { $names }.
   *[other] Найдено { $topics }: { $names }.
}
page-lead-no-topics = Тем не найдено.
page-lead-outliers = { $n ->
   *[other] Вне тем: { $units } ({ $share }).
}
page-lead-apart = { $n ->
   *[other] Отложено: { $units } (ссылки на другие статьи, упоминания спонсоров и подобное).
}
page-largest = Самые крупные темы
page-more-topics = { $n ->
    [one] и ещё { $shown } тема
    [few] и ещё { $shown } темы
   *[other] и ещё { $shown } тем
}
page-more = { $n ->
   *[other] и ещё { $shown }
}
page-tile-documents = документы
page-tile-units = { $unit ->
    [document] документы
    [sentence] предложения
   *[paragraph] абзацы
}
page-tile-topics = темы
page-tile-outliers = вне тем
page-tile-copies = копии других
page-tile-boilerplate = служебные строки
page-tile-no-vector = без известных слов
page-tile-skipped = пропущенные файлы

page-map = Карта
page-map-what = { $unit ->
    [document] Каждая точка – документ, её цвет – тема. Документы, лежащие рядом, говорят о похожем; лево, право, верх и низ ничего не значат.
    [sentence] Каждая точка – предложение, её цвет – тема. Предложения, лежащие рядом, говорят о похожем; лево, право, верх и низ ничего не значат.
   *[paragraph] Каждая точка – абзац, её цвет – тема. Абзацы, лежащие рядом, говорят о похожем; лево, право, верх и низ ничего не значат.
}
page-map-how = Наведите, чтобы прочесть, щёлкните, чтобы оставить; тяните, чтобы сдвинуть, крутите колесо или сводите пальцы, чтобы изменить масштаб; Shift и движение обводит точки.
page-map-trust = Достоверность { $value } из 1: насколько редко рядом лежат точки с непохожими текстами.
page-map-pick = Щёлкните точку, чтобы прочесть её здесь.
page-map-label = { $unit ->
    [document] Карта документов, каждый – точка
    [sentence] Карта предложений, каждое – точка
   *[paragraph] Карта абзацев, каждый – точка
}
page-map-keys = Стрелки двигают карту, плюс и минус меняют масштаб, 0 показывает всё. N и P ведут по точкам от середины, Enter открывает точку.
page-map-in = Крупнее
page-map-out = Мельче
page-map-all = Показать всё
page-map-lasso = Выбрать точки, обведя их
page-map-empty = Точек нет
page-legend = Темы на карте

page-search = Поиск
page-search-hint = слова или «точная фраза»
page-filter-topic = Тема
page-filter-language = Язык
page-filter-source = Источник
page-filter-from = С
page-filter-to = По
page-filter-all = все
page-filter-apart = отложено
page-none = вне тем
page-no-vector = без известных слов
page-found = Найдено
page-nothing = Ничего не найдено
page-lassoed = внутри линии на карте
page-reset = Сбросить
page-to-list = К списку
page-to-map = К карте
page-on-map = На карте
page-whole = Показать целиком
page-previous = Назад
page-next = Дальше

page-topics = Темы
page-given = задана
page-fragile = неустойчива
page-terms = Типичные термины и их вес
page-names = Имена
page-dates = Даты
page-languages = Языки
page-sources = Источники
page-others = другие
page-stability = Устойчивость
page-figures = Показатели
page-excerpts = { $n ->
    [one] { $shown } отрывок
    [few] { $shown } отрывка
   *[other] { $shown } отрывков
}
page-border = На границе с другой темой
page-show-all = { $n ->
   *[other] Показать все ({ $shown }) в списке
}
page-bytes = байты { $from }–{ $to }
page-hash = хеш

page-hierarchy = Группы тем
page-time = Во времени
page-time-what = Высота – доля темы во всём за это время, каждый рисунок по своему наибольшему значению. Пунктир отмечает перемену, которую случай даёт не чаще чем в 1 корпусе из 100.
page-most = не больше { $share }
page-contrast = Два набора
page-contrast-what = Доли документов каждого набора; q – как часто такую разницу даёт случай
page-per = По полю
page-per-what = Доли документов с каждым значением, каждый поделён между своими темами; под долей её 95-процентный интервал, широкий, где документов мало
page-more-in = Больше в
page-changes = С прошлого раза
page-documents = Документы по темам
page-documents-caption = { $unit ->
    [sentence] Предложения каждого документа в каждой теме; чем темнее, тем больше их доля в документе
   *[paragraph] Абзацы каждого документа в каждой теме; чем темнее, тем больше их доля в документе
}
page-document = Документ

page-explore = { $unit ->
    [document] Все документы
    [sentence] Все предложения
   *[paragraph] Все абзацы
}
page-duplicates = Копии
page-duplicates-what = { $n ->
    [one] { $shown } текст – копия другого с мелкими правками. Он в той же теме и не считается независимым.
    [few] { $shown } текста – копии других с мелкими правками. Они в тех же темах и не считаются независимыми.
   *[other] { $shown } текстов – копии других с мелкими правками. Они в тех же темах и не считаются независимыми.
}
page-copies = { $n ->
    [one] { $shown } копия
    [few] { $shown } копии
   *[other] { $shown } копий
}

page-outliers = Вне тем
page-outliers-caption = { $n ->
   *[other] Ни в одной теме: { $shown }
}
page-boilerplate-caption = { $n ->
   *[other] Отложено как служебное: { $shown }
}
page-unknown-caption = { $n ->
   *[other] Без слов, известных модели: { $shown }
}
page-skipped = Пропущенные файлы
page-place = Место
page-why = Почему
page-text = Текст

page-method = Метод и качество
page-paths = Прочитано
page-algorithm = Алгоритм
page-settings = Настройки
page-model = Модель
page-dimensions = { $n ->
    [one] { $shown } измерение
    [few] { $shown } измерения
   *[other] { $shown } измерений
}
page-revision = Её версия
page-windows = Длинные тексты
page-windowed = { $n ->
    [one] { $shown } текст был длиннее окна модели и прочитан по частям
    [few] { $shown } текста были длиннее окна модели и прочитаны по частям
   *[other] { $shown } текстов были длиннее окна модели и прочитаны по частям
}
page-hash-of-all = Хеш корпуса
page-version = Сделано в
page-again = Как повторить
page-quality = Насколько хороши темы
page-measure = Мера
page-value = Значение
page-meaning = О чём говорит
page-not-defined = не определено
page-measure-silhouette = Силуэт
page-meaning-silhouette = От -1 до 1: насколько тексты ближе к своей теме, чем к следующей. У текстов редко больше 0,2.
page-measure-density = Плотностная обоснованность
page-meaning-density = От -1 до 1: насколько между темами пустее, чем внутри них. У текстов чуть больше 0.
page-measure-coherence = Связность
page-meaning-coherence = От -1 до 1: насколько чаще случайного термины темы стоят вместе.
page-measure-diversity = Разнообразие
page-meaning-diversity = От 0 до 1: доля терминов, принадлежащих только одной теме.
page-measure-stability = Устойчивость
page-meaning-stability = До 1: насколько похожи темы, найденные в случайных частях корпуса. Не определено, если не измерялось.
page-measure-outlier-share = Доля вне тем
page-meaning-outlier-share = От 0 до 1: какая часть текста не подходит ни к одной теме.
page-measure-trust = Достоверность карты
page-meaning-trust = От 0 до 1: насколько редко на карте рядом лежат точки с непохожими текстами.

page-how = Как это читать
page-how-topics = Темы нашёл компьютер: тексты переведены в числа по смыслу, и тексты с похожими числами собраны вместе. Название состоит из самых типичных терминов; за термином стоят его переводы. Прежде чем верить названию, прочтите отрывки.
page-how-cite = У каждой цитаты есть место: файл и строка, где начинается текст, его номер в документе после ¶ и его байты в файле. По хешу видно, не изменился ли текст.
page-how-numbers = Среди независимых копии считаются один раз. Неустойчивые темы зависят от того, какие тексты попались: не опирайтесь только на них. Веса терминов сравнимы лишь внутри одной темы.
page-how-languages = Тексты на разных языках попадают в одну тему, если говорят об одном. Доли языков и источников показывают, кто пишет об этом здесь, а не вообще.
page-how-limits = Тема говорит, о чём тексты, но не говорит, правдивы ли они и кто прав. То, что не попало в темы, не выброшено: оно в отдельном списке.
