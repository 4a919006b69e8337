import type { Task } from "./code-task";

export const rustTasks: readonly Task[] = [
  {
    pattern: /word|count|hashmap/iu,
    intro: "Counting words in Rust, from standard input.",
    code: `
use std::collections::HashMap;
use std::io::{self, Read};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;

    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }

    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    for (word, count) in sorted.iter().take(10) {
        println!("{count:>6} {word}");
    }
    Ok(())
}`,
    notes: [
      "`entry` looks a key up once, for reading and writing.",
      "Equal counts are ordered by word, so the output is always the same.",
    ],
  },
  {
    pattern: /binary search|search/iu,
    intro: "Binary search that can not run past the end.",
    code: `
pub fn binary_search<T: Ord>(sorted: &[T], wanted: &T) -> Option<usize> {
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = low + (high - low) / 2;
        match sorted[middle].cmp(wanted) {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

#[test]
fn finds_what_is_there_and_only_that() {
    assert_eq!(binary_search(&[1, 3, 5], &3), Some(1));
    assert_eq!(binary_search(&[1, 3, 5], &4), None);
}`,
    notes: ["The half-open range keeps the indices from going below zero.", "In real code: `slice::binary_search`."],
  },
  {
    pattern: /error|result|file|read/iu,
    intro: "Reading a file with errors that say where they come from.",
    code: `
use std::{fs, io, path::Path};

#[derive(Debug)]
pub enum LoadError {
    Unreadable(io::Error),
    BadLine { number: usize, text: String },
}

pub fn load_numbers(path: &Path) -> Result<Vec<i64>, LoadError> {
    let text = fs::read_to_string(path).map_err(LoadError::Unreadable)?;
    text.lines()
        .enumerate()
        .map(|(index, line)| {
            line.trim().parse().map_err(|_| LoadError::BadLine { number: index + 1, text: line.to_owned() })
        })
        .collect()
}`,
    notes: [
      "`collect` into a `Result` stops at the first bad line.",
      "The caller can tell a missing file from a bad one.",
    ],
  },
  {
    intro: "Here is a version in Rust that compiles as it is.",
    code: `
use std::collections::BTreeMap;

struct Entry<'a> {
    name: &'a str,
    amount: i64,
}

/** The sum of each name, in order of the names. */
fn totals<'a>(entries: &[Entry<'a>]) -> BTreeMap<&'a str, i64> {
    let mut sums = BTreeMap::new();
    for entry in entries {
        *sums.entry(entry.name).or_insert(0) += entry.amount;
    }
    sums
}

fn main() {
    let entries = [Entry { name: "rent", amount: 900 }, Entry { name: "food", amount: 250 }];
    println!("{:?}", totals(&entries)); // {"food": 250, "rent": 900}
}`,
    notes: [
      "The names are borrowed, not copied.",
      "A `BTreeMap` gives the same order each time; a `HashMap` would not.",
    ],
  },
];
