//! Inner products, with the widest instructions that the processor has.
//!
//! Floats are plain Rust that the compiler turns into vector instructions, once for every instruction set that is chosen from at
//! run time: 64 partial sums in a fixed order without fused steps, so that the result has the same bits with every set. So are bytes,
//! but for processors with instructions for them (AVX-512 VNNI, AVX2) that compilers do not find by themselves; sums of integers are exact.

#![allow(unsafe_code, reason = "instruction sets are chosen at run time, and memory is fetched ahead")]
#![allow(clippy::inline_always, reason = "plain functions are compiled anew for each instruction set")]

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

/// Bytes with the instructions of AVX-512 VNNI.
#[cfg(target_arch = "x86_64")]
mod vnni {
    use std::arch::x86_64::{
        __m512i, _mm512_add_epi32, _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_reduce_add_epi32,
        _mm512_setzero_si512,
    };

    /// Bytes of a register.
    const WIDTH: usize = 64;

    pub(crate) fn is_here() -> bool {
        is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512bw")
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    fn load<T>(bytes: &[T; WIDTH]) -> __m512i {
        const { assert!(size_of::<T>() == 1) };
        // SAFETY: an array of 64 bytes is read, of any alignment.
        unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
    }

    /// The product of two codes; what is left over of a length that is no multiple of [`WIDTH`] does not count.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    fn product(query: &[u8], code: &[i8]) -> i32 {
        let (query, code) = (query.as_chunks::<WIDTH>().0, code.as_chunks::<WIDTH>().0);
        // Two sums, so that one instruction does not wait for the one before.
        let mut sums = [_mm512_setzero_si512(); 2];
        let (queries, codes) = (query.as_chunks::<2>(), code.as_chunks::<2>());
        for (q, c) in queries.0.iter().zip(codes.0) {
            sums[0] = _mm512_dpbusd_epi32(sums[0], load(&q[0]), load(&c[0]));
            sums[1] = _mm512_dpbusd_epi32(sums[1], load(&q[1]), load(&c[1]));
        }
        for (q, c) in queries.1.iter().zip(codes.1) {
            sums[0] = _mm512_dpbusd_epi32(sums[0], load(q), load(c));
        }
        _mm512_reduce_add_epi32(_mm512_add_epi32(sums[0], sums[1]))
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(crate) fn dots(query: &[u8], codes: &[i8], nodes: &[u32], products: &mut Vec<i32>) {
        let stride = query.len();
        products.clear();
        products.extend(nodes.iter().map(|node| product(query, &codes[*node as usize * stride..][..stride])));
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(crate) fn scan(query: &[u8], codes: &[i8], products: &mut [i32]) {
        for (sum, code) in products.iter_mut().zip(codes.chunks_exact(query.len())) {
            *sum = product(query, code);
        }
    }
}

/// Bytes with the instructions of AVX2, which compilers multiply one by one as whole numbers of four bytes.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m128i, __m256i, _mm_add_epi32, _mm_cvtsi128_si32, _mm_loadu_si128, _mm_shuffle_epi32,
        _mm256_add_epi16, _mm256_add_epi32, _mm256_castsi256_si128, _mm256_cvtepi8_epi16,
        _mm256_cvtepu8_epi16, _mm256_extracti128_si256, _mm256_loadu_si256, _mm256_madd_epi16,
        _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_setzero_si256,
    };

    /// Bytes of half a register: as numbers of two bytes they fill one.
    const WIDTH: usize = 16;

    pub(crate) fn is_here() -> bool {
        is_x86_feature_detected!("avx2")
    }

    #[target_feature(enable = "avx2")]
    fn load<T>(bytes: &[T; WIDTH]) -> __m128i {
        const { assert!(size_of::<T>() == 1) };
        // SAFETY: an array of 16 bytes is read, of any alignment.
        unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
    }

