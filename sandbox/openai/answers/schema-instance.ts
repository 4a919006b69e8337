type Schema = Readonly<Record<string, unknown>>;

/** A value that the JSON schema allows: required and optional properties alike, words taken from the prompt. */
export function instanceOf(schema: Schema, word: (name: string) => string, name = "value", depth = 0): unknown {
  if (depth > 12) return null;
  if (schema["const"] !== undefined) return schema["const"];
  const [choice] = listIn(schema, "enum");
  if (choice !== undefined) return choice;
  const [branch] = [...listIn(schema, "anyOf"), ...listIn(schema, "oneOf"), ...listIn(schema, "allOf")];
  if (isSchema(branch)) return instanceOf(branch, word, name, depth + 1);
  return ofType(schema, word, name, depth);
}

function ofType(schema: Schema, word: (name: string) => string, name: string, depth: number): unknown {
  const inner = (child: unknown, childName: string) =>
    instanceOf(isSchema(child) ? child : {}, word, childName, depth + 1);
  const makers: Readonly<Record<string, () => unknown>> = {
    object: () => {
      const properties = Object.entries(isSchema(schema["properties"]) ? schema["properties"] : {});
      return Object.fromEntries(properties.map(([key, property]) => [key, inner(property, key)]));
    },
    array: () => {
      const count = Math.max(1, Math.min(20, numberIn(schema, "minItems") ?? 2));
      return Array.from({ length: count }, (_, index) => inner(schema["items"], `${name} ${index + 1}`));
    },
    integer: () => numberIn(schema, "minimum") ?? numberIn(schema, "maximum") ?? 1,
    number: () => numberIn(schema, "minimum") ?? numberIn(schema, "maximum") ?? 1,
    boolean: () => true,
    null: () => null,
  };
  const type = typeOf(schema);
  const make = typeof type === "string" && Object.hasOwn(makers, type) ? makers[type] : undefined;
  return make ? make() : word(name);
}

function typeOf(schema: Schema): unknown {
  const { type } = schema;
  if (Array.isArray(type)) return (type as unknown[]).find((candidate) => candidate !== "null");
  return type ?? (schema["properties"] ? "object" : "string");
}

function listIn(schema: Schema, key: string): unknown[] {
  const value = schema[key];
  return Array.isArray(value) ? value : [];
}

function numberIn(schema: Schema, key: string): number | undefined {
  const value = schema[key];
  return typeof value === "number" ? value : undefined;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
