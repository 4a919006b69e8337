import "server-only";
import fs from "node:fs";
import path from "node:path";

/**
 * Whether the journey through the product has taken its pictures. They are of the product as it is, so there are none
 * before it first ran, and then the page does without.
 */
export const hasScreenshots = ["light", "dark"].every((theme) =>
  fs.existsSync(path.join(process.cwd(), "public", "screenshots", `chat-${theme}.png`)),
);
