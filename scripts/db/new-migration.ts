import { withDatabase } from "./connection";
import { writeMigration } from "./write-migration";

/** `npm run db:new -- name`: the SQL from the last migration's schema to the one in prisma/schema.prisma. */
const name = process.argv[2]?.replaceAll("-", "_");
if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error("Give the migration a name of small letters: npm run db:new -- add_invoices");
  process.exit(1);
}
const folder = await withDatabase((databaseUrl) => writeMigration(databaseUrl, name, { at: new Date() }));
console.log(
  folder === undefined
    ? "prisma/schema.prisma says nothing that the migrations do not say already."
    : `Wrote ${folder}/migration.sql. Read it, add the checks and triggers that a schema can not hold, then npm run db:migrate.`,
);
