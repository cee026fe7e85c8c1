import { afterAll, beforeAll, expect, test } from "vitest";
import { NO_EXTRAS } from "../../src/catalog/build.ts";
import { packageIndex } from "../../src/feeds/apt/package-index.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { cpuMilliseconds } from "../support/cpu-milliseconds.ts";
import { anOrganization, aRelease, at } from "../support/records.ts";
import { type FeedApp, startFeedApp } from "./feed-app.ts";
import { aBuild } from "./feed-server.ts";

const ACME = anOrganization({ name: "Acme" });
let app: FeedApp;
beforeAll(async () => {
  app = await startFeedApp();
  const release = aRelease("46.0", { state: "published", automaticAt: at("2026-02-01") });
  const build = aBuild(Buffer.from("app"), { releaseId: release.id });
  app.publish({ organizations: [ACME], releases: [release], builds: [build] });
});
afterAll(() => app.close());

// What a protocol looks for in the name of a file takes the longer the more often it finds the beginning of it.
test.each(FEEDS.map(({ name }) => name))(
  "%s has no file of a name that no updater asks for",
  async (name) => {
    for (const file of [`${"-mac-a".repeat(2_000)}.yml`, `a${"a".repeat(396)}.yml`]) {
      const answer = await fetch(`${app.url}/feeds/${name}/${ACME.id}/${file}`);
      expect(answer.status).toBe(404);
    }
  },
);

test("electron has a file of any name that is no longer than an address can be", async () => {
  const answer = await fetch(`${app.url}/feeds/electron/${ACME.id}/${"a".repeat(396)}.yml?version=46.0`);
  expect(answer.status).toBe(200);
});

test("a control paragraph with thousands of spaces in a line is listed at once", () => {
  const control = `Package: app\nVersion: 1\nArchitecture: amd64\nDescription: a${" ".repeat(49_000)}b\n`;
  const change = { ...NO_EXTRAS, format: "deb", updaters: { apt: { control } } } as const;
  const before = cpuMilliseconds();
  const { bytes } = packageIndex(aBuild(Buffer.from("deb"), change)).Packages;
  expect(cpuMilliseconds() - before).toBeLessThan(1_000);
  expect(Buffer.from(bytes).toString()).toContain(`${control}Filename: pool/`);
});
