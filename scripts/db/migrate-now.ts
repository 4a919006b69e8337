import { withDatabase } from "./connection";
import { migrateDatabase } from "./migrate";

/** `npm run db:migrate`: what a deployment runs before it starts the new version. */
const applied = await withDatabase(migrateDatabase);
console.log(applied.length === 0 ? "Nothing to migrate." : applied.map((name) => `Applied ${name}`).join("\n"));
