const TYPE = /^(\*|[a-z_]+(\.[a-z_0-9]+)*(\.\*)?)$/;

/** Whether a text can name events: `*`, `invoice.*`, `invoice.paid`, or several with commas between. */
export function isEventsPattern(text: string): boolean {
  return text.split(",").every((part) => TYPE.test(part.trim()));
}

export function namesEvent(pattern: string, type: string): boolean {
  return pattern.split(",").some((part) => {
    const wanted = part.trim();
    return wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : wanted === type;
  });
}
