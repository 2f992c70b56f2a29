//! The way in for libFuzzer: `scripts/fuzz` starts this program with the folder of a target's corpus.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::{TARGETS, Target};

static CHOSEN: OnceLock<&Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(init: choose(), |bytes: &[u8]| {
    if let Some(target) = CHOSEN.get() {
        (target.check)(bytes);
    }
});

/// Finds the target that the folder is named after, and fills the folder with its seeds and a dictionary beside it.
fn choose() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let corpus = PathBuf::from(folder.unwrap_or_default());
    let name = corpus.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.unwrap_or_else(|| panic!("there is no target {name}"));
    for (number, seed) in target.inputs().iter().enumerate() {
        fs::write(corpus.join(format!("seed-{number:04}")), seed).unwrap();
    }
    let words = target.words.iter().map(|word| {
        let bytes: String = word.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        format!("\"{bytes}\"\n")
    });
    fs::write(corpus.with_extension("dict"), words.collect::<String>()).unwrap();
    CHOSEN.get_or_init(|| target);
}
