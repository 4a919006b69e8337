/** `npm start`, and with the word `dev` `npm run dev`. */
import { loadSettings, setUp } from "./setup.mjs";

try {
  await setUp();
  loadSettings();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
await import("./typescript.mjs");
const { start } = await import("./start/main.ts");
await start({ isDev: process.argv.includes("dev") });
