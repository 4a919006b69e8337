import { type Posted, wantedPage, workOff } from "@/lib/billing/testing/a-life";
import type { Viewer } from "@/lib/identity/schema";

/*
 * A process of ours, to be killed. Whoever started it is the world outside: pays on the page, posts events, and
 * remembers which of them were acknowledged.
 */

export type Heard = { url: string | null } | { acknowledged: string } | { isDone: true };

const say = (heard: Heard) => process.send?.(heard);

process.on("message", (posted: Posted[]) => {
  void workOff(posted, (acknowledged) => say({ acknowledged })).then(() => say({ isDone: true }));
});
say({ url: await wantedPage(JSON.parse(process.argv[2] ?? "") as Viewer) });
