import { type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { accepted, get, send } from "./caller.ts";
import { enter, enterAndSignIn, signIn } from "./people/sign-in.ts";
import type { RefusalGround } from "./refusal-suite.ts";
import { make, makeTenancy, makeToken } from "./tenancy.ts";

/** The small installation with tokens and sessions that are no good; an hour later some of them have expired. */
export async function makeRefusalGround(server: TestServer): Promise<RefusalGround> {
  server.setClock("2026-03-01T00:00:00Z");
  const tenancy = await makeTenancy(server);
  const expiredToken = await makeToken(server, "vendor_admin", { expiresAt: "2026-03-01T01:00:00Z" });
  const revokedToken = await makeToken(server, "vendor_admin");
  const { person } = await get(server, revokedToken, "/v1/me");
  await done(server, revokedToken, "DELETE", `/v1/tokens/${person.id}`);
  const ground = {
    ...tenancy,
    expiredToken,
    revokedToken,
    ...(await removePlaces(server)),
    ...(await endSessions(server)),
    toggledOff: await makeToggledOff(server),
  };
  await outOnEverySchedule(server, tenancy.release);
  server.setClock("2026-03-01T01:00:00Z");
  return ground;
}

/** R22: Acme may run the release whatever its schedule is, which calls of the suite change to slow with any weeks. */
async function outOnEverySchedule(server: TestServer, releaseId: string): Promise<void> {
  const body = { automaticAt: "2025-11-04", slowAt: "2025-11-04" };
  accepted(await send(server, VENDOR_TOKEN, { method: "PATCH", path: `/v1/releases/${releaseId}`, body }));
}

async function removePlaces(server: TestServer) {
  const partnerId = await make(server, "/v1/partners", { name: "Gone" });
  const organizationId = await make(server, "/v1/organizations", { name: "Gone", partnerIds: [] });
  const role = "partner_full_admin";
  const removed = {
    removedPartnersToken: await makeToken(server, role, { partnerId }),
    removedOrganizationsToken: await makeToken(server, "organization_full_admin", { organizationId }),
    removedPartnersSession: (await enterAndSignIn(server, { role, partnerId })).token,
  };
  await done(server, VENDOR_TOKEN, "DELETE", `/v1/partners/${partnerId}`);
  await done(server, VENDOR_TOKEN, "DELETE", `/v1/organizations/${organizationId}`);
  return removed;
}

async function endSessions(server: TestServer) {
  const signedOut = await enterAndSignIn(server);
  await done(server, signedOut.token, "DELETE", "/v1/sessions/current");
  const removed = await enterAndSignIn(server);
  await done(server, VENDOR_TOKEN, "DELETE", `/v1/administrators/${removed.id}`);
  const disabled = await enterAndSignIn(server);
  await done(server, VENDOR_TOKEN, "PATCH", `/v1/administrators/${disabled.id}`, { disabled: true });
  const { email, oneTimePassword } = await enter(server);
  return {
    endedSession: signedOut.token,
    removedPersonsSession: removed.token,
    disabledPersonsSession: disabled.token,
    oneTimeSession: accepted(await signIn(server, email, oneTimePassword)).token,
  };
}

/** R13: it keeps what it said before, and may say nothing new. */
async function makeToggledOff(server: TestServer): Promise<RefusalGround["toggledOff"]> {
  const partner = await make(server, "/v1/partners", { name: "Gamma", features: [] });
  const organization = await make(server, "/v1/organizations", { name: "Gamma one", partnerIds: [partner] });
  const path = `/v1/organizations/${organization}`;
  const user = await make(server, `${path}/users`, { displayName: "Gus", email: "gus@example.org" });
  const schedule = { cadence: "slow", deferralWeeks: 2 };
  await done(server, VENDOR_TOKEN, "PUT", `${path}/release-settings`, { schedule });
  const token = await makeToken(server, "partner_full_admin", { partnerId: partner });
  return { token, partner, organization, user };
}

async function done(server: TestServer, token: string, method: string, path: string, body?: object) {
  accepted(await send(server, token, { method, path, ...(body && { body }) }));
}
