const HERE = "\u0000the thing itself";
const HERE_TEXT = JSON.stringify(HERE);

type Envelope = { object: "event"; data: { object: object } };

/**
 * The JSON of a value. An event's object is mostly also written as itself, or told of by the next event too: its text
 * is made once and kept in `texts`.
 */
export function jsonOf(value: object, texts: Map<object, string>): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = isEvent(value) ? eventText(value, texts) : JSON.stringify(value);
  texts.set(value, text);
  return text;
}

function isEvent(value: object): value is Envelope {
  return (value as { object?: unknown }).object === "event";
}

function eventText(event: Envelope, texts: Map<object, string>): string {
  const frame = JSON.stringify({ ...event, data: { ...event.data, object: HERE } });
  const at = frame.indexOf(HERE_TEXT);
  return frame.slice(0, at) + jsonOf(event.data.object, texts) + frame.slice(at + HERE_TEXT.length);
}
