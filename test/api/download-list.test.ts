import { beforeAll, describe, expect, test } from "vitest";
import { accepted, get, refusedCall, send } from "./caller.ts";
import { make, makeToken } from "./tenancy.ts";
import { tenancyGround } from "./tenancy-ground.ts";
import { useGround } from "./use-ground.ts";

const here = useGround(tenancyGround);

const SHA512 = `${"A".repeat(86)}==`;

/** Which of the releases below each reader is shown, the newest first. */
interface Row {
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
  readonly current: boolean;
}

/** The ids of the builds for Windows, by version. */
const builds = new Map<string, string>();
/** The ids of the releases, by version. */
const ids = new Map<string, string>();
/** An organization on slow with no deferral, and its administrator's token. */
let slow: { readonly id: string; readonly token: string };

async function release(version: string, dates: object, targets = [["win", "x64"]]): Promise<void> {
  const id = await make(here.server, "/v1/releases", { version, state: "published", ...dates });
  ids.set(version, id);
  for (const [platform, arch] of targets) {
    const fileName = `App-${version}-${arch}.zip`;
    const described = { platform, arch, format: "zip", fileName, size: 1, sha512: SHA512 };
    const url = `https://cdn.example.org/${fileName}`;
    const build = await make(here.server, `/v1/releases/${id}/builds`, { ...described, url });
    if (platform === "win" && arch === "x64") builds.set(version, build);
  }
}

async function call(method: string, path: string, body: object): Promise<void> {
  accepted(await send(here.server, here.tokens.vendor_admin, { method, path, body }));
}

/** It is 2026-03-01. Acme is on latest with one week (of its partner), the other organization on slow. */
beforeAll(async () => {
  await release("45.2", { automaticAt: "2026-01-13", slowAt: "2026-02-01" });
  await release("45.3", { automaticAt: "2026-02-03", rolloutDays: 90 }, [
    ["win", "x64"],
    ["win", "arm64"],
  ]);
  await release("45.4", { automaticAt: "2026-02-25" });
  await release("45.5", { automaticAt: "2026-03-03" });
  await release("45.6", { automaticAt: "2026-02-26", state: "planned" });
  await release("45.7", { automaticAt: "2026-02-10", state: "paused" });
  const id = await make(here.server, "/v1/organizations", { name: "Slow", partnerIds: [here.alpha] });
  await call("PUT", `/v1/organizations/${id}/release-settings`, {
    schedule: { cadence: "slow", deferralWeeks: 0 },
  });
  slow = { id, token: await makeToken(here.server, "organization_full_admin", { organizationId: id }) };
});

async function rows(token: string, query = ""): Promise<readonly Row[]> {
  return (await get(here.server, token, `/v1/builds${query}`)).items;
}

/** The versions for Windows on x64; the current one is marked. */
async function versions(token: string, query = "?platform=win"): Promise<readonly string[]> {
  return (await rows(token, query))
    .filter(({ arch }) => arch === "x64")
    .map(({ version, current }) => (current ? `${version} current` : version));
}

describe("the list of builds", () => {
  test("has for partners what is out, the newest first and marked as current (R22)", async () => {
    const { partner_full_admin, partner_help_desk, beta_full_admin } = here.tokens;
    for (const token of [partner_full_admin, partner_help_desk, beta_full_admin]) {
      expect(await versions(token)).toEqual(["45.4 current", "45.3", "45.2"]);
    }
  });

  test("has for the vendor everything, and marks what is out", async () => {
    expect(await versions(here.tokens.vendor_admin)).toEqual([
      ...["45.7", "45.6", "45.5"],
      ...["45.4 current", "45.3", "45.2"],
    ]);
  });

  test("has for a customer's people what it may run by its schedule, and marks the newest of that", async () => {
    const { organization_full_admin, organization_read_only } = here.tokens;
    for (const token of [organization_full_admin, organization_read_only]) {
      expect(await versions(token)).toEqual(["45.3 current", "45.2"]);
    }
    expect(await versions(slow.token)).toEqual(["45.2 current"]);
  });

  test("marks for each architecture the newest that there is for it (R5)", async () => {
    const marked = (await rows(here.tokens.partner_full_admin)).filter(({ current }) => current);
    expect(marked.map(({ version, platform, arch }) => [version, platform, arch])).toEqual([
      ["45.4", "win", "x64"],
      ["45.3", "win", "arm64"],
      ["45.1", "mac", "arm64"],
    ]);
  });

  test("asked for one customer is that customer's, for all who see it", async () => {
    const query = `?platform=win&organizationId=${here.acme}`;
    const { vendor_admin, partner_admin, organization_read_only } = here.tokens;
    for (const token of [vendor_admin, partner_admin, organization_read_only]) {
      expect(await versions(token, query)).toEqual(["45.3 current", "45.2"]);
    }
  });

  test("asked for a customer that one does not see looks as if there were none", async () => {
    const path = `/v1/builds?organizationId=${here.acme}`;
    const { foreign_full_admin, beta_full_admin, alpha_admin_elsewhere } = here.tokens;
    for (const token of [foreign_full_admin, beta_full_admin, alpha_admin_elsewhere, slow.token]) {
      await refusedCall(here.server, token, { method: "GET", path }, 404, "not_found");
    }
  });
});

