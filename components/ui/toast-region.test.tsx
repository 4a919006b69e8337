import { expect, test } from "vitest";
import { pageOf } from "@/components/ui/testing/page";
import { ToastRegion } from "@/components/ui/toast-region";
import { toastBox } from "@/components/ui/toast-box";

test("is there before there is anything to say, so that readers hear what comes", () => {
  const page = pageOf(<ToastRegion box={toastBox(() => undefined)} />);
  expect(page.html).toContain("<output");
  expect(page.text).toBe("");
});
