import { inDatabase } from "./people";
import { FULL_SIZE, seedBilling } from "./seed-billing";

/**
 * `npm run bench:seed`: fills the database that `DATABASE_URL` names, on this machine only, with 100,000 subscriptions and
 * a million invoices, to look at the admin's pages with. It can not be taken back: use a database of its own.
 */
const address = process.env["DATABASE_URL"];
if (address === undefined) throw new Error("DATABASE_URL says which database to fill");
const { hostname } = new URL(address);
if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
  throw new Error(`Only a database of this machine is filled, not one of ${hostname}`);
}
await inDatabase(address, (client) => seedBilling(client, FULL_SIZE));
console.log(`${FULL_SIZE.subscriptions} subscriptions and ${FULL_SIZE.invoices} invoices are there.`);
