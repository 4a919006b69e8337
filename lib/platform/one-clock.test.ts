import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const FOLDERS = ["app", "pages", "components", "lib"];
const isShipped = (file: string) =>
  /\.tsx?$/.test(file) &&
  !/\.test\.tsx?$|\/(testing|generated)\/|\/fixtures\.ts$/.test(file) &&
  file !== "lib/platform/clock.ts";
const files = FOLDERS.flatMap((folder) =>
  fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name)),
).filter(isShipped);

/** What a file says to the machine, without what it says to people. */
const codeOf = (file: string) =>
  fs
    .readFileSync(file, "utf8")
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/(^|\s)\/\/.*$/gm, "");
/** The words of SQL, without what is put into them. */
const sqlOf = (code: string) =>
  [...code.matchAll(/(?:sql|Raw(?:<[^`]*?>)?)`([^`]*)`/g)].map(([, text = ""]) => text.replaceAll(/\$\{[^}]*\}/g, "?"));

const MACHINE_TIME = /\bDate\.now\(|\bnew Date\(\)/;
const SQL_TIME =
  /\b(now|(clock|statement|transaction)_timestamp|timeofday)\s*\(|\b(current|local)_?(date|timestamp|time)\b/i;

test("what is looked for would be found", () => {
  const found = sqlOf("tx.$queryRaw<Row[]>`SELECT now(), ${now()}`; Prisma.sql`age > CURRENT_DATE`; now();");
  expect(found).toEqual(["SELECT now(), ?", "age > CURRENT_DATE"]);
  for (const sql of found) expect(sql).toMatch(SQL_TIME);
  expect("SELECT knows(now_at, current_leaf_id)").not.toMatch(SQL_TIME);
  for (const code of ["Date.now()", "new Date()"]) expect(code).toMatch(MACHINE_TIME);
});

describe("the present moment has one source:", () => {
  test("no file but the clock asks the machine what time it is", () => {
    expect(files.length).toBeGreaterThan(300);
    expect(files.filter((file) => MACHINE_TIME.test(codeOf(file)))).toEqual([]);
  });

  test("no statement asks the database", () => {
    const statements = files.flatMap((file) => sqlOf(codeOf(file)).map((sql) => ({ file, sql })));
    expect(statements.length).toBeGreaterThan(60);
    expect(statements.filter(({ sql }) => SQL_TIME.test(sql))).toEqual([]);
  });

  test("no function or trigger in the database does, beyond a column's default", () => {
    const sql = fs
      .readdirSync("prisma/migrations", { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".sql"))
      .map((name) => fs.readFileSync(path.join("prisma/migrations", name), "utf8").replaceAll(/--.*$/gm, ""));
    expect(sql.length).toBeGreaterThan(1);
    for (const text of sql) expect(text.replaceAll("DEFAULT CURRENT_TIMESTAMP", "")).not.toMatch(SQL_TIME);
  });
});
