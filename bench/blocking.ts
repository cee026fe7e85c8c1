import { type CreatedRecord, call, upload, type Visitor } from "../src/api/demo/visitor.ts";
import { enterReleases } from "../test/support/steady-load.ts";
import { onEachDatabase } from "./each-database.ts";
import type { Processes } from "./processes.ts";
import type { Result } from "./result.ts";
import { SteadyChecks, type Waits } from "./steady-checks.ts";

const LINES = 100_000;
/** The most organizations of one bulk change. */
const BULK = 10_000;
const PAGE = 1_000;
const QUIET_MS = 5_000;
const LEAST_MS = 1_000;
/** The longest that any check may wait, and how much longer than without the work at the 99th percentile. */
const MOST_MS = 100;
const MOST_RATIO = 3;

/** The waits of checks while one process also does bulk work, on both databases; the floor is the same without the work. */
export function benchBlocking(): Promise<readonly Result[]> {
  return onEachDatabase(measure);
}

/** A check that names no organization. */
export const CHECK_OF_NOBODY = "/v1/updates/check?platform=win&arch=x64&version=45.1";

async function measure(
  processes: Processes,
  database: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Result[]> {
  const { visitor, partnerId } = await prepareServer(processes, environment);
  const checks = new SteadyChecks(visitor.url, CHECK_OF_NOBODY);
  return measureWaits(checks, database, worksOf(visitor, partnerId));
}

/** Starts `sluice serve` with two releases and a partner. */
export async function prepareServer(processes: Processes, environment: NodeJS.ProcessEnv) {
  const visitor = await processes.sluice(environment);
  await enterReleases(visitor.url, visitor.token);
  const partner = { name: "Partner", features: [] };
  const { id } = await call<CreatedRecord>(visitor, "POST", "/v1/partners", partner);
  return { visitor, partnerId: id };
}

/** The waits of checks without any work, and during each of some works; ends the checks. */
export async function measureWaits(
  checks: SteadyChecks,
  where: string,
  works: readonly Work[],
): Promise<readonly Result[]> {
  // The first answers of a process are slower than all others.
  await checks.calm();
  const quiet = await checks.during(() => new Promise((resolve) => setTimeout(resolve, QUIET_MS)));
  const results = [...toRows(`nothing else, ${where}`, quiet, null)];
  for (const [name, work] of works) {
    await checks.calm();
    const waits = await checks.during(() => repeated(work));
    console.error(
      `  ${where}: ${name}: longest ${waits.longest.toFixed(1)} ms, p99 ${waits.p99.toFixed(1)} ms`,
    );
    results.push(...toRows(`${name}, ${where}`, waits, quiet));
  }
  await checks.end();
  return results;
}

/** Does work that takes less than a second over and over, so that enough checks meet it. */
async function repeated(work: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + LEAST_MS;
  do await work();
  while (performance.now() < end);
}

function toRows(during: string, waits: Waits, quiet: Waits | null): readonly Result[] {
  const name = `checks during ${during}`;
  const ratio = quiet && waits.p99 / quiet.p99;
  return [
    { name: `${name}: longest`, value: waits.longest, unit: "ms", ratio: null, goal: quiet && MOST_MS },
    { name: `${name}: p99`, value: waits.p99, unit: "ms", ratio, goal: quiet && MOST_RATIO * quiet.p99 },
  ];
}

type Work = readonly [name: string, work: () => Promise<unknown>];

/** What a server does beside answering, in an order in which each finds what it needs. */
export function worksOf(visitor: Visitor, partnerId: string): readonly Work[] {
  const settings = `/v1/partners/${partnerId}/release-settings`;
  const count = LINES.toLocaleString("en");
  const release = { version: "45.5", automaticAt: "2026-01-07", state: "published" };
  const reading = (path: string) => () => readBytes(visitor, path);
  return [
    [
      `an import of ${count} organizations`,
      () => upload(visitor, "/v1/imports/organizations", "text/csv", organizationLines(partnerId)),
    ],
    [
      `an import of ${count} users`,
      async () => upload(visitor, "/v1/imports/users", "text/csv", await userLines(visitor)),
    ],
    [`a bulk change of ${BULK.toLocaleString("en")} organizations`, () => bulkChange(visitor)],
    [
      `a preview of a partner's default over ${count} organizations`,
      () => call(visitor, "POST", `${settings}/preview`, SLOWER),
    ],
    [`a partner's default over ${count} organizations`, () => call(visitor, "PUT", settings, SLOWER)],
    ["a preview of a new release", () => call(visitor, "POST", "/v1/releases/preview", release)],
    ["adoption", reading("/v1/adoption")],
    ["a page of organizations by what comes next", reading("/v1/organizations?sort=next&max=1000")],
    ["a page of conflicts", reading("/v1/conflicts?max=1000")],
    ["1,000 entries of the audit", reading("/v1/adminAudit/events?max=1000")],
    [`an export of ${count} organizations`, () => readBytes(visitor, "/v1/exports/organizations")],
    [`an export of ${count} users`, () => readBytes(visitor, "/v1/exports/users")],
    [`${BULK.toLocaleString("en")} named installations`, () => checkIn(visitor)],
  ];
}

const SLOWER = { schedule: { cadence: "slow", deferralWeeks: 4 } };

function organizationLines(partnerId: string): string {
  const lines = Array.from({ length: LINES }, (_, number) => `Organization ${number},${partnerId}`);
  return ["name,partnerIds", ...lines].join("\n");
}

async function userLines(visitor: Visitor): Promise<string> {
  const ids = await organizationIds(visitor, PAGE);
  const lines = Array.from(
    { length: LINES },
    (_, number) => `${ids[number % PAGE]},User ${number},u${number}@example.com`,
  );
  return ["organizationId,displayName,email", ...lines].join("\n");
}

async function bulkChange(visitor: Visitor): Promise<void> {
  const ids = await organizationIds(visitor, BULK);
  const body = { organizationIds: ids, schedule: { cadence: "slow", deferralWeeks: 8 } };
  await call(visitor, "POST", "/v1/organizations/bulk-release-settings", body);
}

/** The ids of the first organizations, page by page. */
async function organizationIds(visitor: Visitor, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let path: string | undefined = `/v1/organizations?max=${PAGE}`; path && ids.length < count; ) {
    const response = await get(visitor, path);
    const { items } = (await response.json()) as { readonly items: readonly CreatedRecord[] };
    ids.push(...items.map(({ id }) => id));
    path = /<([^>]+)>/.exec(response.headers.get("link") ?? "")?.[1];
  }
  return ids.slice(0, count);
}

async function get({ url, token }: Visitor, path: string): Promise<Response> {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response;
}

/** Reads an answer to its end and keeps nothing of it. */
async function readBytes(visitor: Visitor, path: string): Promise<void> {
  for await (const _ of (await get(visitor, path)).body ?? []);
}

/** Checks of installations that have names, ten a millisecond at most, and the second in which they are written down. */
async function checkIn(visitor: Visitor): Promise<void> {
  const ids = await organizationIds(visitor, PAGE);
  for (let number = 0; number < BULK; number += 10) {
    const paths = ids
      .slice(0, 10)
      .map(
        (id, place) =>
          `/v1/updates/check?organization=${id}&platform=win&arch=x64&version=45.1&installation=i${number + place}`,
      );
    await Promise.all(paths.map((path) => readBytes(visitor, path)));
  }
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
}
