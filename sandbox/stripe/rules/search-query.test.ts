import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFound, readQuery, type SearchFields, type SearchQuery } from "./search-query";

const FIELDS: SearchFields = {
  amount: { kind: "numeric" },
  email: { kind: "string" },
  status: { kind: "token" },
  metadata: { kind: "token" },
  "card.last4": { kind: "token" },
  owner: { kind: "string", read: (thing) => (thing as { parent: { owner: string } }).parent.owner },
};
const ADA = {
  amount: 1000,
  email: "Ada@Example.test",
  status: "active",
  metadata: { plan: "pro", "a b": 'so "called"' },
  card: { last4: "4242" },
  parent: { owner: "sub_1" },
  url: null,
};

function read(text: string): SearchQuery {
  const query = readQuery(text, FIELDS);
  if ("kind" in query) throw new Error(`${text}: ${query.kind}`);
  return query;
}
const finds = (text: string, thing: object = ADA) => isFound(thing, read(text), FIELDS);
const faultOf = (text: string) => {
  const query = readQuery(text, FIELDS);
  return "kind" in query ? [query.kind, query.field] : "it was read";
};

describe("a query", () => {
  test.each([
    'email:"ada@example.test"',
    "email:'ADA@EXAMPLE.TEST'",
    'email~"example"',
    "amount:1000",
    'amount:"1000"',
    "amount>999",
    "amount>=1000 amount<=1000",
    "-amount<1000",
    "metadata['plan']:'pro'",
    'metadata["a b"]:"so \\"called\\""',
    '-metadata["team"]:"x"',
    'metadata["team"]:null',
    '-metadata["plan"]:NULL',
    'card.last4:"4242"',
    'owner:"sub_1"',
    'status:"active" AND amount>1',
    'status:"active"   and   amount>1',
    'status:"canceled" OR amount>1',
    '-status:"canceled" email~"ada"',
  ])("finds what %s asks for", (text) => expect(finds(text)).toBe(true));

  test.each([
    'email:"ada"',
    'email~"nobody"',
    "amount>1000",
    "amount:100",
    '-status:"active"',
    'status:"active" amount>5000',
    'status:"canceled" OR amount>5000',
    "metadata['PLAN']:'pro'",
    "metadata['team']:'pro'",
    "metadata['plan']:null",
    "email:null",
    "metadata['constructor']:'x'",
  ])("passes over what %s does not ask for", (text) => expect(finds(text)).toBe(false));
});

test.each([
  ["", "unreadable"],
  ["asdf", "unreadable"],
  ["email:", "unreadable"],
  ["email:ada", "unreadable"],
  ['email:"ada', "unreadable"],
  ['(email:"ada")', "unreadable"],
  ['email:"ada" AND', "unreadable"],
  ['AND email:"ada"', "unreadable"],
  ['email:"a"amount:1', "unreadable"],
  ["amount:ten", "unreadable"],
  ["amount:1e3", "unreadable"],
  ['url:"x"', "field", "url"],
  ['metadata:"pro"', "field", "metadata"],
  ["email['a']:'b'", "field", "email"],
  ["toString:'b'", "field", "tostring"],
  ['status~"act"', "operator", "status"],
  ['email>"a"', "operator", "email"],
  ['email~"ad"', "operator", "email"],
  ["amount>null", "operator", "amount"],
  ['email:"a" amount:1 OR amount:2', "mixed"],
  [Array(11).fill("amount:1").join(" "), "too_many"],
])("%s is refused: %s %s", (text, kind, field?: string) => {
  expect(faultOf(text)).toEqual([kind, field]);
});

test("ten clauses are not too many", () => {
  expect(finds(Array(10).fill("amount:1000").join(" AND "))).toBe(true);
});

describe("whatever is asked", () => {
  const value = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
  const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;

  test("a value is found under its own name, however it is written", () => {
    fc.assert(
      fc.property(value, value, (key, text) => {
        fc.pre(key !== "__proto__");
        const thing = { metadata: { [key]: text } };
        expect(finds(`metadata[${quoted(key)}]:${quoted(text)}`, thing)).toBe(true);
        expect(finds(`-metadata[${quoted(key)}]:${quoted(text)}`, thing)).toBe(false);
      }),
    );
  });

  test("a minus turns every answer round, and AND of two is never more than OR", () => {
    const clause = fc.constantFrom('email:"a"', 'status:"active"', "amount>5", "amount:null", "metadata['k']:'1'");
    const thing = fc.record({
      email: fc.constantFrom("a", "b", null),
      status: fc.constantFrom("active", "canceled"),
      amount: fc.constantFrom(1, 5, 6, null),
      metadata: fc.constantFrom({}, { k: "1" }, { k: "2" }),
    });
    fc.assert(
      fc.property(clause, clause, thing, (one, other, what) => {
        expect(finds(`-${one}`, what)).toBe(!finds(one, what));
        expect(finds(`${one} AND ${other}`, what)).toBe(finds(one, what) && finds(other, what));
        expect(finds(`${one} OR ${other}`, what)).toBe(finds(one, what) || finds(other, what));
      }),
    );
  });

  test("any text is read or refused, soon", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        readQuery(text, FIELDS);
      }),
    );
    expect(faultOf('email:"'.repeat(2_000))).toEqual(["unreadable", undefined]);
    expect(faultOf(`email:"${'\\"'.repeat(5_000)}`)).toEqual(["unreadable", undefined]);
  });
});
