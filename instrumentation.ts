/** Next calls this once in every server process, before the first request. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { notePeers } = await import("@/lib/http/peer-address");
  notePeers();
  // In development Next makes a route anew when its code changes: it must see each request.
  if (process.env.NODE_ENV === "production") {
    const { openFrontDoor } = await import("@/lib/http/front-door");
    openFrontDoor();
  }
  const { startParley } = await import("@/lib/startup");
  await startParley();
}

/** Next calls this with whatever broke a page while it was rendered. */
export async function onRequestError(error: unknown): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { noteDatabase } = await import("@/lib/http/failure");
  noteDatabase(error);
}
