import type { CriticalScope } from "../catalog/release.ts";
import type { KnownVersion } from "../catalog/running-version.ts";
import type { Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import type { Rule } from "./rules.ts";
import type { Schedule } from "./schedule.ts";

/** R25: the types of a reason's parameters, by the kinds in {@link REASONS}, which also decide how each is written. */
interface ParameterTypes {
  version: Version;
  running: KnownVersion;
  instant: Instant;
  schedule: Schedule;
  text: string;
  scope: CriticalScope;
  seconds: number;
}
export type ParameterKind = keyof ParameterTypes;

interface ReasonDescription {
  readonly rule: Rule;
  readonly parameters: { readonly [name: string]: ParameterKind };
  /** Whether it can be the reason why an installation runs less than the newest release that is out. */
  readonly keepsBehind?: true;
}

const SCHEDULE = { schedule: "schedule" } as const;

/** R25: every reason that a verdict can have, in rule order, with its rule and its parameters. */
export const REASONS = {
  not_on_slow_channel: { rule: "R3", parameters: { version: "version" }, keepsBehind: true },
  deferred: { rule: "R4", parameters: { version: "version", eligibleAt: "instant" }, keepsBehind: true },
  newest_eligible: { rule: "R5", parameters: { version: "version", eligibleAt: "instant" } },
  already_on_newest: { rule: "R5", parameters: { version: "version" } },
  runs_newer: { rule: "R5", parameters: { version: "running", newestEligible: "version" } },
  nothing_eligible: { rule: "R5", parameters: {} },
  build_lacks_signature: { rule: "R5", parameters: { version: "version", updaters: "text" } },
  no_build_for_platform: { rule: "R5", parameters: { version: "version" }, keepsBehind: true },
  vendor_default: { rule: "R6", parameters: SCHEDULE },
  partner_default: { rule: "R6", parameters: SCHEDULE },
  partner_organization_schedule: { rule: "R7", parameters: SCHEDULE },
  organization_schedule: { rule: "R8", parameters: SCHEDULE },
  partners_in_conflict: { rule: "R10", parameters: SCHEDULE },
  user_on_automatic_upgrades: { rule: "R11", parameters: SCHEDULE },
  held_back: { rule: "R15", parameters: { version: "version", since: "instant" }, keepsBehind: true },
  installed_after_change: { rule: "R15", parameters: { since: "instant" } },
  rollout_waiting: {
    rule: "R18",
    parameters: {
      version: "version",
      entersAt: "instant",
      openSeconds: "seconds",
      neededSeconds: "seconds",
    },
    keepsBehind: true,
  },
  asked_by_hand: { rule: "R18", parameters: { version: "version" } },
  release_paused: { rule: "R19", parameters: { version: "version" }, keepsBehind: true },
  release_withdrawn: { rule: "R19", parameters: { version: "version" } },
  release_not_published: { rule: "R19", parameters: { version: "version" } },
  critical_release: { rule: "R20", parameters: { version: "version", reason: "text", scope: "scope" } },
  legacy_settings: { rule: "R24", parameters: SCHEDULE },
  version_unreadable: { rule: "R27", parameters: {} },
  step_on_the_way: { rule: "R28", parameters: { version: "version", floor: "version", target: "version" } },
  floor_out_of_reach: {
    rule: "R28",
    parameters: { floor: "version", why: "text" },
    keepsBehind: true,
  },
  steps_not_applied: { rule: "R28", parameters: {} },
  version_expired: { rule: "R30", parameters: { version: "running", expiredAt: "instant" } },
  left_early: { rule: "R30", parameters: { setAside: "text" } },
  expired_nothing_newer: { rule: "R30", parameters: { why: "text" } },
  managed_elsewhere: { rule: "R30", parameters: {} },
  release_blocked: {
    rule: "R31",
    parameters: { version: "version", reason: "text" },
    keepsBehind: true,
  },
  runs_blocked: { rule: "R31", parameters: {} },
  os_too_old: { rule: "R32", parameters: { version: "version", needs: "text" }, keepsBehind: true },
  os_too_new: { rule: "R32", parameters: { version: "version", upTo: "text" }, keepsBehind: true },
  builds_expected: { rule: "R56", parameters: { version: "version" } },
} as const satisfies Record<string, ReasonDescription>;

type Reasons = typeof REASONS;
export type ReasonCode = keyof Reasons;
export type ReasonRule = Reasons[ReasonCode]["rule"];

/** A reason: its code and its parameters. Instants and versions stay typed until they leave the program. */
export type Reason = { readonly [Code in ReasonCode]: ReasonOf<Code> }[ReasonCode];
type ReasonOf<Code extends ReasonCode> = { readonly code: Code } & {
  readonly [Name in keyof Reasons[Code]["parameters"]]: ParameterTypes[Reasons[Code]["parameters"][Name] &
    ParameterKind];
};

/** The codes that can be the reason why an installation is behind. */
export type BehindReason = {
  readonly [Code in ReasonCode]: Reasons[Code] extends { keepsBehind: true } ? Code : never;
}[ReasonCode];

export const REASON_CODES = Object.keys(REASONS) as readonly ReasonCode[];

export function isBehindReason(code: ReasonCode): code is BehindReason {
  return "keepsBehind" in REASONS[code];
}

/** The kind of a reason's parameter, or null if it has no parameter of this name. */
export function parameterKind(code: ReasonCode, name: string): ParameterKind | null {
  const { parameters }: ReasonDescription = REASONS[code];
  return parameters[name] ?? null;
}

/** The place of each code in the order of the rules. */
const PLACES = new Map(REASON_CODES.map((code, place) => [code, place]));

/** R25: reasons in rule order, the first of each code. */
export function inRuleOrder(reasons: readonly Reason[]): readonly Reason[] {
  const first: Reason[] = [];
  for (const reason of reasons) if (!first.some(({ code }) => code === reason.code)) first.push(reason);
  return first.sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ code }: Reason): number {
  return PLACES.get(code) ?? PLACES.size;
}
