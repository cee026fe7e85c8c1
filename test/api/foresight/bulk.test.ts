import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, changingNothing, get, refusedCall, send } from "../caller.ts";
import { makeToken } from "../tenancy.ts";
import { useGround } from "../use-ground.ts";
import {
  asVendor,
  foresightGround,
  latest,
  newOrganization,
  newPartner,
  settingsPath,
  slow,
} from "./ground.ts";

const PATH = "/v1/organizations/bulk-release-settings";
const here = useGround(foresightGround);

const call = (organizationIds: readonly string[], schedule: object | string, query = "") => ({
  method: "POST",
  path: PATH + query,
  body: { organizationIds, schedule },
});

async function threeOf(partnerId: string) {
  return Promise.all(["One", "Two", "Three"].map((name) => newOrganization(here.server, name, [partnerId])));
}

test("many get one schedule in one change; what has it already is unchanged, and all of them return", async () => {
  const partner = await newPartner(here.server, latest(1));
  const ids = await threeOf(partner.id);
  await asVendor(here.server, "PUT", settingsPath(ids[0] ?? ""), { schedule: slow(3) });
  const given = await send(here.server, VENDOR_TOKEN, call(ids, slow(3)));
  expect(accepted(given)).toMatchObject({ dryRun: false, changed: 2, unchanged: 1 });
  for (const id of ids) {
    expect(await get(here.server, VENDOR_TOKEN, settingsPath(id))).toMatchObject({ schedule: slow(3) });
  }
  const { items } = await get(here.server, VENDOR_TOKEN, "/v1/adminAudit/events?max=2");
  expect(items[0].action).toBe("change_organization_settings");
  expect(items[0].created).toBe(items[1].created);
  const back = await send(here.server, partner.token, call(ids, "inherit"));
  expect(accepted(back)).toMatchObject({ changed: 3 });
  for (const id of ids) {
    const settings = await get(here.server, VENDOR_TOKEN, settingsPath(id));
    expect(settings).toMatchObject({ schedule: latest(1), inherits: true });
  }
});

test("one that refuses refuses all, and is named", async () => {
  const partner = await newPartner(here.server, latest(1));
  const ids = await threeOf(partner.id);
  const nobody = randomUUID();
  for (const stranger of [here.foreign, nobody]) {
    const asked = call([...ids, stranger], slow(3));
    const { json } = await refusedCall(here.server, partner.token, asked, 404, "not_found");
    expect(json.message).toBe(
      `Organization ${stranger}: There is no such organization, or you may not see it.`,
    );
  }
  const locked = ids[1] ?? "";
  await asVendor(here.server, "PUT", settingsPath(locked), { allowCustomerOverride: false });
  const own = await makeToken(here.server, "organization_full_admin", { organizationId: locked });
  const { json } = await refusedCall(here.server, own, call([locked], slow(3)), 403, "override_not_allowed");
  expect(json.message).toContain(locked);
});

test("who says what must stand there is refused where one has something else by now", async () => {
  const partner = await newPartner(here.server, latest(1));
  const ids = await threeOf(partner.id);
  const asked = call(ids, slow(3));
  const expecting = { ...asked, body: { ...asked.body, expected: "inherit" } };
  await asVendor(here.server, "PUT", settingsPath(ids[1] ?? ""), { schedule: slow(1) });
  const { json } = await refusedCall(here.server, partner.token, expecting, 412, "changed_meanwhile");
  expect(json.message).toContain(ids[1]);
  expect(json.message).not.toContain(ids[0]);
  await asVendor(here.server, "DELETE", settingsPath(ids[1] ?? ""));
  expect(accepted(await send(here.server, partner.token, expecting))).toMatchObject({ changed: 3 });
});

test("a dry run says what would happen, and changes nothing", async () => {
  const partner = await newPartner(here.server, latest(1));
  const ids = await threeOf(partner.id);
  const answer = await changingNothing(here.server, async () =>
    accepted(await send(here.server, partner.token, call(ids, slow(0), "?dryRun=true"))),
  );
  expect(answer).toMatchObject({ dryRun: true, changed: 3, unchanged: 0 });
  expect(answer.preview.organizations).toMatchObject({ total: 3, held: 3 });
  expect(answer.preview.groups[0]).toMatchObject({ from: latest(1), to: slow(0), organizations: 3 });
  const refused = call([...ids, here.foreign], slow(0), "?dryRun=true");
  await refusedCall(here.server, partner.token, refused, 404, "not_found");
});

test.each([
  [[], "invalid_field"],
  [["a", "a"].map(() => "8c9d3c9e-0a07-4a0c-9a39-0d8ab3bb2a10"), "invalid_field"],
  [["none"], "id_malformed"],
])("organizations %j are refused", async (ids, code) => {
  await refusedCall(here.server, VENDOR_TOKEN, call(ids, slow(1)), 400, code);
});
