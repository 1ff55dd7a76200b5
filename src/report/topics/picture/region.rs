//! Upright rectangles of a picture.

use super::plane::Spot;

/// A part of the picture; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Region {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Region {
    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub(super) fn middle(&self) -> Spot {
        [f32::midpoint(self.left, self.right), f32::midpoint(self.top, self.bottom)]
    }

    /// Whether a point is inside or on the border.
    pub(super) fn holds(&self, [x, y]: Spot) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// Whether another one is nearer than `gap`.
    pub(super) fn touches(&self, other: &Self, gap: f32) -> bool {
        self.left < other.right + gap
            && other.left < self.right + gap
            && self.top < other.bottom + gap
            && other.top < self.bottom + gap
    }

    /// Moved as little as it takes to be inside another one, which is larger.
    pub(super) fn moved_into(&self, other: Self) -> Self {
        let right = (other.left - self.left).max(0.0) - (self.right - other.right).max(0.0);
        let down = (other.top - self.top).max(0.0) - (self.bottom - other.bottom).max(0.0);
        Self {
            left: self.left + right,
            top: self.top + down,
            right: self.right + right,
            bottom: self.bottom + down,
        }
    }
}
