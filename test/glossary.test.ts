import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { type GlossaryRow, readGlossary, says, wordsOf } from "./glossary/glossary.ts";

const root = join(import.meta.dirname, "..");
const glossary = readGlossary(readFileSync(join(root, "docs", "glossary.md"), "utf8"));
const words = new Set(glossary.flatMap(({ word }) => word.split(", ").map((one) => one.replaceAll("`", ""))));

/** Names that may say a word of the last column, because there it stands for something else. */
const EXCEPTIONS: readonly {
  readonly word: string;
  readonly names: readonly string[];
  readonly why: string;
}[] = [
  { word: "error", names: ["RefusedError"], why: "a refusal as what React Query catches, which is an Error" },
  { word: "offset", names: ["OFFSET_TYPE"], why: "the media type that tus prescribes" },
  { word: "place", names: ["placeOf"], why: "a point on the timeline of the page" },
  {
    word: "older settings",
    names: ["store/migrations/016-older-settings-by-name"],
    why: "a migration that has run keeps its name",
  },
];

const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
  // Made from the API document.
  .filter((path) => path !== "src/client/schema.ts")
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

/** Every name that a file exports, and the path of the file without its ending: what people search for. */
const names = sources.flatMap(({ path, text }) => [
  { name: path.replace(/^src\//, "").replace(/\.tsx?$/, ""), path },
  ...exportsOf(path, text).map((name) => ({ name, path })),
]);

function exportsOf(path: string, text: string): readonly string[] {
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const isExported = ts
      .getModifiers(statement)
      ?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? name.text : [],
      );
    }
    const { name } = statement as ts.DeclarationStatement;
    return name && ts.isIdentifier(name) ? name.text : [];
  });
}

/** The terms of the last column. What is a word of its own elsewhere in the glossary cannot be looked for. */
function termsOf(row: GlossaryRow): readonly string[] {
  return row.not.filter((term) => !words.has(term));
}

const used = glossary.flatMap((row) =>
  termsOf(row).flatMap((term) =>
    names
      .filter(({ name }) => says(name, term))
      .map(({ name, path }) => ({ term, name, path, word: row.word })),
  ),
);
const isExcepted = (term: string, name: string) =>
  EXCEPTIONS.some(({ word, names: allowed }) => word === term && allowed.includes(name));

test("The glossary has words, and the code has names", () => {
  expect(glossary.length).toBeGreaterThan(80);
  expect(names.length).toBeGreaterThan(1500);
  expect(new Set(glossary.map(({ word }) => word)).size).toBe(glossary.length);
});

test("No file and no exported name says a word that the glossary sets aside", () => {
  const wrong = used.filter(({ term, name }) => !isExcepted(term, name));
  expect(
    wrong.map(({ term, name, path, word }) => `${path}: ${name} says ${term}; the word is ${word}`),
  ).toEqual([]);
});

test("Every exception is needed", () => {
  const needed = new Set(used.map(({ term, name }) => `${term}: ${name}`));
  const listed = EXCEPTIONS.flatMap(({ word, names: allowed }) => allowed.map((name) => `${word}: ${name}`));
  expect(listed.filter((one) => !needed.has(one))).toEqual([]);
});

test("Every word that the glossary marks as code is in the code", () => {
  const marked = glossary.flatMap(({ word, what }) =>
    [...`${word} ${what}`.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
  );
  expect(marked.length).toBeGreaterThan(10);
  const all = sources.map(({ text }) => text).join("\n");
  expect(marked.filter((name) => !new RegExp(`\\b${name}\\b`).test(all))).toEqual([]);
});

test.each([
  ["findS3Client", ["find", "s3", "client"]],
  ["NEXT_CHECK", ["next", "check"]],
  ["store/tables/fleet-checkpoint-table", ["store", "tables", "fleet", "checkpoint", "table"]],
  ["toHTTPAnswer", ["to", "http", "answer"]],
])("The words of %s are taken apart", (name, expected) => {
  expect(wordsOf(name)).toEqual(expected);
});

test.each([
  ["placesOf", "place", true],
  ["replaceAll", "place", false],
  ["OlderSettings", "older settings", true],
  ["olderRowSettings", "older settings", false],
])("Whether %s says %s: %s", (name, term, expected) => {
  expect(says(name, term)).toBe(expected);
});
