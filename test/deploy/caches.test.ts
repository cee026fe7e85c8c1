import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { FEEDS } from "../../src/feeds/feeds.ts";
import { createFastAnswerer } from "../../src/updates/answerer.ts";
import { sendByNode } from "../../src/updates/node-http.ts";
import { type FeedApp, startFeedApp } from "../feeds/feed-app.ts";
import { released } from "../feeds/released.ts";
import { cacheKeyOf } from "../support/cache-key.ts";
import { CACHES, isInstalled, type RunningCache } from "../support/cache-process.ts";
import { anOrganization, at } from "../support/records.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "..", "..", "deploy", name), "utf8");

const ACME = anOrganization({ name: "Acme" });
const QUERY = `?organization=${ACME.id}&platform=win&arch=x64&version=45.1`;

/** Addresses with what their keys are in the example of nginx, by its own expressions. */
function nginxKeyOf(address: string): string {
  const maps = [...read("nginx-cache.conf").matchAll(/^map \S+ (\$sluice_\w+) \{\n([^}]+)\}/gm)];
  const [unnamed, key] = maps.map(([, , body = ""]) =>
    [...body.matchAll(/^ {2}"~(\*?)(.+)" (\S+);$/gm)].map(([, star, pattern = "", result = ""]) => ({
      pattern: new RegExp(pattern, star === "*" ? "i" : ""),
      result,
    })),
  );
  return [unnamed, key].reduce((text, rules = []) => {
    const rule = rules.find(({ pattern }) => pattern.test(text));
    if (rule === undefined || rule.result === "$request_uri") return text;
    const groups = rule.pattern.exec(text)?.groups ?? {};
    return rule.result.replace(/\$(\w+)/g, (_, name: string) => groups[name] ?? "");
  }, address);
}

const ADDRESSES = [
  `/v1/updates/check${QUERY}`,
  `/v1/updates/check/i/one${QUERY}`,
  `/v1/updates/check/i/k%C3%BCche${QUERY}&managed=1`,
  "/v1/updates/check/i/one/two",
  ...FEEDS.flatMap(({ name }) => [
    `/feeds/${name}/${ACME.id}/arch/x64/installation/one/file?version=45.1`,
    `/feeds/${name}/${ACME.id}/INSTALLATION/one/file`,
    `/feeds/${name}/${ACME.id}/installation/one`,
    `/feeds/${name}/${ACME.id}/file?noCache=1abc`,
    `/feeds/${name}/${ACME.id}/file?version=45.1`,
  ]),
];

test.each(ADDRESSES)("the key of the example for nginx is the documented one: %s", (address) => {
  expect(nginxKeyOf(address)).toBe(cacheKeyOf(address));
});

test("the example for Varnish has the same expressions as that for nginx", () => {
  const ofNginx = [...read("nginx-cache.conf").matchAll(/^ {2}"~(\*?)(\^.+)" \$/gm)]
    .map(([, star, pattern = ""]) => (star === "*" ? "(?i)" : "") + pattern.replace(/\(\?<\w+>/g, "("))
    .sort();
  const ofVarnish = [...read("varnish.vcl").matchAll(/(?:!~|Key,) "([^"]+)"/g)].map(([, pattern]) => pattern);
  expect(ofVarnish.filter((pattern) => pattern !== "^/(v1/updates/check|feeds/)").sort()).toEqual(ofNginx);
});

/** A world in which something changes just after `now`, or in which a release is being rolled out. */
function publishAt(app: FeedApp, now: string, rolloutDays = 0): void {
  const made = [
    released("45.1.0.1", {}),
    released("46.0.0.1", { automaticAt: at("2026-03-02"), rolloutDays }),
  ];
  app.publish({
    organizations: [ACME],
    releases: made.map(({ release }) => release),
    builds: made.flatMap(({ builds }) => builds),
    now: at(now),
  });
}

describe.each(["nginx", "varnishd"] as const)("%s with the example's configuration", (program) => {
  let app: FeedApp;
  let cache: RunningCache;
  let reached = 0;

  beforeAll(async () => {
    if (!isInstalled(program)) return;
    app = await startFeedApp("", { countsFromLogs: true }, (server, answering) => {
      const answerFast = createFastAnswerer(answering, FEEDS);
      server.addHook("onRequest", async ({ raw }, reply) => {
        reached++;
        const ready = answerFast(raw);
        if (ready !== null) sendByNode(reply.hijack().raw, ready);
      });
    });
    cache = await CACHES[program](Number(new URL(app.url).port));
    return async () => {
      await cache.close();
      await app.close();
    };
  });

  const isHere = isInstalled(program);
  const ask = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const before = reached;
    const answer = await fetch(cache.url + path, { headers });
    return {
      text: await answer.text(),
      status: answer.status,
      reached: reached - before,
      headers: answer.headers,
    };
  };

  test.runIf(isHere)(
    "gives all installations that ask the same one answer, however they name themselves",
    async () => {
      publishAt(app, "2026-02-20");
      const first = await ask(`/v1/updates/check/i/one${QUERY}`);
      expect([first.status, first.reached]).toEqual([200, 1]);
      for (const [path, id] of [
        [`/v1/updates/check/i/two${QUERY}`],
        [`/v1/updates/check${QUERY}`, "three"],
        [`/v1/updates/check${QUERY}`],
      ] as const) {
        const again = await ask(path, id === undefined ? {} : { "sluice-installation": id });
        expect([again.text, again.reached], path).toEqual([first.text, 0]);
      }
      const feed = `/feeds/velopack/${ACME.id}/platform/win/arch/x64`;
      expect((await ask(`${feed}/installation/one/releases.win.json?localVersion=45.1.0-1`)).reached).toBe(1);
      expect((await ask(`${feed}/installation/two/releases.win.json?localVersion=45.1.0-1`)).reached).toBe(0);
    },
  );

  test.runIf(isHere)("hands on what is private, each time", async () => {
    publishAt(app, "2026-03-03", 10);
    for (const id of ["four", "five"]) {
      const asked = await ask(`/v1/updates/check/i/${id}${QUERY}&managed=0`);
      expect([asked.status, asked.reached]).toEqual([200, 1]);
    }
    const own = `/feeds/appinstaller/${ACME.id}/installation`;
    for (const id of ["six", "seven"]) {
      const asked = await ask(`${own}/${id}/App.appinstaller`);
      expect([asked.reached, asked.text.includes(`/${id}/App.appinstaller`)]).toEqual([1, true]);
    }
  });

  test.runIf(isHere)("keeps nothing past the date that ends it, not even while it asks anew", async () => {
    publishAt(app, "2026-03-01T23:59:58Z");
    const path = `/v1/updates/check/i/one${QUERY}&osVersion=10.0`;
    const before = await ask(path);
    expect((await ask(path)).reached).toBe(0);
    publishAt(app, "2026-03-02T00:00:01Z");
    await sleep(3_000);
    const after = await ask(path);
    expect([JSON.parse(before.text).version, JSON.parse(after.text).version]).toEqual([
      "45.1.0.1",
      "46.0.0.1",
    ]);
    expect(after.reached).toBe(1);
  });

  test.runIf(isHere)("writes a log that names each installation", async () => {
    await expect.poll(() => cache.log(), { timeout: 5_000 }).toMatch(/\/v1\/updates\/check\/i\/two/);
    expect(cache.log()).toMatch(/"three"/);
  });
});
