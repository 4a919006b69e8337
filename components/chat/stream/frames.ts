/** One server-sent event. `id` is the last one seen, also when this frame brought none. */
export type Frame = { event: string; data: string; id: string };

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) out of bytes as the network cuts them: in the middle of a frame, of a
 * line end or of a character. What has no blank line behind it when the bytes end is dropped, as the standard asks.
 */
export function frameReader(): { push(bytes: Uint8Array): Frame[] } {
  const decoder = new TextDecoder();
  const frames = frameCollector();
  let rest = "";
  let endedInReturn = false;

  return {
    push(bytes) {
      let text = decoder.decode(bytes, { stream: true });
      // The other half of a CRLF whose first half already ended the line.
      if (endedInReturn && text.startsWith("\n")) text = text.slice(1);
      if (text === "") return [];
      endedInReturn = text.endsWith("\r");

      const lines = (rest + text).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? "";
      return lines.flatMap((line) => frames.take(line) ?? []);
    },
  };
}

/** Gathers lines until a blank one completes the frame. */
function frameCollector(): { take(line: string): Frame | undefined } {
  let event = "";
  let data: string[] = [];
  let id = "";

  function complete(): Frame | undefined {
    const frame = data.length > 0 ? { event: event || "message", data: data.join("\n"), id } : undefined;
    event = "";
    data = [];
    return frame;
  }

  return {
    take(line) {
      if (line === "") return complete();
      const { field, value } = fieldOf(line);
      if (field === "event") event = value;
      if (field === "data") data.push(value);
      if (field === "id" && !value.includes("\u0000")) id = value;
      return undefined;
    },
  };
}

/** A line that starts with a colon is a comment: its field is empty, which no one asks for. */
function fieldOf(line: string): { field: string; value: string } {
  const colon = line.indexOf(":");
  if (colon === -1) return { field: line, value: "" };
  const value = line.slice(colon + 1);
  return { field: line.slice(0, colon), value: value.startsWith(" ") ? value.slice(1) : value };
}
