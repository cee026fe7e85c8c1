import { beforeAll, describe, expect, test } from "vitest";
import { call, read, type Visitor } from "../../../src/api/demo/visitor.ts";
import { startDemo } from "../../support/demo-world.ts";
import { enter, type Who } from "../../web/support/people.ts";
import { pages } from "./pages.ts";

let demo: Awaited<ReturnType<typeof startDemo>>;
const visitors = new Map<Who, Visitor>();
const logins = new Map<Who, Awaited<ReturnType<typeof enter>>>();
const PERSONS = ["vendor", "partnerFull", "partnerLimited", "customerFull"] as const;

beforeAll(async () => {
  demo = await startDemo();
  const { checkInWriter } = demo.server.context;
  const ask = (query: object) =>
    read(demo.vendor, `/v1/updates/check?${new URLSearchParams({ platform: "win", arch: "x64", ...query })}`);
  const organization = demo.ids.organizations.get("Sequoia Bank") ?? "";
  await ask({ organization, version: "46.10.0.38000", installation: "an-image", managed: "1" });
  await ask({ organization, version: "99.1.2.3", installation: "ahead" });
  await ask({ organization, version: "nonsense", installation: "silent" });
  await ask({ organization, version: "45.4", installation: "awake" });
  await checkInWriter.flush();
  for (const who of PERSONS) {
    const login = await enter(demo.vendor, demo.ids, who);
    logins.set(who, login);
    visitors.set(who, await enterAgain(who));
  }
  return () => demo.close();
});

interface Counted {
  readonly installations: number;
}
interface Adoption {
  readonly total: number;
  readonly current: number;
  readonly versions: readonly (Counted & { readonly version: string | null })[];
  readonly otherVersions: number;
  readonly platforms: readonly (Counted & { readonly platform: string; readonly arch: string })[];
  readonly byUpdater: readonly (Counted & { readonly updater: string | null })[];
  readonly behind: {
    readonly total: number;
    readonly reasons: readonly (Counted & { readonly code: string })[];
  };
  readonly conditions: readonly (Counted & { readonly code: string })[];
  readonly stuck: { readonly installations: number; readonly organizations: number };
}

/** Every number of an answer about adoption, with the query of the list that it stands for. */
function numbersOf(adoption: Adoption): readonly (readonly [query: string, installations: number])[] {
  const { total, current, behind, stuck } = adoption;
  return [
    ["", total],
    ["current=true", current],
    ["current=false", total - current],
    ["behind=any", behind.total],
    ["stuck=true", stuck.installations],
    ["version=other", adoption.otherVersions],
    ...adoption.versions.map((one) => [`version=${one.version ?? "unreported"}`, one.installations] as const),
    ...adoption.platforms.map(
      (one) => [`platform=${one.platform}&arch=${one.arch}`, one.installations] as const,
    ),
    ...adoption.byUpdater.map((one) => [`updater=${one.updater ?? "check"}`, one.installations] as const),
    ...behind.reasons.map((one) => [`behind=${one.code}`, one.installations] as const),
    ...adoption.conditions.map((one) => [`condition=${one.code}`, one.installations] as const),
  ];
}

interface Item {
  readonly installation: string;
  readonly organizationId: string;
  readonly organizationName: string;
}

const visitorOf = (who: Who) => visitors.get(who) as Visitor;

