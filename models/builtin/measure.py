#!/usr/bin/env python3
"""Measure static models on public development sets, as one table: measure.py [--only GROUP,..] DATA MODEL [MODEL ...]

DATA is a folder with the sets (xz-compressed; README.md beside this file says which and where they come from), MODEL what
`cognate --model` takes. MODEL@en measures the English tasks only (for an English teacher); NAME=MODEL names the column.
Environment: COGNATE, the program (default: cognate). Every figure is one of `cognate eval`; they are times 100. Needs numpy."""
import json, lzma, os, subprocess, sys, tempfile, tomllib
from collections import Counter
import numpy as np

DATA = ''
WORK = tempfile.mkdtemp()
PREP = WORK
GOLD = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'seeds')
COGNATE = os.environ.get('COGNATE', 'cognate')

L14 = 'fr ru de es zh it pt nl pl uk ar ja ko tr'.split()
OTHER = 'ro sv cs el fa he hi id vi zh-Hant'.split()
STS = 'en fr de es it ja nl pl pt ru zh'.split()
CROSS = 'fr de ru zh pl'.split()  # STS-B has no Korean
SIB = 'en fr ru ko de es it pt nl pl uk ar zh ja tr'.split()
TATOEBA = 'ar cs de el es fa fr he hi it ja ko nl pl pt ro ru sv tr uk vi zh'.split()
MLQA = 'en de es zh ar'.split()
SEEDS = 'fr en ru ko de es'.split()

# ------------------------------------------------------------------------------------------------ data

def lines(name):
    with lzma.open(f'{DATA}/{name}.xz', 'rt', encoding='utf8', newline='\n') as f:
        for line in f: yield line.rstrip('\n')

def table(name):
    rows = lines(name)
    head = next(rows).split('\t')
    for line in rows: yield dict(zip(head, line.split('\t')))

def write_jsonl(name, rows):
    with open(f'{PREP}/{name}', 'w', encoding='utf8') as f:
        for row in rows: f.write(json.dumps(row, ensure_ascii=False) + '\n')

def write_table(name, head, rows):
    with open(f'{PREP}/{name}', 'w', encoding='utf8') as f:
        for row in [head, *rows]: f.write('\t'.join(row) + '\n')

