import { expect, test } from "vitest";
import { get, send } from "../api/caller.ts";
import { make } from "../api/tenancy.ts";
import { createDatabase } from "../support/databases.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { withServers } from "../support/several-servers.ts";
import { expectAgreement, expectNothingLost } from "./nothing-lost.ts";

const VERSIONS = ["45.3", "45.4"] as const;

test("servers whose clocks are ten minutes apart: the ledger never goes back in time, and no answer leads backward", async () => {
  const databaseUrl = await createDatabase();
  await withServers([databaseUrl, databaseUrl], async (ahead, behind) => {
    ahead!.setClock("2026-01-06T00:05:00Z");
    behind!.setClock("2026-01-05T23:55:00Z");
    const dates = ["2025-12-02", "2026-01-06"];
    for (const [index, version] of VERSIONS.entries()) {
      const release = { version, automaticAt: dates[index], state: "published" };
      const id = await make(index === 0 ? ahead! : behind!, "/v1/releases", release);
      await make(ahead!, `/v1/releases/${id}/builds`, {
        platform: "win",
        arch: "x64",
        format: "exe",
        fileName: `${version}.exe`,
        size: 1,
        url: `https://cdn.example.org/${version}.exe`,
        sha512: `${"A".repeat(86)}==`,
      });
    }
    const organization = await make(behind!, "/v1/organizations", { name: "Acme", partnerIds: [] });
    await expectAgreement([ahead!.url, behind!.url]);
    const ask = (server: typeof ahead, version: string) =>
      get(
        server!,
        null,
        `/v1/updates/check?organization=${organization}&platform=win&arch=x64&version=${version}`,
      );

    // Midnight has come for one of them only.
    expect(await ask(behind, "45.2")).toMatchObject({ action: "update", version: "45.3" });
    expect(await ask(ahead, "45.2")).toMatchObject({ action: "update", version: "45.4" });
    expect(await ask(behind, "45.4")).toMatchObject({ action: "stay" });

    for (const [index, server] of [ahead, behind, ahead, behind].entries()) {
      const schedule = { cadence: "slow", deferralWeeks: index };
      const path = `/v1/organizations/${organization}/release-settings`;
      expect((await send(server!, VENDOR_TOKEN, { method: "PUT", path, body: { schedule } })).status).toBe(
        200,
      );
    }
    await expectAgreement([ahead!.url, behind!.url]);
    const { items } = await get(behind!, VENDOR_TOKEN, "/v1/adminAudit/events?max=100");
    const created = items.map((item: { created: string }) => item.created).reverse();
    expect(created).toEqual([...created].sort());
    for (const version of ["45.3", "45.4"]) {
      expect(await ask(ahead, version)).toMatchObject({ action: "stay" });
      expect(await ask(behind, version)).toMatchObject({ action: "stay" });
    }
    await expectNothingLost(databaseUrl, [{ id: organization, name: "Acme" }]);
  });
});
