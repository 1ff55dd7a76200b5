//! Cuts of the tree: how many groups, and which.

use serde::{Deserialize, Serialize};

use super::Hierarchy;

/// One level: the topics in groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Topics of each group, ascending; groups by their first topic.
    pub groups: Vec<Vec<usize>>,
    /// For each group, its group in the level above; empty in the topmost level.
    pub parents: Vec<usize>,
    /// Height of the merge that would come next: mean cosine distance of the two nearest groups. `None` where all
    /// topics are one group.
    pub height: Option<f32>,
}

impl Hierarchy {
    /// The group of each topic when the tree is cut into `k` groups (at least 1, at most one for each topic). Groups
    /// are numbered by their first topic.
    pub fn cut(&self, k: usize) -> Vec<usize> {
        let n = self.n_topics;
        let kept = self.merges.len().min(n.saturating_sub(k.max(1)));
        let mut root: Vec<usize> = (0..n + kept).collect();
        for (step, merge) in self.merges[..kept].iter().enumerate() {
            root[merge.left] = n + step;
            root[merge.right] = n + step;
        }
        // A group's number is smaller than that of the group it becomes part of, so going down finds each root once.
        for group in (0..root.len()).rev() {
            root[group] = root[root[group]];
        }
        let mut number = vec![None; root.len()];
        let mut next = 0;
        root[..n]
            .iter()
            .map(|&root| {
                *number[root].get_or_insert_with(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect()
    }

    /// The topics of each group when the tree is cut into `k` groups: ascending, groups by their first topic.
    pub fn groups_at(&self, k: usize) -> Vec<Vec<usize>> {
        let mut groups = Vec::new();
        for (topic, group) in self.cut(k).into_iter().enumerate() {
            if group == groups.len() {
                groups.push(Vec::new());
            }
            groups[group].push(topic);
        }
        groups
    }

    /// Levels with so many groups, fewest first, each nested in the one before. Counts that come twice, also because
    /// there are no more topics, make one level.
    pub fn levels(&self, counts: &[usize]) -> Vec<Level> {
        let mut counts: Vec<usize> =
            counts.iter().map(|&count| count.clamp(1, self.n_topics.max(1))).collect();
        counts.sort_unstable();
        counts.dedup();
        let mut levels: Vec<Level> = Vec::new();
        let mut above: Option<Vec<usize>> = None;
        for count in counts.into_iter().filter(|_| self.n_topics > 0) {
            let groups = self.groups_at(count);
            let parents =
                above.map_or_else(Vec::new, |above| groups.iter().map(|group| above[group[0]]).collect());
            let height = self.merges.get(self.n_topics - groups.len()).map(|merge| merge.height);
            levels.push(Level { groups, parents, height });
            above = Some(self.cut(count));
        }
        levels
    }

    /// Numbers of groups for `n_levels` levels, fewest first, the last of them all topics; fewer levels where there
    /// are few topics.
    ///
    /// Each level has about as many times the groups of the one above. Within that range, it is the number before
    /// whose next merge the height grows most, as a share of the height: there the groups are far apart.
    pub fn level_counts(&self, n_levels: usize) -> Vec<usize> {
        let n = self.n_topics;
        if n == 0 || n_levels == 0 {
            return Vec::new();
        }
        let step = (n as f64).powf(1.0 / n_levels as f64);
        let mut counts = Vec::new();
        let mut fewest = 2;
        for level in 1..n_levels {
            // Half a step beyond the middle; there the range of the next level begins.
            let most = step.powf(level as f64 + 0.5).floor() as usize;
            let mut best: Option<(usize, f32)> = None;
            for k in fewest..=most.min(n - 1) {
                let growth = self.growth_after(k);
                if best.is_none_or(|(_, most)| growth > most) {
                    best = Some((k, growth));
                }
            }
            counts.extend(best.map(|(k, _)| k));
            fewest = fewest.max(most + 1);
        }
        counts.push(n);
        counts
    }

    /// By how much the merge after a cut into `k` groups, 2 to `n_topics - 1`, is higher than the merge before it, as
    /// a share of its height.
    fn growth_after(&self, k: usize) -> f32 {
        let next = self.n_topics - k;
        let (before, after) = (self.merges[next - 1].height, self.merges[next].height);
        (after - before) / after.max(f32::MIN_POSITIVE)
    }
}