def prepare():
    # STS-B, within a language and across: the pair (en sentence1, X sentence2) and the other way round.
    rows = {(r['lang'], r['row']): r for r in table('stsb_dev.tsv')}
    head = ['lang', 'score', 'sentence1', 'sentence2']
    cells = lambda lang, s, a, b: [lang, s, a, b]
    sts = [cells(l, r['score'], r['sentence1'], r['sentence2']) for (l, _), r in rows.items()]
    for x in CROSS:
        for (l, n), r in rows.items():
            if l == x:
                en = rows['en', n]
                assert en['score'] == r['score']
                sts.append(cells(f'en>{x}', r['score'], en['sentence1'], r['sentence2']))
                sts.append(cells(f'{x}>en', r['score'], r['sentence1'], en['sentence2']))
    write_table('sts.tsv', head, sts)
    write_table('sts.en.tsv', head, [r for r in sts if r[0] == 'en'])
    write_table('para.ru.tsv', ['score', 'sentence1', 'sentence2'],
                [[r['class'], r['text1'], r['text2']] for r in table('encodechka_para_gold_ru.tsv')])
    # Translations
    cols = ['en', *L14, *OTHER]
    write_table('flores.tsv', cols, [[r[c] for c in cols] for r in table('flores200_devtest.tsv')])
    tat = list(table('tatoeba_laser_v1.tsv'))
    for l in TATOEBA: write_table(f'tatoeba.{l}.tsv', ['en', l], [[r['en'], r['text']] for r in tat if r['lang'] == l])
    # SIB
    sib = list(table('sib200_train_dev.tsv'))
    row = lambda r: dict(label=r['category'], text=r['text'], lang=r['lang'])
    write_jsonl('sib.train.jsonl', [row(r) for r in sib if r['lang'] == 'en' and r['split'] == 'train'])
    dev = [row(r) for r in sib if r['split'] == 'dev']
    write_jsonl('sib.dev.jsonl', [r for l in SIB + OTHER for r in dev if r['lang'] == l])
    write_jsonl('sib.dev.en.jsonl', [r for r in dev if r['lang'] == 'en'])
    # News: dev and the 50 a topic of train together
    for l in ('fr', 'en'):
        news = [json.loads(x) for part in ('dev', 'train50') for x in lines(f'masakhanews.{l}.{part}.jsonl')]
        write_jsonl(f'news.{l}.title.jsonl', [dict(label=r['label'], text=r['title']) for r in news])
        write_jsonl(f'news.{l}.full.jsonl', [dict(label=r['label'], title=r['title'], text=r['text']) for r in news])
    # Newsgroups in two halves: k-means is what costs
    ng = [json.loads(x) for x in lines('newsgroups20_sample.jsonl')]
    for h in (0, 1): write_jsonl(f'newsgroups.{h}.jsonl', ng[h::2])
    # Intents: neighbours among the other half
    seen, halves = Counter(), ([], [])
    for r in table('encodechka_intents_ru.tsv'):
        halves[seen[r['label']] % 2].append(r); seen[r['label']] += 1
    write_jsonl('intents.train.jsonl', halves[0]); write_jsonl('intents.test.jsonl', halves[1])
    # MLQA
    passages = [json.loads(x) for x in lines('mlqa_dev_passages.jsonl')]
    questions = [json.loads(x) for x in lines('mlqa_dev_questions.jsonl')]
    for p in MLQA:
        write_jsonl(f'mlqa.p.{p}.jsonl', [dict(id=r['id'], title=r['title'], text=r['text']) for r in passages if r['lang'] == p])
        for q in MLQA:
            write_jsonl(f'mlqa.q.{q}.{p}.jsonl', [dict(id=r['id'], text=r['question'], relevant=[r['passage']])
                                                 for r in questions if (r['question_lang'], r['passage_lang']) == (q, p)])
    # Cranfield: the text begins with the title; gain 4 for relevance 1 (best) .. 1 for relevance 4, 0 for -1
    docs = [json.loads(x) for x in lines('cranfield_docs.jsonl')]
    write_jsonl('cranfield.p.jsonl', [dict(id=str(d['id']), text=d['text'] or d['title']) for d in docs])
    gains = {}
    for r in table('cranfield_qrels.tsv'):
        if int(r['relevance']) > 0: gains.setdefault(r['query'], {})[r['doc']] = 5 - int(r['relevance'])
    write_jsonl('cranfield.q.jsonl', [dict(id=r['query'], text=r['text'], relevant=gains.get(r['query'], {}))
                                      for r in table('cranfield_queries.tsv')])
    # The project's own sample corpus, cut as the program cuts it
    gold = tomllib.load(open(f'{GOLD}/gold.toml', 'rb'))
    env = dict(os.environ, COGNATE_CACHE_DIR=tempfile.mkdtemp())
    out = subprocess.run([COGNATE, 'topics', '.', '--json', '-q'], env=env, check=True, capture_output=True, cwd=GOLD).stdout
    plain = lambda t: ' '.join(t.split())
    articles = {a['file']: a for a in gold['article']}
    found = []
    for u in json.loads(out)['units']:
        file = os.path.normpath(u['file'])
        if u['boilerplate'] is not None or file not in articles: continue
        ids = [p['id'] for p in articles[file]['paragraphs']
               if any(plain(l).startswith(plain(p['starts'])) for l in u['text'].split('\n'))]
        assert len(ids) == 1, (file, ids, u['text'][:80])
        found.append(dict(id=ids[0], text=u['text']))
    want = {p['id'] for a in gold['article'] for p in a['paragraphs'] if p['topic'] != 'boilerplate'}
    assert {r['id'] for r in found} == want and len(found) == len(want), want ^ {r['id'] for r in found}
    write_jsonl('seeds.p.jsonl', found)
    for l in SEEDS:
        write_jsonl(f'seeds.q.{l}.jsonl', [dict(id=q['id'], text=q['text'], relevant=q['relevant'])
                                           for q in gold['query'] if q['language'] == l])
    # Pairs of different FLORES rows
    rng = np.random.default_rng(7)
    flores = list(table('flores200_devtest.tsv'))
    langs = ['en', *L14]
    out = []
    for kind in ('en', 'mixed'):
        for n in range(2000):
            a, b = rng.choice(len(flores), 2, replace=False)
            x, y = ('en', 'en') if kind == 'en' else rng.choice(langs, 2, replace=False)
            out += [dict(id=f'{kind}.{n}.a', text=flores[a][x]), dict(id=f'{kind}.{n}.b', text=flores[b][y])]
    write_jsonl('aniso.jsonl', out)

