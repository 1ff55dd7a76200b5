//! Inner products, with the widest instructions that the processor has.
//!
//! Each is plain Rust that the compiler turns into vector instructions, once for every instruction set that is chosen from at
//! run time. Sums of integers are exact, and sums of floats are of 64 partial sums in a fixed order without fused steps: the
//! result has the same bits with every set.

#![allow(unsafe_code, reason = "instruction sets are chosen at run time, and memory is fetched ahead")]

/// Partial sums of floats.
const LANES: usize = 64;

#[inline(always)]
fn dot_plain(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (a_chunks, b_chunks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let (a_rest, b_rest) = (a_chunks.remainder(), b_chunks.remainder());
    for (x, y) in a_chunks.zip(b_chunks) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    for (sum, (x, y)) in sums.iter_mut().zip(a_rest.iter().zip(b_rest)) {
        *sum += x * y;
    }
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
    }
    sums[0]
}

#[inline(always)]
fn bytes_plain(query: &[u8], code: &[i8]) -> i32 {
    query.iter().zip(code).map(|(q, c)| i32::from(*q) * i32::from(*c)).sum()
}

#[inline(always)]
fn dots_plain(query: &[u8], codes: &[i8], nodes: &[u32], products: &mut Vec<i32>) {
    let stride = query.len();
    products.clear();
    products.extend(nodes.iter().map(|node| bytes_plain(query, &codes[*node as usize * stride..][..stride])));
}

#[inline(always)]
fn scan_plain(query: &[u8], codes: &[i8], products: &mut [i32]) {
    for (product, code) in products.iter_mut().zip(codes.chunks_exact(query.len())) {
        *product = bytes_plain(query, code);
    }
}

/// Makes `$name`, which calls `$plain` compiled for the widest instruction set at hand.
macro_rules! widest {
    ($(#[$doc:meta])* $visibility:vis fn $name:ident = $plain:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?) => {
        $(#[$doc])*
        #[inline]
        $visibility fn $name($($argument: $type),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
                fn avx512($($argument: $type),*) $(-> $result)? {
                    $plain($($argument),*)
                }
                #[target_feature(enable = "avx2")]
                fn avx2($($argument: $type),*) $(-> $result)? {
                    $plain($($argument),*)
                }
                if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512vl") && is_x86_feature_detected!("avx512bw") {
                    // SAFETY: the processor has the instructions.
                    return unsafe { avx512($($argument),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the processor has the instructions.
                    return unsafe { avx2($($argument),*) };
                }
            }
            $plain($($argument),*)
        }
    };
}

widest! {
    /// Inner product of two vectors of one length (the shorter length counts).
    pub(super) fn dot_of_equal = dot_plain(a: &[f32], b: &[f32]) -> f32
}

widest! {
    /// The product of `query` with the code of each of `nodes`; a code has as many bytes as the query.
    pub(super) fn dots = dots_plain(query: &[u8], codes: &[i8], nodes: &[u32], products: &mut Vec<i32>)
}

widest! {
    /// The product of `query` with each of `codes`, one after another.
    pub(super) fn scan = scan_plain(query: &[u8], codes: &[i8], products: &mut [i32])
}

/// Dot product of two vectors of one length (the shorter length counts), which for unit vectors is the cosine. The result has
/// the same bits on every run, number of threads and processor.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let n = a.len().min(b.len());
    dot_of_equal(&a[..n], &b[..n])
}

/// Asks for memory that is read soon.
#[inline]
pub(super) fn prefetch<T>(slice: &[T]) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let bytes = size_of_val(slice);
        let start = slice.as_ptr().cast::<i8>();
        for line in (0..bytes).step_by(64) {
            // SAFETY: a prefetch reads nothing that a program could see, and the address lies within the slice.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(start.add(line)) };
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = slice;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_plain_sum() {
        for n in [0, 1, 15, 16, 17, 63, 64, 65, 256, 385] {
            let a: Vec<f32> = (0..n).map(|i| (i as f32 * 0.37).sin()).collect();
            let b: Vec<f32> = (0..n).map(|i| (i as f32 * 0.11).cos()).collect();
            let plain: f64 = a.iter().zip(&b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum();
            assert!((f64::from(dot(&a, &b)) - plain).abs() < 1e-4, "n = {n}");
            assert_eq!(dot(&a, &b).to_bits(), dot_plain(&a, &b).to_bits(), "one result on every processor");
        }
    }

    #[test]
    fn bytes_are_multiplied_without_overflow() {
        for stride in [64, 128, 192, 1024] {
            let query: Vec<u8> = (0..stride).map(|i| if i % 3 == 0 { 255 } else { (i * 7) as u8 }).collect();
            let codes: Vec<i8> =
                (0..5 * stride).map(|i| if i % 2 == 0 { -127 } else { (i * 11) as i8 }).collect();
            let expected: Vec<i32> = codes.chunks(stride).map(|code| bytes_plain(&query, code)).collect();
            let mut products = vec![0; 5];
            scan(&query, &codes, &mut products);
            assert_eq!(products, expected);
            let nodes = [4, 0, 2, 2];
            dots(&query, &codes, &nodes, &mut products);
            assert_eq!(products, nodes.map(|node: u32| expected[node as usize]));
        }
    }
}
