import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { PathnameContext, SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import type { ReactNode } from "react";
import { SAGE, SWIFT } from "@/components/chat/composer/testing/models";
import type { ChatActions, ServedActions } from "@/components/chat/room/chat-actions";
import { ChatRoom } from "@/components/chat/room/chat-room";
import { anAllowance } from "@/components/usage/testing/allowance";
import type { Allowance } from "@/lib/usage/schema";

const nowhere = () => undefined;
const router = {
  back: nowhere,
  forward: nowhere,
  refresh: nowhere,
  push: nowhere,
  replace: nowhere,
  prefetch: nowhere,
  bfcacheId: "test",
};

const ok = () => Promise.resolve({ ok: true } as const);
const page = () => Promise.resolve({ messages: [], hasOlder: false });
const list = () => Promise.resolve({ conversations: [] });

export const ACTIONS: ChatActions = {
  list,
  listArchived: list,
  find: () => Promise.resolve([]),
  rename: ok,
  pin: ok,
  archive: ok,
  remove: ok,
  restore: ok,
  configure: ok,
  feedback: ok,
  path: page,
  older: page,
  selectBranch: page,
};

const answered = <Input, Value>(action: (input: Input) => Promise<Value>) => {
  return async (input: Input) => ({ ok: true, value: await action(input) }) as const;
};

/** The same, as the server answers them. */
export const SERVED: ServedActions = {
  ...ACTIONS,
  list: answered(ACTIONS.list),
  listArchived: answered(ACTIONS.listArchived),
  find: answered(ACTIONS.find),
  path: answered(ACTIONS.path),
  older: answered(ACTIONS.older),
  selectBranch: answered(ACTIONS.selectBranch),
};

type RoomOptions = { path?: string; search?: string; allowance?: Partial<Allowance> };

/** A view inside a room, at an address, as the server draws it. */
export function inRoom(view: ReactNode, { path = "/chat", search = "", allowance = {} }: RoomOptions = {}) {
  return (
    <AppRouterContext value={router}>
      <PathnameContext value={path}>
        <SearchParamsContext value={new URLSearchParams(search)}>
          <ChatRoom
            viewerId="ada"
            page={{ conversations: [] }}
            actions={SERVED}
            allowance={anAllowance({ plan: "pro", resetsAt: new Date("2027-03-03T00:00:00Z"), ...allowance })}
            models={[SWIFT, SAGE]}
            messageLimit={32_000}
            locale="en-GB"
            now={new Date("2027-02-10T00:00:00Z")}
          >
            {view}
          </ChatRoom>
        </SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>
  );
}
