//! Whether the terminal follows links (OSC 8), and what they begin with.

use std::io::IsTerminal;

use clap::ValueEnum;
use cognate::report::answers::search::Links;

/// When places are links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// Where the terminal follows them
    Auto,
    /// Also in a pipe
    Always,
    /// Nowhere
    Never,
}

/// What it takes to make links, where they are wanted.
pub(crate) fn links(when: When) -> Option<Links> {
    let wanted = match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let is_terminal = std::io::stdout().is_terminal();
            follows(is_terminal, |name| std::env::var(name).ok())
        }
    };
    let folder = std::env::current_dir().and_then(|folder| folder.canonicalize());
    wanted.then(|| Some(Links { host: host(), folder: folder.ok()? })).flatten()
}

/// Name of this machine. Without, a terminal takes a file for one of its own machine.
fn host() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .map(|name| name.trim().to_owned())
        .unwrap_or_default()
}

/// Whether the terminal is one that is known to follow links: `FORCE_HYPERLINK` decides where it is set, else what terminals tell of
/// themselves. One that is not known may print what it does not understand.
fn follows(is_terminal: bool, variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if let Some(force) = set("FORCE_HYPERLINK") {
        return force != "0";
    }
    let term = set("TERM").unwrap_or_default();
    // What stands between may not pass them on.
    if !is_terminal || term == "dumb" || term.starts_with("screen") || term.starts_with("tmux") {
        return false;
    }
    let version = |name: &str| set(name).and_then(|value| value.parse::<u32>().ok()).unwrap_or(0);
    let program = set("TERM_PROGRAM").unwrap_or_default();
    let programs = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "zed"];
    let terms = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm"];
    // 0.50.0 ended where a link did.
    (version("VTE_VERSION") > 5000)
        || version("KONSOLE_VERSION") >= 200_400
        || set("WT_SESSION").is_some()
        || set("DOMTERM").is_some()
        || programs.contains(&program.as_str())
        || terms.iter().any(|known| term.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(is_terminal: bool, variables: &[(&str, &str)]) -> bool {
        follows(is_terminal, |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn terminals_that_tell_who_they_are_get_links() {
        for known in [
            ("VTE_VERSION", "6800"),
            ("KONSOLE_VERSION", "220401"),
            ("WT_SESSION", "a-b"),
            ("TERM_PROGRAM", "WezTerm"),
            ("TERM", "xterm-kitty"),
            ("TERM", "foot-extra"),
        ] {
            assert!(given(true, &[known]), "{known:?}");
            assert!(!given(false, &[known]), "{known:?} in a pipe");
        }
    }

    #[test]
    fn others_get_none() {
        for unknown in [
            ("TERM", "xterm-256color"),
            ("TERM", "dumb"),
            ("VTE_VERSION", "5000"),
            ("VTE_VERSION", "x"),
            ("TERM_PROGRAM", "Apple_Terminal"),
            ("WT_SESSION", ""),
        ] {
            assert!(!given(true, &[unknown]), "{unknown:?}");
        }
        assert!(!given(true, &[("TERM", "tmux-256color"), ("VTE_VERSION", "6800")]));
    }

    #[test]
    fn a_person_decides() {
        assert!(given(false, &[("FORCE_HYPERLINK", "1")]));
        assert!(!given(true, &[("FORCE_HYPERLINK", "0"), ("VTE_VERSION", "6800")]));
        assert!(given(true, &[("FORCE_HYPERLINK", ""), ("VTE_VERSION", "6800")]));
        assert_eq!(links(When::Never), None);
        assert!(links(When::Always).is_some_and(|links| links.folder.is_absolute()));
    }
}
