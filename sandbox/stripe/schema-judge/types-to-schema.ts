import ts from "typescript-api";

export type JsonSchema = { [key: string]: unknown };

/** Turns declared types into JSON Schema: closed objects, every field that is not optional required. */
export class SchemaWriter {
  readonly definitions: { [name: string]: JsonSchema } = {};
  private readonly names = new Map<ts.Type, string>();
  private readonly checker: ts.TypeChecker;
  private readonly at: ts.Node;

  constructor(checker: ts.TypeChecker, at: ts.Node) {
    this.checker = checker;
    this.at = at;
  }

  /** `undefined` for what JSON can not hold: undefined, void, never, functions. */
  schemaOf(type: ts.Type): JsonSchema | undefined {
    if (type.isUnion()) return this.union(type);
    const simple = primitive(type);
    if (simple !== NOT_PRIMITIVE) return simple;
    if (type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.String)) return { type: "string" };
    if (this.checker.isArrayType(type)) {
      const [of] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: (of && this.schemaOf(of)) ?? {} };
    }
    if (isDecimal(type)) return { type: "string" };
    return { $ref: `#/definitions/${this.define(type)}` };
  }

  private define(type: ts.Type): string {
    const known = this.names.get(type);
    if (known !== undefined) return known;
    const name = `t${this.names.size}`;
    this.names.set(type, name);
    const properties: { [key: string]: JsonSchema } = {};
    const required: string[] = [];
    for (const property of this.checker.getPropertiesOfType(type)) {
      const schema = this.propertySchema(property);
      if (!schema) continue;
      properties[property.name] = schema;
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    const index = type.getStringIndexType();
    const additionalProperties = index ? (this.schemaOf(index) ?? {}) : false;
    this.definitions[name] = { type: "object", properties, required, additionalProperties };
    return name;
  }

  private propertySchema(property: ts.Symbol): JsonSchema | undefined {
    if (property.name === "lastResponse") return undefined;
    const type = this.checker.getTypeOfSymbolAtLocation(property, property.valueDeclaration ?? this.at);
    return type.getCallSignatures().length > 0 ? undefined : this.schemaOf(type);
  }

  /** Words stay an enum only where the declaration closes them. */
  private union(type: ts.UnionType): JsonSchema | undefined {
    const parts = type.types.map((part) => this.schemaOf(part)).filter((part) => part !== undefined);
    const isOpen = parts.some((part) => part["type"] === "string");
    const kept = isOpen ? parts.filter((part) => typeof part["const"] !== "string") : parts;
    return kept.length === 1 ? kept[0] : kept.length === 0 ? undefined : { anyOf: kept };
  }
}

const NOT_PRIMITIVE = { not: {} };

function primitive(type: ts.Type): JsonSchema | undefined {
  const { flags } = type;
  if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never)) return undefined;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (flags & ts.TypeFlags.Null) return { type: "null" };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (flags & ts.TypeFlags.BooleanLiteral)
    return { const: (type as unknown as { intrinsicName: string }).intrinsicName === "true" };
  if (flags & ts.TypeFlags.String) return { type: "string" };
  if (flags & ts.TypeFlags.Number) return { type: "number" };
  return NOT_PRIMITIVE;
}

function isDecimal(type: ts.Type): boolean {
  return (type.aliasSymbol ?? type.symbol)?.name.startsWith("Decimal") ?? false;
}
