import { randomBytes } from "node:crypto";
import { type BrowserContext, expect, test as base } from "@playwright/test";
import { facts } from "./facts";
import { insertPerson, type Person, signInAs } from "./people";

export type Stranger = { email: string; password: string };

type Fixtures = {
  /** Somebody Parley has never heard of; every test has its own. */
  stranger: Stranger;
  /** Somebody new whom the test's browser is signed in as. */
  person: Person;
  /** Another browser, watched like the first. */
  otherBrowser: BrowserContext;
  /** The test takes the network or the server away, and browsers say of each request what became of it. */
  losesNetwork: boolean;
  /** Runs with every test: a page that complains in the console, or breaks its own policy, fails it. */
  quietPages: Watch;
};

type Watch = (context: BrowserContext) => void;

/**
 * Browsers report answers of 4xx as errors of their own; what we answered is for the test to judge. And in a letter
 * no script may run, not even the test runner's.
 */
const NOT_OURS =
  /Failed to load resource: the server responded with a status of 4\d\d|Blocked script execution in '\S+\/mailbox\/\S+\/html'/;

/** Nobody there, or somebody who is only just starting. */
const LOST_NETWORK = /^Failed to load resource: (?:net::ERR_|the server responded with a status of 503)/;

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
  stranger: async ({}, use) => {
    const id = randomBytes(5).toString("hex");
    await use({ email: `visitor-${id}@example.test`, password: `long enough ${id} ${id}` });
  },
  person: async ({ context }, use) => {
    const person = await insertPerson();
    await signInAs(context, person.email);
    await use(person);
  },
  otherBrowser: async ({ browser, contextOptions, quietPages }, use) => {
    const context = await browser.newContext({ ...contextOptions, baseURL: facts.appUrl });
    quietPages(context);
    await use(context);
    await context.close();
  },
  baseURL: facts.appUrl,
  losesNetwork: [false, { option: true }],
  quietPages: [
    async ({ context, losesNetwork }, use) => {
      const isOurs = (text: string) => !NOT_OURS.test(text) && !(losesNetwork && LOST_NETWORK.test(text));
      const complaints: string[] = [];
      const watch: Watch = (watched) => {
        watched.on("weberror", (error) => complaints.push(String(error.error())));
        watched.on("console", (message) => {
          if (message.type() === "error" && isOurs(message.text())) complaints.push(message.text());
        });
      };
      watch(context);
      await use(watch);
      expect(complaints, "what pages complained of").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
