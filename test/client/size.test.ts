import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { expect, test } from "vitest";

const MOST_BYTES = 10 * 1024;

test("the client needs nothing of Node, and less than 10 KB in a browser's page", async () => {
  const entry = join(import.meta.dirname, "..", "..", "src", "client", "client.ts");
  const built = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, minify: true, lib: { entry, formats: ["es"] } },
  });
  const [bundle] = Array.isArray(built) ? built : [];
  const [chunk, ...others] = bundle?.output ?? [];
  expect(others).toEqual([]);
  expect(chunk?.code).toContain("retry-after");
  expect(chunk?.imports).toEqual([]);
  expect(gzipSync(chunk?.code ?? "").length).toBeLessThan(MOST_BYTES);
});
