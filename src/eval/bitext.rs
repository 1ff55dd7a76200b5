//! Retrieval of translations.

use std::cmp::Ordering;
use std::path::Path;

use rayon::prelude::*;

use super::encoder::cosine;
use super::table::{Table, at_least_two, shown};
use super::{Encoder, EvalError, Figure, Sample, Task};
use crate::embed::Embeddings;

/// Rows that say the same in every column: how often the nearest of all cells of the other column is the one of the
/// same row, from the first column to each other and back.
///
/// Where several cells are equally near, the row counts as its share of them, which is what picking one of them at
/// random would give on average.
pub struct Bitext {
    file: String,
    columns: Vec<String>,
    /// The cells of each column.
    cells: Vec<Vec<String>>,
    left_out: usize,
}

impl Bitext {
    /// Reads the named columns of a table. Rows with an empty cell in one of them are left out.
    ///
    /// # Errors
    /// [`EvalError`] for fewer than two columns and fewer than two rows, and naming what is wrong with the file.
    pub fn read(path: &Path, columns: &[String]) -> Result<Self, EvalError> {
        let twice = (1..columns.len()).any(|i| columns[..i].contains(&columns[i]));
        if columns.len() < 2 || twice {
            return Err(EvalError::Columns { columns: columns.to_vec() });
        }
        let table = Table::read(path)?;
        let places: Vec<usize> = columns.iter().map(|name| table.column(name)).collect::<Result<_, _>>()?;
        let (mut cells, mut left_out) = (vec![Vec::new(); columns.len()], 0);
        for row in table.rows() {
            let texts: Vec<&str> = places.iter().map(|&place| row.cell(place)).collect::<Result<_, _>>()?;
            if texts.iter().any(|text| text.is_empty()) {
                left_out += 1;
                continue;
            }
            for (cells, text) in cells.iter_mut().zip(texts) {
                cells.push(text.to_owned());
            }
        }
        at_least_two(path, "rows", cells[0].len())?;
        Ok(Self { file: shown(path), columns: columns.to_vec(), cells, left_out })
    }
}

impl Task for Bitext {
    fn name(&self) -> &'static str {
        "bitext"
    }

    fn resampled(&self) -> &'static str {
        "rows"
    }

    fn files(&self) -> Vec<String> {
        vec![self.file.clone()]
    }

    fn items(&self) -> usize {
        self.cells[0].len()
    }

    fn left_out(&self) -> usize {
        self.left_out
    }

    fn texts(&self) -> usize {
        self.cells.iter().map(Vec::len).sum()
    }

    fn measure(&self, encoder: &mut Encoder<'_>) -> Result<Vec<Figure>, EvalError> {
        let mut vectors = Vec::new();
        for cells in &self.cells {
            let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
            vectors.push(encoder.passages(&texts)?);
        }
        let mut figures = Vec::new();
        for other in 1..self.columns.len() {
            for (from, to) in [(0, other), (other, 0)] {
                let of = format!("{} → {}", self.columns[from], self.columns[to]);
                figures.push(Figure::new(of, "accuracy", Sample::Mean(found(&vectors[from], &vectors[to]))));
            }
        }
        Ok(figures)
    }
}

/// For each row: 1 when it is the nearest of the other side, its share when several are equally near, else 0.
fn found(from: &Embeddings, to: &Embeddings) -> Vec<f64> {
    let share = |row: usize| {
        let query = from.get(row)?;
        let own = cosine(Some(query), to.get(row));
        let mut as_near = 0.0;
        for other in 0..to.len() {
            match cosine(Some(query), to.get(other)).partial_cmp(&own) {
                Some(Ordering::Greater) => return None,
                Some(Ordering::Equal) => as_near += 1.0,
                _ => {}
            }
        }
        Some(1.0 / as_near)
    };
    (0..from.len()).into_par_iter().map(|row| share(row).unwrap_or(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::testing::{Files, measure, message, shown};

    #[test]
    fn both_ways_with_ties_shared_and_empty_rows_left_out() {
        let files = Files::new();
        let path = files.write("a.tsv", "en\tfr\n1 0\t1 0\n0 1\t0 2\n1 1\t0 3\n-1 0\t?\n1 0\t\n");
        let task = Bitext::read(&path, &["en".to_owned(), "fr".to_owned()]).unwrap();
        assert_eq!((task.items(), task.left_out()), (4, 1));
        let (figures, without_vector) = measure(&task);
        // en: row 1 found; row 2 shares with row 3; row 3 ties with all three; row 4 has a cosine of 0 to three.
        // fr: row 1 and row 2 found; row 3 is nearer to the second; row 4 has no vector.
        let third = (1.0 + 0.5 + 1.0 / 3.0 + 1.0 / 3.0) / 4.0;
        assert_eq!(
            shown(&figures),
            [format!("en → fr accuracy {third:.4}"), "fr → en accuracy 0.5000".to_owned()]
        );
        assert_eq!(without_vector, 1);
    }

    #[test]
    fn columns_that_cannot_be_compared() {
        let files = Files::new();
        let path = files.write("a.tsv", "en\tfr\na\tb\nc\td\n");
        let read = |columns: &[&str]| {
            let columns: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
            message(Bitext::read(&path, &columns))
        };
        assert_eq!(read(&["en"]), "`en` cannot be compared");
        assert_eq!(read(&["en", "en"]), "`en`, `en` cannot be compared");
        assert_eq!(read(&["en", "ko"]), "a.tsv: no column is named `ko`; the columns are `en`, `fr`");
    }
}
