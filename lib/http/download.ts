import "server-only";
import type { Incoming } from "@/lib/http/incoming";

type Download = { id: string; bytes: Buffer<ArrayBuffer>; name: string; mediaType: string; kind: "image" | "document" };

/**
 * Somebody's own file. Only pictures are shown in place; whatever else it is, the browser saves it and runs nothing:
 * no script of a file ever runs in our origin.
 */
export function fileResponse(
  request: Pick<Incoming, "headers">,
  { id, bytes, name, mediaType, kind }: Download,
): Response {
  const place = kind === "image" ? "inline" : "attachment";
  const tag = `"${id}"`;
  // What an id stands for never changes, but who asks may: the browser keeps it and asks each time whether it may show
  // it, so that it is gone with the session. Caches between never have it.
  const keeping = { etag: tag, "cache-control": "private, no-cache" };
  if (request.headers.get("if-none-match") === tag) return new Response(null, { status: 304, headers: keeping });
  return new Response(bytes, {
    headers: {
      ...keeping,
      "content-type": kind === "image" ? mediaType : "application/octet-stream",
      "content-length": String(bytes.length),
      "content-disposition": `${place}; ${nameParameter(name)}`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    },
  });
}

/** RFC 6266: the plain name for old programs, the true one for the others. */
function nameParameter(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, "_");
  const exact = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `filename="${plain}"; filename*=UTF-8''${exact}`;
}
