import OpenAI from "openai";
import * as embeddings from "@/app/api/v1/embeddings/route";
import * as model from "@/app/api/v1/models/[...id]/route";
import * as models from "@/app/api/v1/models/route";
import chat from "@/pages/api/v1/chat/completions";
import { subscribed } from "@/lib/chat/testing/plan";
import { db } from "@/lib/db/client";
import { served } from "@/lib/http/testing/served";
import { mintKey, prefixOf } from "@/lib/identity/key-format";
import { KEY_SCOPES } from "@/lib/identity/schema";
import { env } from "@/lib/platform/env";
import { newId, sha256 } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { recordPrices } from "@/lib/usage/catalogue";

const BASE_URL = `${env.appUrl}/api/v1`;

type Given = { scopes?: string[]; plan?: "free" | "pro"; budgetMicros?: bigint; requestsPerMinute?: number };
export type Program = { userId: string; keyId: string; secret: string };

/** A person with a key, and an allowance of this moment. */
export async function aProgram({ scopes = [...KEY_SCOPES], plan = "free", ...limits }: Given = {}): Promise<Program> {
  await recordPrices();
  const [userId, keyId, secret] = [newId(), newId(), mintKey()];
  await db.user.create({ data: { id: userId, email: `${userId}@parley.test`, emailVerified: new Date() } });
  const facts = { name: "laptop", prefix: prefixOf(secret), keyHash: sha256(secret), scopes, ...limits };
  await db.apiKey.create({ data: { id: keyId, userId, ...facts } });
  if (plan === "pro") await subscribed({ id: userId }, "pro");
  await allowanceFor(userId);
  return { userId, keyId, secret };
}

const CHAT = "/chat/completions";
const chatServed = await served(chat, `/api/v1${CHAT}`);

const ROUTES: Record<string, Record<string, (request: Request, context: unknown) => Promise<Response>>> = {
  "/embeddings": { POST: embeddings.POST },
  "/models": { GET: models.GET, OPTIONS: models.OPTIONS },
};

/** Asks a route of ours as a server would be asked over HTTP. */
export function ask(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const path = new URL(request.url).pathname.slice("/api/v1".length);
  if (path === CHAT) return askServed(request);
  const id = /^\/models\/(.+)$/.exec(path)?.[1];
  if (id !== undefined) return model.GET(request, { params: Promise.resolve({ id: id.split("/") }) });
  const handle = ROUTES[path]?.[request.method];
  if (!handle) throw new Error(`No such route: ${request.method} ${path}`);
  return handle(request, undefined);
}

async function askServed(request: Request): Promise<Response> {
  const { method, headers, signal } = request;
  return fetch(chatServed.url, { method, headers, signal, body: request.body && (await request.arrayBuffer()) });
}

/** As over a network: who aborts is not answered any more. */
async function overTheWire(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const leaving = new Promise<never>((_resolve, reject) => {
    init.signal?.addEventListener("abort", () => reject(new DOMException("left", "AbortError")));
  });
  return Promise.race([ask(input, init), leaving]);
}

/** The official client, pointed at our routes; nothing of it is replaced but the network. */
export function clientOf(
  { secret }: { secret: string },
  options: { maxRetries?: number; fetch?: typeof ask } = {},
): OpenAI {
  return new OpenAI({
    apiKey: secret,
    baseURL: BASE_URL,
    fetch: overTheWire,
    maxRetries: 0,
    logLevel: "off",
    ...options,
  });
}

/** The same client, pointed at the provider. */
export function directClient(): OpenAI {
  return new OpenAI({ apiKey: env.openai.apiKey, baseURL: env.openai.baseUrl, maxRetries: 0, logLevel: "off" });
}

/** A bare post, for what no client would send. */
export function post(path: string, body: unknown, { secret }: { secret: string }): Promise<Response> {
  return ask(`${BASE_URL}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

export async function holdsOf(userId: string) {
  return db.reservation.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
}

export async function receiptsOf(userId: string) {
  return db.ledgerTransfer.findMany({ where: { userId, kind: "settle" }, orderBy: { createdAt: "asc" } });
}
