import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { read, type Visitor } from "../../../src/api/demo/visitor.ts";
import { compareVersions, parseVersion } from "../../../src/catalog/version.ts";
import { type NaiveMember, naiveNext } from "../../oracle/naive-next.ts";
import type { NaiveQuestion } from "../../oracle/naive-verdict.ts";
import { randomWorld } from "../../oracle/random-world.ts";
import { type Event, noRecords } from "../../oracle/records.ts";
import { replay } from "../../oracle/replay.ts";
import { HttpDriver } from "../../spec/http-driver.ts";
import type { CheckIn } from "../../spec/installation.ts";
import { startDemo } from "../../support/demo-world.ts";
import { atDepth, SEED } from "../../support/depth.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { useGround } from "../use-ground.ts";
import {
  hasPilots,
  type ListedOrganization,
  OTHER_PLACES,
  PLACES,
  readWhole,
  type SeenNext,
  type Visit,
} from "./places.ts";

describe("R56: in the demo, every place says the same of every customer", () => {
  const demo = useGround(async () => {
    const started = await startDemo();
    started.server.setClock("2026-11-23T08:00:00Z");
    return started;
  });

  test("what most of its installations are offered first, or else what a new one gets", async () => {
    const whole = await readWhole(demo.vendor);
    expect(whole.list.length).toBeGreaterThan(30);
    const told = new Map(Object.keys(PLACES).map((place) => [place, 0]));
    for (const organization of whole.list) {
      const expected = await mostOfInstallations(demo.vendor, organization.id, organization.next);
      const visit = await visitOf(demo.vendor, organization, {
        whole,
        today: "2026-11-23",
        hasFloors: false,
      });
      for (const place of await compareAll(visit, expected)) told.set(place, (told.get(place) ?? 0) + 1);
    }
    for (const [place, times] of told) expect(times, place).toBeGreaterThan(5);
  });
});

const WORLDS = atDepth({ gate: 2, soak: 40 });
const SEEDS = Array.from({ length: WORLDS }, (_, index) => SEED + index);

describe("R56: in random worlds, every place says what a naive walk from instant to instant finds", () => {
  test.each(SEEDS)("of each organization (seed %i)", async (seed) => {
    const store = await borrowStore("embedded");
    const server = await startServer(store);
    try {
      const { events, now, members, driver } = await playWorld(seed, server);
      const vendor = { url: server.url, token: VENDOR_TOKEN };
      const whole = await readWhole(vendor);
      expect(whole.list.length).toBe(members.size);
      const today = new Date(now).toISOString().slice(0, 10);
      const hasFloors = events.some(({ action }) => "floor" in action && action.floor);
      for (const [name, group] of members) {
        const organization = whole.list.find(({ id }) => id === driver.idOf(name)) as ListedOrganization;
        const naive = naiveNext(events, group, now);
        const expected = naive && {
          version: naive.version,
          at: new Date(naive.at).toISOString(),
          basis: "counted",
        };
        await compareAll(await visitOf(vendor, organization, { whole, today, hasFloors }), expected);
      }
    } finally {
      await server.close();
      await store.close();
    }
  });
});

/** Makes a random world on a server, as far as nothing of it is refused, and has installations ask there. */
async function playWorld(seed: number, server: TestServer) {
  const { events: drawn, questions } = randomWorld(seed);
  const driver = new HttpDriver(server.url, VENDOR_TOKEN, server.setClock);
  const events = accepted(drawn.map(asSent));
  for (const { at, by, action } of events) {
    await driver.setClock(new Date(at).toISOString());
    expect(await driver.perform(by, action), JSON.stringify(action)).toBeNull();
  }
  const now = Math.max(...questions.map((asked) => asked.now));
  await driver.setClock(new Date(now).toISOString());
  const names = events.flatMap(({ action }) =>
    action.action === "create_organization" ? [action.organization] : [],
  );
  const members = new Map<string, NaiveMember[]>(names.map((name) => [name, []]));
  for (const [index, question] of questions.entries()) {
    const organization = names[index % names.length] ?? "";
    const running = question.running ?? "45.1";
    const installation = `desk-${index}`;
    const asked = { ...question, organization, running, installation, installedAt: null, manual: false };
    members.get(organization)?.push({ asked, installations: 1 });
    await driver.checkIn(toCheckIn(asked));
  }
  return { events, now, members, driver };
}

/** An event as a server takes it. Turns in rollouts follow from ids that a server makes, so there are none. */
function asSent(event: Event): Event {
  const { action } = event;
  if (action.action === "create_organization" && action.legacy) {
    const weeks = Math.max(0, action.legacy.weeks);
    return { ...event, action: { ...action, legacy: { frequency: action.legacy.frequency, weeks } } };
  }
  if (action.action !== "create_release" && action.action !== "change_release") return event;
  return { ...event, action: { ...action, rolloutDays: 0 } };
}

