"""Paragraphs by the hundred thousand: made of the vocabularies of a few themes in two languages, always the same ones."""

import json
import random

# For each theme its nouns in English and in French.
THEMES = {
    "harbour": (
        "harbour ship quay crane container captain cargo pilot tide tugboat lighthouse freight ferry anchor dock pier",
        "port navire quai grue conteneur capitaine cargaison pilote marée remorqueur phare fret ferry ancre bassin jetée",
    ),
    "vineyard": (
        "vineyard grape harvest cellar barrel wine winemaker bottle cork slope tasting vintage press must yeast label",
        "vignoble raisin vendange cave tonneau vin vigneron bouteille bouchon coteau dégustation millésime pressoir moût levure étiquette",
    ),
    "hospital": (
        "hospital nurse surgeon patient ward ambulance clinic vaccine operation fever medicine doctor scanner diagnosis bed virus",
        "hôpital infirmière chirurgien patient service ambulance clinique vaccin opération fièvre médicament médecin scanner diagnostic lit virus",
    ),
    "railway": (
        "train station locomotive track platform signal carriage timetable tunnel conductor rail bridge ticket junction depot freight",
        "train gare locomotive voie quai signal wagon horaire tunnel conducteur rail pont billet aiguillage dépôt fret",
    ),
    "observatory": (
        "telescope star galaxy planet orbit comet observatory astronomer moon satellite eclipse spectrum nebula meteor mirror lens",
        "télescope étoile galaxie planète orbite comète observatoire astronome lune satellite éclipse spectre nébuleuse météore miroir lentille",
    ),
    "football": (
        "football match goal referee striker stadium league coach goalkeeper penalty team season supporter transfer defender cup",
        "football match but arbitre attaquant stade ligue entraîneur gardien penalty équipe saison supporter transfert défenseur coupe",
    ),
    "parliament": (
        "parliament vote minister election law opposition budget debate amendment coalition senator ballot committee speech reform party",
        "parlement vote ministre élection loi opposition budget débat amendement coalition sénateur scrutin commission discours réforme parti",
    ),
    "bakery": (
        "bread flour oven baker dough yeast butter pastry cake sugar recipe crust almond chocolate cream croissant",
        "pain farine four boulanger pâte levure beurre pâtisserie gâteau sucre recette croûte amande chocolat crème croissant",
    ),
    "forest": (
        "forest oak tree beech ranger timber deer fire mushroom leaf root drought bark owl sapling clearing",
        "forêt chêne arbre hêtre garde bois cerf incendie champignon feuille racine sécheresse écorce hibou pousse clairière",
    ),
    "bank": (
        "bank loan interest inflation investor bond stock debt currency credit deposit market dividend mortgage savings tax",
        "banque prêt intérêt inflation investisseur obligation action dette monnaie crédit dépôt marché dividende hypothèque épargne impôt",
    ),
    "orchestra": (
        "orchestra violin conductor symphony concert opera piano composer rehearsal choir melody cello soloist overture hall audience",
        "orchestre violon chef symphonie concert opéra piano compositeur répétition chœur mélodie violoncelle soliste ouverture salle public",
    ),
    "school": (
        "school teacher pupil lesson classroom exam homework university student library textbook diploma grammar mathematics canteen holiday",
        "école professeur élève leçon classe examen devoir université étudiant bibliothèque manuel diplôme grammaire mathématiques cantine vacances",
    ),
    "glacier": (
        "glacier ice climate temperature snow melting mountain avalanche valley carbon emission sea flood storm warming research",
        "glacier glace climat température neige fonte montagne avalanche vallée carbone émission mer inondation tempête réchauffement recherche",
    ),
    "court": (
        "court judge lawyer trial witness verdict prosecutor appeal prison sentence jury evidence crime fraud police investigation",
        "tribunal juge avocat procès témoin verdict procureur appel prison peine jury preuve crime fraude police enquête",
    ),
    "computer": (
        "computer software processor server keyboard network algorithm database password screen chip engineer code error update memory",
        "ordinateur logiciel processeur serveur clavier réseau algorithme base mot écran puce ingénieur code erreur version mémoire",
    ),
    "farm": (
        "farm cow milk wheat tractor field farmer harvest sheep barn fertiliser soil cheese seed irrigation pasture",
        "ferme vache lait blé tracteur champ agriculteur récolte mouton grange engrais sol fromage semence irrigation pâturage",
    ),
}
PATTERNS = {
    "en": [
        "The {0} and the {1} were the talk of the week, and so was the {2}.",
        "Without a {0} there is no {1}, as everybody who has seen the {2} knows.",
        "A new {0} came after the old {1} had failed, which cost {n} thousand.",
        "Near the {0} people waited {n} hours for the {1} and spoke about the {2}.",
        "Who pays for the {0}, and why is the {1} more expensive than {n} years ago?",
        "For {n} days nobody had seen the {0}; then the {1} was found beside the {2}.",
    ],
    "fr": [
        "On a beaucoup parlé cette semaine de {0} et de {1}, mais aussi de {2}.",
        "Sans {0}, pas de {1}, comme le savent tous ceux qui connaissent {2}.",
        "Après l'échec de l'ancien projet de {1}, il a fallu {n} mille pour {0}.",
        "Près de l'endroit nommé {0}, on a attendu {1} pendant {n} heures en parlant de {2}.",
        "Qui paie pour {0}, et pourquoi {1} coûte-t-il plus cher qu'il y a {n} ans ?",
        "Pendant {n} jours, personne n'a vu {0} ; puis {1} fut retrouvé à côté de {2}.",
    ],
}
SOURCES = ["Harbour Gazette", "Le Courrier du Nord", "Evening Post", "La Dépêche du Lac", "Valley Herald", "Le Quotidien des Alpes"]


def write(path, count):
    """Writes `count` records of JSON Lines: id, text, title, date, source. A hundredth of them is a copy in another source."""
    draw = random.Random(20230913)

    def pick(items):
        # `choice` may draw in another way in another Python; `random` never does.
        return items[int(draw.random() * len(items))]

    themes = list(THEMES)
    texts = []
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            # Large themes and small ones, each with a time of its own.
            theme = int(len(themes) * draw.random() ** 1.4)
            language = "en" if draw.random() < 0.6 else "fr"
            nouns = THEMES[themes[theme]][language == "fr"].split()
            sentences = []
            for _ in range(2 + int(3 * draw.random())):
                words = [pick(nouns) for _ in range(3)]
                sentences.append(pick(PATTERNS[language]).format(*words, n=2 + int(997 * draw.random())))
            text = " ".join(sentences)
            if texts and draw.random() < 0.01:
                text = pick(texts)
            if len(texts) < 2000:
                texts.append(text)
            month = int(48 * ((theme / len(themes) + draw.random() ** 2) % 1))
            record = {
                "id": f"p{number}",
                "text": text,
                "title": f"{nouns[0].capitalize()} {number // 8}",
                "date": f"{2021 + month // 12}-{1 + month % 12:02}-{1 + int(28 * draw.random()):02}",
                "source": pick(SOURCES),
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
