import fs from "node:fs";
import path from "node:path";
import ts from "typescript-api";
import { compileAgainstSdk, SDK_FOLDER } from "./sdk-program";

/**
 * What the SDK says can be sent, read out of its declarations:
 * "s" text, "n" number, "b" boolean, "m" a map of text, "*" anything;
 * an array lists the words allowed; {"[]": X} is a list of X; {"{}": X} is a map of X; {"|": [...]} is one of several;
 * an object names its keys, those that must be there with a trailing "!".
 */
export type Shape = string | Shape[] | { [key: string]: Shape };

type KnownApi = { routes: string[]; parameters: Record<string, Shape> };

const MAX_DEPTH = 7;
const MAX_WORDS = 24;

/** Reads every route of the SDK, and the parameters of those that `isBuilt` names. */
export function readKnownApi(isBuilt: (route: string) => boolean): KnownApi {
  const routes = new Map<string, { owner: string; method: string }>();
  for (const file of resourceFiles(path.join(SDK_FOLDER, "resources"))) collectRoutes(file, routes);
  const built = [...routes].filter(([route]) => isBuilt(route));
  const { checker, program } = compileAgainstSdk(
    "known-api",
    `import Stripe from "stripe";\nexport const x = Stripe;\n`,
  );
  const classes = resourceClasses(program);
  const parameters: Record<string, Shape> = {};
  for (const [route, { owner, method }] of built) {
    const declared = classes.get(owner);
    if (declared) parameters[route] = parametersOf(checker, declared, method);
  }
  return { routes: [...routes.keys()].toSorted(), parameters };
}

function resourceFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => path.join(folder, name))
    .toSorted();
}

function collectRoutes(file: string, routes: Map<string, { owner: string; method: string }>): void {
  let method = "";
  for (const line of fs.readFileSync(file, "utf8").split("\n")) {
    method = /^ {4}([a-zA-Z]+)\(/.exec(line)?.[1] ?? method;
    const call = /_makeRequest\('(GET|POST|DELETE)', ['`](\/v1\/[^'`]+)['`]/.exec(line);
    if (!call) continue;
    const route = `${call[1]} ${(call[2] ?? "").replaceAll(/\$\{[^}]+\}/g, ":id")}`;
    if (!routes.has(route)) routes.set(route, { owner: file.replace(/\.js$/, ".d.ts"), method });
  }
}

function resourceClasses(program: ts.Program): Map<string, ts.ClassDeclaration> {
  const found = new Map<string, ts.ClassDeclaration>();
  for (const file of program.getSourceFiles()) {
    if (!file.fileName.includes("/stripe/esm/resources/")) continue;
    const declared = file.statements.find((s) => ts.isClassDeclaration(s));
    if (declared) found.set(path.normalize(file.fileName), declared);
  }
  return found;
}

function parametersOf(checker: ts.TypeChecker, declared: ts.ClassDeclaration, method: string): Shape {
  for (const member of declared.members) {
    if (!ts.isMethodDeclaration(member) || member.name.getText() !== method) continue;
    const params = member.parameters.find((p) => p.name.getText() === "params");
    if (params?.type) return shapeOf(checker, checker.getTypeFromTypeNode(params.type), 0) ?? {};
  }
  return {};
}

function shapeOf(checker: ts.TypeChecker, type: ts.Type, depth: number): Shape | undefined {
  if (type.isUnion()) return unionShape(checker, type, depth);
  // The one word that there is to say.
  if (type.isStringLiteral()) return [type.value];
  const leaf = LEAVES.find(([flags]) => type.flags & flags);
  if (leaf) return leaf[1];
  if (type.isIntersection() && type.types.some((t) => t.flags & ts.TypeFlags.String)) return "s";
  if (checker.isArrayType(type)) {
    const [of] = checker.getTypeArguments(type as ts.TypeReference);
    return { "[]": (of && shapeOf(checker, of, depth + 1)) ?? "*" };
  }
  return objectShape(checker, type, depth);
}

const LEAVES: [flags: ts.TypeFlags, shape: Shape | undefined][] = [
  [ts.TypeFlags.StringLike | ts.TypeFlags.TemplateLiteral, "s"],
  [ts.TypeFlags.NumberLike, "n"],
  [ts.TypeFlags.BooleanLike, "b"],
  [ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void, undefined],
];

function objectShape(checker: ts.TypeChecker, type: ts.Type, depth: number): Shape {
  const name = (type.aliasSymbol ?? type.symbol)?.name ?? "";
  if (name.startsWith("Decimal")) return "s";
  const values = type.getStringIndexType();
  if (values) return mapShape(checker, values, depth);
  if (depth >= MAX_DEPTH || name === "PaymentMethodOptions") return "*";
  const shape: Record<string, Shape> = {};
  for (const property of checker.getPropertiesOfType(type)) {
    const inner = propertyShape(checker, property, depth);
    if (inner !== undefined) shape[keyOf(property)] = inner;
  }
  return shape;
}

/** Whatever it is named by, what stands there is text, or else an object of its own. */
function mapShape(checker: ts.TypeChecker, values: ts.Type, depth: number): Shape {
  const shape = shapeOf(checker, values, depth + 1);
  const isObject = typeof shape === "object" && !Array.isArray(shape) && !("|" in shape) && !("[]" in shape);
  return isObject ? { "{}": shape } : "m";
}

function keyOf(property: ts.Symbol): string {
  return property.flags & ts.SymbolFlags.Optional ? property.name : `${property.name}!`;
}

function propertyShape(checker: ts.TypeChecker, property: ts.Symbol, depth: number): Shape | undefined {
  const at = property.valueDeclaration;
  return at && shapeOf(checker, checker.getTypeOfSymbolAtLocation(property, at), depth + 1);
}

/** A closed set of words stays one even where the declaration lets later words through; "" unsets. */
function unionShape(checker: ts.TypeChecker, type: ts.UnionType, depth: number): Shape | undefined {
  const words = type.types.filter((t) => t.isStringLiteral()).map((t) => t.value);
  const rest = otherShapes(checker, type, depth);
  const meant = words.filter((word) => word !== "");
  if (meant.length === 0) {
    const takesText = rest.includes("s") || rest.includes("m");
    return words.length > 0 && !takesText ? oneOf([[""], ...rest]) : oneOf(rest);
  }
  const list: Shape = meant.length > MAX_WORDS ? "s" : words.toSorted();
  return oneOf([list, ...rest.filter((shape) => shape !== "s")]);
}

function otherShapes(checker: ts.TypeChecker, type: ts.UnionType, depth: number): Shape[] {
  const shapes = new Map<string, Shape>();
  for (const part of type.types) {
    const shape = part.isStringLiteral() ? undefined : shapeOf(checker, part, depth);
    if (shape !== undefined) shapes.set(JSON.stringify(shape), shape);
  }
  return [...shapes.values()];
}

function oneOf(shapes: Shape[]): Shape | undefined {
  return shapes.length > 1 ? { "|": shapes } : shapes[0];
}
