import { expect, test } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { keepTerminal } from "./tiny-server.ts";

test("several workers over the embedded database are refused, with why and what is allowed", async () => {
  const terminal = keepTerminal({ SLUICE_CONFIG: "" });
  expect(await runSluice(["serve", "--workers", "2"], terminal)).toBe(2);
  expect(terminal.written.err).toMatch(
    /only one process can open the embedded database; set DATABASE_URL .*, or use --workers 1\. \[workers_need_postgresql\]/,
  );
});

test.each(["0", "257", "two", "-1", "1.5"])("%s workers are refused, with what is allowed", async (count) => {
  const terminal = keepTerminal({ SLUICE_CONFIG: "" });
  expect(await runSluice(["serve", `--workers=${count}`], terminal)).toBe(2);
  expect(terminal.written.err).toContain("Use a whole number from 1 to 256.");
});
