import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const MAIN = join(ROOT, "src", "cli", "main.ts");

test("a command whose output nobody reads any more, as before head, ends well and without a word", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, "--help"], { cwd: ROOT });
  child.stdout.destroy();
  let err = "";
  child.stderr.on("data", (bytes) => {
    err += bytes;
  });
  const [exit] = await once(child, "close");
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
});
