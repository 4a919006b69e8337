import type { Picture } from "../pictures/picture";
import type { Conversation } from "./conversation";
import { topicOf } from "./words";

/** What is true of the pictures: kind, size and main colour. What they show the sandbox can not see, and it says so. */
export function picture({ pictures, text }: Conversation): string | undefined {
  if (pictures.length === 0) return undefined;
  const number = pictures.length === 1 ? "One picture" : `${pictures.length} pictures`;
  const lines = pictures.map((each, index) => `${index + 1}. ${described(each)}`);
  const wish = text.trim() === "" ? "what you would like to know about it" : `“${topicOf(text)}”`;
  return `${number} arrived with your message:

${lines.join("\n")}

That much its bytes tell. This sandbox does not see what a picture shows, so on ${wish} it can say no more; a real model behind the same address would.`;
}

function described({ kind, size, colour }: Picture): string {
  if (kind === undefined) return "A picture at an address on the web, which this sandbox does not fetch.";

  if (!size) return `A **${kind}** picture whose bytes I could not read.`;
  const shape = `A **${kind}** picture, **${size.width} × ${size.height}** pixels`;
  return colour === undefined ? `${shape}.` : `${shape}, mostly **${colour}**.`;
}
