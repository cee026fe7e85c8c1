import type { TestServer } from "../../support/running-server.ts";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { type Answered, accepted, get, send } from "../caller.ts";
import { make } from "../tenancy.ts";

/** The time of these tests. */
export const NOW = "2026-03-10T12:00:00Z";

export const enrolmentPath = (id: string) => `/v1/organizations/${id}/enrolment`;

/** A new organization that nobody serves. */
export function newOrganization(server: TestServer, name = "Acme"): Promise<string> {
  return make(server, "/v1/organizations", { name, partnerIds: [] });
}

export function enrolmentOf(server: TestServer, id: string): Promise<Answered["json"]> {
  return get(server, VENDOR_TOKEN, enrolmentPath(id));
}

/** Makes a key; gives its tag. */
export async function makeKey(server: TestServer, id: string): Promise<string> {
  const path = `${enrolmentPath(id)}/keys`;
  const made = accepted(await send(server, VENDOR_TOKEN, { method: "POST", path }));
  return made.keys.at(-1).tag;
}

export async function setRequired(server: TestServer, id: string, required: boolean): Promise<void> {
  const call = { method: "PUT", path: enrolmentPath(id), body: { required } };
  accepted(await send(server, VENDOR_TOKEN, call));
}

export async function endKey(server: TestServer, id: string, number: number): Promise<void> {
  const path = `${enrolmentPath(id)}/keys/${number}`;
  accepted(await send(server, VENDOR_TOKEN, { method: "DELETE", path }));
}

/** A new organization that requires its first key, and the tag of that key. */
export async function newEnrolled(
  server: TestServer,
): Promise<{ readonly id: string; readonly tag: string }> {
  const id = await newOrganization(server);
  const tag = await makeKey(server, id);
  await setRequired(server, id, true);
  return { id, tag };
}
