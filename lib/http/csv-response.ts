import "server-only";

/** `lines` are whole lines; `name` is a file's name of plain letters. */
type CsvFile = { name: string; lines: AsyncGenerator<string, void> };

/**
 * Hands a table over piece by piece: nothing is asked of the database before the reader has room for it, and nothing
 * more once they are gone. Where a piece can not be read the download breaks off, instead of looking whole.
 */
export function csvResponse({ name, lines }: CsvFile): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await lines.return();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "x-content-type-options": "nosniff",
    },
  });
}
