// Next refuses its own scopes without this, which its server loads first.
import "next/dist/server/node-environment-baseline";
import { createRequestStoreForAPI } from "next/dist/server/async-storage/request-store";
import { createWorkStore } from "next/dist/server/async-storage/work-store";
import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import { NextRequest } from "next/server";
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

/**
 * For tests: a browser at an address of its own that keeps our cookies and calls server actions in Next's own scope.
 * Import this file before anything that imports Next.
 */
export function aBrowser(address: string = newId()) {
  const cookies = new Map<string, string>();

  async function submit(action: FormAction, fields: Record<string, string | File> = {}): Promise<Outcome> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const { work, request } = scopeOf(cookies, address);
    const outcome = await workAsyncStorage.run(work, () =>
      workUnitAsyncStorage.run(request, () => outcomeOf(action(undefined, form))),
    );
    for (const { name, value } of request.mutableCookies.getAll()) {
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return { ...outcome, isRefreshed: work.pathWasRevalidated !== undefined };
  }

  return {
    cookies,
    submit,
    /** Takes a session without asking for a password. */
    become: async ({ id }: { id: string }) => {
      cookies.set(sessionCookie.name, (await openSession(id)).token);
    },
  };
}

function scopeOf(cookies: ReadonlyMap<string, string>, address: string) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { cookie, host: new URL(env.appUrl).host, "x-forwarded-for": address };
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
    // Next sends a browser elsewhere by an error; "NEXT_REDIRECT;push;/chat;307;" says where.
    if (isRedirectError(thrown)) return { goesTo: thrown.digest.split(";").slice(2, -2).join(";") };
    throw thrown;
  }
}
