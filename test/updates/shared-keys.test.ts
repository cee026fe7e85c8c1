import fc from "fast-check";
import { expect, test } from "vitest";
import type { Release } from "../../src/catalog/release.ts";
import { parseRunningVersion } from "../../src/catalog/running-version.ts";
import type { Feed } from "../../src/feeds/feed.ts";
import { parseFeedPath } from "../../src/feeds/feed-path.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import type { SetSchedule } from "../../src/policy/settings.ts";
import { answerFeed } from "../../src/updates/answer-feed.ts";
import { createFastCheck } from "../../src/updates/fast-check.ts";
import { findNamed } from "../../src/updates/named-installation.ts";
import type { UpdatesContext } from "../../src/updates/updates-context.ts";
import { toVerdictAnswer } from "../../src/updates/verdict-answer.ts";
import { released } from "../feeds/released.ts";
import { answeringContext } from "../support/answering-context.ts";
import { cacheKeyOf } from "../support/cache-key.ts";
import { atDepth } from "../support/depth.ts";
import { anOrganization, at, schedule, VENDOR } from "../support/records.ts";

const ORIGIN = "https://updates.example.org";
const DAY_MS = 86_400_000;
const ACME = anOrganization({ name: "Acme" });
const PLACES = ["nowhere", "header", "path"] as const;
type Place = (typeof PLACES)[number];

/** A request with an installation that is named beside the key of a cache, or not at all. */
interface Asked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const worlds = fc.record({
  releases: fc.array(
    fc.record({
      day: fc.integer({ min: -20, max: 12 }),
      slowDays: fc.option(fc.integer({ min: 0, max: 8 }), { nil: null }),
      rolloutDays: fc.constantFrom(0, 0, 0, 3),
      state: fc.constantFrom<Release["state"]>("published", "published", "published", "paused"),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  own: fc.constantFrom("automatic", "latest:0", "latest:1", "slow:0", "slow:1"),
  /** When it is asked; most changes are within the seconds for which an answer may be kept. */
  askedMs: fc.oneof(
    fc.integer({ min: 0, max: 14 * DAY_MS }),
    fc.tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: -90_000, max: 1_000 })).map(([day, ms]) => {
      return Math.max(0, day * DAY_MS + ms);
    }),
  ),
  later: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 3, maxLength: 3 }),
  places: fc.tuple(fc.constantFrom(...PLACES), fc.constantFrom(...PLACES)),
  ids: fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,20}$/), { minLength: 4, maxLength: 4 }),
  running: fc.constantFrom("45.1.0.1", "46.0.0.1", "46.1.0.1", "44.0"),
  feed: fc.nat(),
});
type World = typeof worlds extends fc.Arbitrary<infer One> ? One : never;

const VERSIONS = ["46.0.0.1", "46.1.0.1", "46.2.0.1", "46.3.0.1"] as const;
const MADE = VERSIONS.map((version) => released(version, {}));
const BEGIN = at("2026-03-01");

/** The world as it is answered from; its clock is set by the second. */
function answering({ releases, own }: World): [UpdatesContext, (now: Instant) => void] {
  const made = releases.map(({ day, slowDays, rolloutDays, state }, index): Release => {
    const automaticAt = toInstant(BEGIN + day * DAY_MS);
    const slowAt = slowDays === null ? null : toInstant(automaticAt + slowDays * DAY_MS);
    return { ...(MADE[index]?.release as Release), automaticAt, slowAt, rolloutDays, state };
  });
  const settings: SetSchedule = { schedule: schedule(own), setBy: VENDOR, setAt: at("2026-01-01") };
  let now = BEGIN;
  const context = answeringContext({
    organizations: [ACME],
    releases: made,
    builds: MADE.slice(0, made.length).flatMap(({ builds }) => builds),
    schedules: { [ACME.id]: settings },
  });
  return [{ ...context, countsFromLogs: true, now: () => now }, (at) => (now = at)];
}

function keptMs(cacheControl: string | undefined): number {
  return 1000 * Number(/^public, max-age=(\d+)$/.exec(cacheControl ?? "")?.[1] ?? 0);
}

function checkOf({ running }: World, place: Place, id: string): Asked {
  const query = `?organization=${ACME.id}&platform=win&arch=x64&version=${running}`;
  const path = place === "path" ? `/v1/updates/check/i/${id}` : "/v1/updates/check";
  return { url: path + query, headers: place === "header" ? { "sluice-installation": id } : {} };
}

let sharedChecks = 0;

