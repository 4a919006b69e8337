import { expect, test } from "vitest";
import type { ApiReply, ApiRequest } from "../http/api";
import { World } from "../store/world";
import { FaultyApi } from "./faulty-api";
import { placeOrder } from "./orders";
import { usualWish } from "./wish";

const REQUEST: ApiRequest = {
  method: "POST",
  path: "/v1/customers",
  query: "",
  body: "",
  contentType: "",
  stripeVersion: undefined,
  authorization: undefined,
  idempotencyKey: undefined,
  origin: "",
  requestId: "req_1",
};

/** What one request writes, where the API writes one thing and then answers so. */
function writtenBy(kind: "slow" | "server_error", status: number): string[] | undefined {
  const world = new World("s");
  const answer = (): ApiReply => {
    world.put("settings", { id: "thing", value: 1 });
    if (status >= 400) world.rollback();
    return { status, headers: {}, body: "{}" };
  };
  placeOrder(world, usualWish(kind), { now: 1 });
  world.commit();
  new FaultyApi({ api: { answer }, world }).answer(REQUEST);
  const record = world.commit();
  expect(world.commit()).toBeUndefined();
  return record?.writes.map(([name]) => name).toSorted((a, b) => a.localeCompare(b));
}

test("what a request does and that it used up an order are one line in the journal", () => {
  expect(writtenBy("slow", 200)).toEqual(["faults", "settings"]);
});

test("a request that is undone has used up its order all the same", () => {
  expect(writtenBy("slow", 400)).toEqual(["faults"]);
});

test("a request that never began writes its order and nothing else", () => {
  expect(writtenBy("server_error", 200)).toEqual(["faults"]);
});
