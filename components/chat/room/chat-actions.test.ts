import { describe, expect, test, vi } from "vitest";
import { SERVED } from "@/components/chat/testing/room";
import { type ChatActions, chatActions, Refused, type ServedActions } from "./chat-actions";

const refusal = (code: string) => ({ ok: false, code, message: `It was ${code}.` }) as const;
function refusing(code: string): ServedActions {
  const refuse = () => Promise.resolve(refusal(code));
  return {
    list: refuse,
    listArchived: refuse,
    find: refuse,
    path: refuse,
    older: refuse,
    selectBranch: refuse,
    rename: refuse,
    pin: refuse,
    archive: refuse,
    remove: refuse,
    restore: refuse,
    configure: refuse,
    feedback: refuse,
  };
}

function aRoom(served: ServedActions) {
  const watching = { onSignedOut: vi.fn(), onChanged: vi.fn() };
  return { ...watching, actions: chatActions(served, watching) };
}

const ID = { conversationId: "c1" };
const READING: Record<string, (actions: ChatActions) => Promise<unknown>> = {
  list: ({ list }) => list(),
  listArchived: ({ listArchived }) => listArchived("cursor"),
  find: ({ find }) => find({ query: "rain" }),
  path: ({ path }) => path(ID),
  older: ({ older }) => older({ ...ID, beforeId: "m" }),
  selectBranch: ({ selectBranch }) => selectBranch({ ...ID, messageId: "m" }),
};
const CHANGING: Record<string, (actions: ChatActions) => Promise<unknown>> = {
  rename: ({ rename }) => rename({ ...ID, title: "Rain" }),
  pin: ({ pin }) => pin({ ...ID, pinned: true }),
  archive: ({ archive }) => archive({ ...ID, archived: true }),
  remove: ({ remove }) => remove(ID),
  restore: ({ restore }) => restore(ID),
};
const OTHERS: Record<string, (actions: ChatActions) => Promise<unknown>> = {
  configure: ({ configure }) => configure({ ...ID, instructions: null, temperatureCenti: null }),
  feedback: ({ feedback }) => feedback({ messageId: "m", verdict: "up" }),
};

test("every action is one of these", () => {
  expect(Object.keys({ ...READING, ...CHANGING, ...OTHERS }).toSorted()).toEqual(Object.keys(SERVED).toSorted());
});

describe("a refusal", () => {
  test.each(Object.entries(READING))("of %s is thrown with its code and its sentence", async (_name, call) => {
    const { actions, onSignedOut } = aRoom(refusing("not_found"));
    const thrown: unknown = await call(actions).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Refused);
    expect(thrown).toMatchObject({ code: "not_found", message: "It was not_found." });
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  test.each(Object.entries({ ...CHANGING, ...OTHERS }))(
    "of %s is answered, and changed nothing",
    async (_name, call) => {
      const { actions, onChanged, onSignedOut } = aRoom(refusing("conflict"));
      expect(await call(actions)).toEqual(refusal("conflict"));
      expect(onChanged).not.toHaveBeenCalled();
      expect(onSignedOut).not.toHaveBeenCalled();
    },
  );

  test.each(Object.entries({ ...READING, ...CHANGING, ...OTHERS }))(
    "of %s without a session leads to a new one",
    async (_name, call) => {
      const { actions, onSignedOut } = aRoom(refusing("unauthenticated"));
      await call(actions).catch(() => undefined);
      expect(onSignedOut).toHaveBeenCalledOnce();
    },
  );
});

test.each(Object.entries(READING))(
  "%s gives what the server answered, without what is around it",
  async (name, call) => {
    const value = { of: name };
    const answering = { ...SERVED, [name]: () => Promise.resolve({ ok: true, value }) };
    expect(await call(aRoom(answering).actions)).toBe(value);
  },
);

test.each(Object.entries(READING))(
  "%s that does not reach the server throws what the browser threw",
  async (name, call) => {
    const cause = new TypeError("fetch failed");
    const failing = { ...SERVED, [name]: () => Promise.reject(cause) };
    await expect(call(aRoom(failing).actions)).rejects.toBe(cause);
  },
);

test.each(Object.entries(CHANGING))("what %s did is told on", async (name, call) => {
  const { actions, onChanged } = aRoom(SERVED);
  expect(await call(actions)).toEqual({ ok: true });
  const type = name === "remove" ? "deleted" : "renamed";
  expect(onChanged).toHaveBeenCalledExactlyOnceWith({ type, conversationId: "c1" });
});