function accepted(events: readonly Event[]): readonly Event[] {
  const records = noRecords();
  return events.filter((event) => replay(records, event) === null);
}

function toCheckIn(asked: NaiveQuestion & { readonly organization: string }): CheckIn {
  const [platform, arch] = asked.build.split("/") as [CheckIn["platform"], CheckIn["arch"]];
  return {
    installation: asked.installation ?? "",
    organization: asked.organization,
    user: asked.user ?? undefined,
    platform,
    arch,
    version: asked.running ?? "",
    osVersion: asked.os ?? undefined,
    managed: asked.managed,
  };
}

async function visitOf(
  vendor: Visitor,
  organization: ListedOrganization,
  { hasFloors, whole, today }: Pick<Visit, "whole" | "today"> & { readonly hasFloors: boolean },
): Promise<Visit> {
  const isNextFirst = !hasFloors && organization.installations.offered.length === 0;
  return {
    vendor,
    organization,
    isNextFirst,
    hasPilots: await hasPilots(vendor, organization),
    whole,
    today,
  };
}

/** Compares what every place says of an organization; gives the places that say something of it. */
async function compareAll(visit: Visit, expected: SeenNext | null): Promise<readonly string[]> {
  const said: string[] = [];
  for (const [place, look] of Object.entries(PLACES)) {
    const seen = await look(visit);
    if (seen === undefined) continue;
    said.push(place);
    expect(comparable(seen), `${visit.organization.name}, ${place}`).toEqual(comparable(expected, seen));
  }
  return said;
}

/** What is compared of a place: the version, and of the instant, the day and the basis what the other one says. */
function comparable(next: SeenNext | null | undefined, as: SeenNext | null = next ?? null) {
  if (!next || !as) return next ?? null;
  const { version, at, day = at?.slice(0, 10), basis, isExact = true } = next;
  return {
    version,
    day,
    ...(as.at !== undefined && { at: at && new Date(at).toISOString() }),
    ...(as.basis !== undefined && { basis }),
    isExact,
  };
}

interface InstallationItem {
  readonly managed: boolean;
  readonly next?: SeenNext;
}

/** The next of an organization by that of each of its installations; where it has none, what the list says of a new one. */
async function mostOfInstallations(
  vendor: Visitor,
  id: string,
  fresh: SeenNext | undefined,
): Promise<SeenNext | null> {
  const path = `/v1/organizations/${id}/installations?max=1000`;
  const { items } = await read<{ items: InstallationItem[] }>(vendor, path);
  if (items.length === 0) {
    expect(fresh?.basis ?? "new_installation").toBe("new_installation");
    return fresh ?? null;
  }
  const all = items.flatMap(({ next, managed }) => (next && !managed ? [next] : []));
  const first = all.map(({ at = "" }) => at).sort()[0];
  const counts = new Map<string, number>();
  for (const { version, at } of all) if (at === first) counts.set(version, (counts.get(version) ?? 0) + 1);
  const [most] = [...counts].sort(([one, few], [other, many]) => many - few || compareTexts(other, one));
  return most ? { version: most[0], at: first, basis: "counted" } : null;
}

function compareTexts(one: string, other: string): number {
  const [a, b] = [parseVersion(one), parseVersion(other)];
  return a.ok && b.ok ? compareVersions(a.value, b.value) : 0;
}

test("The table of places has every call of the API that names a next version", () => {
  const path = new URL("../../../docs/openapi.json", import.meta.url);
  const document = JSON.parse(readFileSync(path, "utf8"));
  const found = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => answersOf(operation).some((answer) => reaches(answer, document)))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
  const isCall = (place: string) => /^[A-Z]+ \//.test(place);
  expect(found.sort()).toEqual([...Object.keys(PLACES).filter(isCall), ...OTHER_PLACES].sort());
});

interface Operation {
  readonly responses?: Readonly<Record<string, { readonly content?: object }>>;
}

function answersOf({ responses = {} }: Operation): readonly object[] {
  return Object.entries(responses).flatMap(([status, { content }]) =>
    status.startsWith("2") && content ? [content] : [],
  );
}

/** Whether a schema leads to that of a next version. */
function reaches(
  schema: unknown,
  document: { readonly components: { readonly schemas: Readonly<Record<string, unknown>> } },
  seen = new Set<string>(),
): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  const { $ref: reference } = schema as { readonly $ref?: string };
  const name = reference?.split("/").at(-1);
  if (name === undefined) return Object.values(schema).some((part) => reaches(part, document, seen));
  if (name === "NextField") return true;
  if (seen.has(name)) return false;
  seen.add(name);
  return reaches(document.components.schemas[name], document, seen);
}
