## What only the page says.

page-title = Topics of { $paths }
page-skip = Skip to the content
page-contents = Contents
page-theme-auto = Colours: as the system
page-theme-light = Colours: light
page-theme-dark = Colours: dark
page-no-script = The map and the search need JavaScript. Everything else can be read without it.
page-made-with = Made with { $generator }. This page asks nothing of any network.

page-overview = In short
page-lead-corpus = This corpus holds { $documents } and { $units }.
page-lead-documents = This corpus holds { $documents }.
page-lead-languages = Languages: { $languages }.
page-lead-period = Its dates run from { $from } to { $to }.
page-lead-day = Its date is { $day }.
page-lead-topics = { $n ->
    [one] { $topics } was found; the largest: { $names }.
   *[other] { $topics } were found; the largest: { $names }.
}
page-lead-all-topics = { $n ->
    [one] { $topics } was found: { $names }.
   *[other] { $topics } were found: { $names }.
}
page-lead-no-topics = No topics were found.
page-lead-outliers = { $n ->
    [one] { $units } ({ $share }) fits no topic.
   *[other] { $units } ({ $share }) fit no topic.
}
page-lead-apart = { $n ->
    [one] { $units } was set apart, such as a sponsor line.
   *[other] { $units } were set apart, such as links to other articles and sponsor lines.
}
page-largest = The largest topics
page-more-topics = { $n ->
    [one] and { $shown } more topic
   *[other] and { $shown } more topics
}
page-more = { $n ->
   *[other] and { $shown } more
}
page-tile-documents = documents
page-tile-units = { $unit ->
    [document] documents
    [sentence] sentences
   *[paragraph] paragraphs
}
page-tile-topics = topics
page-tile-outliers = in no topic
page-tile-copies = copies of another
page-tile-boilerplate = boilerplate
page-tile-no-vector = without a known word
page-tile-skipped = files skipped

page-map = The map
page-map-what = { $unit ->
    [document] Every point is a document, its colour the topic. Documents that lie together say similar things; left, right, up and down mean nothing.
    [sentence] Every point is a sentence, its colour the topic. Sentences that lie together say similar things; left, right, up and down mean nothing.
   *[paragraph] Every point is a paragraph, its colour the topic. Paragraphs that lie together say similar things; left, right, up and down mean nothing.
}
page-map-how = Point to read, click to keep; drag to move, turn the wheel or pinch to zoom; Shift and drag draws around points.
page-map-trust = Trustworthiness { $value } of 1: how seldom points lie together whose texts are not alike.
page-map-pick = Click a point to read it here.
page-map-label = { $unit ->
    [document] Map of the documents, a point each
    [sentence] Map of the sentences, a point each
   *[paragraph] Map of the paragraphs, a point each
}
page-map-keys = Arrows move the map, plus and minus zoom, 0 shows all of it. N and P walk through the points from the middle outwards, Enter opens one.
page-map-in = Zoom in
page-map-out = Zoom out
page-map-all = Show everything
page-map-lasso = Select points by drawing around them
page-map-empty = No points
page-legend = Topics on the map

page-search = Search
page-search-hint = words, or “a phrase”
page-filter-topic = Topic
page-filter-language = Language
page-filter-source = Source
page-filter-from = From
page-filter-to = To
page-filter-all = all
page-filter-apart = set apart
page-none = in no topic
page-no-vector = without a known word
page-found = Found
page-nothing = Nothing found
page-lassoed = inside the line drawn on the map
page-reset = Reset
page-to-list = To the list
page-to-map = To the map
page-on-map = On the map
page-whole = Show whole
page-previous = Back
page-next = Next

page-topics = Topics
page-given = given
page-fragile = fragile
page-terms = Typical terms, with their weight
page-names = Names
page-dates = Dates
page-languages = Languages
page-sources = Sources
page-others = others
page-stability = Stability
page-figures = Figures
page-excerpts = { $n ->
    [one] { $shown } excerpt
   *[other] { $shown } excerpts
}
page-border = On the border to another topic
page-show-all = { $n ->
   *[other] Show all { $shown } in the list
}
page-bytes = bytes { $from }–{ $to }
page-hash = hash

