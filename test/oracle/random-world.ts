import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Action, ActionOf } from "../spec/action.ts";
import { type Persona, parsePersona, VENDOR } from "../spec/persona.ts";
import type { NaiveQuestion } from "./naive-verdict.ts";
import type { Event } from "./records.ts";

export interface RandomWorld {
  readonly events: readonly Event[];
  readonly questions: readonly NaiveQuestion[];
}

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const VERSIONS = ["45.1", "45.1.1", "45.2", "45.2.0.7", "45.10", "46.0", "46.0.1", "46.1"];
const RUNNING = [...VERSIONS, "44.0", "45.1.0", "45.2.0-6", "45.9", "v45.2", "45.2.0+55"];
/** R27: with labels, and some that cannot be read. */
const LABELLED = [
  "45.2.0-beta.1",
  "45.2.0-3.1",
  "v45.2.0-7.0",
  "46.0.1-rc.2+55",
  "46.0.0-alpha",
  "45.1.1-x",
  "banana",
  "46",
];
const SCHEDULES = ["automatic", "latest:0", "latest:2", "latest:4", "slow:0", "slow:2", "slow:12"];
const BUILDS = ["win/x64", "mac/arm64", "linux/x64"];
const SYSTEMS = ["10", "10.0.1", "10.2", "11", "12.7"];
const FLOOR = { reason: "The format of its files changes." };
const STATES = ["planned", "published", "paused", "withdrawn"] as const;
const PARTNERS = ["p1", "p2", "p3", "p4"];
const ORGANIZATIONS = ["acme", "globex"];
const USERS = ["ann", "bob"];

/** A small world and questions about it; the same seed makes the same. */
export function randomWorld(seed: number): RandomWorld {
  const draw = new Draw(seed);
  const partners = PARTNERS.slice(0, draw.between(1, 4));
  const organizations = ORGANIZATIONS.slice(0, draw.between(1, 2));
  const some = draw.some(VERSIONS, draw.between(3, 8));
  // Mostly the newest first: a version that nothing newer is published for gets no end of life (R30).
  const versions = draw.oneIn(4) ? some : VERSIONS.filter((one) => some.includes(one)).reverse();
  const cast: Cast = { draw, partners, organizations, entered: [], coming: [...versions] };
  const events: Event[] = beginning(cast).map((done) => ({ at: START, by: VENDOR, action: done }));
  let at = START;
  for (let left = draw.between(3, 12); left > 0; left--) {
    at += draw.between(1, 24) * (DAY / 2);
    events.push({ at, ...happening(cast, at) });
  }
  const now = at + draw.pick([0, 1, 3, 7]) * DAY;
  const questions = Array.from({ length: 5 }, () => question(cast, events, now));
  return { events, questions };
}

interface Cast {
  readonly draw: Draw;
  readonly partners: readonly string[];
  readonly organizations: readonly string[];
  readonly entered: string[];
  readonly coming: string[];
}

function beginning(cast: Cast): Action[] {
  const { draw, partners, organizations } = cast;
  const made: Action[] = [];
  for (const partner of partners) {
    made.push({ action: "create_partner", partner, feature: !draw.oneIn(6) });
    if (draw.oneIn(2)) made.push(partnerSettings(draw, partner));
  }
  for (let left = draw.between(2, cast.coming.length); left > 0; left--) made.push(enterRelease(cast, START));
  for (const organization of organizations) {
    const legacy = draw.oneIn(6) ? { legacy: legacySettings(draw) } : {};
    made.push({ action: "create_organization", organization, partners: draw.some(partners), ...legacy });
  }
  for (const user of USERS)
    if (draw.oneIn(2)) made.push({ action: "create_user", user, organization: draw.pick(organizations) });
  return made;
}

function legacySettings(draw: Draw): NonNullable<ActionOf<"create_organization">["legacy"]> {
  return { frequency: draw.pick(["one_month", "three_months"] as const), weeks: draw.between(-1, 15) };
}

