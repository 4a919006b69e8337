import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { signatureOf } from "./signature";

const TIMEOUT_MS = 10_000;
/** As much of an answer as is kept. */
const MAX_ANSWER_CHARS = 500;

/** `answer`: the beginning of the body, where there was one. */
export type PostResult = { status: number | null; error: string | null; answer?: string };
export type PostOrder = { url: string; payload: string; secrets: string[]; wallMs: number; anywhere: boolean };

/** Posts one event, signed with each live secret, and says how it was answered. Never throws; follows no redirect. */
export async function postEvent({ url, payload, secrets, wallMs, anywhere }: PostOrder): Promise<PostResult> {
  const target = new URL(url);
  if (!anywhere && !isLoopback(target.hostname)) {
    return {
      status: null,
      error: "Refused: this sandbox posts to loopback addresses only (see SANDBOX_WEBHOOK_TARGETS).",
    };
  }
  // The signature carries wall time: that is what a verifier's tolerance is measured against.
  const signature = signatureOf(payload, secrets, Math.floor(wallMs / 1000));
  return new Promise((resolve) => {
    const request = (target.protocol === "https:" ? https : http).request(target, {
      method: "POST",
      timeout: TIMEOUT_MS,
      agent: false,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(payload),
        "stripe-signature": signature,
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        accept: "*/*; q=0.5, application/xml",
        "cache-control": "no-cache",
      },
    });
    const late = setTimeout(() => request.destroy(new Error("No answer within 10 seconds")), TIMEOUT_MS);
    const finish = (result: PostResult) => {
      clearTimeout(late);
      resolve(result);
    };
    request.on("error", (error) => finish({ status: null, error: error.message || "The connection failed" }));
    request.on("response", (response) => {
      let answer = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        if (answer.length < MAX_ANSWER_CHARS) answer = (answer + text).slice(0, MAX_ANSWER_CHARS);
      });
      response.on("error", (error) => finish({ status: null, error: error.message }));
      response.on("end", () => {
        const status = response.statusCode ?? null;
        finish(answer === "" ? { status, error: null } : { status, error: null, answer });
      });
    });
    request.end(payload);
  });
}

/** Names and numbers that can only mean this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "localhost" || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}
