import { createRef } from "react";
import { describe, expect, test } from "vitest";
import type { Conversation, Turn } from "@/components/chat/state/conversation";
import type { Draft } from "@/components/chat/state/draft";
import { SendFailure } from "@/components/chat/stream/send-failure";
import { inRoom } from "@/components/chat/testing/room";
import { pageOf } from "@/components/ui/testing/page";
import { Dock } from "./dock";
import { SAGE, SWIFT } from "./testing/models";
import type { Adding } from "./use-adding";
import type { Composing } from "./use-composing";

const nothing = () => undefined;
const REQUEST = { message: "Hello", clientRequestId: "r1" };
const IMAGE = { id: "f", name: "a.png", kind: "image", mediaType: "image/png", sizeBytes: 9, boundTokens: 1 } as const;

type Given = {
  turn?: Turn;
  draft?: Partial<Draft>;
  composing?: Partial<Composing>;
  adding?: Partial<Adding>;
  problem?: string;
  isAtEnd?: boolean;
};

/** What stands below a conversation, in a state that the test names. */
function dock({
  turn = { state: "idle" },
  draft = {},
  composing = {},
  adding = {},
  problem,
  isAtEnd = true,
}: Given = {}) {
  const conversation: Conversation = { id: "c", messages: [], turn };
  const whole: Composing = {
    draft: { text: "", ...draft },
    settings: {},
    uploads: [],
    queue: [],
    choices: [SWIFT, SAGE],
    chosen: SWIFT,
    sendText: nothing,
    sendQueued: nothing,
    stop: nothing,
    sendAgain: nothing,
    sendShortened: nothing,
    sendTo: nothing,
    ...composing,
  };
  const files: Adding = {
    add: nothing,
    remove: nothing,
    drop: nothing,
    paste: () => false,
    longPaste: false,
    attachPaste: nothing,
    keepPaste: nothing,
    ...adding,
  };
  return pageOf(
    inRoom(
      <Dock
        chat={{ key: "c", draftKey: "c", isTemporary: false, conversation }}
        composing={whole}
        adding={files}
        area={createRef()}
        isAtEnd={isAtEnd}
        toEnd={nothing}
        onEditLast={nothing}
        problem={problem}
      />,
    ),
  );
}

const names = (page: ReturnType<typeof dock>) => page.all("button").map(({ text }) => text);
const refused = (code: string, message: string, retryAfterS?: number): Turn => ({
  state: "refused",
  request: REQUEST,
  failure: new SendFailure(code, message, { retryAfterS }),
});

describe("while an answer is written", () => {
  test("one may stop it, and what is written may follow it", () => {
    expect(names(dock({ turn: { state: "streaming" } })).at(-1)).toBe("Stop");
    expect(names(dock({ turn: { state: "streaming" }, draft: { text: "Next" } }))).toContain("Send afterwards");
  });

  test("a connection that broke is said quietly", () => {
    const page = dock({ turn: { state: "lost" } });
    expect(page.text).toContain("Reconnecting…");
    expect(page.html).not.toContain('role="alert"');
    expect(names(page).at(-1)).toBe("Stop");
  });

  test("a stop that is on its way can not be pressed again, and one that failed can", () => {
    const stopping = dock({ turn: { state: "streaming", stop: { seenLength: 3 } } });
    expect(stopping.all("button").at(-1)).toMatchObject({ text: "Stopping…", "aria-disabled": "true" });
    const failed = dock({ turn: { state: "streaming", stopFailed: true } });
    expect(failed.text).toContain("could not be stopped");
    expect(names(failed).at(-1)).toBe("Stop");
  });

  test("what is queued goes out by itself, and afterwards it asks", () => {
    const queue = [{ request: REQUEST }];
    expect(names(dock({ turn: { state: "streaming" }, composing: { queue } }))).not.toContain("Send now");
    expect(names(dock({ composing: { queue } }))).toContain("Send now");
  });
});

describe("a refused message", () => {
  test("is told at once, and may be sent again", () => {
    const page = dock({ turn: refused("model_busy", "The model is busy."), draft: { text: "Hello" } });
    expect(page.html).toContain('role="alert"');
    expect(page.text).toContain("The model is busy.");
    expect(names(page)).toContain("Send again");
  });

  test("that came too soon counts down", () => {
    const page = dock({ turn: refused("too_many_requests", "2 answers are being written for you.", 5) });
    expect(page.all("button").find(({ text }) => text === "Send again")).toMatchObject({ "aria-disabled": "true" });
    expect(page.html).toContain("Send again in 5 seconds");
  });

  test("whose files are too long may be sent with a part of them", () => {
    const turn = refused("context_too_long", "These files are too long for Swift.");
    expect(names(dock({ turn, draft: { text: "x", files: [IMAGE] } }))).toContain("Send with the files shortened");
    expect(names(dock({ turn, draft: { text: "x" } }))).not.toContain("Send with the files shortened");
  });

  test("to a model that the plan lacks may go to another one", () => {
    const page = dock({ turn: refused("model_not_in_plan", "Your plan does not include that model.") });
    expect(names(page)).toContain("Send to Sage");
    expect(page.links).toMatchObject({ "See plans": "/billing" });
  });
});

describe("files", () => {
  test("that the chosen model can not look at keep the message back, and say why", () => {
    const page = dock({ draft: { text: "What is it?", files: [IMAGE] } });
    expect(page.text).toContain("Swift can not look at pictures.");
    expect(page.all("button").at(-1)).toMatchObject({ text: "Send", "aria-disabled": "true" });
    const other = dock({ draft: { text: "What is it?", files: [IMAGE] }, composing: { chosen: SAGE } });
    expect(other.all("button").at(-1)).toMatchObject({ text: "Send", "aria-disabled": "false" });
  });

  test("on their way keep it back; those that were refused do not", () => {
    const upload = { id: "u", name: "a.txt", progress: 0.5 };
    const sendable = (uploads: Composing["uploads"]) =>
      dock({ draft: { text: "x" }, composing: { uploads } })
        .all("button")
        .at(-1);
    expect(sendable([upload])).toMatchObject({ "aria-disabled": "true" });
    expect(sendable([{ ...upload, problem: "Too large." }])).toMatchObject({ "aria-disabled": "false" });
  });

  test("are offered for a long text that was pasted", () => {
    expect(names(dock({ adding: { longPaste: true } }))).toEqual(
      expect.arrayContaining(["Keep it here", "Attach it as a file"]),
    );
  });
});

test("about what it costs is said of what is written, and not read out with each letter", () => {
  const page = dock({ draft: { text: "Hello" } });
  expect(page.all("p").find(({ text }) => text.includes("of your allowance"))).toMatchObject({ "aria-live": "off" });
  expect(dock().all("p").at(-1)).toMatchObject({ "aria-live": "polite" });
});

test("what else went wrong is said at once", () => {
  expect(dock({ problem: "That version could not be opened." }).html).toMatch(/role="alert".*could not be opened/);
});

test("the way back to the end is there when one is elsewhere", () => {
  expect(names(dock({ isAtEnd: false }))).toContain("Jump to latest");
  expect(names(dock())).not.toContain("Jump to latest");
});
