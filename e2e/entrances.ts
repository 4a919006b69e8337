import fs from "node:fs";
import path from "node:path";

/** The folders of `app/api` and the files of `pages/api`, as addresses with their parameters. */
export function routes(): string[] {
  const filesIn = (folder: string) => fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const folders = filesIn("app").filter((file) => path.basename(file) === "route.ts");
  const files = filesIn("pages").filter((file) => file.endsWith(".ts"));
  return [
    ...folders.map((file) => `/${path.dirname(file)}`),
    ...files.map((file) => `/${file.slice(0, -3)}`),
  ].toSorted();
}

/** An address of a route with the same id for each of its parameters. */
export function filled(route: string, id: string): string {
  return route.replaceAll(/\[\[?(?:\.\.\.)?\w+\]\]?/g, id);
}

/** Every exported server action, as `file#name`. */
export function actionsInFiles(): string[] {
  const files = ["app", "components", "lib"].flatMap((folder) =>
    fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  );
  return files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const source = fs.readFileSync(file, "utf8");
      if (!/^\s*"use server";/m.test(source)) return [];
      return [...source.matchAll(/^export (?:const|async function) (\w+)/gm)].map(([, name]) => `${file}#${name}`);
    });
}