function partnerSettings(draw: Draw, partner: string): Action {
  const schedule = draw.oneIn(8) ? null : draw.pick(SCHEDULES);
  const allow = draw.oneIn(5) ? { allowCustomerOverride: draw.oneIn(2) } : {};
  return { action: "change_partner_settings", partner, schedule, ...allow };
}

/** Now and then with a slow date before the automatic one, which is refused. */
function enterRelease(cast: Cast, at: number): Action {
  const { draw } = cast;
  const version = cast.coming.shift() ?? "47.0";
  cast.entered.push(version);
  const automaticAt = at + draw.between(-10, 16) * 7 * (DAY / 2);
  return {
    action: "create_release",
    version,
    automaticAt: iso(automaticAt),
    slowAt: draw.oneIn(3) ? null : iso(automaticAt + draw.pick([-7, 0, 0, 0, 7, 14]) * DAY),
    rolloutDays: draw.oneIn(4) ? draw.between(1, 30) : 0,
    critical: draw.oneIn(8) ? critical(draw) : null,
    state: draw.oneIn(3) ? draw.pick(STATES) : "published",
    builds: (draw.oneIn(3) ? draw.some(BUILDS) : BUILDS).map((name) => buildText(draw, name)),
    floor: draw.oneIn(6) ? FLOOR : null,
    ...support(draw, automaticAt, draw.oneIn(3)),
    blocks: draw.oneIn(5) ? blocks(draw, at) : [],
  };
}

/** R29: dates of support, or none of them. */
function support(draw: Draw, automaticAt: number, hasDates: boolean) {
  const expiresAt = automaticAt + draw.between(0, 40) * 7 * (DAY / 2);
  const endsAt = expiresAt - draw.pick([0, 7, 30, 30, -7]) * DAY;
  return {
    supportEndsAt: hasDates && draw.oneIn(2) ? iso(endsAt) : null,
    expiresAt: hasDates && !draw.oneIn(5) ? iso(expiresAt) : null,
    warnDays: draw.pick([0, 7, 30]),
    expiryReason: draw.oneIn(4) ? null : "Its servers are switched off.",
  };
}

/** R31: one block or two, now and then for every computer. */
function blocks(draw: Draw, at: number): ActionOf<"create_release">["blocks"] {
  return Array.from({ length: draw.between(1, 2) }, () => ({
    platform: draw.pick([null, "win", "win", "mac"] as const),
    arch: draw.pick([null, null, "x64"] as const),
    osVersion: draw.oneIn(2)
      ? { from: draw.pick([null, ...SYSTEMS]), below: draw.pick([null, ...SYSTEMS]) }
      : null,
    reason: "It crashes there.",
    until: draw.oneIn(2) ? iso(at + draw.between(-1, 30) * 7 * (DAY / 2)) : null,
  }));
}

/** R32: a build of a target, now and then for some versions of its system alone. */
function buildText(draw: Draw, name: string): string {
  const least = draw.oneIn(5) ? ` from ${draw.pick(SYSTEMS.slice(0, 3))}` : "";
  const most = draw.oneIn(6) ? ` to ${draw.pick(SYSTEMS.slice(1))}` : "";
  return name + least + most;
}

function critical(draw: Draw) {
  return { reason: "It is urgent.", scope: draw.pick(["line", "all"] as const) };
}

function happening(cast: Cast, at: number): { by: Persona; action: Action } {
  const { draw } = cast;
  const organization = draw.pick(cast.organizations);
  const partner = draw.pick(cast.partners);
  const anyone = draw.pick([
    VENDOR,
    parsePersona(`partner:${partner}`),
    parsePersona(`organization:${organization}`),
    draw.oneIn(6) ? parsePersona(`partner_read_only:${partner}`) : parsePersona(`partner:${partner}`),
  ]);
  switch (draw.between(0, 16)) {
    case 0:
    case 1:
    case 2:
      return {
        by: draw.oneIn(3) ? VENDOR : parsePersona(`partner:${partner}`),
        action: partnerSettings(draw, partner),
      };
    case 3:
    case 4:
    case 5:
      return { by: anyone, action: organizationSettings(draw, organization) };
    case 6:
      return { by: anyone, action: { action: "return_to_inheritance", organization } };
    case 7:
      return {
        by: VENDOR,
        action: { action: "change_organization", organization, partners: draw.some(cast.partners) },
      };
    case 8:
    case 9:
      return {
        by: anyone,
        action: { action: "change_user_settings", user: draw.pick(USERS), on: draw.oneIn(2) },
      };
    case 10:
      return { by: anyone, action: { action: "migrate_legacy_settings", organization } };
    case 11:
      return { by: VENDOR, action: rarely(draw, partner) };
    default:
      return { by: VENDOR, action: onCalendar(cast, at) };
  }
}

