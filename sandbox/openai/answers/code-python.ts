import type { Task } from "./code-task";

export const pythonTasks: readonly Task[] = [
  {
    pattern: /fibonacci/iu,
    intro: "Fibonacci numbers one after the other, without recomputing any.",
    code: `
from collections.abc import Iterator
from itertools import islice


def fibonacci() -> Iterator[int]:
    """0, 1, 1, 2, 3, 5, … for ever."""
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


print(list(islice(fibonacci(), 10)))  # [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]`,
    notes: ["A generator: take as many as you need.", "Python's integers do not overflow, so it stays exact."],
  },
  {
    pattern: /csv|file|read|pandas/iu,
    intro: "Reading a CSV file and adding up a column, with the standard library alone.",
    code: `
import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path


def totals(path: Path) -> dict[str, Decimal]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sums[row["name"]] += Decimal(row["amount"])
    return dict(sums)


for name, amount in sorted(totals(Path("expenses.csv")).items()):
    print(f"{name:<12} {amount:>10.2f}")`,
    notes: [
      "`Decimal`, because money in floats loses cents.",
      "It reads line by line, so the file may be larger than memory.",
    ],
  },
  {
    pattern: /prime|sieve/iu,
    intro: "All primes up to a limit, by the sieve of Eratosthenes.",
    code: `
def primes_up_to(limit: int) -> list[int]:
    is_prime = bytearray([1]) * (limit + 1)
    is_prime[:2] = b"\\x00\\x00"[: limit + 1]
    for n in range(2, int(limit**0.5) + 1):
        if is_prime[n]:
            is_prime[n * n :: n] = bytes(len(range(n * n, limit + 1, n)))
    return [n for n, prime in enumerate(is_prime) if prime]


print(primes_up_to(30))  # [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]`,
    notes: ["Striking starts at n²: smaller multiples are gone already.", "One byte a number: ten million take 10 MB."],
  },
  {
    pattern: /sort|quicksort|merge/iu,
    intro: "Merge sort, since it is the one whose proof you can see in the code.",
    code: `
def merge_sort(items: list[int]) -> list[int]:
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged = []
    while left and right:
        merged.append(left.pop(0) if left[0] <= right[0] else right.pop(0))
    return merged + left + right


assert merge_sort([5, 2, 9, 2, 1]) == [1, 2, 2, 5, 9]`,
    notes: [
      "For real work use `sorted(items)`: it is written in C, and stable too.",
      "`pop(0)` keeps it short; a `deque` keeps it fast.",
    ],
  },
  {
    pattern: /reverse|palindrome|string/iu,
    intro: "Reversing a string, and telling whether it is a palindrome.",
    code: `
def reversed_text(text: str) -> str:
    return text[::-1]


def is_palindrome(text: str) -> bool:
    letters = [c for c in text.casefold() if c.isalnum()]
    return letters == letters[::-1]


assert reversed_text("parley") == "yelrap"
assert is_palindrome("A man, a plan, a canal: Panama")`,
    notes: [
      "`casefold` also deals with ß and the like, which `lower` does not.",
      "Combined characters (é as two) would need `unicodedata.normalize` first.",
    ],
  },
  {
    intro: "Here is a version in Python that you can run as it is.",
    code: `
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    name: str
    amount: int


def totals(entries: list[Entry]) -> list[tuple[str, int]]:
    """The sum of each name, the largest first."""
    sums: Counter[str] = Counter()
    for entry in entries:
        sums[entry.name] += entry.amount
    return sums.most_common()


print(totals([Entry("rent", 900), Entry("food", 250), Entry("rent", 50)]))`,
    notes: [
      "`Counter` sorts for you with `most_common`.",
      "`frozen=True` keeps an entry from being changed by accident.",
    ],
  },
];
