import type Stripe from "stripe";
import { invalid, parameterMissing } from "../http/failures";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { buildPrice, buildProduct, type Recurring } from "../objects/catalog";
import { changed, metadataOf, or, orNull } from "../objects/fields";
import { keepCurrencies, unitAmountOf } from "../acts/pricing";
import { refuseUnbuilt, require } from "../acts/require";
import { change, emit, emitSettled, type Step } from "../store/step";
import type { Price, Product } from "../store/wire";

export const catalogRoutes: Route[] = [
  route<Stripe.ProductCreateParams>("POST /v1/products", (step, params) => createProduct(step, params)),
  route<Stripe.ProductListParams>("GET /v1/products", (step, params) => {
    const kept = listed(step.world, "products").filter(
      (p) =>
        (params.active === undefined || p.active === params.active) &&
        (params.ids === undefined || params.ids.includes(p.id)) &&
        (params.url === undefined || p.url === params.url) &&
        inRange(p.created, params.created),
    );
    return pageOf(kept, params, "/v1/products");
  }),
  route("GET /v1/products/:id", (step, _params, id) => require(step, "products", id)),
  route<Stripe.ProductUpdateParams>("POST /v1/products/:id", (step, params, id) => updateProduct(step, params, id)),
  route("DELETE /v1/products/:id", (step, _params, id) => deleteProduct(step, id)),
  route<Stripe.PriceCreateParams>("POST /v1/prices", (step, params) => createPrice(step, params)),
  route<Stripe.PriceListParams>("GET /v1/prices", (step, params) => {
    const kept = listed(step.world, "prices").filter((price) => isAskedFor(price, params));
    return pageOf(kept, params, "/v1/prices");
  }),
  route("GET /v1/prices/:id", (step, _params, id) => require(step, "prices", id)),
  route<Stripe.PriceUpdateParams>("POST /v1/prices/:id", (step, params, id) => updatePrice(step, params, id)),
];

function isAskedFor(price: Price, params: Stripe.PriceListParams): boolean {
  const { active, currency, lookup_keys, product, type, recurring } = params;
  const fits = [
    active === undefined || price.active === active,
    currency === undefined || price.currency === currency,
    lookup_keys === undefined || lookup_keys.includes(price.lookup_key ?? ""),
    product === undefined || price.product === product,
    type === undefined || price.type === type,
    recurring?.interval === undefined || price.recurring?.interval === recurring.interval,
    inRange(price.created, params.created),
  ];
  return fits.every(Boolean);
}

function createProduct(step: Step, params: Stripe.ProductCreateParams): Product {
  refuseUnbuilt(params, ["tax_details"]);
  if (params.id !== undefined && step.world.has("products", params.id)) {
    throw invalid(`Product already exists.`, "id", "resource_already_exists");
  }
  const { id } = step.world.put("products", buildProduct(step, params));
  emitSettled(step, "product.created", { of: "products", id });
  const wanted = params.default_price_data;
  if (!wanted) return require(step, "products", id);
  const price = addPrice(step, {
    product: id,
    currency: wanted.currency,
    unitAmount: unitAmountOf(wanted, "default_price_data[unit_amount]"),
    recurring: (wanted.recurring as Recurring | undefined) ?? null,
    params: { metadata: wanted.metadata },
  });
  keepCurrencies(step, price, wanted.currency_options);
  return change(step, { of: "products", id }, { default_price: price.id });
}

function updateProduct(step: Step, params: Stripe.ProductUpdateParams, id: string): Product {
  refuseUnbuilt(params, ["tax_details"]);
  const before = require(step, "products", id);
  if (params.default_price) require(step, "prices", params.default_price, "default_price");
  const patch: Partial<Product> = {
    active: or(params.active, before.active),
    default_price: changed(params.default_price, orNull(before.default_price)),
    description: changed(params.description, before.description),
    images: changed(params.images, before.images) ?? [],
    marketing_features: changed(params.marketing_features, before.marketing_features) ?? [],
    metadata: metadataOf(before.metadata, params.metadata),
    name: or(params.name, before.name),
    shippable: changed(params.shippable, before.shippable),
    statement_descriptor: changed(params.statement_descriptor, orNull(before.statement_descriptor)),
    tax_code: changed(params.tax_code, orNull(before.tax_code)),
    unit_label: changed(params.unit_label, orNull(before.unit_label)),
    updated: step.now,
    url: changed(params.url, before.url),
  };
  return change(step, { of: "products", id }, patch, "product.updated");
}

