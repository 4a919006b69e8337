"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { type ComponentProps, type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { type MenuAlign, menuPlace } from "@/components/ui/menu-place";

type MenuProps = {
  /** The button's accessible name, when its content is only an icon. */
  label?: string;
  /** What is on the button. */
  trigger: ReactNode;
  triggerClassName?: string;
  align?: MenuAlign;
  /** {@link MenuItem}, {@link MenuLink} and {@link MenuLine}. */
  children: ReactNode;
};

/**
 * A menu on a button. It is a popover, so the browser keeps it above everything, closes it on Escape or on a press
 * elsewhere, and gives the focus back; the arrow keys, Home, End and first letters are ours.
 */
export function Menu({ label, trigger, triggerClassName, align = "start", children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);

  function place() {
    if (!button.current || !list.current) return;
    const { offsetWidth: width, offsetHeight: height, style } = list.current;
    const screen = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const { top, left } = menuPlace(button.current.getBoundingClientRect(), { width, height }, { screen, align });
    style.top = `${top}px`;
    style.left = `${left}px`;
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={label}
        className={triggerClassName}
      >
        {trigger}
      </button>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its items take the focus */}
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        onToggle={(event) => {
          setOpen(event.newState === "open");
          if (event.newState !== "open") return;
          place();
          itemsOf(event.currentTarget)[0]?.focus({ preventScroll: true });
        }}
        onKeyDown={moveFocus}
        onClick={(event) => {
          if ((event.target as Element).closest("[role^=menuitem]")) event.currentTarget.hidePopover();
        }}
        className="fixed inset-auto m-0 min-w-56 max-w-[calc(100vw-1rem)] rounded-lg bg-raised p-1 text-text shadow-float open:animate-rise"
      >
        {children}
      </div>
    </>
  );
}

function itemsOf(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)")];
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item === document.activeElement);
  const next = nextItem(event.key, { items, at });
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function nextItem(key: string, { items, at }: { items: HTMLElement[]; at: number }): HTMLElement | undefined {
  switch (key) {
    case "ArrowDown":
      return items[(at + 1) % items.length];
    case "ArrowUp":
      return items.at(at <= 0 ? -1 : at - 1);
    case "Home":
      return items[0];
    case "End":
      return items.at(-1);
    default:
      return key.length === 1 ? startingWith(key, [...items.slice(at + 1), ...items.slice(0, at + 1)]) : undefined;
  }
}

function startingWith(letter: string, items: HTMLElement[]): HTMLElement | undefined {
  return items.find((item) => item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()));
}

const ITEM =
  "flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-left text-sm outline-none transition-none pointer-coarse:h-11 hover:bg-quiet focus-visible:bg-quiet focus-visible:outline-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:text-muted";

type Tone = { tone?: "plain" | "bad" };

/** One thing a menu does. `aria-checked` makes it one of several choices. */
export function MenuItem({ tone = "plain", className, children, ...rest }: ComponentProps<"button"> & Tone) {
  return (
    <button
      type="button"
      role={rest["aria-checked"] === undefined ? "menuitem" : "menuitemradio"}
      tabIndex={-1}
      className={classNames(ITEM, tone === "bad" && "text-bad [&_svg]:text-bad", className)}
      {...rest}
    >
      {children}
      {rest["aria-checked"] === true ? <Check className="ml-auto" aria-hidden="true" /> : null}
    </button>
  );
}

/** One place a menu goes to. */
export function MenuLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link role="menuitem" tabIndex={-1} className={classNames(ITEM, className)} {...rest} />;
}

/** Between groups of items. */
export function MenuLine() {
  return <hr className="-mx-1 my-1" />;
}
