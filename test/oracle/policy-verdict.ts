import { calendarFor } from "../../src/catalog/calendar.ts";
import type { Architecture, Platform } from "../../src/catalog/platform.ts";
import { parseRunningVersion } from "../../src/catalog/running-version.ts";
import { formatVersion } from "../../src/catalog/version.ts";
import { toInstant } from "../../src/instant.ts";
import { decide, type GoverningStanding } from "../../src/policy/decide.ts";
import { NOTHING_OF_THE_COMPUTER } from "../../src/policy/gates/gate.ts";
import { foldHistory } from "../../src/policy/history.ts";
import { GOVERNED_BY_VENDOR, governedOf } from "../../src/policy/organization-state.ts";
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
  const [platform, arch] = asked.build.split("/") as [Platform, Architecture];
  const verdict = decide(
    {
      at,
      target: { platform, arch, formats: null },
      running: asked.running === null ? null : parseRunningVersion(asked.running),
      installation: asked.installation,
      installedAt: asked.installedAt === null ? null : toInstant(asked.installedAt),
      manual: asked.manual,
      ...NOTHING_OF_THE_COMPUTER,
    },
    governed,
    calendarFor(calendarOf(world), at, toInstant(asked.now)),
  );
  return {
    action: verdict.action,
    version: verdict.action === "update" ? formatVersion(verdict.release.version) : asked.running,
    rule: governed.code,
    hold: governed.standing.hold?.since ?? null,
  };
}

function governedAt(past: readonly Recorded[], { organization, user, at }: NaiveQuestion): GoverningStanding {
  if (organization === null) return GOVERNED_BY_VENDOR;
  const state = foldHistory(momentsOf(past, organization, user), toInstant(at));
  return state.organization ? governedOf(state.organization, state.user) : GOVERNED_BY_VENDOR;
}
