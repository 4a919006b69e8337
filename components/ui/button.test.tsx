import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";

test("a button inside a form does not send it unless it says so", () => {
  expect(renderToStaticMarkup(<Button>Cancel</Button>)).toContain('type="button"');
  expect(renderToStaticMarkup(<Button type="submit">Save</Button>)).toContain('type="submit"');
});

test("an icon alone has a name, once for ears and once for eyes", () => {
  const html = renderToStaticMarkup(<IconButton label="Delete" icon={<svg />} />);
  expect(html).toContain('aria-label="Delete"');
  expect(html).toMatch(/<span aria-hidden="true"[^>]*>Delete<\/span>/);
});
