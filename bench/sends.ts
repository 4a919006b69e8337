import { randomUUID } from "node:crypto";
import type { Person } from "./people";
import { questionFor, type Saying } from "./sayings";
import type { Target } from "./streams";
import type { Pipe, World } from "./world";

type Send = { person: Person; saying: Saying; conversationId?: string; name?: string };

/** A message through the public route, as a browser sends it. */
export function chatTarget({ appPort }: World, { person, saying, conversationId, name }: Send): Target {
  return {
    port: appPort,
    path: "/api/openai/chat",
    headers: { cookie: person.cookie, origin: `http://localhost:${appPort}` },
    body: JSON.stringify({
      message: questionFor(saying, name),
      clientRequestId: randomUUID(),
      ...(conversationId === undefined ? {} : { conversationId }),
    }),
  };
}

/** The same question as a program asks it, with a key. */
export function programTarget({ appPort }: World, { secret, saying }: { secret: string; saying: Saying }): Target {
  const messages = [{ role: "user", content: questionFor(saying) }];
  return {
    port: appPort,
    path: "/api/v1/chat/completions",
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify({ model: "parley-swift", messages, stream: true }),
  };
}

/** The same question through a pipe, which knows of nobody. */
export function pipeTarget({ port }: Pipe, saying: Saying): Target {
  const messages = [{ role: "user", content: questionFor(saying) }];
  return { port, path: "/v1/chat/completions", body: JSON.stringify({ messages, stream: true }) };
}
