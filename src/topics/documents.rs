//! Documents as the sampling unit: paragraphs of one document are not independent of each other, so each document
//! counts once, split over its topics by the shares of its paragraphs.

/// Documents in groups (bins of time, sides of a contrast). A document whose paragraphs are in several groups counts
/// once in each.
#[derive(Debug, Default)]
pub(super) struct Documents {
    /// Group of each document.
    pub(super) group: Vec<usize>,
    /// Number of units of each document.
    pub(super) units: Vec<usize>,
    /// For each topic, the documents with paragraphs in it, ascending, and the share of their paragraphs in (0, 1].
    pub(super) of_topic: Vec<Vec<(usize, f64)>>,
}

impl Documents {
    /// Counts units given as document, group and topic. Topics from `n_topics` on count as none.
    pub(super) fn new(n_topics: usize, units: impl Iterator<Item = (usize, usize, Option<usize>)>) -> Self {
        let mut units: Vec<_> = units.collect();
        units.sort_unstable();
        let mut documents =
            Self { group: Vec::new(), units: Vec::new(), of_topic: vec![Vec::new(); n_topics] };
        for parts in units.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let document = documents.group.len();
            documents.group.push(parts[0].1);
            documents.units.push(parts.len());
            for part in parts.chunk_by(|a, b| a.2 == b.2) {
                if let Some(shares) = part[0].2.and_then(|topic| documents.of_topic.get_mut(topic)) {
                    shares.push((document, part.len() as f64 / parts.len() as f64));
                }
            }
        }
        documents
    }

    /// Number of documents in each of `n` groups.
    pub(super) fn per_group(&self, n: usize) -> Vec<usize> {
        let mut counts = vec![0; n];
        for &group in &self.group {
            counts[group] += 1;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_counts_once_in_each_group_split_over_its_topics() {
        let units = [
            (7, 0, Some(1)),
            (3, 1, Some(0)),
            (7, 0, Some(0)),
            (7, 0, Some(1)),
            (7, 1, Some(1)),
            (7, 0, None),
            (3, 1, Some(9)),
        ];
        let documents = Documents::new(2, units.into_iter());
        assert_eq!(documents.group, [1, 0, 1]);
        assert_eq!(documents.units, [2, 4, 1]);
        assert_eq!(documents.of_topic, [vec![(0, 0.5), (1, 0.25)], vec![(1, 0.5), (2, 1.0)]]);
        assert_eq!(documents.per_group(3), [1, 2, 0]);
    }
}
