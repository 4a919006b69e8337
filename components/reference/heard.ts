/** What an answer says in words: of a stream what its events add up to, of anything else nothing. */
export function wordsIn(text: string, contentType: string): string {
  if (!contentType.startsWith("text/event-stream")) return "";
  return text
    .split("\n\n")
    .map((event) => wordOf(event))
    .join("");
}

type Event = { choices?: { delta?: { content?: unknown } }[] };

function wordOf(event: string): string {
  const data = event.replace(/^data: /, "");
  if (data === event || data === "[DONE]") return "";
  try {
    const content = (JSON.parse(data) as Event).choices?.[0]?.delta?.content;
    return typeof content === "string" ? content : "";
  } catch {
    // The last one may be half there: the rest of it is on its way.
    return "";
  }
}

/** JSON as people read it; anything else as it came. */
export function readable(text: string, contentType: string): string {
  if (!contentType.startsWith("application/json")) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
