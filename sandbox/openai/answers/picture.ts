import type { Conversation } from "./conversation";
import { topicOf } from "./words";

/** The sandbox sees no pixels, and says so: inventing what a picture shows would be the worse answer. */
export function picture({ images, text }: Conversation): string | undefined {
  if (images === 0) return undefined;
  const number = images === 1 ? "One picture" : `${images} pictures`;
  const wish = text.trim() === "" ? "what you would like to know about it" : `“${topicOf(text)}”`;
  return `${number} arrived with your message. This sandbox takes pictures but does not look at them, so I can not say what is to be seen.

With a real model behind the same address, you would get here:

1. **What it shows**, first as a whole and then from left to right;
2. **Text in it**, word for word;
3. **An answer** to ${wish}, with what in the picture it rests on.`;
}
