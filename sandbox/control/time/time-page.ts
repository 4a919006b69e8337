import { type Html, html } from "../html";
import { renderPage } from "../page";
import { type Notice, noticeOf } from "../post";
import { NO_FIGURE, NONE, table } from "../table";
import { wordsOf } from "../world/event-words";
import type { Coming, WorldEvent } from "../world/shapes";
import type { Ahead, Happened } from "../world/stripe-sandbox";
import { awayText, dayText, moneyText, personLink, worldMoment } from "../world/words";
import { LANDMARKS, STEPS } from "./moves";

const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const MOST_TOLD = 200;

/** The world's date, the buttons that move it, what the last move brought, and what comes next. */
export function timePage(ahead: Ahead, happened: Happened | undefined, notice?: Notice): string {
  return renderPage(
    "Time",
    html`<h1 class="unseen">Time</h1>
${clockFace(ahead)}
${noticeOf(notice)}
<form method="post" action="/time" class="actions" aria-label="Go to where something happens">${landmarkButtons(ahead)}</form>
<form method="post" action="/time" class="actions" aria-label="Go a fixed way on">${STEPS.map(({ to, label }) => html`<button class="button quiet" name="to" value="${to}">${label}</button>`)}</form>
<form method="post" action="/time" class="find"><label>Or to a date and time, in UTC<input type="datetime-local" name="date" required min="${fieldValue(ahead.now)}" value="${fieldValue(ahead.now + 86_400)}"></label><button class="button quiet">Go there</button></form>
${happened && happenedSection(happened)}
${comingSection(ahead)}`,
    "/time",
  );
}

/** The date as the world has it, and how far that is from the machine's. */
export function clockFace({ now, offset_seconds: offset }: Pick<Ahead, "now" | "offset_seconds">): Html {
  const ahead =
    offset < 60 ? "The machine's own time." : `${awayText(offset).replace("in ", "")} ahead of the machine.`;
  return html`<div id="clock" data-live><p class="big"><time datetime="${new Date(now * 1000).toISOString()}">${dayText(now)}</time> <span class="muted">${CLOCK.format(now * 1000)} UTC</span></p>
<p class="muted">${ahead}</p></div>`;
}

/** To where something happens next. The one that comes first is the one to press. */
export function landmarkButtons({ landmarks }: Pick<Ahead, "landmarks">): Html[] {
  const first = Math.min(...Object.values(landmarks).flatMap((at) => at ?? []));
  return LANDMARKS.map(({ to, label, missing }) => {
    const at = landmarks[to];
    if (at === null) return html`<button class="button" disabled title="${missing}">${label}</button>`;
    const date = SHORT.format(at * 1000);
    return html`<button class="${at === first ? "button" : "button quiet"}" name="to" value="${to}">${label}, ${date}</button>`;
  });
}

/** What came of the last move, in order, and everything else as a number. */
function happenedSection({ events, counts, found }: Happened): Html {
  const told = events.flatMap((event) => storyLine(event) ?? []);
  const others = Object.values(counts).reduce((sum, count) => sum + count, 0) - told.length;
  return html`<section aria-labelledby="happened"><h2 id="happened">What happened</h2>
${summary(counts)}
${told.length === 0 ? html`<p class="muted">Nothing that anybody would notice.</p>` : html`<ol class="story">${told.slice(0, MOST_TOLD)}</ol>`}
<p class="muted small">${told.length > MOST_TOLD || found > events.length ? `The first ${Math.min(told.length, MOST_TOLD)} are shown. ` : ""}${others > 0 ? `${others.toLocaleString("en-US")} more ${others === 1 ? "event" : "events"} came with it. ` : ""}<a href="/webhooks">See what was posted</a></p></section>`;
}

const SUMMED: readonly [type: string, one: string, many: string][] = [
  ["invoice.paid", "invoice was paid", "invoices were paid"],
  ["invoice.payment_failed", "payment failed", "payments failed"],
  ["customer.subscription.deleted", "subscription ended", "subscriptions ended"],
];

/** The sums of a long way, where a list alone would not be read. */
function summary(counts: Happened["counts"]): Html | null {
  const parts = SUMMED.flatMap(([type, one, many]) => {
    const count = counts[type] ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString("en-US")} ${count === 1 ? one : many}`];
  });
  return parts.length === 0 ? null : html`<p>${parts.join(", ")}.</p>`;
}

const MARKS = { good: "✓", warn: "○", bad: "✕", plain: "·" } as const;

/** An event as a sentence about its customer; nothing for one that says nothing of its own. */
export function storyLine(event: WorldEvent): Html | undefined {
  const words = wordsOf(event);
  if (!words) return undefined;
  return html`<li><span class="${words.tone}" aria-hidden="true">${MARKS[words.tone]}</span><p>${personLink(event.customer)} ${words.text}</p>${worldMoment(event.created)}</li>`;
}

function comingSection({ coming, total, now }: Ahead): Html {
  return html`<section id="coming" data-live aria-labelledby="next"><h2 id="next">What comes next</h2>
${
  coming.length === 0
    ? html`<p class="muted">Nothing waits for its time. Subscribe to a plan in the app, and its renewal appears here.</p>`
    : table(
        "What comes next, as a table",
        ["When", "Who", "What", { figures: "Amount" }],
        coming.map((one) => comingRow(one, now)),
        { stacks: true },
      )
}
${total > coming.length && html`<p class="muted small">The next ${coming.length} of ${total} are shown.</p>`}</section>`;
}

const COMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    renewal: "renews",
    trial_end: "ends the trial",
    trial_notice: "is told that the trial will end",
    first_try: "is charged for the period",
    retry: "is charged again",
    ends: "ends",
    first_payment_expires: "runs out of time for the first payment",
    update_expires: "runs out of time to pay for a change",
    collects_again: "is charged again after a pause",
    schedule: "comes to a planned change",
    checkout_expires: "leaves checkout: it expires",
    refund_settles: "hears of a refund",
    dispute_lapses: "wins a dispute nobody answered",
    discount_ends: "has a discount no more",
    coupon_ends: "A coupon can no longer be redeemed",
    code_ends: "A promotion code can no longer be redeemed",
  }),
);

/** What is nobody's yet is told without a subject. */
const NOBODYS: ReadonlyMap<string, string> = new Map([
  ["checkout_expires", "A checkout that nobody finished expires"],
  ["schedule", "A planned change comes"],
]);

function comingRow({ at, what, plan, amount, currency, customer }: Coming, now: number): Html {
  const words = (customer ? undefined : NOBODYS.get(what)) ?? COMES.get(what) ?? what.replaceAll("_", " ");
  const isPlan = plan !== null && (what === "renewal" || what === "ends");
  return html`<tr><td>${worldMoment(at)}<br><span class="muted">${awayText(at - now)}</span></td>${customer ? html`<td>${personLink(customer)}</td>` : NONE}
<td class="about">${isPlan ? `${plan} ${words}` : words}</td>${amount === null || what === "trial_notice" ? NO_FIGURE : html`<td class="number">${moneyText(amount, currency)}</td>`}</tr>`;
}

/** As a date field of a browser writes it. */
function fieldValue(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16);
}
