import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { createProgram } from "../../src/cli/run.ts";
import { DOCUMENTS, readDocument } from "../architecture/documents.ts";
import { keepTerminal } from "./tiny-server.ts";

const program = await createProgram({ terminal: keepTerminal(), exit: 0 });

/** The command lines of `sluice` that a document writes as code, each up to what a shell reads as its end. */
function commandLines(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/^ *```\w*\n([\s\S]*?)^ *```$/gm)].flatMap(([, text = ""]) =>
    text.split("\n"),
  );
  const prose = markdown.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");
  const inline = [...prose.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text.replaceAll(/\s+/g, " "));
  return [...blocks, ...inline].flatMap((line) =>
    [...line.matchAll(/(?:^|[\s(])(?:sluice|node \S*bin\/sluice\.mjs) ([^#|&;)"]+)/g)].map(([, words = ""]) =>
      words.trim(),
    ),
  );
}

/** What is wrong with a command line, or null: a word that is no command, or an option that its command does not have. */
function faultOf(line: string): string | null {
  const words = line.split(" ").filter(Boolean);
  let command: Command = program;
  while (words[0] !== undefined) {
    const next = command.commands.find((one) => one.name() === words[0]);
    if (!next) break;
    command = next;
    words.shift();
  }
  if (command.commands.length > 0 && /^[a-z]/.test(words[0] ?? ""))
    return `${line}: there is no command ${words[0]}`;
  const known = new Set(["--help", "--version", ...command.options.map(({ long }) => long)]);
  const unknown = words
    .filter((word) => word.startsWith("--"))
    .map((word) => word.split("=")[0] ?? "")
    .filter((word) => !known.has(word));
  return unknown.length === 0 ? null : `${line}: ${command.name()} has no ${unknown.join(", ")}`;
}

describe("the commands that documents name", () => {
  test.each(DOCUMENTS)("%s: each is there, and has the options that it is given", (document) => {
    expect(commandLines(readDocument(document)).flatMap((line) => faultOf(line) ?? [])).toEqual([]);
  });

  test("are found in blocks and in sentences, and wrong ones are seen", () => {
    const text =
      "`sluice tuf\nrotate --dir x` and `sluice shedule get`\n```\nsluice explain --nowhere # why\nX=1 sluice export users > a\n```\n";
    const lines = commandLines(text);
    expect(lines).toEqual(["explain --nowhere", "export users > a", "tuf rotate --dir x", "shedule get"]);
    expect(lines.map(faultOf)).toEqual([
      "explain --nowhere: explain has no --nowhere",
      null,
      null,
      "shedule get: there is no command shedule",
    ]);
  });

  test("on the page for operators are all that there are", () => {
    const [, chapter = ""] = readDocument("docs/operating.md").split("\n## The command line\n");
    const rows = [...(chapter.split("\n## ")[0] ?? "").matchAll(/^\| (`[^|]+?) +\|/gm)];
    const named = rows.flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([a-z-]+)/g)].map(([, word = ""]) => word),
    );
    expect(program.commands.map((command) => command.name()).filter((name) => !named.includes(name))).toEqual(
      [],
    );
  });
});
