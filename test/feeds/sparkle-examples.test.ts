import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FeedApp, startFeedApp } from "./feed-app.ts";
import { ACME, askSparkle, askWinSparkle, publishOne } from "./sparkle-ground.ts";

let app: FeedApp;
beforeAll(async () => {
  app = await startFeedApp();
  publishOne(app, "2.0.0.7");
});
afterAll(() => app.close());

const FORM = /https:\/\/updates\.example\.org(\/feeds\/[^"<]*)/;

/** The address in an example, with the client's names for what the example leaves open. */
function addressIn(file: string, names: Readonly<Record<string, string>>): string {
  const [, path = ""] =
    FORM.exec(readFileSync(join(import.meta.dirname, "../../examples", file), "utf8")) ?? [];
  return Object.entries({ ORGANIZATION: ACME.id, ...names }).reduce(
    (text, [name, value]) => text.replace(name, value),
    path,
  );
}

test.each([
  ["sparkle/Info.plist", {}],
  [
    "sparkle/Updates.swift",
    { "\\(organization)": ACME.id, "\\(version)": "{version}", "\\(arch)": "{arch}", "\\(user)": "u" },
  ],
])("by the address in examples/%s an app is updated, and then stays", async (file, names) => {
  const feed = addressIn(file, names);
  expect(await askSparkle(app, { version: "1.0.0.1" }, { feed })).toMatchObject({
    kind: "update",
    version: "2.0.0.7",
  });
  expect(await askSparkle(app, { version: "2.0.0.7" }, { feed })).toEqual({ kind: "stay" });
});

test("by the address in examples/winsparkle/updates.c an app is updated, and then stays", async () => {
  const feed = addressIn("winsparkle/updates.c", { VERSION: "{version}", ARCH: "{arch}" });
  expect(await askWinSparkle(app, { version: "1.0.0.1" }, { feed })).toMatchObject({ version: "2.0.0.7" });
  expect(await askWinSparkle(app, { version: "2.0.0.7" }, { feed })).toEqual({ kind: "stay" });
});
