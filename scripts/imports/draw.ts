import fs from "node:fs";
import { cruise } from "./cruise";
import { folderGraph } from "./folder-graph";
import { drawSvg } from "./picture";

/** `npm run docs:architecture`: draws the imports as they are now. */
export const PICTURE_FILE = "docs/architecture.svg";

fs.writeFileSync(PICTURE_FILE, drawSvg(folderGraph(await cruise("."))));
console.log(`Drew ${PICTURE_FILE}`);
