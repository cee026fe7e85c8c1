import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const EXAMPLES = readdirSync(join(ROOT, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `examples/${name}`);

/** The paths of all documents that people read, from the project's folder. */
export const DOCUMENTS: readonly string[] = [
  "",
  "docs",
  "docs/decisions",
  "spec",
  "examples",
  ...EXAMPLES,
].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => (folder === "" ? name : `${folder}/${name}`)),
);

/** The text of a file, by its path from the project's folder. */
export function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
