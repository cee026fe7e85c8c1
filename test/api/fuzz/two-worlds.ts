import type { Role } from "../../../src/tenancy/actor.ts";
import { type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, get, send } from "../caller.ts";
import { enterAndSignIn } from "../people/sign-in.ts";
import { make } from "../tenancy.ts";

/**
 * A part of the tree. Alpha and Beta are a partner each, with all that is below it; Shared is an organization that both
 * serve.
 */
export interface FuzzWorld {
  /** In the texts of the callers who see this world alone, so that no other may ever read it. */
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
  /** What it writes into texts: a mark only if nobody beside this world reads them. */
  readonly writes: string;
  /** Names, parts of names and ids that it must never be told. */
  readonly hidden: readonly string[];
}

export interface TwoWorlds {
  readonly worlds: readonly FuzzWorld[];
  readonly callers: readonly FuzzCaller[];
  /** What belongs to no partner: releases and builds. */
  readonly shared: Known[];
  /** What the worlds were made with; nobody removes it. */
  readonly firstIds: ReadonlySet<string>;
  /** Ends of pages that were given out, and for whom and which list they are good. */
  readonly cursors: GivenCursor[];
}

export interface GivenCursor {
  readonly after: string;
  readonly who: string;
  readonly path: string;
}

/** Marks that several may read: the name of a partner, and the people of its own level. */
const PARTNER_NAME: Readonly<Record<string, string>> = { Alpha: "AlphaShown", Beta: "BetaShown" };
const STAFF: Readonly<Record<string, string>> = { Alpha: "AlphaStaff", Beta: "BetaStaff" };
const SHARED = "SharedMark";
const VENDOR = ["SLUICE_VENDOR_TOKEN", "configured-token"];
const MARKS = [...Object.values(PARTNER_NAME), ...Object.values(STAFF), "AlphaMark", "BetaMark", SHARED];

/** Somebody as the worlds are made with them: the role, where it holds, and what it sees. */
interface Planned {
  readonly role: Role;
  readonly scope: object;
  readonly world: FuzzWorld;
  /** The mark in its own name. */
  readonly mark: string;
  readonly writes: string;
  readonly sees: readonly string[];
}

export async function makeTwoWorlds(server: TestServer): Promise<TwoWorlds> {
  const alpha = await makeWorld(server, "Alpha");
  const beta = await makeWorld(server, "Beta");
  const shared = await makeShared(server, [alpha.partner, beta.partner]);
  const first = shared.ids[0]?.id ?? "";
  const planned = [
    ...planPartner("Alpha", "Beta", alpha, first),
    ...planPartner("Beta", "Alpha", beta, first),
    ...planShared(shared, first),
  ];
  // One after another: a server hashes few passwords at once.
  const callers: Entered[] = [];
  for (const one of planned) callers.push(...(await enterCaller(server, one)));
  const version = { version: "45.1", automaticAt: "2026-01-06", state: "published" };
  const release = { kind: "release", id: await make(server, "/v1/releases", version) };
  const worlds = [alpha.world, beta.world, shared];
  return {
    worlds,
    callers: [...withHidden(callers), ...outsiders(callers)],
    shared: [release],
    firstIds: new Set([release, ...worlds.flatMap(({ ids }) => ids)].map(({ id }) => id)),
    cursors: [],
  };
}

interface Partner {
  readonly partner: string;
  readonly first: string;
  readonly world: FuzzWorld;
}

async function makeWorld(server: TestServer, name: string): Promise<Partner> {
  const mark = `${name}Mark`;
  const partner = await make(server, "/v1/partners", { name: `${PARTNER_NAME[name]} partner` });
  const world: FuzzWorld = { mark, ids: [{ kind: "partner", id: partner }] };
  for (const which of ["first", "second", "third"]) {
    // What a partner calls its customers, these are not told.
    const customerNumbers = [{ partnerId: partner, number: `${STAFF[name]} ${which}` }];
    const entered = { name: `${mark} ${which}`, partnerIds: [partner], customerNumbers };
    const id = await make(server, "/v1/organizations", entered);
    world.ids.push({ kind: "organization", id });
    await fillOrganization(server, world, id);
  }
  const first = world.ids[1]?.id ?? "";
  return { partner, first, world };
}

async function makeShared(server: TestServer, partnerIds: readonly string[]): Promise<FuzzWorld> {
  const customerNumbers = Object.values(STAFF).map((staff, place) => ({
    partnerId: partnerIds[place],
    number: `${staff} shared`,
  }));
  const entered = { name: `${SHARED} organization`, partnerIds, customerNumbers };
  const id = await make(server, "/v1/organizations", entered);
  const world: FuzzWorld = { mark: SHARED, ids: [{ kind: "organization", id }] };
  await fillOrganization(server, world, id);
  return world;
}

