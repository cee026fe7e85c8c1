import type { Store } from "../../../src/store/store.ts";
import { emptyStore } from "../../support/databases.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { type Answered, accepted, send } from "../caller.ts";
import { make, makeTenancy, type Tenancy } from "../tenancy.ts";

/** The time of these tests: releases 45.1 and 45.2 are out, Alpha's customers (latest, one week) get 45.2 tomorrow. */
export const NOW = "2026-03-09T12:00:00Z";

/** A tenancy with builds for Windows and macOS, over a store that it empties. */
export async function adoptionGround(store: Store): Promise<Tenancy> {
  await emptyStore(store);
  const server = await startServer(store);
  server.setClock("2026-01-01");
  const tenancy = await makeTenancy(server);
  await addBuilds(server, tenancy.release);
  const dates = { version: "45.2", automaticAt: "2026-03-03", slowAt: "2026-03-03", state: "published" };
  await addBuilds(server, await make(server, "/v1/releases", dates));
  server.setClock(NOW);
  return tenancy;
}

export async function addBuilds(server: TestServer, release: string): Promise<void> {
  for (const [platform, format] of [
    ["win", "exe"],
    ["mac", "zip"],
  ]) {
    await make(server, `/v1/releases/${release}/builds`, {
      platform,
      arch: "x64",
      format,
      fileName: `app.${format}`,
      size: 1,
      url: `https://cdn.example.org/${release}/app.${format}`,
      sha512: `${"A".repeat(86)}==`,
    });
  }
}

/** An ordinary check of an installation. */
export async function check(server: TestServer, query: Record<string, string>): Promise<Answered["json"]> {
  const parameters = new URLSearchParams({ platform: "win", arch: "x64", version: "45.1", ...query });
  return accepted(await send(server, null, { method: "GET", path: `/v1/updates/check?${parameters}` }));
}

/** The same, and then it is written down. */
export async function checkIn(server: TestServer, query: Record<string, string>): Promise<Answered["json"]> {
  const answer = await check(server, query);
  await server.context.checkInWriter.flush();
  return answer;
}

export async function adoption(
  server: TestServer,
  token = VENDOR_TOKEN,
  query = "",
): Promise<Answered["json"]> {
  return accepted(await send(server, token, { method: "GET", path: `/v1/adoption${query}` }));
}
