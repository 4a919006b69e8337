import { aBrowser } from "@/lib/identity/testing/browser";
import { beforeEach, describe, expect, test } from "vitest";
import * as stop from "@/app/api/openai/chat/[generationId]/stop/route";
import * as stream from "@/app/api/openai/chat/[generationId]/stream/route";
import { ourDesk } from "@/lib/chat/generations";
import { aPerson, hear } from "@/lib/chat/testing/person";
import { aModel, aRun, storedOf } from "@/lib/chat/testing/processes";
import type { Run } from "@/lib/chat/writing";
import type { Viewer } from "@/lib/identity/schema";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";

type Asking = { from?: string; query?: string; body?: string };

let viewer: Viewer;
let run: Run;
let model: ReturnType<typeof aModel>;

beforeEach(async () => {
  viewer = await aPerson();
  run = await aRun(viewer);
  model = aModel();
  ourDesk().start(run, undefined, model.infer);
});

async function browserOf(person?: Viewer) {
  const browser = aBrowser();
  if (person) await browser.become(person);
  const context = (generationId: string) => ({ params: Promise.resolve({ generationId }) });
  const url = (rest: string) => `${env.appUrl}/api/openai/chat/${rest}`;
  return {
    listen: (id: string, { from, query = "" }: Asking = {}) => {
      const headers = from === undefined ? {} : { "last-event-id": from };
      return browser.call(() => stream.GET(new Request(url(`${id}/stream${query}`), { headers }), context(id)));
    },
    stop: (id: string, { body }: Asking = {}) => {
      const init = { method: "POST", ...(body === undefined ? {} : { body }) };
      return browser.call(() => stop.POST(new Request(url(`${id}/stop`), init), context(id)));
    },
  };
}

describe("listening on", () => {
  test("goes on after the last event that the browser names, and names the offsets of what comes", async () => {
    const browser = await browserOf(viewer);
    model.say("One two");
    const response = await browser.listen(run.ids.generationId, { from: "4" });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const heard = hear(response);
    model.finish();
    expect(await heard).toMatchObject({ text: "two", start: run.ids, last: { type: "done", finishReason: "stop" } });
    const late = await hear(await browser.listen(run.ids.generationId, { query: "?from=3" }));
    expect(late).toMatchObject({ text: " two", offsets: [3, 7, 7, 7] });
  });

  test("is for the owner: to anybody else, and for nonsense, there is nothing here", async () => {
    const [owner, stranger] = [await browserOf(viewer), await browserOf(await aPerson())];
    expect((await (await browserOf()).listen(run.ids.generationId)).status).toBe(401);
    expect((await stranger.listen(run.ids.generationId)).status).toBe(404);
    for (const id of [newId(), "nonsense"]) expect((await owner.listen(id)).status).toBe(404);
    await ourDesk().finishAll();
  });
});

describe("stopping", () => {
  test("says whether it was still being written, with or without a body", async () => {
    const browser = await browserOf(viewer);
    model.say("One two");
    const first = await browser.stop(run.ids.generationId, { body: '{"seenLength":3}' });
    expect([first.status, await first.json()]).toEqual([200, { stopped: true }]);
    await expect.poll(() => ourDesk().isWriting(run.ids.generationId)).toBe(false);
    for (const asking of [{}, { body: "{}" }]) {
      const again = await browser.stop(run.ids.generationId, asking);
      expect(await again.json()).toEqual({ stopped: false });
    }
    expect((await storedOf(run)).message).toMatchObject({ content: "One", status: "stopped" });
  });

  test.each(["{", "[]", '{"seenLength":-1}', '{"seenLength":"3"}', '{"seen":3}'])(
    "refuses %s and stops nothing",
    async (body) => {
      const browser = await browserOf(viewer);
      expect((await browser.stop(run.ids.generationId, { body })).status).toBe(400);
      expect(model.state.isAborted).toBe(false);
      await ourDesk().finishAll();
    },
  );

  test("is for the owner, and only over a route that takes it", async () => {
    const stranger = await browserOf(await aPerson());
    expect((await (await browserOf()).stop(run.ids.generationId)).status).toBe(401);
    expect((await stranger.stop(run.ids.generationId)).status).toBe(404);
    expect((await (await browserOf(viewer)).stop("nonsense")).status).toBe(404);
    const request = new Request(`${env.appUrl}/api/openai/chat/x/stop`);
    const refused = await stop.GET(request, { params: Promise.resolve({ generationId: "x" }) });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    expect((await storedOf(run)).generation.stopRequestedAt).toBeNull();
    await ourDesk().finishAll();
  });
});
