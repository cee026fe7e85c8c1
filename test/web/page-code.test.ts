import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const page = join(import.meta.dirname, "..", "..", "src", "web");
const MOST_LINES = { ".tsx": 70, ".ts": 40 } as const;

/** The functions at the top of a file, each with its name and its lines, blank ones too. Biome leaves out those of JSX texts. */
function functionsOf(code: string): readonly { name: string; lines: number }[] {
  const declared = /^(?:export )?(?:async )?function (\w+)[\s\S]*?^\}$/gm;
  return [...code.matchAll(declared)].map(([text, name = ""]) => ({ name, lines: text.split("\n").length }));
}

test("components have at most 70 lines, blank ones too, and other functions of the page at most 40", () => {
  const names = readdirSync(page, { recursive: true, encoding: "utf8" });
  const tooLong = (Object.keys(MOST_LINES) as (keyof typeof MOST_LINES)[]).flatMap((ending) =>
    names
      .filter((name) => name.endsWith(ending))
      .flatMap((name) =>
        functionsOf(readFileSync(join(page, name), "utf8")).map((one) => ({ file: name, ...one })),
      )
      .filter(({ lines }) => lines > MOST_LINES[ending]),
  );
  expect(tooLong).toEqual([]);
});

test("no switch has a default: it names every case, so that a forgotten one does not compile", () => {
  const names = readdirSync(page, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  expect(names.filter((name) => /^\s*default:$/m.test(readFileSync(join(page, name), "utf8")))).toEqual([]);
});
