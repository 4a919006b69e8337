import { html } from "./html";
import { renderPage } from "./page";
import { type Notice, noticeOf } from "./post";

/** Asks what is to be forgotten, and only then forgets it. */
export function resetPage(notice?: Notice): string {
  return renderPage(
    "Reset",
    html`<h1>Reset</h1>
<p class="muted">What is forgotten here can not be brought back. What the app itself has stored stays: its accounts, chats and its own record of who has paid.</p>
${noticeOf(notice)}
<form method="post" action="/reset"><fieldset><legend class="unseen">What to forget</legend>
<label class="tick"><input type="checkbox" name="stripe" value="yes" checked>Stripe's customers, subscriptions, invoices, events and faults; time is the machine's again</label>
<label class="tick"><input type="checkbox" name="shop" value="yes">Stripe's catalog and webhook endpoints too; the app needs a restart then, to lay them down again</label>
<label class="tick"><input type="checkbox" name="model" value="yes" checked>The model's calls, faults and pace</label>
<label class="tick"><input type="checkbox" name="mailbox" value="yes" checked>The mailbox and mail's faults</label>
<label class="tick sure"><input type="checkbox" name="sure" value="yes" required>Yes, forget all that is ticked above</label></fieldset>
<p class="actions"><button class="button danger">Forget it</button><a class="button quiet" href="/">Keep everything</a></p></form>`,
    "/reset",
  );
}
