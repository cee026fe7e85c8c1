import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SUPPORTED } from "../../../src/policy/support.ts";
import type { Store } from "../../../src/store/store.ts";
import { noteCheckIn } from "../../../src/updates/note-check-in.ts";
import { cpuMilliseconds } from "../../support/cpu-milliseconds.ts";
import { emptyStore } from "../../support/databases.ts";
import { atDepth } from "../../support/depth.ts";
import { at } from "../../support/records.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { get } from "../caller.ts";
import { make } from "../tenancy.ts";
import { adoption, adoptionGround, check, checkIn, NOW } from "./ground.ts";

let store: Store;
beforeAll(async () => {
  store = await borrowStore("embedded");
});
afterAll(() => store.close());

/** Every check of the flood names another version; the soak sends as many as an attacker did. */
const FLOOD = atDepth({ gate: 5_000, soak: 50_200 });

const BOUNDS = { newPerHour: 1_000_000, most: 1_000_000 };

/** Checks of an organization, each of another installation and another version, noted as a request would be. */
async function flood(server: TestServer, organization: string, count: number): Promise<void> {
  const { fleet, checkIns, checkInWriter, now } = server.context;
  const number = fleet.numberOf(organization);
  for (let made = 0; made < count; made++) {
    const said = {
      organization,
      number,
      installation: `made up ${made}`,
      user: null,
      updater: null,
      target: 0,
    };
    const running = `${made % 90}.${made}.${made % 7}`;
    noteCheckIn(
      { fleet, checkIns },
      {
        ...said,
        running,
        os: null,
        managed: false,
        key: null,
        verdict: { action: "stay", final: true, support: SUPPORTED, reasons: [] },
        at: now(),
      },
    );
    if (made % 1_000 === 999) await checkInWriter.flush();
  }
  await checkInWriter.flush();
}

describe("made-up versions", () => {
  test("are counted together, and change nothing for another customer", async () => {
    const here = await adoptionGround(store);
    await here.server.close();
    const server = await startServer(store, { installationBounds: BOUNDS });
    server.setClock(NOW);
    const { acme, foreign } = here;
    await checkIn(server, { organization: foreign, installation: "real", platform: "mac", version: "45.2" });
    const before = await adoption(server, VENDOR_TOKEN, `?organizationId=${foreign}`);
    await flood(server, acme, FLOOD);
    await checkIn(server, {
      organization: foreign,
      installation: "another",
      platform: "mac",
      version: "45.1",
    });
    expect(before).toMatchObject({ total: 1, versions: [{ version: "45.2", installations: 1 }] });
    expect(await adoption(server, VENDOR_TOKEN, `?organizationId=${foreign}`)).toMatchObject({
      total: 2,
      versions: [
        { version: "45.2", installations: 1 },
        { version: "45.1", installations: 1 },
      ],
      otherVersions: 0,
    });
    const all = await adoption(server);
    expect(all).toMatchObject({ total: FLOOD + 2, otherVersions: FLOOD });
    expect(all.versions).toHaveLength(2);
    expect(all.days).toMatchObject([{ otherVersions: FLOOD }]);
    const { rows } = await sql<{
      kinds: number;
    }>`select count(*)::integer as kinds from installation_counts`.execute(store.database);
    expect(rows[0]?.kinds).toBeLessThan(10);
    await server.close();
  });

  test("are judged as the release before them, listed as they are, and counted by name once released", async () => {
    const here = await adoptionGround(store);
    const { server, acme } = here;
    const ask = (installation: string, version: string) =>
      checkIn(server, { organization: acme, installation, version });
    await ask("older than all", "44.9.1");
    await ask("between", "45.1.7");
    await ask("newer than all", "45.9");
    const scope = `?organizationId=${acme}`;
    expect(await adoption(server, VENDOR_TOKEN, scope)).toMatchObject({
      total: 3,
      current: 2,
      versions: [],
      otherVersions: 3,
      behind: {
        total: 2,
        reasons: [
          { code: "not_updated_yet", installations: 1 },
          { code: "deferred", installations: 1 },
        ],
      },
    });
    const list = async (query: string) =>
      (await get(server, VENDOR_TOKEN, `/v1/organizations/${acme}/installations${query}`)).items;
    expect(await list("?version=45.1.7.0")).toMatchObject([{ installation: "between", version: "45.1.7" }]);
    expect(await list("?version=other")).toHaveLength(3);
    await ask("a preview", "45.3.0-rc.2");
    expect(await list("?version=other&q=preview")).toMatchObject([
      { version: "45.3.0-rc.2", action: "stay" },
    ]);
    expect(await adoption(server, VENDOR_TOKEN, scope)).toMatchObject({
      total: 4,
      current: 3,
      otherVersions: 4,
    });
    await make(server, "/v1/releases", { version: "45.9", automaticAt: "2026-12-01", slowAt: null });
    expect(await adoption(server, VENDOR_TOKEN, scope)).toMatchObject({ versions: [], otherVersions: 4 });
    await ask("newer than all", "45.9");
    expect(await adoption(server, VENDOR_TOKEN, scope)).toMatchObject({
      versions: [{ version: "45.9", installations: 1 }],
      otherVersions: 3,
    });
    await server.close();
  });
});

