import { beforeAll, describe, expect, test } from "vitest";
import { call, read, type Visitor } from "../../../src/api/demo/visitor.ts";
import { startDemo } from "../../support/demo-world.ts";
import { enter, type Who } from "../../web/support/people.ts";
import { pages } from "./pages.ts";

let demo: Awaited<ReturnType<typeof startDemo>>;
const visitors = new Map<Who, Visitor>();
const PERSONS = ["vendor", "partnerFull", "partnerLimited", "customerFull"] as const;
const visitorOf = (who: Who) => visitors.get(who) as Visitor;

beforeAll(async () => {
  demo = await startDemo();
  await demo.server.context.checkInWriter.flush();
  const organization = demo.ids.organizations.get("Sequoia Bank") ?? "";
  const managed = { organization, version: "46.10.0.38000", installation: "an-image", managed: "1" };
  await read(
    demo.vendor,
    `/v1/updates/check?${new URLSearchParams({ platform: "win", arch: "x64", ...managed })}`,
  );
  await demo.server.context.checkInWriter.flush();
  for (const who of PERSONS) {
    const login = await enter(demo.vendor, demo.ids, who);
    const { token } = await call<{ token: string }>(demo.vendor, "POST", "/v1/sessions", login);
    visitors.set(who, { ...demo.vendor, token });
  }
  return () => demo.close();
});

interface Placed {
  readonly releaseId: string;
  readonly version: string;
  readonly at: string;
  readonly organizations: number;
}
interface ScheduleProgress {
  readonly schedule: { readonly cadence: string; readonly deferralWeeks?: number };
  readonly organizations: number;
  readonly installations: number;
  readonly reached: Placed | null;
  readonly next: Placed | null;
}

interface Dated {
  readonly version: string;
  readonly state: string;
  readonly dates: readonly {
    readonly schedule: ScheduleProgress["schedule"];
    readonly at: string;
    readonly organizations: number;
  }[];
}

function sumOf(items: readonly ScheduleProgress[], field: "installations" | "organizations"): number {
  return items.reduce((sum, item) => sum + item[field], 0);
}

/** A schedule in the short written form of a query. */
const written = ({ schedule: { cadence, deferralWeeks } }: Pick<ScheduleProgress, "schedule">) =>
  deferralWeeks === undefined ? cadence : `${cadence}:${deferralWeeks}`;

describe("where each schedule stands", () => {
  test.each(PERSONS)("is what the lists of customers and of dates say, for %s", async (who) => {
    const visitor = visitorOf(who);
    const { items } = await read<{ items: ScheduleProgress[] }>(visitor, "/v1/adoption/schedules");
    const adoption = await read<{ total: number }>(visitor, "/v1/adoption");
    const all = await read<{ total: number }>(visitor, "/v1/organizations?count=1&max=1");
    expect(sumOf(items, "installations")).toBe(adoption.total);
    expect(sumOf(items, "organizations")).toBe(all.total);
    const dates = await pages<Dated>(visitor, "/v1/releases/dates");
    for (const item of items) {
      const schedule = written(item);
      const customers = await pages<{ installations: { total: number } }>(
        visitor,
        `/v1/organizations?schedule=${schedule}`,
      );
      expect([schedule, customers.length]).toEqual([schedule, item.organizations]);
      const there = customers.reduce((sum, one) => sum + one.installations.total, 0);
      expect([schedule, there]).toEqual([schedule, item.installations]);
      for (const placed of [item.reached, item.next]) {
        if (placed === null) continue;
        const query = new URLSearchParams({ schedule, gets: placed.releaseId, getsAt: placed.at });
        const found = await pages<object>(visitor, `/v1/organizations?${query}`);
        expect([schedule, found.length]).toEqual([schedule, placed.organizations]);
      }
      const now = demo.server.context.now();
      const its = dates.flatMap((release) =>
        release.dates
          .filter((date) => date.organizations > 0 && written(date) === schedule)
          .map((date) => ({ version: release.version, state: release.state, at: Date.parse(date.at) })),
      );
      const coming = its.filter(({ at, state }) => at > now && state !== "paused");
      const first = Math.min(...coming.map(({ at }) => at));
      expect(item.next && Date.parse(item.next.at)).toBe(coming.length === 0 ? null : first);
      const reached = its.find(({ at, state }) => at <= now && state === "published");
      expect([schedule, item.reached?.version]).toEqual([schedule, reached?.version]);
    }
  });

  test("is limited to a partner's customers, and hidden like the rest of another partner", async () => {
    const path = (name: string) => `/v1/adoption/schedules?partnerId=${demo.ids.partners.get(name)}`;
    const ours = await read<{ items: ScheduleProgress[] }>(
      visitorOf("partnerFull"),
      "/v1/adoption/schedules",
    );
    const same = await read<{ items: ScheduleProgress[] }>(demo.vendor, path("Northwind Telecom"));
    expect(same.items).toEqual(ours.items);
    expect(ours.items.length).toBeGreaterThan(3);
    const refused = await fetch(`${demo.vendor.url}${path("Alpine Voice")}`, {
      headers: { authorization: `Bearer ${visitorOf("partnerFull").token}` },
    });
    expect(refused.status).toBe(404);
  });
});
