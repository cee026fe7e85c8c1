import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEMO_LOGINS } from "../src/api/demo/people.ts";
import { demoText, readyText } from "../src/cli/serve-text.ts";
import { DOCUMENTS, readDocument as read } from "./architecture/documents.ts";
import { anchorsOf, namedPaths } from "./architecture/named-paths.ts";

const root = join(import.meta.dirname, "..");

describe("the documents", () => {
  test("are found", () => {
    expect(DOCUMENTS).toEqual(expect.arrayContaining(["README.md", "docs/rules.md", "spec/README.md"]));
    expect(DOCUMENTS.length).toBeGreaterThan(25);
  });

  test.each(DOCUMENTS)("%s leads to no file and no heading that does not exist", (document) => {
    const folder = join(document, "..");
    const broken = namedPaths(read(document)).links.filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? document : join(folder, path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test.each(DOCUMENTS)("%s has no marks of a merge", (document) => {
    // A formatter of Markdown makes quotations or a row of a table of them.
    const marks = /^ *(?:<{7}|>{7}|(?:> ){7}|(?:\| )?={7}) ?/m;
    expect(read(document)).not.toMatch(marks);
  });

  test.each(DOCUMENTS)("%s names no path that does not exist", (document) => {
    const { full } = namedPaths(read(document));
    expect(full.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test.each(["ARCHITECTURE.md", "CONTRIBUTING.md"])(
    "%s names files without their folder only where the chapter names that folder",
    (document) => {
      const { bare, full } = namedPaths(read(document));
      expect(full.length).toBeGreaterThan(5);
      const lost = bare.filter(({ name, folders }) =>
        ["", "src", ...folders].every((folder) => !existsSync(join(root, folder, name))),
      );
      expect(lost.map(({ name }) => name)).toEqual([]);
    },
  );

  test("the README is short, and the demo has one address everywhere", () => {
    expect(read("README.md").split("\n").length).toBeLessThanOrEqual(80);
    expect(DOCUMENTS.filter((document) => /localhost:\d/.test(read(document)))).toEqual([]);
  });

  test("the README shows what a start prints", () => {
    const url = "http://127.0.0.1:8080";
    const people = DEMO_LOGINS.map((login) => {
      const who = login.home ?? "Demo vendor";
      return { who, name: login.name, role: login.role, email: login.email, password: "…", token: "" };
    });
    const printed =
      readyText({ url, metricsUrl: null }, "embedded, in ./data") +
      demoText(url, { people, organizationId: "" });
    const [shown = ""] = printed.split("\nThe same three");
    expect(read("README.md")).toContain(`\`\`\`\n${shown}\`\`\`\n`);
  });

  test.each(readdirSync(join(root, "docs", "decisions")))(
    "decision %s has a number, a status and a date",
    (file) => {
      const [number = ""] = file.split("-");
      const decided = new RegExp(
        `^# ${Number(number)}\\. .+\n\nStatus: \\w+.*\n\nDate: \\d{4}-\\d\\d-\\d\\d\n`,
      );
      expect(read(`docs/decisions/${file}`)).toMatch(decided);
    },
  );
});

describe("the reader of documents", () => {
  test("finds links, paths, and names with the folders of their chapter", () => {
    const text =
      "[a](b.md#c) `src/x/y.ts`\n## Two\n`y.ts` beside `test/z.ts`, `ui/`, `npm test`, `latest.yml`\n";
    expect(namedPaths(text)).toEqual({
      links: ["b.md#c"],
      full: ["src/x/y.ts", "test/z.ts"],
      bare: [
        { name: "y.ts", folders: ["test"] },
        { name: "ui/", folders: ["test"] },
      ],
    });
  });

  test("reads nothing in blocks of code", () => {
    expect(namedPaths("```\n`src/none.ts` [a](b)\n```\n").full).toEqual([]);
  });

  test("makes the anchors of headings", () => {
    expect(anchorsOf("# What one client may take\n## Back up, and restore\n")).toEqual([
      "what-one-client-may-take",
      "back-up-and-restore",
    ]);
  });
});
