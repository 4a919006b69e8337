import { expect, test } from "vitest";
import { inRoom } from "@/components/chat/testing/room";
import { pageOf } from "@/components/ui/testing/page";
import { AllowanceBanner } from "./allowance-banner";

const shown = (path: string, usedMicros: bigint) =>
  pageOf(inRoom(<AllowanceBanner />, { path, allowance: { usedMicros } })).text;

test("above the chat and the usage page it is said that most of the allowance is used, and where to go", () => {
  for (const path of ["/chat", "/chat/3f1c", "/usage"])
    expect(shown(path, 170_000n)).toContain("85% of this month's allowance is used. It starts again on 3 March.");
});

test("elsewhere, and before, nothing is said", () => {
  for (const path of ["/billing", "/settings", "/chatter"]) expect(shown(path, 170_000n)).toBe("");
  expect(shown("/chat", 100_000n)).toBe("");
});
