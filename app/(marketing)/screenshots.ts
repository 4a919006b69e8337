import "server-only";
import fs from "node:fs";
import path from "node:path";

const FOLDER = path.join(process.cwd(), "public", "screenshots");

/**
 * Whether the journey through the product has taken these pictures, in both themes. They are of the product as it is,
 * so there are none before it first ran, and a page then does without.
 */
export function hasScreenshots(name: string): boolean {
  return ["light", "dark"].every((theme) => fs.existsSync(path.join(FOLDER, `${name}-${theme}.png`)));
}
