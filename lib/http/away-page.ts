import "server-only";
import { NextResponse } from "next/server";
import { failureMessage } from "@/lib/platform/errors";

/** How often the page looks again by itself. */
const RETRY_S = 5;

/** Needs nothing but itself: no script, no file, no database. Colours as in app/globals.css. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="${RETRY_S}">
<title>Back in a moment · Parley</title>
<style>
:root { color-scheme: light dark; }
body {
  margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 1.5rem; box-sizing: border-box;
  font: 16px/1.6 system-ui, sans-serif;
  color: light-dark(oklch(0.215 0.012 245), oklch(0.935 0.004 240));
  background: light-dark(oklch(0.993 0.001 240), oklch(0.178 0.006 240));
}
main { max-width: 30rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; }
p { margin: 0 0 1.5rem; color: light-dark(oklch(0.495 0.013 245), oklch(0.715 0.011 240)); }
a { color: light-dark(oklch(0.475 0.105 238), oklch(0.755 0.1 229)); }
</style>
</head>
<body>
<main>
<h1>Back in a moment</h1>
<p>${failureMessage("database_down")} Nothing of yours is lost. This page looks again by itself every ${RETRY_S} seconds.</p>
<a href="">Look now</a>
</main>
</body>
</html>
`;

/** What every page answers while the database is away. */
export function awayPage(): NextResponse {
  return new NextResponse(PAGE, {
    status: 503,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "retry-after": String(RETRY_S),
    },
  });
}