    #[target_feature(enable = "avx2")]
    fn sum(sums: __m256i) -> i32 {
        let four = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256::<1>(sums));
        let two = _mm_add_epi32(four, _mm_shuffle_epi32::<0b01_00_11_10>(four));
        _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32::<0b10_11_00_01>(two)))
    }

    /// The product of two codes; what is left over of a length that is no multiple of [`WIDTH`] does not count.
    #[target_feature(enable = "avx2")]
    fn product(query: &[u8], code: &[i8]) -> i32 {
        let (query, code) = (query.as_chunks::<WIDTH>().0, code.as_chunks::<WIDTH>().0);
        // Two sums, so that one instruction does not wait for the one before.
        let mut sums = [_mm256_setzero_si256(); 2];
        for (query, code) in query.chunks(2).zip(code.chunks(2)) {
            for (sum, (query, code)) in sums.iter_mut().zip(query.iter().zip(code)) {
                let products =
                    _mm256_madd_epi16(_mm256_cvtepu8_epi16(load(query)), _mm256_cvtepi8_epi16(load(code)));
                *sum = _mm256_add_epi32(*sum, products);
            }
        }
        sum(_mm256_add_epi32(sums[0], sums[1]))
    }

    /// As [`scan`], of codes whose numbers are no greater than `most`: products of two pairs are added up as numbers of two bytes as long as
    /// those can hold the sum, which takes half of the steps.
    #[target_feature(enable = "avx2")]
    pub(crate) fn scan_small(query: &[u8], codes: &[i8], most: u8, products: &mut [i32]) {
        const PAIR: i32 = 2 * u8::MAX as i32;
        let together = (i32::from(i16::MAX) / (PAIR * i32::from(most.max(1)))) as usize;
        if together == 0 {
            return scan(query, codes, products);
        }
        let (ones, wide) = (_mm256_set1_epi16(1), query.as_chunks::<{ 2 * WIDTH }>().0);
        for (product, code) in products.iter_mut().zip(codes.chunks_exact(query.len())) {
            let mut all = _mm256_setzero_si256();
            let code = code.as_chunks::<{ 2 * WIDTH }>().0;
            for (query, code) in wide.chunks(together).zip(code.chunks(together)) {
                let mut pairs = _mm256_setzero_si256();
                for (query, code) in query.iter().zip(code) {
                    pairs = _mm256_add_epi16(pairs, _mm256_maddubs_epi16(load_wide(query), load_wide(code)));
                }
                all = _mm256_add_epi32(all, _mm256_madd_epi16(pairs, ones));
            }
            *product = sum(all);
        }
    }

    #[target_feature(enable = "avx2")]
    fn load_wide<T>(bytes: &[T; 2 * WIDTH]) -> __m256i {
        const { assert!(size_of::<T>() == 1) };
        // SAFETY: an array of 32 bytes is read, of any alignment.
        unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
    }

    #[target_feature(enable = "avx2")]
    pub(crate) fn dots(query: &[u8], codes: &[i8], nodes: &[u32], products: &mut Vec<i32>) {
        let stride = query.len();
        products.clear();
        products.extend(nodes.iter().map(|node| product(query, &codes[*node as usize * stride..][..stride])));
    }

    #[target_feature(enable = "avx2")]
    pub(crate) fn scan(query: &[u8], codes: &[i8], products: &mut [i32]) {
        for (sum, code) in products.iter_mut().zip(codes.chunks_exact(query.len())) {
            *sum = product(query, code);
        }
    }
}

