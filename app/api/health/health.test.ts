import { expect, test } from "vitest";
import { GET as ready } from "@/app/api/health/ready/route";
import { GET as alive } from "@/app/api/health/route";
import { recordOutcome } from "@/lib/platform/service-health";

const request = (path: string) => new Request(`http://localhost${path}`);

test("a process that answers is alive", async () => {
  const response = await alive(request("/api/health"), undefined);
  expect(await response.json()).toEqual({ status: "ok" });
});

test("readiness names each integration's state, and nothing secret", async () => {
  recordOutcome("openai", "model_down");
  const response = await ready(request("/api/health/ready"), undefined);
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(JSON.parse(text)).toEqual({
    ready: true,
    mode: "sandbox",
    integrations: [
      { name: "PostgreSQL", standIn: false, state: "ok" },
      { name: "OpenAI", standIn: true, state: "failing", code: "model_down" },
      { name: "Stripe", standIn: true, state: "unknown" },
      { name: "SendGrid", standIn: true, state: "unknown" },
      { name: "Files", standIn: false, state: "unknown" },
    ],
  });
  expect(text).not.toMatch(/sk_|sk-|whsec|SG\.|postgres:|127\.0\.0\.1/);
});
