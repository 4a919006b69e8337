"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTitleSearch } from "@/components/chat/list/use-title-search";
import { classNames } from "@/components/ui/class-names";
import { Keys } from "@/components/ui/keys";
import { type Command, matching } from "./match";

type PaletteProps = {
  commands: readonly Command[];
  /** Makes a command of a conversation that was found. */
  openConversation: (conversation: { id: string; title: string }) => Command;
  /** Shown before anything is typed. */
  recent: readonly Command[];
  onClose: () => void;
};

/** Everything one can do, found by typing: a dialog with a combobox in it (the ARIA pattern of that name). */
export function Palette({ commands, recent, openConversation, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const search = useTitleSearch(typed);
  const found = search.state === "found" || search.state === "looking" ? search.found.slice(0, 8) : [];
  const shown =
    typed.trim() === "" ? [...recent, ...commands] : [...matching(commands, typed), ...found.map(openConversation)];

  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);

  function run(command: Command | undefined): void {
    if (!command) return;
    // Closed first, so that the focus is back where it was before the command may move it.
    dialog.current?.close();
    command.run();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a press on the backdrop; the keyboard has Escape
    <dialog
      ref={dialog}
      aria-label="Commands"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
      className="mx-auto mt-[12vh] max-h-[70vh] w-[calc(100%-2rem)] max-w-xl flex-col overflow-hidden rounded-lg bg-raised p-0 text-text shadow-float backdrop:bg-[oklch(0_0_0/0.4)] open:flex open:animate-rise"
    >
      <Options shown={shown} typed={typed} onType={setTyped} onRun={run} />
    </dialog>
  );
}

type OptionsProps = {
  shown: readonly Command[];
  typed: string;
  onType: (text: string) => void;
  onRun: (command: Command | undefined) => void;
};

function Options({ shown, typed, onType, onRun }: OptionsProps) {
  const listId = useId();
  const [at, setAt] = useState(0);
  const active = Math.min(at, shown.length - 1);
  const optionId = (index: number) => `${listId}-${index}`;

  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active, listId]);

  function act(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const next = placeAfter(event.key, { at: active, count: shown.length });
    if (next !== undefined) {
      event.preventDefault();
      setAt(next);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      onRun(shown[active]);
    }
  }

  return (
    <>
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog that was asked for; its field is what it is for
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={active >= 0 ? optionId(active) : undefined}
        aria-autocomplete="list"
        aria-label="Type a command, or a chat's title"
        placeholder="Type a command, or a chat's title"
        autoComplete="off"
        maxLength={200}
        value={typed}
        onChange={(event) => {
          onType(event.target.value);
          setAt(0);
        }}
        onKeyDown={act}
        className="h-13 w-full shrink-0 border-b bg-transparent px-4 text-base outline-none placeholder:text-muted"
      />
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select can not be filtered by a field that keeps the focus */}
      <div id={listId} role="listbox" aria-label="Commands" className="overflow-y-auto p-1.5">
        {shown.map((command, index) => (
          <Option
            key={command.id}
            id={optionId(index)}
            command={command}
            heading={typed === "" && command.group !== shown[index - 1]?.group ? command.group : undefined}
            isActive={index === active}
            onPoint={() => setAt(index)}
            onRun={() => onRun(command)}
          />
        ))}
      </div>
      <output className={shown.length === 0 ? "px-4 pt-2 pb-5 text-muted" : "sr-only"}>
        {shown.length === 0 ? "Nothing fits that." : `${shown.length} to choose from.`}
      </output>
    </>
  );
}

type OptionProps = {
  id: string;
  command: Command;
  heading: string | undefined;
  isActive: boolean;
  onPoint: () => void;
  onRun: () => void;
};

function Option({ id, command, heading, isActive, onPoint, onRun }: OptionProps) {
  return (
    <>
      {heading ? (
        <p role="presentation" className="px-2.5 pt-2 pb-1 font-medium text-muted text-xs">
          {heading}
        </p>
      ) : null}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field above has the focus and the keys */}
      <div
        id={id}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option belongs in a select, and this is a list
        role="option"
        aria-selected={isActive}
        onPointerMove={onPoint}
        onClick={onRun}
        className={classNames(
          "flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 pointer-coarse:min-h-11",
          isActive && "bg-quiet",
        )}
      >
        <span className="min-w-0 flex-1 truncate">{command.label}</span>
        {command.keys ? <Keys keys={command.keys} /> : null}
      </div>
    </>
  );
}

/** Where the arrows lead; around the ends, as menus do. */
export function placeAfter(key: string, { at, count }: { at: number; count: number }): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}
