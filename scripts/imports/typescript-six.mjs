/**
 * Whoever asks for the compiler's JavaScript API gets TypeScript 6: version 7 has none, and dependency-cruiser, given
 * that, finds no import in any file and reports that all is well. It asks both ways: `require` for the version, and
 * `import` for the compiler.
 */
import Module, { register } from "node:module";

const redirect = `export const resolve = (name, context, next) =>
  next(name === "typescript" ? "typescript-api" : name, context);`;
register(`data:text/javascript,${encodeURIComponent(redirect)}`, { parentURL: import.meta.url });

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) =>
  resolveFilename(name.replace(/^typescript(?=\/|$)/, "typescript-api"), ...rest);
