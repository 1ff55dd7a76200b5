"""A small corpus: some thirty files of three paragraphs, three hundred records, and a second folder that shares texts with the first."""

import json
import os
import random

THEMES = {
    "rail": ["The armoured train of {who} left the station of {where} with {n} wagons of coal.",
             "Railway workers near {where} lifted carriage {n} onto wheels of the wide gauge.",
             "The timetable of line {n} between {where} and the border was changed by {who}."],
    "space": ["The rocket of {who} carried satellite {n} into an orbit above {where}.",
              "Engineers at the spaceport of {where} fuelled the upper stage of launcher {n}.",
              "Telescope {n} at {where} photographed the surface of the moon for {who}."],
    "grain": ["The harvest of wheat around {where} reached {n} tonnes, said {who}.",
              "Farmer {who} sold {n} sacks of barley at the market of {where}.",
              "Silo {n} in {where} was filled with maize before the rain."],
    "health": ["Doctor {who} vaccinated {n} children against measles in {where}.",
               "The hospital of {where} opened ward {n} for patients with fever.",
               "Nurse {who} measured the blood pressure of {n} patients in {where}."],
    "sea": ["The trawler of {who} landed {n} crates of herring in the harbour of {where}.",
            "Lighthouse {n} off {where} warned the ferry of captain {who} in the storm.",
            "Divers led by {who} raised anchor {n} from the wreck near {where}."],
}
PEOPLE = ["Anna Petrova", "Karl Weber", "Marie Dubois", "Kim Jisoo", "Ivan Sokolov", "Lucia Torres", "Omar Haddad", "Greta Lund"]
PLACES = ["Vostochny", "Khasan", "Pyongyang", "Marseille", "Hamburg", "Cadiz", "Tromsø", "Odessa", "Gdansk", "Valparaiso"]

# In `texts` and in `more`: what forgets one must keep the other's.
SHARED = "Both folders tell of the treaty that was signed aboard the ship Meridian on the ninth of May. It has forty articles."
# Never changed, never removed.
STABLE = "The clockmaker Balthazar Quint repaired the astronomical clock of the cathedral in the winter of 1742. He asked for no pay."
# Only in the folder that is forgotten.
FORGOTTEN = "The beekeeper Ottilie Brandt counted ninety hives of black bees on the heath. She wrote every swarm into her diary."


def paragraph(rng, number, theme=None):
    """Two sentences that no other paragraph has."""
    theme = theme or rng.choice(sorted(THEMES))
    first, second = rng.sample(THEMES[theme], 2)
    fill = lambda sentence: sentence.format(who=rng.choice(PEOPLE), where=rng.choice(PLACES), n=number)
    return f"{fill(first)} {fill(second)}"


def write(folder, seed):
    """Writes `texts` and `more` below `folder`."""
    rng = random.Random(f"corpus {seed}")
    number = 1000
    for i in range(30):
        theme = sorted(THEMES)[i % len(THEMES)]
        path = folder / "texts" / theme / f"article{i:02}.{'md' if i % 4 == 3 else 'txt'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [paragraph(rng, number + k, theme) for k in range(3)]
        number += 3
        if i == 0:
            lines += [STABLE, SHARED]
        if i % 5 == 1:
            lines.append("Read also: the other articles of this series")
        path.write_text("\n\n".join(lines) + "\n")
    records = [{"id": f"r{i}", "text": paragraph(rng, 5000 + i)} for i in range(300)]
    write_records(folder / "texts" / "records.jsonl", records)
    (folder / "more").mkdir()
    for i in range(6):
        lines = [paragraph(rng, 9000 + 3 * i + k) for k in range(3)]
        lines += {0: [FORGOTTEN], 1: [SHARED]}.get(i, [])
        (folder / "more" / f"note{i}.txt").write_text("\n\n".join(lines) + "\n")


def write_records(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def change(folder, seed):
    """Changes, adds and removes files of `texts`."""
    rng = random.Random(f"change {seed}")
    articles = sorted(path for path in (folder / "texts").glob("*/*") if path.name != "article00.txt")
    picked = rng.sample(articles, 8)
    for path in picked[:5]:
        lines = path.read_text().split("\n\n")
        lines[0] = paragraph(rng, rng.randrange(20_000, 30_000))
        path.write_text("\n\n".join(lines))
    for path in picked[5:]:
        path.unlink()
    for i in range(4):
        added = folder / "texts" / "new" / f"added{i}.txt"
        added.parent.mkdir(exist_ok=True)
        added.write_text("\n\n".join(paragraph(rng, 30_000 + 3 * i + k) for k in range(3)) + "\n")
    path = folder / "texts" / "records.jsonl"
    records = [json.loads(line) for line in path.read_text().splitlines()]
    records = [record for record in records if rng.random() > 0.1]
    write_records(path, records + [{"id": f"n{i}", "text": paragraph(rng, 40_000 + i)} for i in range(20)])


def later(path):
    """Makes a file's time differ from what it was, however coarse the clock is."""
    stat = os.stat(path)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000_000))
