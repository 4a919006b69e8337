import fs from "node:fs";
import path from "node:path";
import ts from "typescript-api";

const ROOT = path.resolve(import.meta.dirname, "../../..");

type SdkProgram = { checker: ts.TypeChecker; source: ts.SourceFile; program: ts.Program };

/** Compiles one small file that imports the SDK, so that its types can be walked. `name` keeps parallel runs apart. */
export function compileAgainstSdk(name: string, text: string): SdkProgram {
  const folder = path.join(ROOT, ".data", "stripe-judge");
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.ts`);
  fs.writeFileSync(file, text);
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
    typeRoots: [path.join(ROOT, "node_modules/@types")],
    exactOptionalPropertyTypes: true,
  });
  const source = program.getSourceFile(file);
  if (!source) throw new Error(`The compiler did not read ${file}`);
  return { checker: program.getTypeChecker(), source, program };
}

/** Where the SDK's own files lie. */
export const SDK_FOLDER = path.join(ROOT, "node_modules/stripe/esm");
