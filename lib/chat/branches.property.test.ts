import fc from "fast-check";
import { expect, test } from "vitest";
import { deleteConversation, restoreConversation } from "@/lib/chat/conversations";
import { sendMessage } from "@/lib/chat/send";
import { aPerson, converse, hear } from "@/lib/chat/testing/person";
import { subscribed } from "@/lib/chat/testing/plan";
import { requireConversation, selectBranch } from "@/lib/chat/thread";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { asAppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

type Deed = "send" | "edit" | "regenerate" | "select" | "delete";
/** `pick` chooses among the messages there are at that moment. */
type Step = { deed: Deed; pick: number; byStranger: boolean };

const step = fc.record<Step>({
  deed: fc.constantFrom("send", "edit", "regenerate", "select", "delete"),
  pick: fc.nat(1_000),
  byStranger: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
});

type Node = { id: string; parentId: string | undefined; role: "root" | "user" | "assistant" };

/** What a conversation should be, kept by the plainest means. */
class Tree {
  readonly nodes: Node[] = [];
  leaf = "";

  add(node: Node): void {
    this.nodes.push(node);
    this.leaf = node.id;
  }
  get(id: string | undefined): Node | undefined {
    return this.nodes.find((node) => node.id === id);
  }
  children(id: string | undefined): Node[] {
    return this.nodes.filter(({ parentId }) => parentId === id);
  }
  any(roles: Node["role"][], pick: number): Node {
    const some = this.nodes.filter(({ role }) => roles.includes(role));
    return some[pick % some.length]!;
  }
  open(id: string): void {
    const newest = this.children(id).at(-1);
    if (newest) this.open(newest.id);
    else this.leaf = id;
  }
  path(id = this.leaf): Node[] {
    const node = this.get(id);
    return node === undefined || node.role === "root" ? [] : [...this.path(node.parentId), node];
  }
}

type World = { owner: Viewer; actor: Viewer; conversationId: string; tree: Tree };

/** Does it, and tells the tree. */
const DEEDS: Record<Deed, (world: World, pick: number) => Promise<void>> = {
  send: ({ actor, conversationId, tree }) => ask({ actor, conversationId, tree }, tree.leaf, undefined),
  edit: async ({ actor, conversationId, tree }, pick) => {
    const { parentId } = tree.any(["user"], pick);
    await ask({ actor, conversationId, tree }, parentId!, parentId);
  },
  regenerate: async ({ actor, conversationId, tree }, pick) => {
    const { id, parentId } = tree.any(["assistant"], pick);
    const request = { conversationId, regenerate: id, clientRequestId: newId() };
    const { start } = await hear((await sendMessage(actor, request)).frames);
    tree.add({ id: start.messageId, parentId, role: "assistant" });
  },
  select: async ({ actor, conversationId, tree }, pick) => {
    const { id } = tree.any(["user", "assistant"], pick);
    await selectBranch(actor, { conversationId, messageId: id });
    tree.open(id);
  },
  delete: async ({ owner, actor, conversationId }) => {
    await deleteConversation(actor, { conversationId });
    await expect(requireConversation(owner, conversationId)).rejects.toMatchObject({ code: "not_found" });
    await restoreConversation(actor, { conversationId });
  },
};

async function ask({ actor, conversationId, tree }: Omit<World, "owner">, under: string, parentId: string | undefined) {
  const { start } = await converse(actor, {
    conversationId,
    ...(parentId ? { parentId } : {}),
    message: "Hi [sandbox:fast]",
  });
  const { parentId: questionId } = await db.message.findUniqueOrThrow({ where: { id: start.messageId } });
  tree.add({ id: questionId!, parentId: under, role: "user" });
  tree.add({ id: start.messageId, parentId: questionId!, role: "assistant" });
}

async function expectAgreement({ owner, conversationId, tree }: World): Promise<void> {
  const { messages } = await requireConversation(owner, conversationId);
  expect(messages.map(({ id, parentId, role }) => ({ id, parentId, role }))).toEqual(tree.path());
  for (const { id, parentId, siblings } of messages) {
    const ids = tree.children(parentId).map((node) => node.id);
    const at = ids.indexOf(id);
    const place = { number: at + 1, count: ids.length, previousId: ids[at - 1], nextId: ids[at + 1] };
    expect({ previousId: undefined, nextId: undefined, ...(siblings ?? { number: 1, count: 1 }) }).toEqual(place);
  }
  const rows = await db.message.findMany({ where: { conversationId } });
  expect(rows.filter(({ role }) => role === "root")).toHaveLength(1);
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(tree.nodes.map(({ id }) => id)));
  for (const { id, depth } of rows) expect(depth).toBe(tree.path(id).length);
  const { currentLeafId } = await db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  expect(currentLeafId).toBe(tree.leaf);
}

async function begin(owner: Viewer): Promise<World> {
  const { start } = await converse(owner, { message: "Hi [sandbox:fast]" });
  const { conversationId, messageId } = start;
  const tree = new Tree();
  const rows = await db.message.findMany({ where: { conversationId }, orderBy: { depth: "asc" } });
  for (const { id, parentId, role } of rows) tree.add({ id, parentId: parentId ?? undefined, role });
  expect(tree.leaf).toBe(messageId);
  return { owner, actor: owner, conversationId, tree };
}

test("whatever is sent, edited, asked again, opened and deleted, by whomever, the tree is what it should be", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const [owner, stranger] = [await subscribed(await aPerson(), "enterprise"), await aPerson()];
      const world = await begin(owner);
      for (const { deed, pick, byStranger } of steps) {
        const actor = byStranger ? stranger : owner;
        const ending = await DEEDS[deed]({ ...world, actor }, pick).then(
          () => "done",
          (error: unknown) => asAppError(error).code,
        );
        expect(ending).toBe(byStranger ? "not_found" : "done");
        await expectAgreement(world);
      }
    }),
    { numRuns: 6 },
  );
});