function deleteProduct(step: Step, id: string): object {
  const product = require(step, "products", id);
  if (step.world.where("prices", "product", id).length > 0) {
    throw invalid("This product cannot be deleted because it has one or more user-created prices.");
  }
  step.world.remove("products", id);
  emit(step, "product.deleted", product);
  return { id, object: "product", deleted: true };
}

function createPrice(step: Step, params: Stripe.PriceCreateParams): Price {
  refuseUnbuilt(params, ["tiers", "tiers_mode", "transform_quantity", "custom_unit_amount"]);
  if (params.product === undefined && params.product_data === undefined) throw parameterMissing("product");
  const product = params.product ?? createProduct(step, { name: params.product_data?.name ?? "" }).id;
  if (params.product !== undefined) require(step, "products", params.product, "product");
  checkMeter(step, params.recurring);
  const price = addPrice(step, {
    product,
    currency: params.currency,
    unitAmount: unitAmountOf(params, "unit_amount"),
    recurring: (params.recurring as Recurring | undefined) ?? null,
    params: { ...params, ...keyFor(step, params.lookup_key, params.transfer_lookup_key) },
  });
  keepCurrencies(step, price, params.currency_options);
  return price;
}

/** What is billed by use needs the meter that counts it, and only that. */
function checkMeter(step: Step, { meter, usage_type }: Partial<Stripe.PriceCreateParams.Recurring> = {}): void {
  if (usage_type !== "metered") {
    if (meter === undefined) return;
    throw invalid("A meter is only for prices whose usage_type is metered.", "recurring[meter]");
  }
  if (meter === undefined) throw parameterMissing("recurring[meter]");
  if (require(step, "meters", meter, "recurring[meter]").status !== "active") {
    throw invalid("The meter of a price must be active.", "recurring[meter]");
  }
}

function addPrice(step: Step, order: Parameters<typeof buildPrice>[1]): Price {
  if (!/^[a-z]{3}$/i.test(order.currency)) throw invalid(`Invalid currency: ${order.currency}.`, "currency");
  const price = step.world.put("prices", buildPrice(step, order));
  emit(step, "price.created", price);
  return price;
}

function updatePrice(step: Step, params: Stripe.PriceUpdateParams, id: string): Price {
  const before = require(step, "prices", id);
  keepCurrencies(step, before, params.currency_options || undefined);
  const isOwn = params.lookup_key === before.lookup_key;
  const key = isOwn ? {} : keyFor(step, params.lookup_key, params.transfer_lookup_key);
  const patch: Partial<Price> = {
    active: or(params.active, before.active),
    lookup_key: changed(key.lookup_key ?? params.lookup_key, before.lookup_key),
    metadata: metadataOf(before.metadata, params.metadata),
    nickname: changed(params.nickname, before.nickname),
    tax_behavior: or(params.tax_behavior, before.tax_behavior),
  };
  return change(step, { of: "prices", id }, patch, "price.updated");
}

/** A lookup key is one price's at a time; it moves only when the request says so. */
function keyFor(step: Step, key: string | undefined, transfers: boolean | undefined): { lookup_key?: string } {
  if (key === undefined || key === "") return {};
  const [holder] = step.world.where("prices", "lookup_key", key);
  if (!holder) return { lookup_key: key };
  if (!transfers) {
    throw invalid(`A price (\`${holder.id}\`) already uses that lookup key.`, "lookup_key", "resource_already_exists");
  }
  change(step, { of: "prices", id: holder.id }, { lookup_key: null }, "price.updated");
  return { lookup_key: key };
}
