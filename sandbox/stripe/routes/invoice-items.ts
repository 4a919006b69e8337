import type Stripe from "stripe";
import { addInvoiceItem, changeInvoiceItem, removeInvoiceItem } from "../acts/invoice-items";
import { require } from "../acts/require";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";

export const invoiceItemRoutes: Route[] = [
  route<Stripe.InvoiceItemCreateParams>("POST /v1/invoiceitems", (step, params) => addInvoiceItem(step, params)),
  route<Stripe.InvoiceItemListParams>("GET /v1/invoiceitems", (step, params) => {
    const { customer, invoice, pending } = params;
    const kept = listed(step.world, "invoice_items", { customer, invoice }).filter(
      (item) => (pending === undefined || (item.invoice === null) === pending) && inRange(item.date, params.created),
    );
    return pageOf(kept, params, "/v1/invoiceitems");
  }),
  route("GET /v1/invoiceitems/:id", (step, _params, id) => require(step, "invoice_items", id)),
  route<Stripe.InvoiceItemUpdateParams>("POST /v1/invoiceitems/:id", (step, params, id) =>
    changeInvoiceItem(step, params, id),
  ),
  route("DELETE /v1/invoiceitems/:id", (step, _params, id) => removeInvoiceItem(step, id)),
];