describe("a download by a customer's people", () => {
  const begin = (token: string, version: string) =>
    send(here.server, token, { method: "GET", path: `/v1/builds/${builds.get(version)}/download` });

  test("of what their organization may run leads to the file, and is recorded", async () => {
    const begun = await begin(here.tokens.organization_full_admin, "45.3");
    expect([begun.status, begun.headers.get("location")]).toEqual([
      302,
      "https://cdn.example.org/App-45.3-x64.zip",
    ]);
    const { items } = await get(here.server, here.tokens.vendor_admin, "/v1/builds/downloads?max=1");
    expect(items).toMatchObject([
      { version: "45.3", actor: { role: "organization_full_admin" }, partnerId: null },
    ]);
  });

  test("of what is out for others alone, or not at all, is refused as what does not exist, and not recorded", async () => {
    const { organization_full_admin: acme, vendor_admin: vendor } = here.tokens;
    const before = (await get(here.server, vendor, "/v1/builds/downloads")).items.length;
    const absent = await send(here.server, acme, {
      method: "GET",
      path: "/v1/builds/00000000-0000-4000-8000-000000000000/download",
    });
    for (const [token, version] of [
      [acme, "45.4"],
      [acme, "45.5"],
      [acme, "45.6"],
      [acme, "45.7"],
      [slow.token, "45.3"],
    ] as const) {
      for (const part of ["/download", "/manifest", ""]) {
        const path = `/v1/builds/${builds.get(version)}${part}`;
        const { json } = await refusedCall(here.server, token, { method: "GET", path }, 404, "not_found");
        expect(json.message).toBe(absent.json.message);
      }
    }
    expect((await get(here.server, vendor, "/v1/builds/downloads")).items).toHaveLength(before);
  });

  test("is of what its users on automatic upgrades may run, too, and of what is critical for all", async () => {
    const user = { displayName: "Pia", email: "pia@example.org" };
    const pia = await make(here.server, `/v1/organizations/${slow.id}/users`, user);
    await call("PUT", `/v1/users/${pia}/release-settings`, { allowAutomaticUpgrades: true });
    expect(await versions(slow.token)).toEqual(["45.4 current", "45.3", "45.2"]);
    await call("PUT", `/v1/users/${pia}/release-settings`, { allowAutomaticUpgrades: false });
    expect(await versions(slow.token)).toEqual(["45.2 current"]);
    expect((await begin(slow.token, "45.4")).status).toBe(404);
    await release("45.8", {
      automaticAt: "2026-02-27",
      critical: { reason: "An urgent fix", scope: "all" },
    });
    expect(await versions(slow.token)).toEqual(["45.8 current", "45.2"]);
    expect((await begin(slow.token, "45.8")).status).toBe(302);
  });

  test("is of what a new installation may run, also while installed ones are held back (R15)", async () => {
    const id = await make(here.server, "/v1/organizations", { name: "Slower", partnerIds: [here.beta] });
    const token = await makeToken(here.server, "organization_full_admin", { organizationId: id });
    expect(await versions(token)).toContain("45.4");
    await call("PUT", `/v1/organizations/${id}/release-settings`, {
      schedule: { cadence: "slow", deferralWeeks: 0 },
    });
    expect(await versions(token)).toEqual(["45.8 current", "45.2"]);
  });

  test("is of nothing that is expired (R30) or blocked for all such computers (R31), which is not current for anybody", async () => {
    const { organization_full_admin: acme, partner_full_admin: partner } = here.tokens;
    const change = (version: string, body: object) => call("PATCH", `/v1/releases/${ids.get(version)}`, body);
    const everything = ["45.8 current", "45.4", "45.3", "45.2"];
    expect(await versions(partner)).toEqual(everything);
    expect(await versions(acme)).toEqual(["45.8 current", "45.3", "45.2"]);
    await change("45.8", { blocks: [{ platform: "win", arch: "x64", reason: "It crashes there" }] });
    await change("45.2", { expiresAt: "2026-02-20", expiryReason: "A hole was found in it" });
    expect(await versions(partner)).toEqual(["45.8", "45.4 current", "45.3", "45.2"]);
    expect(await versions(acme)).toEqual(["45.3 current"]);
    expect((await begin(acme, "45.8")).status).toBe(404);
    await change("45.8", { blocks: [{ osVersion: { below: "10.0.19045" }, reason: "It crashes there" }] });
    expect(await versions(acme)).toEqual(["45.8 current", "45.3"]);
  });
});