# ------------------------------------------------------------------------------------------------ runs

def run(model, args, stdin=None):
    p = subprocess.run([COGNATE, *args, '--model', model, '-q'], capture_output=True,
                       stdin=open(stdin, 'rb') if stdin else subprocess.DEVNULL)
    if p.returncode: raise RuntimeError(p.stderr.decode(errors='replace').strip()[-300:] or f'exit {p.returncode}')
    return p.stdout

def figures(model, args, measure):
    """(of, lang) -> value"""
    out = json.loads(run(model, ['eval', *args, '--json']))
    return {(f['of'], f['lang']): f['values'][0] for f in out['figures'] if f['measure'] == measure}

class Run:
    """One start of the program: `inputs` are its files, `measure(model)` gives {figure: value}."""
    def __init__(self, name, group, inputs, measure, en=False):
        self.name, self.group, self.inputs, self.measure, self.en = name, group, inputs, measure, en

def runs():
    p = lambda name: f'{PREP}/{name}'
    R = []
    def add(name, group, inputs, measure, en=False): R.append(Run(name, group, inputs, measure, en))
    # Newsgroups first: they take longest
    for h in (0, 1):
        f = p(f'newsgroups.{h}.jsonl')
        add(f'newsgroups.{h}', 'newsgroups', [f], lambda m, f=f, h=h: {
            f'newsgroups.{h}': figures(m, ['clustering', f], 'v_measure')['k-means', None]}, en=True)
    def bitext(m):
        v = figures(m, ['bitext', p('flores.tsv'), '--columns', ','.join(['en', *L14, *OTHER])], 'accuracy')
        return {f'flores {arrow(of)}': x for (of, _), x in v.items()}
    add('flores', 'bitext', [p('flores.tsv')], bitext)
    def sts(m):
        v = figures(m, ['sts', p('sts.tsv'), p('para.ru.tsv')], 'spearman')
        out = {f'sts {lang}': x for (of, lang), x in v.items() if lang}
        out['para ru'] = next(x for (of, lang), x in v.items() if of.endswith('para.ru.tsv'))
        return out
    add('sts', 'sts', [p('sts.tsv'), p('para.ru.tsv')], sts)
    add('sts.en', 'sts', [p('sts.en.tsv')],
        lambda m: {'sts en': next(iter(figures(m, ['sts', p('sts.en.tsv')], 'spearman').values()))}, en='only')
    for l in TATOEBA:
        f = p(f'tatoeba.{l}.tsv')
        def tatoeba(m, f=f, l=l):
            v = figures(m, ['bitext', f, '--columns', f'en,{l}'], 'accuracy')
            return {f'tatoeba {arrow(of)}': x for (of, _), x in v.items()}
        add(f'tatoeba.{l}', 'tatoeba', [f], tatoeba)
    def sib(m, dev='sib.dev.jsonl'):
        v = figures(m, ['knn', '--train', p('sib.train.jsonl'), '--test', p(dev), '-k', '5'], 'accuracy')
        return {f'sib {lang or "en"}': x for (of, lang), x in v.items() if lang or len(v) == 1}
    add('sib', 'sib', [p('sib.train.jsonl'), p('sib.dev.jsonl')], sib)
    add('sib.en', 'sib', [p('sib.train.jsonl'), p('sib.dev.en.jsonl')], lambda m: sib(m, 'sib.dev.en.jsonl'), en='only')
    for l in ('fr', 'en'):
        for part in ('title', 'full'):
            f = p(f'news.{l}.{part}.jsonl')
            def news(m, f=f, l=l, part=part):
                return {f'news {l} {part}': figures(m, ['clustering', f], 'v_measure')['k-means', None]}
            add(f'news.{l}.{part}', 'news', [f], news, en=l == 'en')
    def retrieval(passages, queries, name):
        def measure(m):
            v = figures(m, ['retrieval', '--passages', passages, '--queries', queries], 'ndcg@10')
            return {name: next(iter(v.values()))}
        return [passages, queries], measure
    for x in MLQA:
        for q in MLQA:
            add(f'mlqa.{q}.{x}', 'mlqa', *retrieval(p(f'mlqa.p.{x}.jsonl'), p(f'mlqa.q.{q}.{x}.jsonl'), f'mlqa {q}>{x}'), en=q == x == 'en')
    add('cranfield', 'cranfield', *retrieval(p('cranfield.p.jsonl'), p('cranfield.q.jsonl'), 'cranfield'), en=True)
    add('intents', 'russian', [p('intents.train.jsonl'), p('intents.test.jsonl')],
        lambda m: {'intents ru': next(iter(figures(m, ['knn', '--train', p('intents.train.jsonl'), '--test', p('intents.test.jsonl'), '-k', '5'], 'accuracy').values()))})
    for l in SEEDS:
        add(f'seeds.{l}', 'seeds', *retrieval(p('seeds.p.jsonl'), p(f'seeds.q.{l}.jsonl'), f'seeds {l}'))
    def aniso(m):
        v = {r['id']: r['vector'] for r in map(json.loads, run(m, ['embed'], p('aniso.jsonl')).splitlines())}
        out = {}
        for kind in ('en', 'mixed'):
            pairs = [(v[f'{kind}.{n}.a'], v[f'{kind}.{n}.b']) for n in range(2000)]
            out[f'aniso {kind}'] = float(np.mean([np.dot(a, b) for a, b in pairs if a and b]))
        return out
    add('aniso', 'aniso', [p('aniso.jsonl')], aniso)
    return R

