import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const SRC = join(ROOT, "src");

/** The names of an import that are there at run time, `default` for the default one. */
function namesOf({ importClause: clause }: ts.ImportDeclaration): readonly string[] {
  if (!clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
  const bindings = clause.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  const values = named.filter(({ isTypeOnly }) => !isTypeOnly);
  return [
    ...(clause.name ? ["default"] : []),
    ...values.map(({ propertyName, name }) => (propertyName ?? name).text),
  ];
}

/** What the program imports by name from packages, as `package name`; the page is bundled, and so none of it. */
function importedNames(): readonly string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" });
  const own = files.filter((path) => path.endsWith(".ts") && !/^web[\\/]/.test(path));
  const all = own.flatMap((path) => {
    const text = readFileSync(join(SRC, path), "utf8");
    const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    return statements.filter(ts.isImportDeclaration).flatMap((one) => {
      const from = ts.isStringLiteral(one.moduleSpecifier) ? one.moduleSpecifier.text : "";
      return /^(?:\.|node:)/.test(from) ? [] : namesOf(one).map((name) => `${from} ${name}`);
    });
  });
  return [...new Set(all)];
}

/** Says which names a package does not have for Node, which sees less in CommonJS than a test runner does. */
const SCRIPT = `
  let missing = [];
  for (const one of JSON.parse(process.argv[1])) {
    const [from, name] = one.split(" ");
    if (!(name in (await import(from)))) missing.push(one);
  }
  console.log(JSON.stringify(missing));
`;

test("Node finds every name that the program imports from a package", () => {
  const names = importedNames();
  expect(names).toContain("fastify default");
  const run = ["--input-type=module", "-e", SCRIPT, JSON.stringify(names)];
  expect(JSON.parse(execFileSync(process.execPath, run, { cwd: ROOT, encoding: "utf8" }))).toEqual([]);
});