/** A user, a person and a token of an organization, and a schedule of its own. */
async function fillOrganization(server: TestServer, { mark, ids }: FuzzWorld, id: string): Promise<void> {
  const made = async (kind: string, path: string, body: object) => {
    ids.push({ kind, id: await make(server, path, body) });
  };
  const email = `${mark}.${ids.length}@example.org`;
  await made("user", `/v1/organizations/${id}/users`, { displayName: `${mark} user`, email });
  const grant = { role: "organization_read_only", organizationId: id };
  await made("administrator", "/v1/administrators", { displayName: `${mark} person`, email, ...grant });
  await made("token", "/v1/tokens", { name: `${mark} token`, ...grant });
  const body = { schedule: { cadence: "slow", deferralWeeks: 3 } };
  const path = `/v1/organizations/${id}/release-settings`;
  accepted(await send(server, VENDOR_TOKEN, { method: "PUT", path, body }));
}

/** A partner's people, and those of its first organization. */
function planPartner(
  name: string,
  other: string,
  { partner, first, world }: Partner,
  shared: string,
): Planned[] {
  const own = [world.mark, PARTNER_NAME[name] ?? ""];
  const staff = STAFF[name] ?? "";
  const partnerId = partner;
  const ofStaff = { world, mark: staff, sees: [...own, staff, SHARED, PARTNER_NAME[other] ?? ""] };
  // Others read what they write about the shared organization.
  const writes = `${name} text`;
  const assigned = { ...ofStaff, sees: [...own, staff], writes: world.mark };
  const ofFirst = { world, mark: world.mark, sees: own, writes: world.mark };
  return [
    { role: "partner_full_admin", scope: { partnerId }, ...ofStaff, writes },
    { role: "partner_admin", scope: { partnerId, organizationIds: [shared] }, ...ofStaff, writes },
    { role: "partner_admin", scope: { partnerId, organizationIds: [first] }, ...assigned },
    { role: "partner_read_only", scope: { partnerId }, ...ofStaff, writes },
    { role: "partner_help_desk", scope: { partnerId }, ...ofStaff, writes },
    { role: "organization_full_admin", scope: { organizationId: first }, ...ofFirst },
    { role: "organization_read_only", scope: { organizationId: first }, ...ofFirst },
  ];
}

/** The people of the organization that both partners serve. They see who serves it, and none of those people. */
function planShared(world: FuzzWorld, organizationId: string): Planned[] {
  const sees = [SHARED, ...Object.values(PARTNER_NAME)];
  const each = { scope: { organizationId }, world, mark: SHARED, sees, writes: SHARED };
  return [
    { role: "organization_full_admin", ...each },
    { role: "organization_read_only", ...each },
  ];
}

/** A caller with the id that it acts under; `hidden` is not known before all are there. */
interface Entered extends Omit<FuzzCaller, "hidden"> {
  readonly actorId: string;
  readonly mark: string;
  readonly sees: readonly string[];
}

let entered = 0;

/** A token, and a person with a session that is used from a page of this server and of another site. */
async function enterCaller(server: TestServer, planned: Planned): Promise<Entered[]> {
  const { role, scope, world, mark, writes, sees } = planned;
  const name = `${mark} ${role}`;
  const body = { name, role, ...scope };
  const { id, token } = accepted(
    await send(server, VENDOR_TOKEN, { method: "POST", path: "/v1/tokens", body }),
  );
  const nth = entered++;
  const email = `${mark}.${role}.${nth}@example.org`;
  const person = await enterAndSignIn(server, { displayName: name, email, role, ...scope });
  const me = await get(server, person.token, "/v1/me");
  const every = { world, mark, writes, sees };
  const inSession = [false, true].map((isFromElsewhere) => ({
    ...every,
    who: `${mark} ${nth} ${isFromElsewhere ? "another site with" : "in"} a session of ${role}`,
    token: null,
    cookie: { session: person.token, isFromElsewhere },
    actorId: me.person.id as string,
  }));
  return [{ ...every, who: `${mark} ${nth} ${role}`, token, actorId: id }, ...inSession];
}

function withHidden(callers: readonly Entered[]): FuzzCaller[] {
  return callers.map((caller) => ({ ...caller, hidden: hiddenFrom(caller.sees, callers) }));
}

/** The marks that a caller does not see, and the ids of those whose names have one of them. */
function hiddenFrom(sees: readonly string[], callers: readonly Entered[]): readonly string[] {
  const marks = MARKS.filter((mark) => !sees.includes(mark));
  const ids = callers.filter(({ mark }) => marks.includes(mark)).map(({ actorId }) => actorId);
  return [...marks, ...new Set(ids), ...VENDOR];
}

/** The vendor, who sees everything, and callers who see nothing. */
function outsiders(callers: readonly Entered[]): FuzzCaller[] {
  const nobody = { world: null, writes: "Nobody", hidden: hiddenFrom([], callers) };
  return [
    { who: "vendor", token: VENDOR_TOKEN, world: null, writes: "Nobody", hidden: [] },
    { who: "nobody", token: null, ...nobody },
    { who: "made-up token", token: "slc_made_up", ...nobody },
  ];
}
