import { describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, changingNothing, get, refusedCall, send } from "../caller.ts";
import { make, makeToken } from "../tenancy.ts";
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

const preview = (path: string, body: object, token = VENDOR_TOKEN) =>
  changingNothing(here.server, async () =>
    accepted(await send(here.server, token, { method: "POST", path: `${path}/preview`, body })),
  );

interface Group {
  readonly reach: string;
  readonly first: readonly { id: string; name: string }[];
  readonly [name: string]: unknown;
}

/** A partner with an organization in each relation to its default. */
async function aMixedPartner() {
  const { server } = here;
  const other = await newPartner(server, latest(4));
  const partner = await newPartner(server, latest(1));
  const { id } = partner;
  const plain = await newOrganization(server, "Plain", [id]);
  const left = await newOrganization(server, "Left", [id]);
  await asVendor(server, "PUT", settingsPath(left), { schedule: slow(2) });
  const legacySettings = { frequency: "three_months", weeks: 20 };
  const older = await newOrganization(server, "Older", [id], { legacySettings });
  const shared = await newOrganization(server, "Shared", [id, other.id]);
  const pilot = await make(server, `/v1/organizations/${plain}/users`, {
    displayName: "Pilot",
    email: "pilot@example.org",
  });
  await asVendor(server, "PUT", `/v1/users/${pilot}/release-settings`, { allowAutomaticUpgrades: true });
  return { partner, other, plain, left, older, shared };
}

describe("the preview of a partner's default", () => {
  test("tells who moves, is held, is out of reach and in conflict, and what comes next before and after", async () => {
    const { partner, plain, left, older, shared } = await aMixedPartner();
    const answer = await preview(defaultPath(partner.id), { schedule: slow(0) }, partner.token);
    expect(answer.organizations).toEqual({
      total: 4,
      held: 1,
      faster: 0,
      otherWeeks: 0,
      unchanged: 3,
      outOfReach: 3,
    });
    expect(answer.conflicts).toEqual({ appear: 0, end: 0 });
    const group = (reach: string) => answer.groups.find((one: Group) => one.reach === reach);
    expect(group("reached")).toEqual({
      reach: "reached",
      movement: "slower",
      from: latest(1),
      to: slow(0),
      held: true,
      installations: { total: 0, moved: 0, held: 0, unchanged: 0 },
      following: { total: 0, newer: null },
      organizations: 1,
      users: 0,
      first: [{ id: plain, name: "Plain" }],
      truncated: false,
      next: {
        before: { version: "45.2", at: "2026-03-10T00:00:00.000Z", basis: "new_installation", isExact: true },
        after: { version: "45.3", at: "2026-04-07T00:00:00.000Z", basis: "new_installation", isExact: true },
      },
    });
    expect(group("left_default").first).toEqual([{ id: left, name: "Left" }]);
    expect(group("older_settings").first).toEqual([{ id: older, name: "Older" }]);
    expect(group("partners_in_conflict")).toMatchObject({ from: AUTOMATIC, to: AUTOMATIC });
    expect(group("partners_in_conflict").first).toEqual([{ id: shared, name: "Shared" }]);
    expect(group("user_on_automatic_upgrades")).toMatchObject({ organizations: 0, users: 1, to: AUTOMATIC });
  });

  test("tells a conflict that would end, and one that would appear", async () => {
    const { partner, other, shared } = await aMixedPartner();
    const ends = await preview(defaultPath(partner.id), { schedule: latest(4) });
    expect(ends.conflicts).toEqual({ appear: 0, end: 1 });
    expect(ends.groups.find((one: Group) => one.conflict === "ends")).toMatchObject({
      from: AUTOMATIC,
      to: latest(4),
      held: true,
      first: [{ id: shared, name: "Shared" }],
    });
    await asVendor(here.server, "PUT", defaultPath(partner.id), { schedule: null });
    const appears = await preview(defaultPath(other.id), { schedule: null });
    expect(appears.conflicts).toEqual({ appear: 0, end: 0 });
    const back = await preview(defaultPath(partner.id), { schedule: latest(2) });
    expect(back.conflicts).toEqual({ appear: 1, end: 0 });
  });

  test("agrees with what the save then does, organization by organization", async () => {
    for (const schedule of [slow(3), latest(4), AUTOMATIC, null]) {
      const { partner } = await aMixedPartner();
      const { groups } = await preview(defaultPath(partner.id), { schedule });
      await asVendor(here.server, "PUT", defaultPath(partner.id), { schedule });
      for (const group of groups as Group[]) {
        for (const { id } of group.first) {
          const settings = await get(here.server, VENDOR_TOKEN, settingsPath(id));
          expect(settings.schedule).toEqual(group.to);
          expect(settings.next).toEqual((group.next as { after?: object }).after);
          if (group.conflict === "appears") expect(settings.conflict).toHaveLength(2);
        }
      }
    }
  });

  test("is refused as the save would be, with the same words", async () => {
    const limited = await makeToken(here.server, "partner_full_admin", {
      partnerId: here.alpha,
      organizationIds: [here.acme],
    });
    const path = defaultPath(here.alpha);
    for (const token of [
      limited,
      here.tokens.partner_read_only,
      here.tokens.partner_admin,
      here.tokens.beta_full_admin,
    ]) {
      const body = { schedule: latest(2) };
      const put = await send(here.server, token, { method: "PUT", path, body });
      const asked = await send(here.server, token, { method: "POST", path: `${path}/preview`, body });
      expect([asked.status, asked.json.errors]).toEqual([put.status, put.json.errors]);
      expect(asked.status).toBeGreaterThanOrEqual(400);
    }
  });

  test("names the first hundred of many, and says that there are more", async () => {
    const partner = await newPartner(here.server, latest(0));
    for (let number = 0; number < 101; number++) {
      await newOrganization(here.server, `Many ${number}`, [partner.id]);
    }
    const { groups } = await preview(defaultPath(partner.id), { schedule: latest(3) });
    expect(groups).toMatchObject([
      { organizations: 101, movement: "other_weeks", held: false, truncated: true },
    ]);
    expect(groups[0].first).toHaveLength(100);
  });
});

