import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { knownRoutes } from "../http/parameters";
import { allRoutes } from "./all-routes";

const README = path.resolve(import.meta.dirname, "../README.md");
const FRAME = /(?<=<!-- routes -->\n)[^]*(?=<!-- \/routes -->)/;
/** Parts of the API that hold several kinds of things. */
const AREAS = new Set(["billing", "billing_portal", "checkout", "test_helpers"]);

const built = allRoutes.map(({ method, pattern }) => `${method} ${pattern}`);
const known = knownRoutes();

test("the README names every route that is built, and of the same things every route of the SDK that is not", () => {
  const readme = fs.readFileSync(README, "utf8");
  const written = readme.replace(FRAME, tableOfRoutes());
  // When this fails: UPDATE_README=1 npx vitest run --project alone sandbox/stripe/routes/readme.test.ts
  if (process.env["UPDATE_README"]) fs.writeFileSync(README, written);
  expect(fs.readFileSync(README, "utf8")).toBe(written);
});

test("no route is declared twice, and what the SDK does not know is what Stripe's own pages ask", () => {
  expect(new Set(built).size).toBe(built.length);
  expect(built.filter((route) => !known.includes(route))).toEqual([
    "GET /v1/payment_pages/:id",
    "POST /v1/payment_pages/:id/confirm",
  ]);
});

function tableOfRoutes(): string {
  const families = [...new Set(built.map(familyOf))].toSorted();
  const missing = known.filter((route) => !built.includes(route));
  const rows = families.map((family) => {
    const own = (routes: string[]) => pathsOf(routes.filter((route) => familyOf(route) === family));
    return `| \`${family}\` | ${own(built)} | ${own(missing)} |\n`;
  });
  const elsewhere = [...new Set(missing.map(familyOf))].filter((family) => !families.includes(family)).toSorted();
  const sum = `${known.length - missing.length} of the ${known.length} routes under \`/v1\` that the SDK knows.`;
  const rest = `Nothing is built of ${elsewhere.map((family) => `\`${family}\``).join(", ")}.`;
  return `${sum}\n\n| Under \`/v1\` | Built | Not built |\n| --- | --- | --- |\n${rows.join("")}\n${rest}\n`;
}

/** `GET /v1/billing/meters/:id` is about `billing/meters`. */
function familyOf(route: string): string {
  const [area = "", thing = ""] = route.slice(route.indexOf("/v1/") + 4).split("/");
  return AREAS.has(area) ? `${area}/${thing}` : area;
}

/** `/` GET POST, `/:id` GET: each path once, with its methods. */
function pathsOf(routes: string[]): string {
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    const [method = "", at = ""] = route.split(" ");
    const below = at.slice(`/v1/${familyOf(route)}`.length) || "/";
    methods.set(below, [...(methods.get(below) ?? []), method]);
  }
  const paths = [...methods].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return paths.map(([below, names]) => `\`${below}\` ${names.toSorted().join(" ")}`).join(", ");
}
