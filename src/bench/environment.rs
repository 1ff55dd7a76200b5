//! The machine that measures.

use serde::{Deserialize, Serialize};

/// Times whose yardsticks lie further apart than this share are doubtful.
const RESTLESS: f64 = 0.1;

/// A load above so many processes for each core, before anything was measured, is somebody else's.
const LOADED: f64 = 0.5;

/// What a figure depends on beside the program; `None` for what cannot be told here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Environment {
    /// Processor.
    pub processor: String,
    /// Cores that this process may use.
    pub cores: usize,
    /// Instruction sets that the kernels of the index could use.
    pub instruction_sets: Vec<String>,
    /// Bytes of memory.
    pub memory_bytes: Option<u64>,
    /// Operating system and its version.
    pub system: String,
    /// This program's version.
    pub version: String,
    /// Processes that wanted to run, in the mean of the last minute, before anything was measured.
    pub load: Option<f64>,
    /// How the clock is governed.
    pub governor: Option<String>,
}

impl Environment {
    /// Looks around.
    pub fn look() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).ok().map(|text| text.trim().to_owned());
        let processor = read("/proc/cpuinfo").and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        });
        let memory = read("/proc/meminfo").and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
        });
        let kernel = read("/proc/sys/kernel/osrelease").map(|release| format!(" {release}"));
        Self {
            processor: processor.unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            instruction_sets: instruction_sets(),
            memory_bytes: memory,
            system: format!("{}{}", std::env::consts::OS, kernel.unwrap_or_default()),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            load: read("/proc/loadavg").and_then(|text| text.split(' ').next()?.parse().ok()),
            governor: read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        }
    }
}

/// What makes times doubtful.
pub fn doubts(environment: &Environment, unrest: f64) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(load) = environment.load.filter(|load| load / environment.cores as f64 > LOADED) {
        warnings.push(format!(
            "{load:.1} processes wanted to run on {} cores before this began",
            environment.cores
        ));
    }
    if unrest > RESTLESS {
        warnings.push(format!(
            "the same arithmetic was up to {:.0} % slower at times: the clock changes, or others use the machine",
            unrest * 100.0
        ));
    }
    if environment.governor.as_deref() == Some("powersave") {
        warnings.push("the clock is governed to save power".to_owned());
    }
    warnings
}

/// Most memory that this process has had resident so far, in bytes; `None` where the system does not say.
pub fn peak_resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(target_arch = "x86_64")]
fn instruction_sets() -> Vec<String> {
    let known = [
        ("avx2", is_x86_feature_detected!("avx2")),
        ("fma", is_x86_feature_detected!("fma")),
        ("avx512f", is_x86_feature_detected!("avx512f")),
        ("avx512bw", is_x86_feature_detected!("avx512bw")),
        ("avx512vnni", is_x86_feature_detected!("avx512vnni")),
    ];
    known.into_iter().filter(|(_, there)| *there).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(not(target_arch = "x86_64"))]
fn instruction_sets() -> Vec<String> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_is_described() {
        let here = Environment::look();
        assert!(here.cores > 0 && !here.processor.is_empty() && here.version == env!("CARGO_PKG_VERSION"));
        assert!(
            here.memory_bytes.is_none_or(|bytes| bytes > 1 << 20) && here.load.is_none_or(|load| load >= 0.0)
        );
    }
}
