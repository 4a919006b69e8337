/**
 * Lets this process import TypeScript, and server files outside a bundler: the package `server-only` exists to break
 * bundles for the browser, and throws wherever nobody says which side this is.
 */
import { register as registerHook } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";

const serverSide = `export const resolve = (name, context, next) =>
  name === "server-only" ? { url: "data:text/javascript,", shortCircuit: true } : next(name, context);`;

registerTypeScript();
registerHook(`data:text/javascript,${encodeURIComponent(serverSide)}`);
