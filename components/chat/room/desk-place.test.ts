import { expect, test } from "vitest";
import { newDesk } from "./desk";
import { deskPlace } from "./desk-place";

test("there is no desk until a screen of the chat brings it, and then the same for all", async () => {
  const place = deskPlace();
  const awaited = place.opened;
  expect(place.found()).toBeUndefined();
  const desk = place.open(() => newDesk("ada"));
  place.open(() => {
    throw new Error("a second desk would have none of the first one's answers");
  });
  expect(place.found()).toBe(desk);
  expect(await awaited).toBe(desk);
});

test("each room has its own", () => {
  const [one, other] = [deskPlace(), deskPlace()].map((place) => place.open(() => newDesk("ada")));
  expect(one).not.toBe(other);
  expect(one?.store).not.toBe(other?.store);
});