describe("the preview for one organization", () => {
  test("of a return to inheritance says where it goes, as the DELETE then does", async () => {
    const { left } = await aMixedPartner();
    const { groups } = await preview(settingsPath(left), { schedule: "inherit" });
    expect(groups).toMatchObject([{ movement: "faster", from: slow(2), to: latest(1), organizations: 1 }]);
    const settings = await asVendor(here.server, "DELETE", settingsPath(left));
    expect(settings).toMatchObject({ schedule: latest(1), inherits: true, next: groups[0].next.after });
  });

  test("of a partner's save that another partner contradicts foresees the conflict", async () => {
    const { partner, plain, other } = await aMixedPartner();
    await asVendor(here.server, "PATCH", `/v1/organizations/${plain}`, {
      partnerIds: [partner.id, other.id],
    });
    await asVendor(here.server, "PUT", defaultPath(partner.id), { schedule: latest(4) });
    const { groups, conflicts } = await preview(settingsPath(plain), { schedule: slow(1) }, partner.token);
    expect(conflicts).toEqual({ appear: 1, end: 0 });
    expect(groups[0]).toMatchObject({ reach: "partners_in_conflict", to: AUTOMATIC, movement: "faster" });
  });

  test("is refused as the save would be: locked, wrong schedules, unknown fields", async () => {
    const path = settingsPath(here.other);
    await asVendor(here.server, "PUT", path, { allowCustomerOverride: false });
    const token = await makeToken(here.server, "organization_full_admin", { organizationId: here.other });
    const call = (body: object) => ({ method: "POST", path: `${path}/preview`, body });
    await refusedCall(here.server, token, call({ schedule: latest(1) }), 403, "override_not_allowed");
    await refusedCall(here.server, token, call({ schedule: "inherit" }), 403, "override_not_allowed");
    for (const [schedule, code] of [
      [latest(5), "deferral_out_of_range"],
      [{ cadence: "monthly" }, "cadence_unknown"],
      [{ ...latest(1), weeks: 2 }, "unknown_field"],
      ["inherited", "invalid_field"],
      [null, "invalid_field"],
    ] as const) {
      await refusedCall(here.server, VENDOR_TOKEN, call({ schedule }), 400, code);
    }
    const both = { schedule: "inherit", allowCustomerOverride: true };
    await refusedCall(here.server, VENDOR_TOKEN, call(both), 400, "invalid_field");
  });
});
