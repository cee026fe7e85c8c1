import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEMO_LOCK, oneServerAfterAnother } from "../../store/locks.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { OWN_TOKENS } from "../../tenancy/actor-kind.ts";
import type { RunningServer } from "../serve.ts";
import { makeOneTimePassword } from "../sessions/password-hash.ts";
import { type DemoIds, fillDemo } from "./fill.ts";
import { DEMO_LOGINS } from "./people.ts";
import { call, type Visitor } from "./visitor.ts";

/** A person of the demo: how to sign in, and a token for scripts. */
export interface DemoPerson {
  /** The company that the person works for. */
  readonly who: string;
  readonly name: string;
  readonly role: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

/** What a person who tries the demo needs: three logins and an organization to point an updater at. */
export interface Demo {
  readonly people: readonly DemoPerson[];
  readonly organizationId: string;
}

/** The actor that makes the demo world, and its token, which ends with the process. */
export function demoMaker(): { readonly secret: string; readonly actor: Actor } {
  const nobody = { partnerId: null, organizationId: null, organizationIds: null };
  const actor: Actor = { id: OWN_TOKENS.demo, displayName: "Demo", role: "vendor_admin", ...nobody };
  return { secret: randomBytes(32).toString("base64url"), actor };
}

/**
 * Fills an empty installation with the demo world, once for all servers; one that holds anything stays as it is. The
 * logins are kept in the data directory, readable by its owner only, so that a later start can show them again. Gives
 * null if the installation does not hold the demo world.
 */
export async function openDemo(
  running: RunningServer,
  secret: string,
  report: (line: string) => void,
): Promise<Demo | null> {
  const { store, follower, fleet, config } = running.context;
  const path = join(config.dataDirectory, "demo-logins.json");
  return oneServerAfterAnother(store, DEMO_LOCK, async () => {
    await follower.catchUp();
    return fleet.sequence > 0 ? readDemo(path) : makeDemo(running, secret, path, report);
  });
}

async function makeDemo(
  running: RunningServer,
  secret: string,
  path: string,
  report: (line: string) => void,
): Promise<Demo> {
  const { config, now } = running.context;
  const vendor = { url: running.url, token: secret };
  const ids = await fillDemo(vendor, { product: config.product, now: new Date(now()), report });
  const demo = await makePeople(vendor, ids);
  await writeFile(path, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  return demo;
}

async function readDemo(path: string): Promise<Demo | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Demo;
  } catch {
    return null;
  }
}

async function makePeople(vendor: Visitor, { partners, organizations }: DemoIds): Promise<Demo> {
  const people: DemoPerson[] = [];
  let organizationId = "";
  for (const { name, email, role, home } of DEMO_LOGINS) {
    const who = home ?? "Demo vendor";
    const found = { partnerId: partners.get(who), organizationId: organizations.get(who) };
    const person = { displayName: name, email, role, ...found };
    const password = await makeLogin(vendor, person);
    const { token } = await call<{ token: string }>(vendor, "POST", "/v1/tokens", {
      name: who,
      role,
      ...found,
    });
    people.push({ who, name, role, email, password, token });
    organizationId = found.organizationId ?? organizationId;
  }
  return { people, organizationId };
}

/** Creates an administrator, signs in and sets a password, as people do; gives the password. */
async function makeLogin({ url, token }: Visitor, person: { readonly email: string }): Promise<string> {
  const path = "/v1/administrators";
  const made = await call<{ oneTimePassword: string }>({ url, token }, "POST", path, person);
  const { email } = person;
  const currentPassword = made.oneTimePassword;
  const signIn = { email, password: currentPassword };
  const first = await call<{ token: string }>({ url, token }, "POST", "/v1/sessions", signIn);
  const newPassword = makeOneTimePassword();
  const passwords = { currentPassword, newPassword };
  await call({ url, token: first.token }, "PUT", "/v1/me/password", passwords);
  return newPassword;
}
