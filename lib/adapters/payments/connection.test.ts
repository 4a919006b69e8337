import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { healthOf } from "@/lib/platform/service-health";

type Answer = { status: number; body: string } | "cut" | "silence" | "half";

let answers: Answer[] = [];
let asked: { path: string; key: string | undefined }[] = [];
/** A Stripe that misbehaves as told; the last answer is given again and again. */
const server = http.createServer((request, response) => {
  asked.push({ path: request.url ?? "", key: request.headers["idempotency-key"] as string | undefined });
  const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
  if (answer === "cut") request.socket.destroy();
  else if (answer === "silence") return;
  else if (answer === "half") response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
  else response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
vi.stubEnv("STRIPE_API_BASE", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
// The address is read once, when the connection is first imported.
const { ask, askMaybe } = await import("@/lib/adapters/payments/connection");
const { readCustomer, createCustomer } = await import("@/lib/adapters/payments/customer");
const { expireCheckoutPage } = await import("@/lib/adapters/payments/checkout-page");

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked = [];
});

const customer = { id: "cus_1", object: "customer", invoice_settings: { default_payment_method: null } };
const ok = (body: unknown): Answer => ({ status: 200, body: JSON.stringify(body) });
const refusal = (status: number, error: object): Answer => ({ status, body: JSON.stringify({ error }) });
const read = () => readCustomer("cus_1");

describe("an answer of Stripe's", () => {
  test("that is whole is read, and the service is well", async () => {
    answers = [ok(customer)];
    expect(await read()).toEqual({ id: "cus_1", isDeleted: false, cardId: null, userId: null });
    expect(healthOf("stripe").state).toBe("ok");
  });

  test.each<[string, Answer, string]>([
    ["a server error", refusal(500, { message: "oops", type: "api_error" }), "payments_down"],
    [
      "a limit",
      refusal(429, { message: "slow down", type: "invalid_request_error", code: "rate_limit" }),
      "payments_down",
    ],
    [
      "a key that is refused",
      refusal(401, { message: "Invalid API Key", type: "invalid_request_error" }),
      "payments_down",
    ],
    ["a key that may not", refusal(403, { message: "not allowed", type: "invalid_request_error" }), "payments_down"],
    ["something that is not JSON", { status: 200, body: "<html>" }, "payments_down"],
    ["a closed connection", "cut", "payments_down"],
    [
      "an error without the word error, which the SDK takes for a success",
      ok({ message: "Not Found" }),
      "payments_down",
    ],
    ["another object than the one asked for", ok({ ...customer, object: "price" }), "payments_down"],
    [
      "that there is no such object",
      refusal(404, { code: "resource_missing", message: "No such customer", type: "invalid_request_error" }),
      "not_found",
    ],
    [
      "that the request is wrong",
      refusal(400, { message: "Unknown parameter", type: "invalid_request_error", code: "parameter_unknown" }),
      "internal",
    ],
  ])("%s", async (_name, answer, code) => {
    answers = [answer];
    await expect(read()).rejects.toMatchObject({ name: "AppError", code });
    expect(healthOf("stripe").code).toBe(code === "payments_down" ? code : undefined);
  });

  test("a passing failure is tried again, with the same key, and only what is left of it is told", async () => {
    answers = [refusal(500, { message: "oops", type: "api_error" }), "cut", ok(customer)];
    expect(await createCustomer("u1", "customer-u1")).toBe("cus_1");
    expect(asked.map(({ key }) => key)).toEqual(["customer-u1", "customer-u1", "customer-u1"]);
  });

  test("what Stripe does not have can be asked for", async () => {
    answers = [refusal(404, { code: "resource_missing", message: "No such thing", type: "invalid_request_error" })];
    expect(await askMaybe(z.object({}), (stripe) => stripe.customers.retrieve("cus_2"))).toBeUndefined();
    await expect(ask(z.object({}), (stripe) => stripe.customers.retrieve("cus_2"))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a Stripe that keeps silent", () => {
  const readIn = (patienceMs: number) =>
    ask(z.object({ id: z.string() }), (stripe) => stripe.customers.retrieve("cus_1"), patienceMs);

  test.each<Answer>(["silence", "half"])("(%s) is given up on in time", async (answer) => {
    answers = [answer];
    await expect(readIn(300)).rejects.toMatchObject({ code: "payments_down" });
    expect(healthOf("stripe").code).toBe("payments_down");
  });

  test("is not asked again once the time is over", async () => {
    answers = ["silence"];
    await expect(readIn(200)).rejects.toMatchObject({ code: "payments_down" });
    const count = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // Longer than the SDK waits before both its retries.
    expect(asked).toHaveLength(count);
  });

  test("is asked again while there is time, and answers", async () => {
    answers = ["cut", ok(customer)];
    expect(await readIn(5_000)).toEqual({ id: "cus_1" });
  });

  test("holds nobody else up: each call has its own time", async () => {
    answers = ["silence", ok(customer)];
    const [first, second] = await Promise.allSettled([readIn(300), readIn(5_000)]);
    expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
  });
});

describe("closing a page", () => {
  const page = (status: string) => ok({ id: "cs_1", object: "checkout.session", status, url: null, expires_at: 1 });
  const tooLate = refusal(400, { message: "Only open sessions can be expired", type: "invalid_request_error" });

  test("that was paid a moment before says so", async () => {
    answers = [tooLate, page("complete")];
    expect(await expireCheckoutPage("cs_1")).toBe("complete");
  });
  test("that had expired by itself is no failure", async () => {
    answers = [tooLate, page("expired")];
    expect(await expireCheckoutPage("cs_1")).toBe("expired");
  });
  test("that is still open after all is one", async () => {
    answers = [tooLate, page("open")];
    await expect(expireCheckoutPage("cs_1")).rejects.toMatchObject({ code: "internal" });
  });
});
