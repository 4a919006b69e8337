import { describe, expect, test } from "vitest";
import { aSite } from "../testing/hostile-site";

const attributes = (tag: string) => new Map([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));

const tags = (text: string, name: string) => [...text.matchAll(new RegExp(`<${name}\\b[^>]*>`, "g"))].map((m) => m[0]);

describe("the portal", () => {
  const cancel = (subscription: string) => new URLSearchParams({ action: "cancel", subscription }).toString();

  test.each([
    ["at_period_end", "active"],
    ["immediately", "canceled"],
  ])("cancels %s, as its configuration says: then it is %s", async (mode, status) => {
    const { world, ask, portal, subscription } = await aSite();
    const features = { subscription_cancel: { enabled: true, mode } };
    const { id: configuration } = world.post("/v1/billing_portal/configurations", { features }) as { id: string };
    expect((await ask(`/p/session/${portal({ configuration })}`, { body: cancel(subscription.id) })).status).toBe(303);
    expect(world.subscription(subscription.id).status).toBe(status);
  });

  test("does not cancel where its configuration does not let it", async () => {
    const { world, ask, portal, subscription } = await aSite();
    const features = { subscription_cancel: { enabled: false } };
    const { id: configuration } = world.post("/v1/billing_portal/configurations", { features }) as { id: string };
    const path = `/p/session/${portal({ configuration })}`;
    expect((await ask(path)).text).not.toContain("Cancel subscription");
    expect((await ask(path, { body: cancel(subscription.id) })).status).toBe(400);
    expect(world.subscription(subscription.id)).toMatchObject({ status: "active", cancel_at: null });
  });

  test.each(["", "nonsense", "cancel", "remove_card", "default_card", "resume"])(
    "an action %j that names nothing is refused and changes nothing",
    async (action) => {
      const { world, ask, paths } = await aSite();
      const events = world.told().length;
      const { status, text } = await ask(paths.portal, { body: `action=${action}` });
      expect([400, 404]).toContain(status);
      expect(text).toContain('role="alert"');
      expect(world.told()).toHaveLength(events);
    },
  );

  test("the page that asks once more has a label for each question and a way back", async () => {
    const { ask, paths, subscription } = await aSite();
    const { text } = await ask(paths.portal, { query: `view=cancel&subscription=${subscription.id}` });
    expect(tags(text, "label").map((tag) => attributes(tag).get("for"))).toEqual(["reason", "comment"]);
    expect(text).toMatch(/<a href="\/p\/session\/\w+">Keep it<\/a>/);
  });

  test.each(["remove_card", "default_card", "resume", "cancel"])(
    "somebody else's things can not be touched: %s",
    async (action) => {
      const { world, ask, paths } = await aSite();
      const stranger = world.payer("pm_card_mastercard");
      const { id } = world.subscribe(stranger, world.price(500));
      const [card] = world.world.where("payment_methods", "customer", stranger);
      const body = new URLSearchParams({ action, subscription: id, card: card?.id ?? "" }).toString();
      const events = world.told().length;
      expect((await ask(paths.portal, { body })).status).toBe(404);
      expect(world.told()).toHaveLength(events);
    },
  );

  test("a customer who was deleted has no page any more", async () => {
    const { world, ask, paths, customer } = await aSite();
    world.do("DELETE", `/v1/customers/${customer}`);
    expect((await ask(paths.portal)).status).toBe(404);
  });
});
