import { expect, test, vi } from "vitest";
import { signInAgain } from "./sign-in-again";

test.each([
  ["/chat/c1", "", "/sign-in?next=%2Fchat%2Fc1"],
  ["/chat", "?temporary=1", "/sign-in?next=%2Fchat%3Ftemporary%3D1"],
])("from %s%s one comes back to where one was", (pathname, search, address) => {
  const assign = vi.fn();
  signInAgain(() => ({ pathname, search, assign }))();
  expect(assign).toHaveBeenCalledExactlyOnceWith(address);
});

test("much that is refused at once leads there once", () => {
  const assign = vi.fn();
  const leave = signInAgain(() => ({ pathname: "/chat", search: "", assign }));
  leave();
  leave();
  expect(assign).toHaveBeenCalledOnce();
});
