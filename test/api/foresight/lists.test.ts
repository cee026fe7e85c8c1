import { beforeAll, describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { get, refusedCall, send } from "../caller.ts";
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
let one: Awaited<ReturnType<typeof newPartner>>;
let two: Awaited<ReturnType<typeof newPartner>>;
let ids: Record<string, string>;

beforeAll(async () => {
  const { server } = here;
  one = await newPartner(server, latest(1));
  two = await newPartner(server, slow(2));
  const older = { legacySettings: { frequency: "one_month", weeks: 9 } };
  ids = {
    Inherits: await newOrganization(server, "Inherits", [one.id]),
    Own: await newOrganization(server, "Own", [one.id]),
    Special: await newOrganization(server, "Special", [one.id]),
    Conflict: await newOrganization(server, "Conflict", [one.id, two.id]),
    Locked: await newOrganization(server, "Locked", [one.id]),
    Legacy: await newOrganization(server, "Legacy", [one.id], older),
  };
  await asVendor(server, "PUT", settingsPath(ids.Own ?? ""), { schedule: latest(3) });
  const special = { method: "PUT", path: settingsPath(ids.Special ?? ""), body: { schedule: latest(2) } };
  await send(server, one.token, special);
  await asVendor(server, "PUT", settingsPath(ids.Locked ?? ""), { allowCustomerOverride: false });
});

const names = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);

describe("the list of organizations", () => {
  test.each([
    ["inherits", ["Conflict", "Inherits", "Locked"]],
    ["own", ["Own", "Special"]],
    ["conflict", ["Conflict"]],
    ["locked", ["Locked"]],
    ["legacy", ["Legacy"]],
  ])("limited to %s has %s", async (state, expected) => {
    expect(names(await get(here.server, one.token, `/v1/organizations?state=${state}`))).toEqual(expected);
  });

  test("goes with paging, searching and a partner", async () => {
    const path = `/v1/organizations?state=inherits&partnerId=${one.id}&q=i&max=1`;
    const first = await send(here.server, VENDOR_TOKEN, { method: "GET", path });
    expect(names(first.json)).toEqual(["Conflict"]);
    const [, next = ""] = /^<([^>]+)>; rel="next"$/.exec(first.headers.get("link") ?? "") ?? [];
    expect(names(await get(here.server, VENDOR_TOKEN, next))).toEqual(["Inherits"]);
  });

  test("tells of each what its settings tell", async () => {
    const { items } = await get(here.server, one.token, "/v1/organizations");
    expect(items).toHaveLength(6);
    for (const item of items) {
      const settings = await get(here.server, one.token, settingsPath(item.id));
      const { schedule, inherits, next, governing } = settings;
      const { rule, code } = governing;
      expect(item).toMatchObject({ schedule, inherits, governing: { rule, code } });
      expect(item.next).toEqual(next);
    }
  });

  test("refuses a state that there is not, with those there are", async () => {
    const call = { method: "GET", path: "/v1/organizations?state=held" };
    const { json } = await refusedCall(here.server, VENDOR_TOKEN, call, 400, "invalid_field");
    expect(json.message).toMatch(/^state: .*inherits.*own.*conflict.*locked.*legacy/);
  });
});

describe("conflicts", () => {
  test("are shown to both partners and the customer with each side's word", async () => {
    const customer = await makeToken(here.server, "organization_read_only", {
      organizationId: ids.Conflict,
    });
    for (const token of [one.token, two.token, customer, VENDOR_TOKEN]) {
      const { items } = await get(here.server, token, "/v1/conflicts");
      expect(items).toMatchObject([{ organizationId: ids.Conflict, organizationName: "Conflict" }]);
      const sides = items[0].sides as { partnerId: string }[];
      expect(sides.find((side) => side.partnerId === one.id)).toMatchObject({
        schedule: latest(1),
        isDefault: true,
      });
      expect(sides.find((side) => side.partnerId === two.id)).toMatchObject({ schedule: slow(2) });
    }
    expect(await get(here.server, here.tokens.partner_full_admin, "/v1/conflicts")).toEqual({ items: [] });
  });

  test("are found of one organization, for who sees it", async () => {
    const of = (id: string | undefined) => `/v1/conflicts?organizationId=${id}`;
    const { items } = await get(here.server, one.token, of(ids.Conflict));
    expect(items).toMatchObject([{ organizationId: ids.Conflict }]);
    expect(await get(here.server, one.token, of(ids.Legacy))).toEqual({ items: [] });
    expect(await get(here.server, here.tokens.partner_full_admin, of(ids.Conflict))).toEqual({ items: [] });
  });

  test("end when one side yields, and when the organization sets its own; until then automatic applies", async () => {
    const path = settingsPath(ids.Conflict ?? "");
    expect(await get(here.server, one.token, path)).toMatchObject({
      schedule: AUTOMATIC,
      governing: { code: "partners_in_conflict", rule: "R10" },
    });
    await asVendor(here.server, "PUT", path, { schedule: latest(0) });
    expect(await get(here.server, one.token, "/v1/conflicts")).toEqual({ items: [] });
    await asVendor(here.server, "DELETE", path);
    expect((await get(here.server, one.token, "/v1/conflicts")).items).toHaveLength(1);
    await asVendor(here.server, "PUT", defaultPath(two.id), { schedule: latest(1) });
    expect(await get(here.server, one.token, "/v1/conflicts")).toEqual({ items: [] });
    await asVendor(here.server, "PUT", defaultPath(two.id), { schedule: slow(2) });
  });
});

describe("the dry run of the legacy migration", () => {
  test("tells what each older setting becomes, as the migration then does", async () => {
    const { items } = await get(here.server, one.token, "/v1/legacy-migration");
    expect(items).toMatchObject([
      { organizationId: ids.Legacy, frequency: "one_month", weeks: 9, schedule: latest(4), clamped: true },
    ]);
    expect(await get(here.server, two.token, "/v1/legacy-migration")).toEqual({ items: [] });
    const token = await makeToken(here.server, "organization_full_admin", { organizationId: ids.Legacy });
    await send(here.server, token, { method: "POST", path: `${settingsPath(ids.Legacy ?? "")}/open` });
    const settings = await get(here.server, one.token, settingsPath(ids.Legacy ?? ""));
    expect(settings.schedule).toEqual(items[0].schedule);
    expect(await get(here.server, one.token, "/v1/legacy-migration")).toEqual({ items: [] });
  });
});
