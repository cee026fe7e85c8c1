import { beforeAll, describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { addBuilds, check } from "../adoption/ground.ts";
import { get, send } from "../caller.ts";
import { make } from "../tenancy.ts";
import { useGround } from "../use-ground.ts";
import { asVendor, foresightGround, latest, newOrganization, newPartner, settingsPath } from "./ground.ts";

const BEGINS = Date.parse("2026-03-17");
const here = useGround(foresightGround);
let organization: string;

/** Has installations up to a number ask. */
async function ask(from: number, upTo: number): Promise<void> {
  for (let one = from; one <= upTo; one++)
    await check(here.server, { organization, version: "45.2", installation: `computer ${one}` });
  await here.server.context.checkInWriter.flush();
}

const next = async () => (await get(here.server, VENDOR_TOKEN, settingsPath(organization))).next;
const exported = async () => {
  const path = "/v1/exports/organizations?q=Rolled+out";
  return (await send(here.server, VENDOR_TOKEN, { method: "GET", path })).text;
};

beforeAll(async () => {
  const { server } = here;
  const rolledOut = { version: "45.2.1", automaticAt: "2026-03-17", slowAt: "2026-03-17", rolloutDays: 10 };
  await addBuilds(server, await make(server, "/v1/releases", { ...rolledOut, state: "published" }));
  const { id } = await newPartner(server, latest(0));
  organization = await newOrganization(server, "Rolled out", [id]);
});

describe("what comes next in a rollout, where each installation has its own turn", () => {
  test("is exact for 300 installations, which are looked at one by one", async () => {
    await ask(1, 300);
    const told = await next();
    expect(told).toMatchObject({ version: "45.2.1", basis: "counted", isExact: true });
    expect(Date.parse(told.at)).toBeGreaterThan(BEGINS);
    const { items } = await get(
      here.server,
      VENDOR_TOKEN,
      `/v1/organizations/${organization}/installations?max=1000`,
    );
    const turns = items.map((one: { next: { at: string } }) => one.next.at).sort();
    expect(turns[0]).toBe(told.at);
    expect(await exported()).toMatch(/,45\.2\.1,2026-03-17,counted,true\r\n/);
  });

  test("is the earliest day that there can be for more, and says so wherever it is told", async () => {
    await ask(301, 301);
    const earliest = { version: "45.2.1", at: "2026-03-17T00:00:00.000Z", basis: "counted", isExact: false };
    expect(await next()).toEqual(earliest);
    const { items } = await get(here.server, VENDOR_TOKEN, "/v1/organizations?q=Rolled+out");
    expect(items[0].next).toEqual(earliest);
    const body = { schedule: latest(1) };
    const preview = await asVendor(here.server, "POST", `${settingsPath(organization)}/preview`, body);
    expect(preview.groups[0].next.before).toEqual(earliest);
    expect(await exported()).toMatch(/,45\.2\.1,2026-03-17,counted,false\r\n/);
  });

  test("says that a hold of a user can make it later for them", async () => {
    const path = `/v1/organizations/${organization}/users`;
    const user = await make(here.server, path, { displayName: "Pia", email: "pia@example.org" });
    const own = `/v1/users/${user}/release-settings`;
    here.server.setClock("2026-05-01");
    const plain = { version: "45.5", automaticAt: "2026-05-05", slowAt: "2026-06-02", state: "published" };
    await addBuilds(here.server, await make(here.server, "/v1/releases", plain));
    expect(await next()).toMatchObject({ version: "45.5", isExact: true });
    await asVendor(here.server, "PUT", own, { allowAutomaticUpgrades: true });
    await asVendor(here.server, "PUT", own, { allowAutomaticUpgrades: false });
    expect(await next()).toMatchObject({ version: "45.5", isExact: false });
  });
});
