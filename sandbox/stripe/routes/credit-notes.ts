import type Stripe from "stripe";
import { issueCreditNote, previewCreditNote, voidCreditNote } from "../acts/crediting";
import { require } from "../acts/require";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { metadataOf, or } from "../objects/fields";
import { change } from "../store/step";

export const creditNoteRoutes: Route[] = [
  route<Stripe.CreditNoteCreateParams>("POST /v1/credit_notes", (step, params) => issueCreditNote(step, params)),
  route<Stripe.CreditNoteListParams>("GET /v1/credit_notes", (step, params) => {
    const { customer, invoice, created } = params;
    const kept = listed(step.world, "credit_notes", { invoice, customer }).filter((note) =>
      inRange(note.created, created),
    );
    return pageOf(kept, params, "/v1/credit_notes");
  }),
  route<Stripe.CreditNotePreviewParams>("GET /v1/credit_notes/preview", (step, params) =>
    previewCreditNote(step, params),
  ),
  route<Stripe.CreditNoteListPreviewLineItemsParams>("GET /v1/credit_notes/preview/lines", (step, params) => {
    const { limit: _limit, starting_after: _after, ending_before: _before, ...asked } = params;
    return pageOf(previewCreditNote(step, asked).lines.data, params, "/v1/credit_notes/preview/lines");
  }),
  route("GET /v1/credit_notes/:id", (step, _params, id) => require(step, "credit_notes", id)),
  route<Stripe.CreditNoteUpdateParams>("POST /v1/credit_notes/:id", (step, params, id) => {
    const before = require(step, "credit_notes", id);
    const patch = {
      memo: or(params.memo, before.memo ?? "") || null,
      metadata: metadataOf(before.metadata, params.metadata),
    };
    return change(step, { of: "credit_notes", id }, patch, "credit_note.updated");
  }),
  route<Stripe.CreditNoteListLineItemsParams>("GET /v1/credit_notes/:id/lines", (step, params, id) =>
    pageOf(require(step, "credit_notes", id).lines.data, params, `/v1/credit_notes/${id}/lines`),
  ),
  route("POST /v1/credit_notes/:id/void", (step, _params, id) => voidCreditNote(step, id)),
];