test("a shared check is the verdict of each installation with the same key, until it expires", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const [context, setClock] = answering(world);
      const begun = toInstant(BEGIN + world.askedMs);
      setClock(begun);
      const [first = "", ...others] = world.ids;
      const asked = checkOf(world, world.places[0], first);
      const reply = createFastCheck(context)({ method: "GET", ...asked });
      const index = reply?.headers.indexOf("cache-control") ?? -1;
      const shared = keptMs(reply?.headers[index + 1]);
      if (!reply || shared === 0) return;
      sharedChecks++;
      const { nextCheckSeconds: _, ...answer } = JSON.parse(reply.body);
      for (const [turn, installation] of others.entries()) {
        const same = checkOf(world, world.places[1], installation);
        expect(cacheKeyOf(same.url)).toBe(cacheKeyOf(asked.url));
        const now = toInstant(begun + Math.floor((world.later[turn] ?? 0) * shared));
        expect(verdictOf(context, world, installation, now)).toEqual(answer);
      }
    }),
    { numRuns: atDepth({ gate: 300, soak: 5_000 }) },
  );
  expect(sharedChecks).toBeGreaterThan(50);
});

/** The verdict as it is written, decided for exactly this installation. */
function verdictOf({ fleet }: UpdatesContext, { running }: World, installation: string, now: Instant) {
  const verdict = fleet.decide(fleet.standingClassOf(ACME.id, null), {
    at: now,
    target: { platform: "win", arch: "x64", formats: null },
    running: parseRunningVersion(running),
    installation,
    installedAt: null,
    manual: false,
    os: null,
    isManaged: false,
  });
  return JSON.parse(JSON.stringify(toVerdictAnswer(verdict, parseRunningVersion(running), ORIGIN)));
}

/** The files of every protocol that are asked for by GET and follow from the verdict, whenever they are written. */
const FILES = FEEDS.filter(({ signsWith }) => signsWith === undefined).flatMap((feed) =>
  feed.routes
    .filter(({ method }) => method === "GET")
    .flatMap(({ files }) => (files.length === 0 ? [""] : files).map((file) => ({ feed, file }))),
);

function feedOf({ feed: number, running }: World, place: Place, id: string): Asked & { feed: Feed } {
  const { feed, file } = FILES[number % FILES.length] as (typeof FILES)[number];
  const pair = place === "path" ? `/installation/${id}` : "";
  const url = `/feeds/${feed.name}/${ACME.id}${pair}${file === "" ? "" : `/${file}`}?version=${running}&arch=x64`;
  return { feed, url, headers: place === "header" ? { "sluice-installation": id } : {} };
}

/** The answer of a feed, apart from headers for caching (no ETag within a second of a date), and for how long it may be kept. */
async function answerOf(context: UpdatesContext, { feed, url, headers }: ReturnType<typeof feedOf>) {
  const [path = "", text = ""] = url.split("?");
  const query = Object.fromEntries(new URLSearchParams(text));
  const { pairs, file } = parseFeedPath(path.split("/").slice(4).join("/"));
  const named = findNamed(feed, { query, pairs, headers });
  const request = { method: "GET" as const, organization: ACME.id, file, said: { ...query, ...pairs }, path };
  const around = { query: `?${text}`, origin: ORIGIN, headers: {}, body: undefined };
  const answer = await answerFeed(context, feed, {
    request: { ...request, ...around },
    named,
    ifNoneMatch: undefined,
  });
  if (!answer.ok) return { refused: answer.error.code, shared: 0 };
  const { "cache-control": caching, etag: _, ...own } = answer.value.reply.headers;
  return { own, body: answer.value.reply.body, status: answer.value.reply.status, shared: keptMs(caching) };
}

const sharedFeeds = new Set<string>();

test("a shared answer of a feed is what each installation with the same key would get, until it expires", async () => {
  const property = fc.asyncProperty(worlds, async (world) => {
    const [context, setClock] = answering(world);
    const begun = toInstant(BEGIN + world.askedMs);
    setClock(begun);
    const [first = "", ...others] = world.ids;
    const asked = feedOf(world, world.places[0], first);
    const { shared, ...answer } = await answerOf(context, asked);
    if (shared === 0) return;
    sharedFeeds.add(asked.feed.name);
    for (const [turn, installation] of others.entries()) {
      const same = feedOf(world, world.places[1], installation);
      if (cacheKeyOf(same.url) !== cacheKeyOf(asked.url)) continue;
      setClock(toInstant(begun + Math.floor((world.later[turn] ?? 0) * shared)));
      const { shared: _, ...another } = await answerOf(context, same);
      expect(another).toEqual(answer);
    }
  });
  await fc.assert(property, { numRuns: atDepth({ gate: 300, soak: 5_000 }) });
  expect([...sharedFeeds].sort()).toEqual([...new Set(FILES.map(({ feed }) => feed.name))].sort());
});
