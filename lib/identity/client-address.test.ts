import { expect, test } from "vitest";
import { clientAddress } from "@/lib/identity/client-address";

function addressOf(forwarded?: string, trustedProxies = 0): string {
  const headers = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
  return clientAddress(headers, trustedProxies);
}

test.each([
  [undefined, "local"],
  ["", "local"],
  ["203.0.113.9", "203.0.113.9"],
  ["203.0.113.9, ", "local"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8:0001:0002::1", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
])("%s is %s", (forwarded, address) => {
  expect(addressOf(forwarded)).toBe(address);
});

test("what a client claims about itself is not believed", () => {
  expect(addressOf("10.0.0.1, 198.51.100.7")).toBe(addressOf("192.0.2.1, 198.51.100.7"));
});

test("one customer's whole network counts as one address", () => {
  expect(addressOf("2001:db8:1:2:aaaa::1")).toBe(addressOf("2001:db8:1:2:bbbb:cccc::2"));
  expect(addressOf("2001:db8:1:2::1")).not.toBe(addressOf("2001:db8:1:3::1"));
});

test.each([
  [0, "127.0.0.1"],
  [1, "203.0.113.9"],
  [2, "198.51.100.7"],
  [3, "192.0.2.1"],
  [4, "192.0.2.1"],
])("with %d proxies in front it is %s", (trustedProxies, address) => {
  expect(addressOf("192.0.2.1, 198.51.100.7, 203.0.113.9, 127.0.0.1", trustedProxies)).toBe(address);
});