def arrow(of):
    """The two columns of a figure of bitext, as a>b."""
    for sep in (' → ', '→', ' -> ', '->', '>'):
        if sep in of: return '>'.join(x.strip() for x in of.split(sep))
    raise ValueError(of)

def measure(model, english, only):
    values = {}
    for r in runs():
        if (r.en is False if english else r.en == 'only'): continue
        # The Russian headlines come with the run of STS.
        if only and r.group not in only and not (r.name == 'sts' and 'russian' in only): continue
        values.update(r.measure(model))
    return values

# ------------------------------------------------------------------------------------------------ table

def mean(names):
    def of(v):
        got = [v.get(n) for n in names]
        return None if any(x is None for x in got) else sum(got) / len(got)
    return of

def layout():
    """Groups of (row, value of a column's figures, shown in --brief)."""
    one = lambda row, brief=False, name=None: (row, lambda v: v.get(name or row), brief)
    avg = lambda row, names, brief=True: (row, mean(names), brief)
    both = lambda x: avg(f'en-{x}', [f'sts en>{x}', f'sts {x}>en'], False)
    G = []
    G.append(('sts', [one(f'sts {l}', l == 'en') for l in STS]))
    G.append(('sts cross', [both(x) for x in CROSS]))
    G.append(('flores X>en', [one(f'{l}>en', l in ('fr', 'ko'), f'flores {l}>en') for l in L14]
              + [avg('other 10 X>en', [f'flores {l}>en' for l in OTHER])]))
    G.append(('flores en>X', [one(f'en>{l}', False, f'flores en>{l}') for l in L14]
              + [avg('other 10 en>X', [f'flores en>{l}' for l in OTHER])]))
    G.append(('tatoeba X>en', [one(f'tatoeba {l}>en') for l in 'ko ja ar tr uk'.split()]))
    G.append(('sib 5-NN', [one(f'sib {l}', l == 'en') for l in SIB]
              + [avg('sib other 10', [f'sib {l}' for l in OTHER], False)]))
    G.append(('news V', [one(f'news {l} {p}', True) for l in ('fr', 'en') for p in ('title', 'full')]))
    G.append(('newsgroups V', [avg('newsgroups', ['newsgroups.0', 'newsgroups.1'])]))
    G.append(('mlqa same', [one(f'mlqa {l}>{l}', l == 'en') for l in MLQA]))
    G.append(('mlqa cross', [avg(f'mlqa X>{l}', [f'mlqa {x}>{l}' for x in MLQA if x != l], False) for l in MLQA]
              + [avg('mlqa en>X', [f'mlqa en>{x}' for x in MLQA if x != 'en'], False)]))
    G.append(('cranfield', [one('cranfield', True)]))
    G.append(('russian', [one('para ru', True), one('intents ru', True)]))
    n = dict(zip(SEEDS, (14, 8, 5, 4, 5, 4)))
    G.append(('seeds', [one(f'seeds {l}', True) for l in SEEDS]))
    G.append(('aniso', [one(f'aniso {k}', True) for k in ('en', 'mixed')]))
    def seeds_all(v):
        x = [v.get(f'seeds {l}') for l in SEEDS]
        return None if None in x else sum(a * n[l] for a, l in zip(x, SEEDS)) / sum(n.values())
    MEANS = [
        ('sts 11', mean([f'sts {l}' for l in STS])),
        ('sts cross 5', mean([f'sts {a}' for x in CROSS for a in (f'en>{x}', f'{x}>en')])),
        ('flores 14 X>en', mean([f'flores {l}>en' for l in L14])),
        ('flores 14 en>X', mean([f'flores en>{l}' for l in L14])),
        ('tatoeba 22 X>en', mean([f'tatoeba {l}>en' for l in TATOEBA])),
        ('sib 15', mean([f'sib {l}' for l in SIB])),
        ('news fr', mean(['news fr title', 'news fr full'])),
        ('news en', mean(['news en title', 'news en full'])),
        ('newsgroups', mean(['newsgroups.0', 'newsgroups.1'])),
        ('mlqa same 5', mean([f'mlqa {l}>{l}' for l in MLQA])),
        ('mlqa cross 20', mean([f'mlqa {q}>{x}' for q in MLQA for x in MLQA if q != x])),
        ('cranfield', lambda v: v.get('cranfield')),
        ('para ru', lambda v: v.get('para ru')),
        ('intents ru', lambda v: v.get('intents ru')),
        ('seeds all 40', seeds_all),
    ]
    return G, MEANS