describe("an answer about adoption", () => {
  test("is bounded: 50 versions, 20 for each of 400 days, whatever was asked for and stored", async () => {
    await emptyStore(store);
    const server = await startServer(store);
    server.setClock(NOW);
    const organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
    const versions = Array.from({ length: 60 }, (_, number) => `45.${number + 1}`);
    const releases = versions.map((version) => ({ version, automaticAt: "2026-03-03", slowAt: null }));
    for (const release of releases) await make(server, "/v1/releases", { ...release, state: "published" });
    // As it was stored before other versions were folded: any version, each day.
    await sql`
      insert into adoption_changes
      select scope, to_char(timestamptz '2026-03-09' - days * interval '1 day', 'YYYY-MM-DD'), version, 1
      from unnest(array['', ${organization}::text]) as scope, generate_series(0, 500) as days,
        unnest(array['', '99.1', '99.2', '99.3'] || ${versions}::text[]) as version`.execute(store.database);
    const counted = sql`
      insert into installation_counts (organization_id, platform, arch, version, runs_ahead, installations)
      select ${organization}, 'win', 'x64', version, false, row_number() over ()
      from unnest(array['', '99.1', '99.2', '99.3'] || ${versions}::text[]) as version`;
    await counted.execute(store.database);
    const before = cpuMilliseconds();
    const answer = await adoption(server, VENDOR_TOKEN, "?from=1990-01-01&to=2030-01-01");
    expect(cpuMilliseconds() - before).toBeLessThan(10_000);
    expect(answer.days).toHaveLength(400);
    expect(answer.days.at(-1)?.day).toBe("2026-03-09");
    expect(answer.versions).toHaveLength(51);
    for (const day of [answer.days[0], answer.days[399]]) expect(day.versions).toHaveLength(21);
    expect(answer.otherVersions).toBe(answer.total - sumOf(answer.versions));
    expect(answer.versions.map(({ version }: { version: string }) => version)).not.toContain("99.3");
    const last = answer.days[399];
    expect(sumOf(last.versions) + last.otherVersions).toBe(501 * 64);
    expect(JSON.stringify(answer).length).toBeLessThan(500_000);
    await server.close();
  });
});

function sumOf(versions: readonly { readonly installations: number }[]): number {
  return versions.reduce((sum, { installations }) => sum + installations, 0);
}

describe("made-up installations", () => {
  test("are refused beyond the bound, said to who may see the organization, and known ones go on being counted", async () => {
    const here = await adoptionGround(store);
    const { acme, other, tokens } = here;
    await here.server.close();
    const server = await startServer(store, { installationBounds: { newPerHour: 3, most: 100 } });
    server.setClock(NOW);
    await checkIn(server, { organization: acme, installation: "known" });
    for (let made = 0; made < 10; made++)
      await check(server, { organization: acme, installation: randomUUID() });
    await check(server, { organization: acme, installation: "known", version: "45.2" });
    await checkIn(server, { organization: other, installation: "neighbour" });
    const suspicious = {
      newInstallationsRefused: 8,
      since: new Date(at(NOW)).toISOString(),
      organizationIds: [acme],
    };
    expect(await adoption(server, VENDOR_TOKEN, `?organizationId=${acme}`)).toMatchObject({
      total: 3,
      versions: [
        { version: "45.2", installations: 1 },
        { version: "45.1", installations: 2 },
      ],
      suspicious,
    });
    expect(await adoption(server)).toMatchObject({ total: 4, suspicious });
    expect(await adoption(server, tokens.partner_full_admin)).toMatchObject({ suspicious });
    expect(await adoption(server, tokens.organization_read_only)).toMatchObject({ suspicious });
    expect(await adoption(server, tokens.beta_full_admin)).toMatchObject({ suspicious: null });
    expect(await adoption(server, VENDOR_TOKEN, `?organizationId=${other}`)).toMatchObject({
      suspicious: null,
    });
    const { checkIns } = server.context;
    expect([checkIns.surplus, checkIns.written, checkIns.size]).toEqual([8, 5, 0]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('sluice_check_ins_total{fate="surplus"} 8');
    expect(metrics).toContain('sluice_check_ins_total{fate="unfit"} 0');
    expect(metrics).toContain("sluice_check_ins_oldest_seconds 0");
    await server.close();
  });

  test("that wait have their age in the metrics", async () => {
    const here = await adoptionGround(store);
    const { server, acme } = here;
    const write = server.context.checkInWriter;
    await write.stop();
    await check(server, { organization: acme, installation: "waits" });
    server.setClock("2026-03-09T12:00:07Z");
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain("sluice_check_ins_oldest_seconds 7");
    await server.close();
  });
});
