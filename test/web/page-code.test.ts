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

/** The ways to write an instant that a browser and the page's libraries have. */
const FORMATS =
  /\b(format(Date|Time)|Formatted(Date|Time|Relative)|DateTimeFormat|DateFormatter|useDateFormatter|toLocale(Date|Time)?String|to(Date|Time)String|\w*RelativeTime)\w*/;

test("only one file writes instants, so that every use says whether it is a day of the calendar or a local time", () => {
  const names = readdirSync(page, { recursive: true, encoding: "utf8" });
  const code = names.filter((name) => /\.tsx?$/.test(name));
  const found = code.filter((name) => FORMATS.test(readFileSync(join(page, name), "utf8")));
  expect(found).toEqual([join("ui", "instant-formats.ts")]);
  const messages = names.filter((name) => name.endsWith(".json"));
  expect(messages.length).toBeGreaterThan(3);
  const formatting = /\{\s*\w+\s*,\s*(date|time)\b/;
  expect(messages.filter((name) => formatting.test(readFileSync(join(page, name), "utf8")))).toEqual([]);
});

test("no switch has a default: it names every case, so that a forgotten one does not compile", () => {
  const names = readdirSync(page, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  expect(names.filter((name) => /^\s*default:$/m.test(readFileSync(join(page, name), "utf8")))).toEqual([]);
});

/** A separator that people read: what programs read has none. */
const JOINED = /\.join\((["'`])(?:, |، |、)\1\)/;

test("lists that people read are joined as their language does, never by a comma of the code", () => {
  const names = readdirSync(page, { recursive: true, encoding: "utf8" });
  const code = names.filter((name) => /\.tsx?$/.test(name));
  expect(JOINED.test('names.join(", ")')).toBe(true);
  expect(JOINED.test('ids.join(",")')).toBe(false);
  expect(code.filter((name) => JOINED.test(readFileSync(join(page, name), "utf8")))).toEqual([]);
});

/** What a style says of one side of the page, where it means the beginning or the end of a line. */
const ONE_SIDE =
  /(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)|left|right|float|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|justify-(?:content|self|items)|clear)\s*:\s*(?:left|right)|(?:linear-gradient|translate(?:X|3d)?)\(\s*(?:to (?:left|right)|-?\d)/;

test("no style names left or right, so that the page turns round where one writes from right to left", () => {
  const styles = readdirSync(page, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".css"),
  );
  expect(styles.length).toBeGreaterThan(30);
  const found = styles.flatMap((name) =>
    readFileSync(join(page, name), "utf8")
      .split("\n")
      .filter((line) => ONE_SIDE.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
