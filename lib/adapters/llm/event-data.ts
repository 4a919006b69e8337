/**
 * Reads server-sent events (HTML, 9.2.6) and hands on the data of each: any cut of the bytes, LF or CRLF, comments and
 * other fields passed over. A last event without its blank line counts, because servers that hang up early send it so.
 */
export function eventDataReader(onData: (data: string) => void): { push(bytes: Uint8Array): void; end(): void } {
  const decoder = new TextDecoder();
  let rest = "";
  let data: string | undefined;

  function take(line: string): void {
    if (line === "") {
      dispatch();
      return;
    }
    if (!line.startsWith("data:")) return;
    const value = line.slice(line.startsWith("data: ") ? 6 : 5);
    data = data === undefined ? value : `${data}\n${value}`;
  }

  function dispatch(): void {
    if (data === undefined) return;
    const whole = data;
    data = undefined;
    onData(whole);
  }

  function read(text: string): void {
    rest += text;
    let from = 0;
    for (let at = rest.indexOf("\n"); at >= 0; at = rest.indexOf("\n", from)) {
      take(rest.slice(from, rest.charCodeAt(at - 1) === CARRIAGE_RETURN && at > from ? at - 1 : at));
      from = at + 1;
    }
    rest = rest.slice(from);
  }

  return {
    push: (bytes) => read(decoder.decode(bytes, { stream: true })),
    end() {
      read(`${decoder.decode()}\n`);
      dispatch();
    },
  };
}

const CARRIAGE_RETURN = 13;