page-hierarchy = Groups of topics
page-time = Over time
page-time-what = Height is the topic's share of everything in that time, each figure against its own greatest. A dashed line marks a change that chance would make in 1 of 100 corpora at most.
page-most = at most { $share }
page-contrast = Two sets
page-contrast-what = Shares of documents in each set; q is how often chance makes such a difference
page-per = By field
page-per-what = Shares of the documents with each value, each document split over its topics; below each share its interval of 95%, wide where documents are few
page-more-in = More in
page-changes = Since the last run
page-documents = Documents by topic
page-documents-caption = { $unit ->
    [sentence] Sentences of each document in each topic; the darker, the greater their share of the document
   *[paragraph] Paragraphs of each document in each topic; the darker, the greater their share of the document
}
page-document = Document

page-explore = { $unit ->
    [document] All documents
    [sentence] All sentences
   *[paragraph] All paragraphs
}
page-duplicates = Copies
page-duplicates-what = { $n ->
    [one] { $shown } text is a copy of another but for small edits. It is in the topic of that one and makes it no larger in the column “independent”.
   *[other] { $shown } texts are copies of others but for small edits. They are in the topics of those and are not counted as independent.
}
page-copies = { $n ->
    [one] { $shown } copy
   *[other] { $shown } copies
}

page-outliers = Outside the topics
page-outliers-caption = { $n ->
   *[other] In no topic: { $shown }
}
page-boilerplate-caption = { $n ->
   *[other] Set apart as boilerplate: { $shown }
}
page-unknown-caption = { $n ->
   *[other] Without a word that the model knows: { $shown }
}
page-skipped = Files that were skipped
page-place = Place
page-why = Why
page-text = Text

page-method = Method and quality
page-paths = Read
page-algorithm = Algorithm
page-settings = Settings
page-model = Model
page-dimensions = { $n ->
    [one] { $shown } dimension
   *[other] { $shown } dimensions
}
page-revision = Its revision
page-windows = Long texts
page-windowed = { $n ->
    [one] { $shown } text was longer than the model's window and was read in parts
   *[other] { $shown } texts were longer than the model's window and were read in parts
}
page-hash-of-all = Hash of the corpus
page-version = Made with
page-again = To make it again
page-quality = How good the topics are
page-measure = Measure
page-value = Value
page-meaning = What it says
page-not-defined = not defined
page-measure-silhouette = Silhouette
page-meaning-silhouette = From -1 to 1: how much nearer texts are to their own topic than to the next. Text seldom has more than 0.2.
page-measure-density = Density validity
page-meaning-density = From -1 to 1: how much emptier it is between topics than inside them. Text has little above 0.
page-measure-coherence = Coherence
page-meaning-coherence = From -1 to 1: how much more often the terms of a topic stand together than chance would have it.
page-measure-diversity = Diversity
page-meaning-diversity = From 0 to 1: the share of terms that belong to one topic alone.
page-measure-stability = Stability
page-meaning-stability = Up to 1: how alike the topics are that are found in random parts of the corpus. Not defined unless it was measured.
page-measure-outlier-share = Share in no topic
page-meaning-outlier-share = From 0 to 1: how much of the text fits no topic.
page-measure-trust = Trustworthiness of the map
page-meaning-trust = From 0 to 1: how seldom points lie together on the map whose texts are not alike.

page-how = How to read this
page-how-topics = Topics were found by a computer: texts were turned into numbers for what they mean, and texts with similar numbers were put together. A name is made of the most typical terms; translations of a term stand behind it. Read the excerpts before you trust a name.
page-how-cite = Every quotation has its place: the file and the line on which the text begins, its number in the document after ¶, and its bytes in the file. The hash tells whether the text is still the same.
page-how-numbers = “Independent” counts copies once. “Fragile” topics hang on which texts happen to be there: do not lean on them alone. Terms have weights that compare within a topic only.
page-how-languages = Texts in different languages are in one topic when they mean the same. The shares of languages and sources in a topic say who writes about it here, not who does elsewhere.
page-how-limits = A topic says what texts are about, not whether they are true, and not who is right. What is in no topic was not left out: it stands in its own list.
