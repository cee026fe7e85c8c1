import { type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, send } from "../caller.ts";
import { enterAndSignIn } from "../people/sign-in.ts";
import { make, makeToken } from "../tenancy.ts";

/** A partner with all that is below it. Every name in it begins with its mark, which no other world may ever see. */
export interface FuzzWorld {
  readonly mark: string;
  readonly ids: Known[];
}

/** An id that was told, and of what it is: `organization`, `user`. */
export interface Known {
  readonly kind: string;
  readonly id: string;
}

/** Somebody who calls; without a token: an address. */
export interface FuzzCaller {
  readonly who: string;
  readonly token: string | null;
  /** Set: it comes with the cookie of a session instead, from a page of this server or of another site. */
  readonly cookie?: { readonly session: string; readonly isFromElsewhere: boolean };
  /** Null: nobody's world; such a caller sees what everybody sees, or everything. */
  readonly world: FuzzWorld | null;
  /** Whether it may see every world. */
  readonly seesAll: boolean;
}

export interface TwoWorlds {
  readonly worlds: readonly FuzzWorld[];
  readonly callers: readonly FuzzCaller[];
  /** What belongs to no partner: releases and builds. */
  readonly shared: Known[];
}

export async function makeTwoWorlds(server: TestServer): Promise<TwoWorlds> {
  const one = await makeWorld(server, "AlphaMark");
  const other = await makeWorld(server, "BetaMark");
  const version = { version: "45.1", automaticAt: "2026-01-06", state: "published" };
  const release = await make(server, "/v1/releases", version);
  return {
    worlds: [one.world, other.world],
    callers: [
      ...one.callers,
      ...other.callers,
      { who: "vendor", token: VENDOR_TOKEN, world: null, seesAll: true },
      { who: "nobody", token: null, world: null, seesAll: false },
      { who: "made-up token", token: "slc_made_up", world: null, seesAll: false },
    ],
    shared: [{ kind: "release", id: release }],
  };
}

async function makeWorld(server: TestServer, mark: string) {
  const partner = await make(server, "/v1/partners", { name: `${mark} partner` });
  const ids: Known[] = [{ kind: "partner", id: partner }];
  for (const name of ["first", "second", "third"]) {
    const organization = { name: `${mark} ${name}`, partnerIds: [partner] };
    const id = await make(server, "/v1/organizations", organization);
    const user = { displayName: `${mark} user`, email: `${mark}@example.org` };
    const made = async (kind: string, path: string, body: object) => {
      ids.push({ kind, id: await make(server, path, body) });
    };
    ids.push({ kind: "organization", id });
    await made("user", `/v1/organizations/${id}/users`, user);
    const grant = { role: "organization_read_only", organizationId: id };
    const person = { displayName: `${mark} person`, email: `${mark}.${name}@example.org`, ...grant };
    await made("administrator", "/v1/administrators", person);
    await made("token", "/v1/tokens", { name: `${mark} token`, ...grant });
  }
  const first = ids[1]?.id ?? "";
  const body = { schedule: { cadence: "slow", deferralWeeks: 3 } };
  const path = `/v1/organizations/${first}/release-settings`;
  accepted(await send(server, VENDOR_TOKEN, { method: "PUT", path, body }));
  const world: FuzzWorld = { mark, ids };
  const callers: FuzzCaller[] = [];
  for (const [role, scope] of [
    ["partner_full_admin", { partnerId: partner }],
    ["partner_admin", { partnerId: partner, organizationIds: [first] }],
    ["partner_help_desk", { partnerId: partner }],
    ["organization_full_admin", { organizationId: first }],
    ["organization_read_only", { organizationId: first }],
  ] as const) {
    const token = await makeToken(server, role, { ...scope, name: `${mark} ${role}` });
    callers.push({ who: `${mark} ${role}`, token, world, seesAll: false });
    const email = `${mark}.${role}@example.org`;
    const person = { displayName: `${mark} ${role}`, email, role, ...scope };
    const { token: session } = await enterAndSignIn(server, person);
    for (const isFromElsewhere of [false, true]) {
      const who = `${mark} ${isFromElsewhere ? "another site with" : "in"} a session of ${role}`;
      callers.push({ who, token: null, cookie: { session, isFromElsewhere }, world, seesAll: false });
    }
  }
  return { world, callers };
}
