import { describe, expect, test } from "vitest";
import { requestHostedPage } from "@/components/billing/hosted-page";

const UNREACHABLE = "We could not reach the server. Nothing was charged: try again in a moment.";

function answers(response: () => Response | Promise<Response>) {
  const calls: Request[] = [];
  const fetch: typeof globalThis.fetch = async (path, init) => {
    calls.push(new Request(new URL(path as string, "http://parley.test"), init));
    return response();
  };
  return { fetch, calls };
}

describe("asking for one of Stripe's pages", () => {
  test("posts the wish and hands over the address", async () => {
    const { fetch, calls } = answers(() => Response.json({ url: "https://pay.example/c/1" }));
    const wish = { plan: "pro", interval: "year" };
    expect(await requestHostedPage("/api/stripe/checkout-session", wish, fetch)).toBe("https://pay.example/c/1");
    expect(calls.map(({ method, url }) => [method, url])).toEqual([
      ["POST", "http://parley.test/api/stripe/checkout-session"],
    ]);
    expect(await calls[0]!.json()).toEqual(wish);
  });

  test("a refusal is told in the server's own sentence", async () => {
    const message = "Payments are not answering right now. Nothing was charged.";
    const { fetch } = answers(() => Response.json({ error: { code: "payments_down", message } }, { status: 503 }));
    await expect(requestHostedPage("/x", {}, fetch)).rejects.toThrow(message);
  });

  test("an address in a refusal is not followed", async () => {
    const { fetch } = answers(() => Response.json({ url: "https://evil.example" }, { status: 409 }));
    await expect(requestHostedPage("/x", {}, fetch)).rejects.toThrow(UNREACHABLE);
  });

  test.each([
    ["a proxy's page", () => new Response("<h1>502</h1>", { status: 502 })],
    ["an empty answer", () => new Response(null, { status: 200 })],
    ["an answer without an address", () => Response.json({})],
    ["an address that is none", () => Response.json({ url: 7 })],
    ["null", () => Response.json(null, { status: 500 })],
    ["no network", () => Promise.reject(new TypeError("fetch failed"))],
  ])("%s becomes a sentence too", async (_, response) => {
    await expect(requestHostedPage("/x", {}, answers(response).fetch)).rejects.toThrow(UNREACHABLE);
  });
});
