import type { TestServer } from "../../support/running-server.ts";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { type Answered, accepted, send } from "../caller.ts";

export const PASSWORD = "correct horse battery";

/** Somebody who was just entered. */
export interface Entered {
  readonly id: string;
  readonly email: string;
  readonly oneTimePassword: string;
}

let count = 0;

/** Enters an administrator, as the vendor if not by somebody else, with an address of its own. */
export async function enter(server: TestServer, body: object = {}, by = VENDOR_TOKEN): Promise<Entered> {
  const person = { displayName: "Olga", email: `olga-${count++}@example.org`, role: "vendor_admin", ...body };
  return accepted(await send(server, by, { method: "POST", path: "/v1/administrators", body: person }));
}

export function signIn(
  server: TestServer,
  email: string,
  password: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  return send(server, null, { method: "POST", path: "/v1/sessions", body: { email, password }, headers });
}

export function setPassword(
  server: TestServer,
  token: string,
  currentPassword: string,
  newPassword: string,
): Promise<Answered> {
  const body = { currentPassword, newPassword };
  return send(server, token, { method: "PUT", path: "/v1/me/password", body });
}

/** Enters somebody who then sets the tests' password; gives the person, and the token of a session. */
export async function enterAndSignIn(server: TestServer, body: object = {}, by = VENDOR_TOKEN) {
  const person = await enter(server, body, by);
  const first = accepted(await signIn(server, person.email, person.oneTimePassword));
  const { token } = accepted(await setPassword(server, first.token, person.oneTimePassword, PASSWORD));
  return { ...person, token: token as string };
}
