import { randomUUID } from "node:crypto";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { type Answered, accepted, send } from "../caller.ts";
import { make, makeTenancy, makeToken, type Tenancy } from "../tenancy.ts";

/** The time of these tests: release 45.2 is out (on latest with a week, tomorrow), 45.3 comes on 7 April. */
const NOW = "2026-03-09T00:00:00Z";

/** A tenancy of its own with a calendar; `close` ends it. */
export async function foresightGround(): Promise<Tenancy & { readonly close: () => Promise<void> }> {
  const store = await borrowStore("embedded");
  const server = await startServer(store);
  server.setClock(NOW);
  const tenancy = await makeTenancy(server);
  for (const [version, automaticAt, slowAt] of [
    ["45.2", "2026-03-03", "2026-03-03"],
    ["45.3", "2026-04-07", "2026-04-07"],
    ["45.4", "2026-05-05", null],
  ]) {
    await make(server, "/v1/releases", { version, automaticAt, slowAt, state: "published" });
  }
  const close = async () => {
    await server.close();
    await store.close();
  };
  return { ...tenancy, close };
}

/** Does something as the vendor that must be accepted. */
export async function asVendor(
  server: TestServer,
  method: string,
  path: string,
  body?: object,
): Promise<Answered["json"]> {
  return accepted(await send(server, VENDOR_TOKEN, { method, path, ...(body && { body }) }));
}

/** A partner with this default and a token of its full administrator. */
export async function newPartner(server: TestServer, schedule: object | null) {
  const id = await make(server, "/v1/partners", { name: `Partner ${randomUUID().slice(0, 8)}` });
  if (schedule) await asVendor(server, "PUT", `/v1/partners/${id}/release-settings`, { schedule });
  return { id, token: await makeToken(server, "partner_full_admin", { partnerId: id }) };
}

export function newOrganization(server: TestServer, name: string, partnerIds: readonly string[], more = {}) {
  return make(server, "/v1/organizations", { name, partnerIds, ...more });
}

export const settingsPath = (id: string) => `/v1/organizations/${id}/release-settings`;
export const defaultPath = (id: string) => `/v1/partners/${id}/release-settings`;
export const latest = (deferralWeeks: number) => ({ cadence: "latest", deferralWeeks });
export const slow = (deferralWeeks: number) => ({ cadence: "slow", deferralWeeks });
export const AUTOMATIC = { cadence: "automatic" };
