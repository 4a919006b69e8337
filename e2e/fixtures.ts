import { randomBytes } from "node:crypto";
import { test as base, expect } from "@playwright/test";
import { facts } from "./facts";

export type Stranger = { email: string; name: string; password: string };

type Fixtures = {
  /** Somebody Parley has never heard of; every test has its own. */
  stranger: Stranger;
  /** Runs with every test: a page that complains in the console, or breaks its own policy, fails it. */
  quietPages: undefined;
};

/** Browsers report answers of 4xx as errors of their own; what we answered is for the test to judge. */
const NOT_OURS = /Failed to load resource: the server responded with a status of 4\d\d/;

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
  stranger: async ({}, use) => {
    const id = randomBytes(5).toString("hex");
    await use({ email: `visitor-${id}@example.test`, name: `Visitor ${id}`, password: `long enough ${id} ${id}` });
  },
  baseURL: facts.appUrl,
  quietPages: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      context.on("weberror", (error) => complaints.push(String(error.error())));
      context.on("console", (message) => {
        if (message.type() === "error" && !NOT_OURS.test(message.text())) complaints.push(message.text());
      });
      await use(undefined);
      expect(complaints, "what pages complained of").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
