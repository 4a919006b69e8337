import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { AdviceNotice } from "./advice-notice";
import { ModelPicker } from "./model-picker";

const SWIFT = { id: "swift", label: "Swift", class: "standard", isDefault: true } as const;
const SAGE = { id: "sage", label: "Sage", class: "advanced", isDefault: false } as const;
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
    expect(page).toMatch(/href="\/billing".*Sage.*Comes with Pro/);
  });

  test("marks the chosen one", () => {
    expect(page.match(/aria-checked="true"/g)).toHaveLength(1);
  });
});

describe("the notice about a refused message", () => {
  const advice = { title: "Used up", text: "Until 3 March.", link: { href: "/billing", label: "See plans" } };
  const notice = (isNews: boolean, onSendAgain?: () => void) =>
    renderToStaticMarkup(
      <AdviceNotice advice={{ ...advice, canSendAgain: true }} isNews={isNews} onSendAgain={onSendAgain} />,
    );

  test("interrupts a screen reader when it is news, and not when it was there all along", () => {
    expect(notice(true)).toContain('role="alert"');
    expect(notice(false)).not.toContain('role="alert"');
  });

  test("offers to send again where that can help", () => {
    expect(notice(true, nothing)).toContain("Send again");
    expect(notice(true)).not.toContain("Send again");
    expect(notice(true)).toContain("See plans");
  });
});
