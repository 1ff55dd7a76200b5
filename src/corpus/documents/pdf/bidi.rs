//! Scripts that are written from right to left: what stands on a page is seen from left to right, what is read is not.

/// Whether a letter belongs to a script that is written from right to left.
pub(super) fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        && !c.is_numeric()
}

fn is_rightward(c: char) -> bool {
    c.is_alphabetic() && !is_leftward(c)
}

/// Whether a line is written from right to left as a whole.
pub(super) fn goes_left(text: &str) -> bool {
    let count = |is: fn(char) -> bool| text.chars().filter(|&c| is(c)).count();
    let left = count(is_leftward);
    left > 0 && left >= count(is_rightward)
}

/// What is seen from left to right, in the order in which it is read.
pub(super) fn as_read(text: &str, goes_left: bool) -> String {
    if !text.contains(is_leftward) {
        return text.to_owned();
    }
    let mut letters: Vec<char> = text.chars().collect();
    if goes_left {
        letters.reverse();
        turn(&mut letters, |c| is_rightward(c) || c.is_numeric());
    } else {
        turn(&mut letters, is_leftward);
    }
    letters.into_iter().collect()
}

/// Turns each stretch round that begins and ends with such a letter and holds none of the other direction.
fn turn(letters: &mut [char], is_of: impl Fn(char) -> bool) {
    let mut start = 0;
    while start < letters.len() {
        if !is_of(letters[start]) {
            start += 1;
            continue;
        }
        let mut end = start + 1;
        for (at, &c) in letters.iter().enumerate().skip(start + 1) {
            if is_of(c) {
                end = at + 1;
            } else if is_leftward(c) || is_rightward(c) || c.is_numeric() {
                break;
            }
        }
        letters[start..end].reverse();
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_read_in_its_own_direction() {
        assert!(goes_left("שלום לקול a 2024"));
        assert_eq!(as_read(".Alist 2024 לוק םולש", true), "שלום קול Alist 2024.");
        assert_eq!(as_read("He says םולש לוק to all", false), "He says קול שלום to all");
        assert!(!goes_left("He says םולש to all"));
        assert_eq!(as_read("The ferry", false), "The ferry");
    }
}