describe("a number and its list agree", () => {
  test.each(PERSONS)("for %s: installations, and the customers that have them", async (who) => {
    const visitor = visitorOf(who);
    const numbers = numbersOf(await read<Adoption>(visitor, "/v1/adoption"));
    expect(numbers.length).toBeGreaterThan(8);
    for (const [query, installations] of numbers) {
      const { total } = await read<{ total: number }>(visitor, `/v1/installations?count=1&max=1&${query}`);
      expect([query, total]).toEqual([query, installations]);
      const found = await pages<Item>(visitor, `/v1/installations?${query}`);
      expect([query, found.length]).toEqual([query, installations]);
      expect(new Set(found.map((one) => `${one.organizationId}/${one.installation}`)).size).toBe(
        installations,
      );
      const names = found.map(({ organizationName }) => organizationName.toLowerCase());
      expect(names).toEqual([...names].sort());
      if (query === "" || query.startsWith("updater")) continue;
      const customers = await read<{ total: number }>(visitor, `/v1/organizations?count=1&max=1&${query}`);
      expect([query, customers.total]).toEqual([query, new Set(found.map((one) => one.organizationId)).size]);
    }
  });

  test("nobody sees an installation of another partner's customers", async () => {
    const foreign = demo.ids.organizations.get("Iris Optics");
    for (const who of ["partnerFull", "partnerLimited", "customerFull"] as const) {
      const seen = await pages<Item>(visitorOf(who), "/v1/installations");
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.some((one) => one.organizationId === foreign)).toBe(false);
    }
  });
});

interface Customer {
  readonly id: string;
  readonly name: string;
  readonly schedule: { readonly cadence: string; readonly deferralWeeks?: number };
  readonly installations: { readonly total: number; readonly current: number };
}

const shareOf = ({ installations: { total, current } }: Customer) => (total === 0 ? null : current / total);
const CADENCES = ["automatic", "latest", "slow"];
const paceOf = ({ schedule }: Customer) =>
  100 * CADENCES.indexOf(schedule.cadence) + (schedule.deferralWeeks ?? 0);