/// Makes `$name`, which calls `$plain` compiled for the widest instruction set at hand.
macro_rules! widest {
    ($(#[$doc:meta])* fn $name:ident = $plain:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?) => {
        $(#[$doc])*
        #[inline]
        fn $name($($argument: $type),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f")]
                fn avx512($($argument: $type),*) $(-> $result)? {
                    $plain($($argument),*)
                }
                #[target_feature(enable = "avx2")]
                fn avx2($($argument: $type),*) $(-> $result)? {
                    $plain($($argument),*)
                }
                if is_x86_feature_detected!("avx512f") {
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

pub(crate) use widest;

widest! { fn dot_widest = dot_plain(a: &[f32], b: &[f32]) -> f32 }

/// Dot product of two vectors of one length (the shorter length counts), which for unit vectors is the cosine. The result has
/// the same bits on every run, number of threads and processor.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let n = a.len().min(b.len());
    dot_widest(&a[..n], &b[..n])
}

/// The product of `query` with the code of each of `nodes`. A code has as many bytes as the query, a multiple of 64.
#[inline]
pub(crate) fn dots(query: &[u8], codes: &[i8], nodes: &[u32], products: &mut Vec<i32>) {
    #[cfg(target_arch = "x86_64")]
    if vnni::is_here() {
        // SAFETY: the processor has the instructions.
        return unsafe { vnni::dots(query, codes, nodes, products) };
    }
    #[cfg(target_arch = "x86_64")]
    if avx2::is_here() {
        // SAFETY: the processor has the instructions.
        return unsafe { avx2::dots(query, codes, nodes, products) };
    }
    dots_plain(query, codes, nodes, products);
}

/// The product of `query` with each of `codes`, one after another; lengths as in [`dots`], and not 0.
#[inline]
pub(crate) fn scan(query: &[u8], codes: &[i8], products: &mut [i32]) {
    #[cfg(target_arch = "x86_64")]
    if vnni::is_here() {
        // SAFETY: the processor has the instructions.
        return unsafe { vnni::scan(query, codes, products) };
    }
    #[cfg(target_arch = "x86_64")]
    if avx2::is_here() {
        // SAFETY: the processor has the instructions.
        return unsafe { avx2::scan(query, codes, products) };
    }
    scan_plain(query, codes, products);
}

/// As [`scan`], of codes whose numbers are no greater than `most`.
#[inline]
pub(crate) fn scan_small(query: &[u8], codes: &[i8], most: u8, products: &mut [i32]) {
    debug_assert!(codes.iter().all(|code| code.unsigned_abs() <= most), "no number is greater");
    #[cfg(target_arch = "x86_64")]
    if !vnni::is_here() && avx2::is_here() {
        // SAFETY: the processor has the instructions.
        return unsafe { avx2::scan_small(query, codes, most, products) };
    }
    scan(query, codes, products);
}

/// Asks for memory that is read soon.
#[inline]
pub(crate) fn prefetch<T>(slice: &[T]) {
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

    type Scan = fn(&[u8], &[i8], &mut [i32]);
    type Dots = fn(&[u8], &[i8], &[u32], &mut Vec<i32>);

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
    fn small_numbers_are_added_up_without_overflow() {
        for (most, stride) in
            [1, 3, 7, 15, 31, 64, 65, 127].into_iter().zip([64, 128, 192, 256, 384, 1024, 64, 128])
        {
            let query = vec![255; stride];
            let codes: Vec<i8> = (0..4 * stride)
                .map(|i| match i / stride {
                    0 => most as i8,
                    1 => -(most as i8),
                    _ => ((i * 11 % (2 * usize::from(most) + 1)) as i32 - i32::from(most)) as i8,
                })
                .collect();
            let expected: Vec<i32> = codes.chunks(stride).map(|code| bytes_plain(&query, code)).collect();
            let mut products = vec![0; 4];
            scan_small(&query, &codes, most, &mut products);
            assert_eq!(products, expected, "{most} {stride}");
            #[cfg(target_arch = "x86_64")]
            if avx2::is_here() {
                products.fill(0);
                // SAFETY: the processor has the instructions.
                unsafe { avx2::scan_small(&query, &codes, most, &mut products) };
                assert_eq!(products, expected, "{most} {stride}");
            }
        }
    }

    #[test]
    fn bytes_are_multiplied_without_overflow() {
        for stride in [64, 128, 192, 384, 1024] {
            let query: Vec<u8> = (0..stride).map(|i| if i % 3 == 0 { 255 } else { (i * 7) as u8 }).collect();
            let codes: Vec<i8> =
                (0..5 * stride).map(|i| if i % 2 == 0 { -127 } else { (i * 11) as i8 }).collect();
            let expected: Vec<i32> = codes.chunks(stride).map(|code| bytes_plain(&query, code)).collect();
            let mut products = vec![0; 5];
            let nodes = [4, 0, 2, 2];
            let picked = nodes.map(|node: u32| expected[node as usize]);
            let mut check = |scan: Scan, dots: Dots| {
                products.fill(0);
                scan(&query, &codes, &mut products);
                assert_eq!(products, expected);
                dots(&query, &codes, &nodes, &mut products);
                assert_eq!(products, picked);
                products.resize(5, 0);
            };
            check(scan, dots);
            check(scan_plain, dots_plain);
            #[cfg(target_arch = "x86_64")]
            if avx2::is_here() {
                // SAFETY: the processor has the instructions.
                check(
                    |q, c, p| unsafe { avx2::scan(q, c, p) },
                    |q, c, n, p| unsafe { avx2::dots(q, c, n, p) },
                );
            }
        }
    }
}