function organizationSettings(draw: Draw, organization: string): Action {
  const schedule = draw.oneIn(6) ? {} : { schedule: draw.pick(SCHEDULES) };
  const allow = draw.oneIn(5) ? { allowCustomerOverride: draw.oneIn(2) } : {};
  return { action: "change_organization_settings", organization, ...schedule, ...allow };
}

function rarely(draw: Draw, partner: string): Action {
  return { action: "change_partner", partner, feature: draw.oneIn(2) };
}

function onCalendar(cast: Cast, at: number): Action {
  const { draw } = cast;
  if (cast.coming.length > 0 && draw.oneIn(3)) return enterRelease(cast, at);
  const version = draw.pick(cast.entered);
  if (draw.oneIn(5)) return { action: "add_build", version, build: buildText(draw, draw.pick(BUILDS)) };
  if (draw.oneIn(4)) return { action: "change_release", version, ...limits(draw, at) };
  const automaticAt = at + draw.between(-6, 10) * 7 * (DAY / 2);
  const slowAt = draw.oneIn(6) ? null : iso(automaticAt + draw.pick([-7, 0, 0, 7]) * DAY);
  const dates = draw.oneIn(4) ? { automaticAt: iso(automaticAt) } : { automaticAt: iso(automaticAt), slowAt };
  return {
    action: "change_release",
    version,
    ...(draw.oneIn(2) ? { state: draw.pick(STATES) } : dates),
    ...(draw.oneIn(5) ? { rolloutDays: draw.between(0, 20) } : {}),
    ...(draw.oneIn(5) ? { critical: draw.oneIn(2) ? null : critical(draw) } : {}),
  };
}

/** R28 to R31: another floor, other dates of support, or other blocks. */
function limits(draw: Draw, at: number): Omit<ActionOf<"change_release">, "action" | "version"> {
  return draw.pick([
    { floor: draw.oneIn(2) ? FLOOR : null },
    support(draw, at, !draw.oneIn(4)),
    { blocks: draw.oneIn(3) ? [] : blocks(draw, at) },
  ]);
}

function question(cast: Cast, events: readonly Event[], now: number): NaiveQuestion {
  const { draw } = cast;
  const change = draw.pick(events).at;
  return {
    now,
    at: draw.pick([now, now, change, START + draw.between(0, 400) * (DAY / 2)]),
    organization: draw.oneIn(12) ? draw.pick(["nobody", null]) : draw.pick(cast.organizations),
    user: draw.oneIn(2) ? null : draw.pick(USERS),
    build: draw.pick(BUILDS),
    running: draw.oneIn(5) ? null : draw.pick(draw.oneIn(4) ? LABELLED : RUNNING),
    installation: draw.oneIn(4) ? null : `desk-${draw.between(1, 40)}`,
    installedAt: draw.oneIn(4) ? change + draw.between(-1, 1) : null,
    manual: draw.oneIn(5),
    os: draw.oneIn(3) ? null : draw.pick(SYSTEMS),
    managed: draw.oneIn(15),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Drawing lots, all from one seed. */
class Draw {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  between(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  oneIn(count: number): boolean {
    return this.between(1, count) === 1;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.between(0, items.length - 1)] as Item;
  }

  /** Some of them, in a new order; a given number or any. */
  some<Item>(items: readonly Item[], count = this.between(0, items.length)): Item[] {
    const left = [...items];
    return Array.from({ length: count }, () => left.splice(this.between(0, left.length - 1), 1)[0] as Item);
  }
}
