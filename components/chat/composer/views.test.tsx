import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { AdviceNotice, secondsText } from "./advice-notice";
import { FileChips } from "./file-chips";
import { ModelPicker } from "./model-picker";
import { QueueChips } from "./queue-chips";
import { SendButton } from "./send-button";
import { SettingsForm } from "./settings-dialog";
import { TemporaryBanner } from "./temporary-banner";
import { SAGE, SWIFT } from "./testing/models";

const nothing = () => undefined;

describe("the model picker", () => {
  const page = renderToStaticMarkup(
    <ModelPicker
      choices={[SWIFT, { ...SAGE, openedBy: { plan: "pro", name: "Pro" } }]}
      chosen={SWIFT}
      onChoose={nothing}
    />,
  );

  test("is named by the model that answers", () => {
    expect(page).toContain('aria-label="Model: Swift"');
  });

  test("leads from a locked model to the plans, and says which one has it", () => {
    expect(page).toMatch(/href="\/pricing".*Sage.*Comes with Pro/);
  });

  test("marks the chosen one", () => {
    expect(page.match(/aria-checked="true"/g)).toHaveLength(1);
  });

  test("says which model can not look at pictures", () => {
    const both = renderToStaticMarkup(<ModelPicker choices={[SWIFT, SAGE]} chosen={SAGE} onChoose={nothing} />);
    expect(both.match(/No pictures/g)).toHaveLength(1);
  });
});

describe("the notice about a refused message", () => {
  const advice = { title: "Used up", text: "Until 3 March.", link: { href: "/billing", label: "See plans" } };
  const notice = (props: Partial<Parameters<typeof AdviceNotice>[0]> = {}) =>
    renderToStaticMarkup(
      <AdviceNotice advice={{ ...advice, canSendAgain: true }} isNews={false} onSendAgain={undefined} {...props} />,
    );

  test("interrupts a screen reader when it is news, and not when it was there all along", () => {
    expect(notice({ isNews: true })).toContain('role="alert"');
    expect(notice()).not.toContain('role="alert"');
  });

  test("offers to send again where that can help", () => {
    expect(notice({ onSendAgain: nothing })).toContain("Send again");
    expect(notice()).not.toContain("Send again");
    expect(notice()).toContain("See plans");
  });

  test("counts down, and says the time once to those who hear it", () => {
    const waiting = notice({ advice: { title: "Wait", canSendAgain: true, waitS: 12 }, onSendAgain: nothing });
    expect(waiting).toContain("Send again in 12 seconds");
    expect(waiting).toContain("You can send it again in 12 seconds.");
    expect(waiting).toContain('aria-disabled="true"');
    expect(secondsText(1)).toBe("1 second");
  });

  test("offers to shorten files and to ask another model, where the advice says so", () => {
    const ways = { onSendShortened: nothing, other: { label: "Swift", onSend: nothing } };
    const open = notice({ advice: { title: "x", canSendAgain: false, canShorten: true, canSwitch: true }, ...ways });
    expect(open).toContain("Send with the files shortened");
    expect(open).toContain("Send to Swift");
    expect(notice(ways)).not.toMatch(/shortened|Send to/);
  });
});

describe("the send button", () => {
  const button = (isSendable: boolean, isRunning = false, isStopping = false) =>
    renderToStaticMarkup(
      <SendButton
        isSendable={isSendable}
        isRunning={isRunning}
        isStopping={isStopping}
        onQueue={nothing}
        onStop={nothing}
      />,
    );

  test("sends what may be sent", () => {
    expect(button(true)).toMatch(/type="submit".*aria-label="Send"/);
    expect(button(false)).toContain('aria-disabled="true"');
  });

  test("stops while an answer runs, and what is written may follow it", () => {
    expect(button(false, true)).toMatch(/type="button".*aria-label="Stop"/);
    expect(button(false, true)).not.toContain("Send afterwards");
    expect(button(true, true)).toContain("Send afterwards");
  });

  test("says that it is stopping", () => {
    expect(button(false, true, true)).toMatch(/aria-disabled="true".*Stopping…/);
  });
});

describe("files", () => {
  const file = {
    id: "f",
    name: "a.pdf",
    kind: "document",
    mediaType: "application/pdf",
    sizeBytes: 1_240_000,
    boundTokens: 1,
  } as const;
  const chips = (...uploads: Parameters<typeof FileChips>[0]["uploads"]) =>
    renderToStaticMarkup(<FileChips files={[file]} uploads={uploads} onRemove={nothing} onDrop={nothing} />);

  test("that arrived show their size and can be removed", () => {
    expect(chips()).toContain("1.2 MB");
    expect(chips()).toContain('aria-label="Remove a.pdf"');
  });

  test("that are pictures are seen, the person's own and from this server", () => {
    const picture = { ...file, id: "p", name: "b.png", kind: "image", mediaType: "image/png" } as const;
    const page = renderToStaticMarkup(
      <FileChips files={[file, picture]} uploads={[]} onRemove={nothing} onDrop={nothing} />,
    );
    expect([...page.matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, address]) => address)).toEqual(["/api/files/p"]);
  });

  test("on their way show how far they are", () => {
    expect(chips({ id: "u", name: "b.png", progress: 0.42 })).toMatch(/Uploading b\.png.*42 %/);
    expect(chips({ id: "u", name: "b.png", progress: 1 })).toContain("Reading…");
  });

  test("that were not taken say why, at once", () => {
    expect(chips({ id: "u", name: "b.png", progress: 0, problem: "Too large." })).toMatch(/role="alert">Too large\./);
  });

  test("that are none take no room", () => {
    expect(renderToStaticMarkup(<FileChips files={[]} uploads={[]} onRemove={nothing} onDrop={nothing} />)).toBe("");
  });
});

describe("the queue", () => {
  const queued = (message: string) => ({ request: { message, clientRequestId: message } });
  const chips = (onSend: (() => void) | undefined, ...queue: ReturnType<typeof queued>[]) =>
    renderToStaticMarkup(<QueueChips queue={queue} onSend={onSend} onEdit={nothing} onRemove={nothing} />);

  test("shows what waits in its order, each to edit or remove", () => {
    const page = chips(undefined, queued("One"), queued("Two"));
    expect(page).toMatch(/One.*Edit “One”.*Remove “One”.*Two/);
    expect(page).not.toContain("Send now");
  });

  test("asks where it does not go on by itself", () => {
    expect(chips(nothing, queued("One"))).toContain("Send now");
  });

  test("calls a long message by its beginning", () => {
    expect(chips(undefined, queued("x".repeat(50)))).toContain(`Edit “${"x".repeat(30)}…”`);
  });

  test("that is empty takes no room", () => {
    expect(chips(nothing)).toBe("");
  });
});

describe("the settings of a chat", () => {
  const form = (hasTemperature: boolean, settings = {}) =>
    renderToStaticMarkup(
      <SettingsForm
        onClose={nothing}
        settings={settings}
        hasTemperature={hasTemperature}
        onSave={() => Promise.resolve({ ok: true })}
      />,
    );

  test("are what was set", () => {
    const page = form(true, { instructions: "Be brief.", temperatureCenti: 30 });
    expect(page).toContain("Be brief.");
    expect(page).toContain(">0.3<");
  });

  test("have a temperature only where the model has one", () => {
    expect(form(false)).not.toContain("Temperature");
    expect(form(true)).toContain('aria-valuetext="The model&#x27;s own"');
  });
});

test("a temporary chat says what becomes of it", () => {
  expect(renderToStaticMarkup(<TemporaryBanner hasMessages={false} />)).toMatch(/Temporary chat\..*Not stored/);
});
