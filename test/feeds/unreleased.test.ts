import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Release } from "../../src/catalog/release.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { anOrganization, at } from "../support/records.ts";
import { type FeedApp, startFeedApp } from "./feed-app.ts";
import { released } from "./released.ts";

const ACME = anOrganization({ name: "Acme" });

/** What is in the calendar and may be seen by nobody, by the version that a stranger might guess. */
const UNRELEASED: Readonly<Record<string, Partial<Release>>> = {
  "47.0.0.1": { state: "planned" },
  "48.0.0.1": { automaticAt: at("2026-04-01") },
};
/** The names that packages have, which stand beside a feed. */
const BESIDE = ["App-VERSION-full.nupkg"];
const NEVER = "49.0.0.1";

/** Every file of every protocol that is asked for by GET, for an installation that says it runs a version. */
const ADDRESSES = FEEDS.flatMap(({ name, routes }) =>
  routes
    .filter(({ method }) => method === "GET")
    .flatMap(({ files }) =>
      ["", ...files, ...BESIDE].map((file) => `/feeds/${name}/ORGANIZATION/version/VERSION/${file}`),
    ),
);

let app: FeedApp;
beforeAll(async () => {
  app = await startFeedApp();
  const all = [
    released("46.0.0.1", {}),
    ...Object.entries(UNRELEASED).map(([version, change]) => released(version, change)),
  ];
  app.publish({
    organizations: [ACME],
    releases: all.map(({ release }) => release),
    builds: all.flatMap(({ builds }) => builds),
  });
});
afterAll(() => app.close());

/** An answer, with the said version written as VERSION, however the protocol spells it. */
async function answerTo(address: string, version: string) {
  const response = await fetch(
    app.url + address.replace("ORGANIZATION", ACME.id).replaceAll("VERSION", version),
    { redirect: "manual" },
  );
  const text = await response.text();
  const said = text.replaceAll(version, "VERSION").replaceAll(version.replace(/\.(\d+)$/, "-$1"), "VERSION");
  // A refusal has an id of its own to be found by.
  const told = response.status === 404 && text.startsWith("{") ? "refused" : said;
  return { status: response.status, location: response.headers.get("location"), told };
}

describe.each(Object.keys(UNRELEASED))("version %s, which is not out", (version) => {
  test.each(ADDRESSES)("is told from one that does not exist by no answer of %s", async (address) => {
    expect(await answerTo(address, version)).toEqual(await answerTo(address, NEVER));
  });
});
