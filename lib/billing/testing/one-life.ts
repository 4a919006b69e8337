import { type LifeName, LIVES, type Posted, workOff } from "@/lib/billing/testing/lives";
import type { Viewer } from "@/lib/identity/schema";

/*
 * A process of ours, to be killed. Whoever started it is the world outside: pays on the page, posts events, and
 * remembers which of them were acknowledged.
 */

export type Heard = { url: string | null } | { acknowledged: string } | { isDone: true };

const say = (heard: Heard) => process.send?.(heard);
const [name = "", viewer = ""] = process.argv.slice(2);

process.on("message", (posted: Posted[]) => {
  void workOff(posted, (acknowledged) => say({ acknowledged })).then(() => say({ isDone: true }));
});
say({ url: await LIVES[name as LifeName].press(JSON.parse(viewer) as Viewer) });
