import "server-only";

/** `name` is a file's name of plain letters. */
type SavedFile = { name: string; content: string | Buffer<ArrayBuffer> };

/** A small file that we made, for the browser to save. */
export function savedFile({ name, content }: SavedFile, mediaType: string): Response {
  return new Response(content, {
    headers: {
      "content-type": mediaType,
      "content-disposition": `attachment; filename="${name}"`,
      "x-content-type-options": "nosniff",
    },
  });
}
