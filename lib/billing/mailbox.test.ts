import fc from "fast-check";
import { expect, test } from "vitest";
import { mailboxOf } from "@/lib/billing/mailbox";

test.each([
  ["ann@example.test", "ann@example.test"],
  ["Ann@Example.TEST", "ann@example.test"],
  ["ann+parley@example.test", "ann@example.test"],
  ["ann+a+b@example.test", "ann@example.test"],
  // Dots mean something everywhere but there.
  ["a.n.n@example.test", "a.n.n@example.test"],
  ["A.n.n+1@gmail.com", "ann@gmail.com"],
  ["ann@googlemail.com", "ann@gmail.com"],
  // Nothing would be left: such addresses keep what they have.
  ["+tag@example.test", "+tag@example.test"],
  ["...@gmail.com", "...@gmail.com"],
  ['"a@b"@example.test', '"a@b"@example.test'],
])("%s is the mailbox %s", (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});

test("different people's addresses stay different", () => {
  const addresses = ["ann@example.test", "ben@example.test", "ann@example.com", "a.nn@example.test", "+@example.test"];
  expect(new Set(addresses.map(mailboxOf)).size).toBe(addresses.length);
});

test("a mailbox is its own mailbox, and a tag more or less changes nothing", () => {
  fc.assert(
    fc.property(fc.emailAddress(), fc.stringMatching(/^[a-z0-9]{0,8}$/), (address, tag) => {
      const mailbox = mailboxOf(address);
      expect(mailboxOf(mailbox)).toBe(mailbox);
      const tagged = address.replace(/@(?=[^@]*$)/u, `+${tag}@`);
      fc.pre(!address.startsWith("+") && !mailbox.startsWith("+"));
      expect(mailboxOf(tagged)).toBe(mailbox);
    }),
  );
});
