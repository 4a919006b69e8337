// Next refuses its own scopes without this, which its server loads first.
import "next/dist/server/node-environment-baseline";
import { text } from "node:stream/consumers";
import { createRequestStoreForAPI } from "next/dist/server/async-storage/request-store";
import { createWorkStore } from "next/dist/server/async-storage/work-store";
import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import { isHTTPAccessFallbackError } from "next/dist/client/components/http-access-fallback/http-access-fallback";
import { NextRequest } from "next/server";
import type { ReactNode } from "react";
import { renderToReadableStream } from "react-dom/server";
import type { FormState } from "@/lib/http/form";
import { sessionCookie } from "@/lib/identity/session-cookie";
import { openSession } from "@/lib/identity/sessions";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";

type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** What an action did to the browser that called it. */
export type Outcome = {
  /** What the form is told, when the browser stays where it is. */
  state?: FormState;
  /** Where it is sent instead. */
  goesTo?: string;
  /** The page it is on is drawn again. */
  isRefreshed: boolean;
};

/** What a page is to the browser that asked for it. */
type Visit = { html: string; goesTo?: string; isMissing: boolean };

/**
 * For tests: a browser at an address of its own that keeps our cookies and, in Next's own scope, calls server actions
 * and asks for pages.
 * Import this file before anything that imports Next.
 */
export function aBrowser(address: string = newId()) {
  const cookies = new Map<string, string>();

  async function submit(action: FormAction, fields: Record<string, string | File> = {}): Promise<Outcome> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const { work, request } = scopeOf(cookies, { address });
    const outcome = await workAsyncStorage.run(work, () =>
      workUnitAsyncStorage.run(request, () => outcomeOf(action(undefined, form))),
    );
    for (const { name, value } of request.mutableCookies.getAll()) {
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return { ...outcome, isRefreshed: work.pathWasRevalidated !== undefined };
  }

  /** Everything of the page, also what comes late. */
  async function visit(page: () => Promise<ReactNode>, headers: Record<string, string> = {}): Promise<Visit> {
    const { work, request } = scopeOf(cookies, { address, headers });
    request.phase = "render";
    try {
      const html = await workAsyncStorage.run(work, () =>
        workUnitAsyncStorage.run(request, async () => drawn(await page())),
      );
      return { html, isMissing: false };
    } catch (thrown) {
      if (isRedirectError(thrown)) return { html: "", goesTo: placeIn(thrown.digest), isMissing: false };
      if (isHTTPAccessFallbackError(thrown)) return { html: "", isMissing: true };
      throw thrown;
    }
  }

  /** What a route's handler answers. */
  function call(handle: () => Promise<Response>): Promise<Response> {
    const { work, request } = scopeOf(cookies, { address });
    return workAsyncStorage.run(work, () => workUnitAsyncStorage.run(request, handle));
  }

  return {
    cookies,
    submit,
    visit,
    call,
    /** Takes a session without asking for a password. */
    become: async ({ id }: { id: string }) => {
      cookies.set(sessionCookie.name, (await openSession(id)).token);
    },
  };
}

type Asking = { address: string; headers?: Record<string, string> };

function scopeOf(cookies: ReadonlyMap<string, string>, { address, headers: more }: Asking) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { cookie, host: new URL(env.appUrl).host, "x-forwarded-for": address, ...more };
  const work = createWorkStore({
    page: "/a/page",
    buildId: "test",
    deploymentId: "",
    previouslyRevalidatedTags: [],
    renderOpts: {
      cacheLifeProfiles: { default: { stale: 0, revalidate: 0, expire: 0 } },
      cacheComponents: false,
      validationLevel: "manual-warning",
      staticPageGenerationTimeout: 60,
      experimental: {
        isRoutePPREnabled: false,
        authInterrupts: false,
        useCacheTimeout: 60,
        durableUseCacheEntries: false,
      },
      waitUntil: undefined,
      onClose: () => undefined,
      onAfterTaskError: undefined,
    },
  });
  const request = createRequestStoreForAPI(
    new NextRequest(env.appUrl, { method: "POST", headers }),
    { pathname: "/", search: "" },
    { tags: [], expirationsByCacheKind: new Map() },
    undefined,
    undefined,
    undefined,
  );
  return { work, request };
}

async function outcomeOf(answer: Promise<FormState>): Promise<Omit<Outcome, "isRefreshed">> {
  try {
    return { state: await answer };
  } catch (thrown) {
    if (isRedirectError(thrown)) return { goesTo: placeIn(thrown.digest) };
    throw thrown;
  }
}

/** Next sends a browser elsewhere by an error; "NEXT_REDIRECT;push;/chat;307;" says where. */
function placeIn(digest: string): string {
  return digest.split(";").slice(2, -2).join(";");
}

async function drawn(page: ReactNode): Promise<string> {
  const thrown: unknown[] = [];
  const stream = await renderToReadableStream(page, { onError: (error) => void thrown.push(error) });
  await stream.allReady;
  const html = await text(stream);
  if (thrown.length > 0) throw thrown[0];
  return html;
}
