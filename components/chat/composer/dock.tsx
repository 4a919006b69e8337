import { ArrowDown } from "lucide-react";
import { usePathname } from "next/navigation";
import type { RefObject } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { type Conversation, isRunning } from "@/components/chat/state/conversation";
import { Button } from "@/components/ui/button";
import { allowanceLeft } from "@/components/usage/allowance-left";
import { type Advice, adviceFor, spentAdvice } from "./advice";
import { AdviceNotice } from "./advice-notice";
import { Composer } from "./composer";
import { useComposing } from "./use-composing";
import { useOnline } from "./use-online";

type DockProps = {
  conversationKey: string;
  conversation: Conversation;
  area: RefObject<HTMLTextAreaElement | null>;
  isAtEnd: boolean;
  toEnd: () => void;
};

/** What stands below a conversation: the way back to its end, why the last message was not taken, and the composer. */
export function Dock({ conversationKey, conversation, area, isAtEnd, toEnd }: DockProps) {
  const { text, type, choices, chosen, sendText, sendAgain } = useComposing({ conversationKey, conversation, area });
  const { turn } = conversation;
  const advice = useAdvice(turn.state === "refused" ? turn.failure : undefined);
  const isOnline = useOnline();
  return (
    <div className="relative mx-auto w-full max-w-184 px-4 pb-[env(safe-area-inset-bottom)] md:px-6">
      {isAtEnd ? null : <JumpToLatest onClick={toEnd} />}
      {advice ? (
        <div className="pb-3">
          <AdviceNotice
            advice={advice}
            isNews={turn.state === "refused"}
            onSendAgain={advice.canSendAgain && isOnline ? sendAgain : undefined}
          />
        </div>
      ) : null}
      <Composer
        area={area}
        text={text}
        onType={type}
        onSend={() => {
          sendText();
          toEnd();
        }}
        isAnswering={isRunning(conversation)}
        isOnline={isOnline}
        choices={choices}
        chosen={chosen}
      />
    </div>
  );
}

type Refusal = Parameters<typeof adviceFor>[0];

/** About the message that was refused; without one, about an allowance that would refuse the next. */
function useAdvice(failure: Refusal | undefined): Advice | undefined {
  const { allowance, spentMicros, locale } = useRoom();
  const path = usePathname();
  const { plan, resetsAt } = allowance;
  if (failure) return adviceFor(failure, { plan, resetsAt, locale, path });
  return allowanceLeft(allowance, { spentMicros, locale }).isSpent
    ? spentAdvice({ plan, resetsAt, locale })
    : undefined;
}

function JumpToLatest({ onClick }: { onClick: () => void }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 -top-12 flex justify-center">
      <Button variant="secondary" size="sm" onClick={onClick} className="pointer-events-auto animate-rise shadow-float">
        <ArrowDown className="size-4" aria-hidden="true" />
        Jump to latest
      </Button>
    </div>
  );
}
