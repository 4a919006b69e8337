import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { newId } from "@/lib/platform/ids";

type RequestContext = { requestId: string };

const storage = new AsyncLocalStorage<RequestContext>();
const TRUSTED_ID = /^[\w-]{8,64}$/;

/** Runs work under a request's id: a well-formed `x-request-id` of a proxy in front is kept, else a new one is made. */
export function withRequest<T>(headers: Pick<Headers, "get">, work: (requestId: string) => T): T {
  const given = headers.get("x-request-id");
  const requestId = given !== null && TRUSTED_ID.test(given) ? given : newId();
  return storage.run({ requestId }, () => work(requestId));
}

/** The id of the request being answered; absent in jobs and at start-up. */
export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}
