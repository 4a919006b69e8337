import fs from "node:fs";
import path from "node:path";
import type { BrowserContext } from "@playwright/test";
import { z } from "zod";
import { findBuild } from "@/scripts/start/build";
import { facts } from "./facts";

export type Ask = {
  method: string;
  path: string;
  headers?: Record<string, string>;
  json?: unknown;
  form?: FormData;
  /** Hang up when this was said; otherwise the answer is read to its end. */
  until?: RegExp | undefined;
};
export type Answer = { status: number; headers: Headers; text: string };

/** Somebody with a cookie and no browser, who may say anything. */
export type Caller = {
  call(ask: Ask): Promise<Answer>;
  /** A server action by its file and name, as React's client would call it. */
  act(action: string, args: readonly unknown[], headers?: Record<string, string>): Promise<Answer>;
  /** The same with a form. */
  actByForm(action: string, fields: Record<string, string>): Promise<Answer>;
};

/** With the session of a browser; without one, nobody. */
export async function callerOf(context?: BrowserContext): Promise<Caller> {
  const cookies = (await context?.cookies(facts.appUrl)) ?? [];
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const actions = actionsOfBuild();

  async function call({ method, path: where, headers = {}, json, form, until }: Ask): Promise<Answer> {
    const hangUp = new AbortController();
    const response = await fetch(`${facts.appUrl}${where}`, {
      method,
      redirect: "manual",
      signal: hangUp.signal,
      headers: { ...(cookie === "" ? {} : { cookie }), ...headers },
      ...(form ? { body: form } : {}),
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await textOf(response, until);
    hangUp.abort();
    return { status: response.status, headers: response.headers, text };
  }

  function placeOf(action: string): { method: string; path: string; id: string } {
    const found = actions.get(action);
    if (!found) throw new Error(`${action} is no action of the build`);
    return { method: "POST", ...found };
  }

  return {
    call,
    act(action, args, headers = {}) {
      const { id, ...place } = placeOf(action);
      const own = { "next-action": id, "content-type": "text/plain;charset=UTF-8", origin: facts.appUrl };
      return call({ ...place, headers: { ...own, ...headers }, json: args });
    },
    actByForm(action, fields) {
      const { id, ...place } = placeOf(action);
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(`_1_${name}`, value);
      form.append("0", '["$undefined","$K1"]');
      return call({ ...place, headers: { "next-action": id, origin: facts.appUrl }, form });
    },
  };
}

async function textOf(response: Response, until: RegExp | undefined): Promise<string> {
  if (!until || !response.body) return response.text();
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (until.test(text)) break;
  }
  return text;
}

const Manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ filename: z.string(), exportedName: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});

/** Where each action is answered and by which id, as `file#name`, from what the build says. */
function actionsOfBuild(): Map<string, { id: string; path: string }> {
  const server = findBuild();
  if (server === undefined) throw new Error("There is no build of these files.");
  const file = path.join(path.dirname(server), ".next", "server", "server-reference-manifest.json");
  const { node } = Manifest.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  return new Map(
    Object.entries(node).map(([id, { filename, exportedName, workers }]) => {
      // A page without a parameter in its path.
      const page = Object.keys(workers).find((worker) => !worker.includes("[")) ?? "";
      return [`${filename}#${exportedName}`, { id, path: pathOf(page) }];
    }),
  );
}

/** `app/(app)/chat/page` as `/chat`. */
function pathOf(page: string): string {
  const folders = page.split("/").slice(1, -1);
  return `/${folders.filter((folder) => !folder.startsWith("(")).join("/")}`;
}
