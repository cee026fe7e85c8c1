import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { readSource } from "../architecture/source-file.ts";

const SRC = join(import.meta.dirname, "..", "..", "src");

/** What an edge must not load: it would be slower, larger, or need something that is not there. */
const LEFT_OUT = ["fastify", "zod", "kysely", "pg", "@electric-sql/pglite", "pino", "commander"];

/** Everything that a module loads, itself and by way of others: files of src, and packages. */
function loadedBy(entry: string): {
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
} {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    for (const { specifier, isTypeOnly } of readSource(path, readFileSync(join(SRC, path), "utf8")).arrows) {
      if (isTypeOnly) continue;
      if (specifier.startsWith(".")) visit(relative(SRC, join(SRC, dirname(path), specifier)));
      else packages.add(specifier);
    }
  };
  visit(entry);
  return { files, packages };
}

test("an edge loads no web framework, no schemas, no database and no command line, itself or by way of others", () => {
  const { files, packages } = loadedBy("edge/main.ts");
  expect(files.has("updates/answerer.ts") && packages.has("prom-client")).toBe(true);
  const rooms = [...files].filter((path) =>
    /^(?:api|cli|contract|commands|intake|client|store|web)\//.test(path),
  );
  expect(rooms).toEqual([]);
  const names = [...packages].filter((name) =>
    LEFT_OUT.some((one) => name === one || name.startsWith(`${one}/`)),
  );
  expect(names).toEqual([]);
});

test("the walk finds what a server loads, so it would find it in an edge", () => {
  const { packages } = loadedBy("api/serve.ts");
  expect(LEFT_OUT.filter((name) => name !== "commander").every((name) => packages.has(name))).toBe(true);
});
