/** `npm run e2e -- name`: some of the browser tests, against the product as `npm start` serves it. */
import { setUp } from "./setup.mjs";

await setUp();
await import("./typescript.mjs");
const { runSome } = await import("./test/e2e-stage.ts");
process.exit(await runSome(process.argv.slice(2)));