describe("the list of customers", () => {
  test.each([
    ["adoption", 1],
    ["-adoption", -1],
  ])("sorted by %s has each once, and those without installations last", async (sort, sign) => {
    const all = await pages<Customer>(visitorOf("partnerFull"), `/v1/organizations?sort=${sort}`);
    const { total } = await read<{ total: number }>(
      visitorOf("partnerFull"),
      "/v1/organizations?count=1&max=1",
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(total);
    expect(all.length).toBe(total);
    const shares = all.map(shareOf);
    const counted = shares.filter((share) => share !== null);
    expect(shares.slice(0, counted.length)).toEqual(counted);
    expect(counted).toEqual([...counted].sort((a, b) => sign * (a - b)));
    expect(new Set(counted).size).toBeGreaterThan(1);
  });

  test("sorted by schedule goes from the fastest to the slowest, and back", async () => {
    const all = await pages<Customer>(demo.vendor, "/v1/organizations?sort=schedule");
    const paces = all.map(paceOf);
    expect(paces).toEqual([...paces].sort((a, b) => a - b));
    const back = await pages<Customer>(demo.vendor, "/v1/organizations?sort=-schedule");
    expect(back.map(({ id }) => id)).toEqual(all.map(({ id }) => id).reverse());
    expect(new Set(paces).size).toBeGreaterThan(3);
  });

  test.each(["name", "-createdAt", "adoption", "next"])(
    "limited by what installations run, and by state, schedule and name, in the order of %s",
    async (sort) => {
      const all = await pages<Customer & { inherits: boolean }>(demo.vendor, "/v1/organizations");
      const behind = await pages<Customer>(demo.vendor, `/v1/organizations?sort=${sort}&currentBelow=1`);
      const wanted = all.filter((one) => one.installations.current < one.installations.total);
      expect(behind.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
      const query = `sort=${sort}&currentBelow=1&state=inherits&q=a&schedule=automatic,latest:2`;
      const few = await pages<Customer>(demo.vendor, `/v1/organizations?${query}`);
      const same = wanted.filter(
        (one) => one.inherits && one.name.toLowerCase().includes("a") && [0, 102].includes(paceOf(one)),
      );
      expect(few.map(({ id }) => id).sort()).toEqual(same.map(({ id }) => id).sort());
      expect(same.length).toBeGreaterThan(0);
      const { total } = await read<{ total: number }>(
        demo.vendor,
        `/v1/organizations?count=1&max=1&${query}`,
      );
      expect(total).toBe(same.length);
    },
  );

  test.each(PERSONS)("counts in one call what the filters find, for %s", async (who) => {
    const visitor = visitorOf(who);
    for (const q of ["", "&q=b"]) {
      const { total, states, behind, stuck, conditions } = await read<{
        total: number;
        states: Record<string, number>;
        behind: number;
        stuck: number;
        conditions: Record<string, number>;
      }>(visitor, `/v1/organizations/counts?${q}`);
      const filters: [string, number][] = [
        ["", total],
        ["behind=any", behind],
        ["stuck=true", stuck],
        ...Object.entries(states).map(([state, count]): [string, number] => [`state=${state}`, count]),
        ...Object.entries(conditions).map(([one, count]): [string, number] => [`condition=${one}`, count]),
      ];
      for (const [filter, count] of filters) {
        const found = await read<{ total: number }>(visitor, `/v1/organizations?count=1&max=1&${filter}${q}`);
        expect([filter, q, found.total]).toEqual([filter, q, count]);
      }
    }
  });

  test("is exported with the same limits", async () => {
    const query = "behind=any&q=e";
    const answer = await fetch(`${demo.vendor.url}/v1/exports/organizations?${query}`, {
      headers: { authorization: `Bearer ${demo.vendor.token}` },
    });
    const lines = (await answer.text()).trim().split(/\r?\n/);
    const listed = await pages<Customer>(demo.vendor, `/v1/organizations?${query}`);
    expect(lines.length - 1).toBe(listed.length);
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(listed.map(({ name }) => name));
  });

  test.each(["behind=late", "condition=", "stuck=maybe", "currentBelow=2", "schedule=weekly", "version=x"])(
    "refuses %s",
    async (query) => {
      const answer = await fetch(`${demo.vendor.url}/v1/organizations?${query}`, {
        headers: { authorization: `Bearer ${demo.vendor.token}` },
      });
      expect(answer.status).toBe(400);
    },
  );
});

// Last, since time does not go back.
test("stuck is what was offered an update for more than 14 days, asked in that time, and did not take it", async () => {
  const stuckFor = async (visitor: Visitor) => {
    const found = await pages<Item>(visitor, "/v1/installations?stuck=true");
    const { stuck } = await read<Adoption>(visitor, "/v1/adoption");
    const customers = await pages<Customer>(visitor, "/v1/organizations?stuck=true");
    const { stuck: counted } = await read<{ stuck: number }>(visitor, "/v1/organizations/counts");
    expect(stuck.installations).toBe(found.length);
    expect([stuck.organizations, counted]).toEqual([customers.length, customers.length]);
    expect(new Set(found.map((one) => one.organizationId))).toEqual(new Set(customers.map(({ id }) => id)));
    return found.map(({ installation }) => installation).sort();
  };
  const { server, ids } = demo;
  const bank = ids.organizations.get("Sequoia Bank") ?? "";
  expect(await stuckFor(demo.vendor)).toEqual([]);
  server.startClock("2026-12-12T12:00:00Z");
  // All others asked last 20 days ago.
  expect(await stuckFor(demo.vendor)).toEqual([]);
  const awake = { platform: "win", arch: "x64", organization: bank, version: "45.4", installation: "awake" };
  await read(demo.vendor, `/v1/updates/check?${new URLSearchParams(awake)}`);
  await server.context.checkInWriter.flush();
  for (const who of PERSONS) {
    // Sessions do not last for 20 days.
    const login = await enterAgain(who);
    expect([who, await stuckFor(login)]).toEqual([who, who === "partnerLimited" ? [] : ["awake"]]);
  }
  await call(demo.vendor, "PUT", `/v1/organizations/${bank}/release-settings`, {
    schedule: { cadence: "automatic" },
  });
  // What was offered under another schedule is no offer of this one.
  expect(await stuckFor(demo.vendor)).toEqual([]);
});

async function enterAgain(who: Who): Promise<Visitor> {
  const login = logins.get(who);
  const { token } = await call<{ token: string }>(demo.vendor, "POST", "/v1/sessions", login);
  return { ...demo.vendor, token };
}
