import { calendarFor } from "../../src/catalog/calendar.ts";
import type { Architecture, Platform } from "../../src/catalog/platform.ts";
import { parseRunningVersion } from "../../src/catalog/running-version.ts";
import { formatVersion, type Version } from "../../src/catalog/version.ts";
import { toInstant } from "../../src/instant.ts";
import { decide, type GoverningStanding } from "../../src/policy/decide.ts";
import type { Asker } from "../../src/policy/gates/gate.ts";
import { foldHistory } from "../../src/policy/history.ts";
import { GOVERNED_BY_VENDOR, governedOf } from "../../src/policy/organization-state.ts";
import type { Reason, ReasonCode } from "../../src/policy/reason.ts";
import { osVersionOf } from "../spec/carried.ts";
import { perform } from "../spec/policy-actions.ts";
import { toActor } from "../spec/policy-driver.ts";
import { calendarOf, EMPTY_WORLD, momentsOf, type PolicyWorld, type Recorded } from "../spec/policy-world.ts";
import type { NaiveQuestion, NaiveVerdict } from "./naive-verdict.ts";
import type { Event } from "./records.ts";

/** What the policy made of the same events: its ledger, and the code of each refusal (null: accepted). */
export interface Played {
  readonly past: readonly Recorded[];
  readonly world: PolicyWorld;
  readonly refusals: readonly (string | null)[];
}

export function play(events: readonly Event[]): Played {
  const past: Recorded[] = [];
  let world = EMPTY_WORLD;
  const refusals = events.map(({ at, by, action }) => {
    const done = perform(world, action, { actor: toActor(by), at: toInstant(at) });
    if (!done.ok) return done.error.code;
    if (done.value !== world) past.push({ at: toInstant(at), world: done.value });
    world = done.value;
    return null;
  });
  return { past, world, refusals };
}

/** The policy's verdict in the oracle's words. */
export function policyVerdict({ past, world }: Played, asked: NaiveQuestion): NaiveVerdict {
  const at = toInstant(asked.at);
  const governed = governedAt(past, asked);
  const verdict = decide(
    { ...askerOf(asked), at },
    governed,
    calendarFor(calendarOf(world), at, toInstant(asked.now)),
  );
  return {
    action: verdict.action,
    version: verdict.action === "update" ? formatVersion(verdict.release.version) : asked.running,
    rule: governed.code,
    hold: governed.standing.hold?.since ?? null,
    final: verdict.final,
    support: verdict.support,
    says: verdict.reasons.flatMap(saidBy).sort(),
  };
}

/** What asks, in the policy's words. */
export function askerOf(asked: NaiveQuestion): Asker {
  const [platform, arch] = asked.build.split("/") as [Platform, Architecture];
  return {
    target: { platform, arch, formats: null },
    running: asked.running === null ? null : parseRunningVersion(asked.running),
    installation: asked.installation,
    installedAt: asked.installedAt === null ? null : toInstant(asked.installedAt),
    manual: asked.manual,
    os: osVersionOf(asked.os),
    isManaged: asked.managed,
  };
}

/** The reasons of R27 to R31 that are compared, with those of their parameters that are. */
const COMPARED: { readonly [Code in ReasonCode]?: readonly string[] } = {
  version_unreadable: [],
  step_on_the_way: ["version", "floor", "target"],
  floor_out_of_reach: ["floor"],
  steps_not_applied: [],
  version_expired: ["expiredAt"],
  left_early: ["setAside"],
  expired_nothing_newer: [],
  managed_elsewhere: [],
  runs_blocked: [],
};

/** A reason in the oracle's words, if it is compared. */
function saidBy(reason: Reason): readonly string[] {
  const names = COMPARED[reason.code];
  if (!names) return [];
  const values = Object.entries(reason).filter(([name]) => names.includes(name));
  return [[reason.code, ...values.map(([, value]) => toText(value))].join(" ")];
}

function toText(value: unknown): string {
  return typeof value === "object" ? formatVersion(value as Version) : String(value);
}

/** What governs the one who asks, at the instant asked about. */
export function governedAt(
  past: readonly Recorded[],
  { organization, user, at }: NaiveQuestion,
): GoverningStanding {
  if (organization === null) return GOVERNED_BY_VENDOR;
  const state = foldHistory(momentsOf(past, organization, user), toInstant(at));
  return state.organization ? governedOf(state.organization, state.user) : GOVERNED_BY_VENDOR;
}
