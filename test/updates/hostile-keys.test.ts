import fc from "fast-check";
import { expect, test } from "vitest";
import { FEEDS } from "../../src/feeds/feeds.ts";
import type { SetSchedule } from "../../src/policy/settings.ts";
import { createAnswerer } from "../../src/updates/answerer.ts";
import { released } from "../feeds/released.ts";
import { answeringContext } from "../support/answering-context.ts";
import { cacheKeyOf } from "../support/cache-key.ts";
import { atDepth } from "../support/depth.ts";
import { anOrganization, at, schedule, VENDOR } from "../support/records.ts";

const ACME = anOrganization({ name: "Acme" });
const MADE = ["46.0.0.1", "46.2.0.1"].map((version) => released(version, {}));
const LATEST: SetSchedule = { schedule: schedule("latest:0"), setBy: VENDOR, setAt: at("2026-01-01") };

const answer = createAnswerer(
  {
    ...answeringContext({
      organizations: [ACME],
      releases: MADE.map(({ release }) => release),
      builds: MADE.flatMap(({ builds }) => builds),
      schedules: { [ACME.id]: LATEST },
    }),
    countsFromLogs: true,
  },
  FEEDS,
);

/** What is sent to an address, apart from ids and how soon to ask again, which is spread by chance; and whether it is shared. */
async function answerTo(url: string) {
  const reply = await answer({ method: "GET", url, headers: {} }, async () => null);
  if (reply === null) throw new Error(`${url} is none of installations`);
  const { status, headers, body } = reply;
  const caching = headers[headers.indexOf("cache-control") + 1];
  return { isShared: caching?.startsWith("public") === true, sent: { status, body } };
}

/** The files of every protocol that follow from the verdict alone, whenever they are written. */
const FILES = FEEDS.filter(({ signsWith }) => signsWith === undefined).flatMap(({ name, routes }) =>
  routes
    .filter(({ method }) => method === "GET")
    .flatMap(({ files }) => (files.length === 0 ? [""] : files).map((file) => ({ name, file }))),
);

const QUERY = "?version=46.2.0.1&arch=x64";

/** Paths in which a cache leaves out something else than an installation, or more than that. */
const SHIFTED = [
  "/version/installation/osVersion/46.2.0.1",
  "/installation/a%2Fversion%2F44.0",
  "/installation/a%2fversion%2f44.0",
  "/installation/%2Fversion/44.0",
  "/installation/#/version/46.2.0.1",
  "/installation/a#b/version/46.2.0.1",
  "/installation/a/installation/version/44.0",
  "/%69nstallation/installation/version/44.0",
  "/version/installation/a/%69nstallation/b",
  "/INSTALLATION/installation/version/44.0",
  "/version/44.0/else/installation/a",
];

test("an answer that a cache would give to another address is that of the other address", async () => {
  const shared = new Set<string>();
  for (const { name, file } of FILES) {
    const end = file === "" ? "" : `/${file}`;
    const paths = [
      ...SHIFTED.map((shifted) => `/feeds/${name}/${ACME.id}${shifted}${end}${QUERY}`),
      `/feeds/${name}/installation/${ACME.id}${end}${QUERY}`,
      `/feeds/${name}/installation/a/${ACME.id}${end}${QUERY}`,
      `/feeds/${name}/${ACME.id}/installation/a${end}${QUERY}`,
    ];
    for (const path of paths) await expectSameAsKey(path, shared);
  }
  // So that the property holds of something: an installation in its right place is left out.
  expect([...shared].filter((url) => url.includes("/installation/a/")).length).toBeGreaterThan(3);
});

async function expectSameAsKey(url: string, shared: Set<string>): Promise<void> {
  const { isShared, sent } = await answerTo(url);
  if (!isShared) return;
  shared.add(url);
  const key = cacheKeyOf(url);
  expect([url, sent]).toEqual([url, (await answerTo(key)).sent]);
}

const segments = fc.constantFrom(
  ...["version", "arch", "osVersion", "installation", "Installation", "%69nstallation", "managed", "user"],
  ...["46.0.0.1", "46.2.0.1", "44.0", "x64", "arm64", "one", "a%2Fversion%2F44.0", "%2F", "%23", "#", "a#b"],
);

test("so it is whatever the path is made of", async () => {
  const shared = new Set<string>();
  const property = fc.asyncProperty(
    fc.constantFrom(...FILES),
    fc.array(segments, { maxLength: 7 }),
    fc.constantFrom("", QUERY),
    async ({ name, file }, path, query) => {
      const all = [ACME.id, ...path, ...(file === "" ? [] : [file])];
      await expectSameAsKey(`/feeds/${name}/${all.join("/")}${query}`, shared);
    },
  );
  await fc.assert(property, { numRuns: atDepth({ gate: 1_000, soak: 50_000 }) });
  expect(shared.size).toBeGreaterThan(20);
});
