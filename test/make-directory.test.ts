import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { keepSession } from "../src/cli/session-file.ts";
import { makeFolder } from "../src/cli/tuf-files.ts";
import { startEdge } from "../src/edge/start-edge.ts";
import { makeDirectory } from "../src/make-directory.ts";
import { prepareDataDirectory } from "../src/store/private-directory.ts";
import { lonelyEdge } from "./edge/faulty-answerer.ts";

const scratch = mkdtempSync(join(tmpdir(), "sluice-made-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const file = join(scratch, "file");
writeFileSync(file, "a file");
const dangling = join(scratch, "dangling");
symlinkSync(join(scratch, "not", "there"), dangling);

/** Paths at which no directory can be made, even by an account that may do everything. */
const IMPOSSIBLE = [
  ...["/proc/sluice", "/proc/self/sluice/data", "/sys/sluice", "/sys/sluice/data"].filter((path) =>
    existsSync(path.split("/").slice(0, 2).join("/")),
  ),
  ...[file, join(file, "data"), dangling, join(dangling, "data"), "/dev/null/sluice", ""],
];

describe("a directory", () => {
  test("is made with its parents, for its owner alone", () => {
    const path = join(scratch, "a", "b", "c");
    makeDirectory(path);
    makeDirectory(path);
    expect(readdirSync(join(scratch, "a"))).toEqual(["b"]);
    if (process.platform !== "win32")
      for (const made of [path, join(scratch, "a")]) expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  test("may be a link to one", () => {
    const link = join(scratch, "link");
    symlinkSync(scratch, link);
    makeDirectory(link);
    makeDirectory(join(link, "below"));
    expect(statSync(join(scratch, "below")).isDirectory()).toBe(true);
  });
});

/** A refusal in one sentence that names a path. */
const refusing = (code: string, path: string) => ({
  ok: false,
  error: { code, message: expect.stringContaining(path) },
});

describe.each(IMPOSSIBLE)("where no directory can be made, %j,", (path) => {
  test("this is said at once", () => {
    expect(() => makeDirectory(path)).toThrow(/^E[A-Z]+:/);
  });

  test("a server refuses to keep its data", () => {
    expect(prepareDataDirectory(path)).toEqual(refusing("data_directory_not_writable", path));
  });

  test("an edge refuses to keep what it knows", async () => {
    const config = { ...lonelyEdge({ EDGE_PORT: "0" }), keepDirectory: path };
    expect(await startEdge(config)).toEqual(refusing("keep_not_writable", path));
  });

  test("the command line refuses to keep a session, and to write files", () => {
    const session = { token: "a-token", email: "someone@example.org" };
    const url = new URL("http://127.0.0.1:1");
    expect(keepSession(path, url, session as never)).toMatchObject({
      ok: false,
      error: { code: "sessions_unwritable" },
    });
    expect(makeFolder(path)).toMatchObject(refusing("file_unwritable", path));
  });
});
