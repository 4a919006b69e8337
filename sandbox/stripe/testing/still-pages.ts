import { createPages } from "../pages/pages";
import type { Fields, StillWorld } from "./still-world";

type Visit = { status: number; location: string; text: string };

/** What somebody sees who opens a page of a still world, or sends its form. */
export async function visit(world: StillWorld, path: string, form?: Fields): Promise<Visit> {
  const { world: held, clock, sweeper } = world;
  const show = createPages({ world: held, clock, sweeper, journal: { compact: async () => {} } });
  const [bare = "", query = ""] = path.split("?");
  const body = form ? new URLSearchParams(form as { [name: string]: string }).toString() : "";
  const request = { method: form ? "POST" : "GET", path: bare, query, body, origin: "http://here" };
  const { status, headers, body: text } = await show(request);
  held.commit();
  world.judgeEvents();
  return { status, location: headers["location"] ?? "", text: String(text) };
}
