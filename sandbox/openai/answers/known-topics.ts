type Topic = { name: string; what: string; how: readonly string[]; example: string; mistake: string };

const TOPICS: readonly (Topic & { pattern: RegExp })[] = [
  {
    pattern: /photosynthesis/iu,
    name: "Photosynthesis",
    what: "Plants make sugar from light, water and carbon dioxide, and give off oxygen as what is left over.",
    how: [
      "Chlorophyll in the leaf takes up light, mostly red and blue.",
      "That energy splits water: oxygen leaves, and charged carriers (ATP and NADPH) remain.",
      "The Calvin cycle spends the carriers to build sugar from carbon dioxide.",
    ],
    example:
      "Put a cut water plant under a lamp: the bubbles that rise are oxygen, and they come faster when the lamp is nearer.",
    mistake: "the weight of a tree comes from the air, not from the soil.",
  },
  {
    pattern: /recursion|recursive/iu,
    name: "Recursion",
    what: "A recursive function solves a problem by calling itself on a smaller one, until the problem is so small that the answer is known.",
    how: [
      "State the **base case**: the input whose answer needs no work.",
      "State the **step**: how the answer follows from that of a smaller input.",
      "Make sure that every call gets nearer to the base case.",
    ],
    example:
      "`factorial(4)` is `4 × factorial(3)`, and so on down to `factorial(0) = 1`; then the results multiply back up to 24.",
    mistake: "following every call in the head. Trust the smaller call, and check only the step.",
  },
  {
    pattern: /quantum comput/iu,
    name: "Quantum computing",
    what: "A quantum computer works on qubits, whose state is a combination of 0 and 1, and lets the paths to wrong answers cancel out.",
    how: [
      "Qubits are put in a superposition of many inputs.",
      "Gates turn that state so that amplitudes of wrong answers interfere away.",
      "A measurement gives one answer, with high probability a right one.",
    ],
    example:
      "Shor's algorithm finds the period of a function, and with it the factors of a large number, far faster than any known ordinary method.",
    mistake: "it does not try all answers at once and read out the best: a measurement shows only one.",
  },
  {
    pattern: /black holes?/iu,
    name: "Black holes",
    what: "A black hole is a region where gravity is so strong that nothing, light included, can leave once it is past the edge, the event horizon.",
    how: [
      "A massive star runs out of fuel and can no longer hold itself up.",
      "Its core collapses past the point where any known force would stop it.",
      "What falls in adds to its mass; from far away it pulls like any other mass.",
    ],
    example:
      "The one in the middle of our galaxy, Sagittarius A*, has about four million suns' mass; stars are seen circling it.",
    mistake: "black holes do not suck. A black Sun of the same mass would leave the Earth on its orbit.",
  },
  {
    pattern: /compound interest/iu,
    name: "Compound interest",
    what: "Interest is paid on interest: what was earned last year earns too this year, so the growth speeds up.",
    how: [
      "Each period the balance is multiplied by $1 + r$.",
      "After $n$ periods $x_0$ has become $x_0 (1 + r)^n$.",
      "The rule of 72: at $p$ percent a year, money doubles in about $72/p$ years.",
    ],
    example: "1,000 at 5 % a year is 1,050 after one year, 1,628.89 after ten and 4,321.94 after thirty.",
    mistake: "overlooking that fees and inflation compound as well, in the other direction.",
  },
  {
    pattern: /\bhttps?\b|\btls\b/iu,
    name: "HTTP",
    what: "HTTP is how a browser and a server talk: one asks with a method, a path and headers, the other answers with a status and a body.",
    how: [
      "The client opens a connection (with TLS, after checking who is at the other end).",
      "It sends a request: `GET /prices HTTP/1.1` and some headers.",
      "The server answers: `200 OK`, headers, and the page.",
    ],
    example: "A 304 answer has no body: the copy that the browser kept is still good, and nothing is sent twice.",
    mistake: "GET must change nothing. Whoever lets a link delete something meets a crawler sooner or later.",
  },
  {
    pattern: /machine learning|neural net|large language model|\bllms?\b/iu,
    name: "Machine learning",
    what: "Instead of writing the rule, one shows examples, and an algorithm adjusts numbers until the rule that comes out fits them.",
    how: [
      "A model with many adjustable numbers makes a guess.",
      "A loss function says how wrong the guess was.",
      "Each number is moved a little in the direction that makes it less wrong; repeat.",
    ],
    example:
      "Show it ten thousand letters marked as spam or not; it learns which words make the difference, without being told.",
    mistake: "judging it on the examples it learned from. What counts is what it does with new ones.",
  },
  {
    pattern: /inflation/iu,
    name: "Inflation",
    what: "Inflation is the general rise of prices: the same money buys less than a year ago.",
    how: [
      "More is asked for than is made, or making it becomes dearer.",
      "Sellers raise prices; wages follow, which raises costs again.",
      "A central bank makes borrowing dearer, so that less is spent.",
    ],
    example: "At 3 % a year, prices double in about 24 years.",
    mistake: "falling inflation does not mean falling prices: they only rise more slowly.",
  },
  {
    pattern: /blockchain/iu,
    name: "Blockchain",
    what: "A blockchain is a list of records that many parties keep together, made so that nobody can change an old entry unnoticed.",
    how: [
      "Records are gathered in a block.",
      "Each block carries the hash of the one before it.",
      "The parties agree on which block comes next, by work or by stake.",
    ],
    example:
      "Change one payment in an old block, and its hash changes, and with it every hash after it: everyone sees it.",
    mistake: "it proves that a record was not changed later, not that it was true in the first place.",
  },
  {
    pattern: /\bdns\b|domain name/iu,
    name: "DNS",
    what: "DNS turns a name such as example.com into the address of a machine, through a tree of servers that each know a part.",
    how: [
      "A resolver asks a root server who answers for `.com`.",
      "It asks there who answers for `example.com`.",
      "It asks that one for the address, and keeps the answer for as long as its TTL says.",
    ],
    example: "Lower the TTL to five minutes the day before you move a server, and the move is over in five minutes.",
    mistake: "changes do not spread. Old answers expire, each where it was kept.",
  },
];

/** What is known of the subject of a text, if it is one of the few. */
export function knownTopic(text: string): Topic | undefined {
  return TOPICS.find(({ pattern }) => pattern.test(text));
}
