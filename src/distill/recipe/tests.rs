use super::*;

const MODEL: &str = "[model]\nname = 'm'\ndimension = 8\nbits = 8\n";
const EN_FR: &str = "[[source]]\nfile = 't.tsv'\nkind = 'sentences'\n\
                     columns = [{ name = 'en', language = 'en' }, { name = 'fr', language = 'fr' }]\n";

fn read(text: &str) -> Result<Recipe, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.toml");
    std::fs::write(&path, text).unwrap();
    std::fs::write(folder.path().join("teacher.safetensors"), "").unwrap();
    Recipe::read(&path).map_err(|e| e.to_string().split_once("used: ").unwrap().1.to_owned())
}

#[test]
fn kinds_have_shares_without_being_asked() {
    let names = EN_FR.replace("sentences", "names");
    let teacher = "[teacher]\nmodel = 'builtin'\nlanguage = 'en'\n";
    let texts = "[[source]]\nfile = 't.txt'\nkind = 'texts'\nlanguage = 'en'\n";
    let count = "[[source]]\nfile = 'c.tsv'\nkind = 'words'\ncount = 'n'\ncolumns = [{ name = 'w', language = 'en' }]\n";
    let recipe = read(&format!("{MODEL}{teacher}{EN_FR}{names}{texts}{count}")).unwrap();
    let mix: Vec<_> = recipe.training.mix.iter().map(|(kind, share)| (kind.as_str(), *share)).collect();
    assert_eq!(mix, [("names", 0.2), ("sentences", 0.6), ("texts", 0.2)]);
    let recipe = read(&format!("{MODEL}{EN_FR}{texts}")).unwrap();
    assert!(!recipe.training.mix.contains_key("texts"), "without a teacher they are words to know");
}

#[test]
fn a_teacher_is_looked_for_beside_the_recipe() {
    let model = |name: &str| {
        let teacher = format!("[teacher]\nmodel = '{name}'\nlanguage = 'en'\n");
        read(&format!("{MODEL}{teacher}{EN_FR}")).unwrap().teacher.unwrap().model
    };
    assert_eq!(model("builtin"), "builtin");
    for name in ["teacher.safetensors", "path:teacher.safetensors"] {
        let found = model(name);
        assert!(found.starts_with("path:/") && found.ends_with("/teacher.safetensors"), "{found}");
    }
    assert_eq!(model("nowhere"), "nowhere");
}

/// The settings of a table, from the message about one that is not known.
fn known<T: serde::de::DeserializeOwned>() -> Vec<String> {
    let message = toml::from_str::<T>("unheard_of = 1").err().unwrap().message().to_owned();
    let listed = message.split_once("expected one of").unwrap_or_else(|| panic!("{message}")).1;
    listed.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The settings that a section of docs/distill.md describes.
fn described(heading: &str) -> Vec<String> {
    const GUIDE: &str = include_str!("../../../docs/distill.md");
    let section = GUIDE.split_once(&format!("\n{heading}\n")).unwrap().1.split("\n##").next().unwrap();
    let names = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('|').next());
    names.flat_map(|cell| cell.split('`').step_by(2)).map(str::to_owned).collect()
}

#[test]
fn the_guide_describes_every_setting() {
    let compare = |heading: &str, mut known: Vec<String>| {
        let mut described = described(heading);
        described.retain(|name| !name.trim_matches([' ', ',']).is_empty());
        described.sort();
        known.sort();
        assert_eq!(described, known, "left: docs/distill.md, `{heading}`");
    };
    compare("### `[model]`", known::<ModelPlan>());
    compare("### `[vocabulary]`", known::<VocabularyPlan>());
    compare("### `[teacher]`", known::<TeacherPlan>());
    compare("### `[training]`", known::<TrainingPlan>());
    compare("### `[[source]]`", known::<Source>());
}

#[test]
fn what_is_wrong_is_said() {
    let cases = [
        (format!("{MODEL}{EN_FR}[training]\nstep = 3\n"), "line 10: unknown field `step`, expected one of"),
        (format!("{MODEL}{EN_FR}[training\n"), "line 9: "),
        (MODEL.to_owned(), "missing field `source`"),
        (
            format!("{}{EN_FR}", MODEL.replace("bits = 8", "bits = 5")),
            "`model.bits` is 5: 2, 4 and 8 are known",
        ),
        (format!("{}{EN_FR}", MODEL.replace("dimension = 8", "dimension = 1")), "`model.dimension` is 1"),
        (format!("{MODEL}{EN_FR}[vocabulary]\npieces = 10\n"), "`vocabulary.pieces` must be at least 100"),
        (format!("{MODEL}{EN_FR}[training.mix]\nwords = 1\n"), "kind `sentences` has no share"),
        (format!("{MODEL}{EN_FR}[training.mix]\nsentences = -1\n"), "`training.mix` must be shares"),
        (format!("{MODEL}{EN_FR}language = 'en'\n"), "a source has `columns`, or the `language`"),
        (format!("{MODEL}{EN_FR}[[figure]]\ntask = 'x'\nvalue = nan\n"), "the figure `x` is not finite"),
        (
            format!("{MODEL}[[source]]\nfile = 't.txt'\nkind = 'texts'\nlanguage = 'en'\n"),
            "there is nothing to learn from",
        ),
    ];
    for (text, expected) in cases {
        let message = read(&text).err().unwrap_or_default();
        assert!(message.contains(expected), "{expected:?} in {message:?}");
        assert!(!message.contains('\n'), "{message:?}");
    }
}
