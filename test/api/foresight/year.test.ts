import { beforeAll, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { get, send } from "../caller.ts";
import { makeToken } from "../tenancy.ts";
import { useGround } from "../use-ground.ts";
import {
  AUTOMATIC,
  asVendor,
  defaultPath,
  foresightGround,
  latest,
  newOrganization,
  newPartner,
  settingsPath,
  slow,
} from "./ground.ts";

const here = useGround(foresightGround);
const COMPUTER = "platform=win&arch=x64";

interface Actor {
  readonly displayName: string;
  readonly id: string | null;
}

interface Year {
  readonly from: string;
  readonly to: string;
  readonly now: string;
  readonly offers: readonly { readonly from: string; readonly to: string; readonly version: string | null }[];
  readonly schedules: readonly {
    readonly from: string;
    readonly schedule: object;
    readonly code: string;
    readonly held: boolean;
    readonly by: Actor | null;
    readonly sequence: number | null;
  }[];
  readonly events: readonly {
    readonly at: string;
    readonly kind: string;
    readonly version: string;
    readonly by: Actor | null;
  }[];
}

function readYear(id: string, query = "", token = VENDOR_TOKEN): Promise<Year> {
  return get(here.server, token, `/v1/organizations/${id}/year?${COMPUTER}${query}`);
}

/** The version that explain says a new installation is offered, or null. */
async function explained(id: string, at: string): Promise<string | null> {
  const query = `${COMPUTER}&at=${encodeURIComponent(at)}`;
  const { verdict } = await get(here.server, VENDOR_TOKEN, `/v1/organizations/${id}/explain?${query}`);
  return verdict.action === "update" ? verdict.version : null;
}

const build = {
  platform: "win",
  arch: "x64",
  format: "exe",
  fileName: "setup.exe",
  size: 1,
  sha512: `${"a".repeat(86)}==`,
  url: "https://builds.example/setup.exe",
};

let id: string;
let partner: Awaited<ReturnType<typeof newPartner>>;

/** A customer of a partner, over some months of changes; it is 1 July when this ends. */
beforeAll(async () => {
  const { server } = here;
  server.setClock("2026-03-09T00:00:00Z");
  const { items } = await get(server, VENDOR_TOKEN, "/v1/releases");
  for (const { id } of items) await asVendor(server, "POST", `/v1/releases/${id}/builds`, build);
  partner = await newPartner(server, latest(0));
  id = await newOrganization(server, "Harbour Works", [partner.id]);
  server.setClock("2026-04-20T10:00:00Z");
  await send(server, partner.token, { method: "PUT", path: settingsPath(id), body: { schedule: slow(2) } });
  server.setClock("2026-05-20T10:00:00Z");
  await send(server, partner.token, {
    method: "PUT",
    path: defaultPath(partner.id),
    body: { schedule: AUTOMATIC },
  });
  await send(server, partner.token, { method: "DELETE", path: settingsPath(id) });
  const newest = items.find(({ version }: { version: string }) => version === "45.4");
  server.setClock("2026-06-01T09:00:00Z");
  await asVendor(server, "PATCH", `/v1/releases/${newest.id}`, { state: "paused" });
  server.setClock("2026-07-01T00:00:00Z");
  const planned = { version: "45.9", automaticAt: "2026-08-04", state: "planned" };
  await asVendor(server, "POST", "/v1/releases", planned);
});

test("A year says at each of its changes, just before and between them what explain says", async () => {
  const year = await readYear(id);
  expect([year.from, year.now, year.to]).toEqual([
    "2026-03-01T00:00:00.000Z",
    "2026-07-01T00:00:00.000Z",
    "2027-03-01T00:00:00.000Z",
  ]);
  expect(year.offers.map(({ from, version }) => [from, version])).toEqual([
    ["2026-03-09T00:00:00.000Z", "45.2"],
    ["2026-04-07T00:00:00.000Z", "45.3"],
    ["2026-04-20T10:00:00.000Z", null],
    ["2026-04-21T00:00:00.000Z", "45.3"],
    ["2026-05-20T10:00:00.000Z", "45.4"],
    ["2026-06-01T09:00:00.000Z", "45.3"],
    ["2026-08-04T00:00:00.000Z", "45.9"],
  ]);
  for (const { from, to, version } of year.offers) {
    const [begin, end] = [Date.parse(from), Date.parse(to)];
    for (const at of [begin, (begin + end) / 2, end - 1]) {
      expect([from, await explained(id, new Date(at).toISOString())]).toEqual([from, version]);
    }
  }
  expect(
    year.schedules.map(({ from, schedule, code, held }) => [from.slice(0, 10), schedule, code, held]),
  ).toEqual([
    ["2026-03-09", latest(0), "partner_default", false],
    ["2026-04-20", slow(2), "partner_organization_schedule", true],
    ["2026-05-20", AUTOMATIC, "partner_default", false],
  ]);
  expect(year.events.map(({ at, kind, version }) => [at.slice(0, 10), kind, version])).toEqual([
    ["2026-06-01", "paused", "45.4"],
  ]);
});

test("Who changed what is shown as the audit shows it to the same person", async () => {
  const customer = await makeToken(here.server, "organization_read_only", { organizationId: id });
  const shown = async (token: string) => {
    const { schedules, events } = await readYear(id, "", token);
    const by = (one: Year["schedules"][number] | Year["events"][number] | undefined) => [
      one?.by?.id === null,
      one?.by?.displayName,
    ];
    return [by(schedules[1]), by(schedules[2]), by(events[0])];
  };
  const vendor = (await readYear(id)).events[0]?.by?.displayName;
  expect((await shown(VENDOR_TOKEN)).map(([isHidden]) => isHidden)).toEqual([false, false, false]);
  const toPartner = await shown(partner.token);
  expect(toPartner.map(([isHidden]) => isHidden)).toEqual([false, false, true]);
  const toCustomer = await shown(customer);
  expect(toCustomer.map(([isHidden]) => isHidden)).toEqual([true, true, true]);
  expect(toCustomer[0]?.[1]).toMatch(/^Partner /);
  for (const [, name] of [...toPartner.slice(2), ...toCustomer]) expect(name).not.toBe(vendor);
});

test("A year is at most 366 days long, and nothing is told of a time that ends before it begins", async () => {
  const long = await readYear(id, "&from=2026-01-01&to=2030-01-01");
  expect([long.from, long.to]).toEqual(["2026-01-01T00:00:00.000Z", "2027-01-02T00:00:00.000Z"]);
  const empty = await readYear(id, "&from=2026-05-01&to=2026-04-01");
  expect(empty).toMatchObject({ offers: [], schedules: [], events: [] });
  const before = await readYear(id, "&from=2020-01-01&to=2021-01-01");
  expect(before).toMatchObject({ to: "2021-01-01T00:00:00.000Z", offers: [], schedules: [], events: [] });
  const last = await readYear(id, "&from=9999-06-01");
  expect([last.to, last.offers[0]?.version]).toEqual(["9999-12-31T23:59:59.999Z", "45.9"]);
});

test("A year begins eight months before the present one, or in the month in which the customer began", async () => {
  here.server.setClock("2027-01-31T23:59:59Z");
  const { from, to } = await readYear(id);
  here.server.setClock("2026-07-01T00:00:00Z");
  expect([from, to]).toEqual(["2026-05-01T00:00:00.000Z", "2027-05-01T00:00:00.000Z"]);
});

test("A part of a year says the same as the whole of it", async () => {
  const { offers } = await readYear(id);
  const part = await readYear(id, "&from=2026-04-10&to=2026-04-25");
  expect(part.offers.map(({ version }) => version)).toEqual(["45.3", null, "45.3"]);
  expect(part.offers.slice(1).map(({ from }) => from)).toEqual(offers.slice(2, 4).map(({ from }) => from));
  expect(part.schedules[0]).toMatchObject({ from: "2026-04-10T00:00:00.000Z", by: null, sequence: null });
});