def main():
    global DATA
    argv, only = sys.argv[1:], set()
    if argv[:1] == ['--only'] and len(argv) > 1: only, argv = set(argv[1].split(',')), argv[2:]
    if len(argv) < 2 or argv[0].startswith('-'): sys.exit(__doc__)
    DATA = argv.pop(0)
    prepare()
    columns, names = [], []
    for a in argv:
        name, _, model = a.rpartition('=')
        english, model = model.endswith('@en'), model.removesuffix('@en')
        columns.append(measure(model, english, only)); names.append(name or os.path.basename(model.rstrip('/')).removesuffix('.safetensors'))
    groups, means = layout()
    width = max(8, *(len(n) for n in names))
    def line(row, cells): print(f'{row:<18}' + ''.join(f' {c:>{width}}' for c in cells))
    def shown(of): return [('-' if x is None else f'{100 * x:.1f}') for x in (of(v) for v in columns)]
    line('', names)
    for group, rows in groups:
        rows = [(r, c) for r, of, _ in rows for c in [shown(of)] if any(x != '-' for x in c)]
        if rows: print(f'-- {group}')
        for r, c in rows: line(r, c)
    print('-- means')
    for row, of in means:
        cells = shown(of)
        if any(c != '-' for c in cells): line(row, cells)
    if not only:
        line('mean of means', shown(lambda v: None if any(of(v) is None for _, of in means) else sum(of(v) for _, of in means) / len(means)))

main()
