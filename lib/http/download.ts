import "server-only";

type Download = { bytes: Buffer<ArrayBuffer>; name: string; mediaType: string; kind: "image" | "document" };

/**
 * Somebody's own file. Only pictures are shown in place; whatever else it is, the browser saves it and runs nothing:
 * no script of a file ever runs in our origin.
 */
export function fileResponse({ bytes, name, mediaType, kind }: Download): Response {
  const place = kind === "image" ? "inline" : "attachment";
  return new Response(bytes, {
    headers: {
      "content-type": kind === "image" ? mediaType : "application/octet-stream",
      "content-length": String(bytes.length),
      "content-disposition": `${place}; ${nameParameter(name)}`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      // What an id stands for never changes; other people's browsers and caches between never have it.
      "cache-control": "private, max-age=3600, immutable",
    },
  });
}

/** RFC 6266: the plain name for old programs, the true one for the others. */
function nameParameter(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, "_");
  const exact = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `filename="${plain}"; filename*=UTF-8''${exact}`;
}
