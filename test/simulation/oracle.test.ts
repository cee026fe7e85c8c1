import { expect, test } from "vitest";
import type { Block } from "../../src/catalog/block.ts";
import { formatOsVersion } from "../../src/catalog/os-version.ts";
import type { Command, CommandOf } from "../../src/commands/command.ts";
import { TARGETS } from "../../src/fleet/targets.ts";
import { formatInstant } from "../../src/instant.ts";
import { formatSchedule } from "../../src/policy/schedule.ts";
import type { Check } from "../../src/simulation/check.ts";
import type { PlannedChange } from "../../src/simulation/planned-change.ts";
import type { SimulationOutcome } from "../../src/simulation/simulate.ts";
import { isManagedComputer, osOf } from "../../src/simulation/systems.ts";
import type { Actor } from "../../src/tenancy/actor.ts";
import { naiveVerdict } from "../oracle/naive-verdict.ts";
import { type Event, noRecords } from "../oracle/records.ts";
import { replay } from "../oracle/replay.ts";
import type { Action } from "../spec/action.ts";
import { type Persona, VENDOR } from "../spec/persona.ts";
import { atDepth, SEED } from "../support/depth.ts";
import { wishFor } from "./real-calendar.ts";
import { simulateHere } from "./simulate-here.ts";

const SEEDS = Array.from({ length: atDepth({ gate: 1, soak: 3 }) }, (_, index) => SEED + 21 + index);

test.each(SEEDS)(
  "The oracle, which shares no code with the rules, agrees with every refusal and every followed check (seed %i)",
  { timeout: 300_000 },
  async (seed) => {
    const wish = wishFor({ installations: 400, organizations: 12, days: 120, seed });
    const simulated = await simulateHere(wish);
    expect(simulated.violation).toBeNull();
    const attempts = simulated.plan.map(toEvents);
    expect(refusalsOf(settled(simulated), attempts)).toEqual(simulated.outcomes);
    const events = [...settled(simulated), ...attempts.flat()];
    let upgrades = 0;
    for (const check of simulated.followed) {
      const naive = naiveVerdict(events, questionOf(simulated, check));
      const { texts } = simulated.ranks;
      const came = check.answered < 0 ? ["stay", texts[check.running]] : ["update", texts[check.answered]];
      expect([naive.action, naive.version], JSON.stringify(check)).toEqual(came);
      if (naive.action === "update") upgrades++;
    }
    expect(simulated.followed.length).toBe(10 * 120);
    expect(upgrades).toBeGreaterThan(20);
  },
);

/** For each attempt, the refusal of its first event that is refused, or null. */
function refusalsOf(
  before: readonly Event[],
  attempts: readonly (readonly Event[])[],
): readonly (string | null)[] {
  const records = noRecords();
  for (const event of before) replay(records, event);
  return attempts.map(
    (events) => events.map((event) => replay(records, event)).find((refusal) => refusal !== null) ?? null,
  );
}

function settled({ settlement, span }: SimulationOutcome): readonly Event[] {
  const { partners, organizations, users } = settlement;
  const actions: Action[] = [
    ...partners.map(({ id }) => ({ action: "create_partner", partner: id, feature: true }) as const),
    ...organizations.map(({ organization: { id, partnerIds }, legacy }): Action => {
      const made = { organization: id, partners: [...partnerIds], ...(legacy && { legacy }) };
      return { action: "create_organization", ...made };
    }),
    ...users.map(({ id, organizationId: organization }) => {
      return { action: "create_user", user: id, organization } as const;
    }),
  ];
  return actions.map((action) => ({ at: span.settledAt, by: VENDOR, action }));
}

function toEvents({ at, actor, commands }: PlannedChange): readonly Event[] {
  return commands.map((command) => ({ at, by: toPersona(actor), action: toAction(command) }));
}

function toPersona({ role, partnerId, organizationId }: Actor): Persona {
  return { role, partner: partnerId, organization: organizationId, organizations: null };
}

function toAction(command: Command): Action {
  switch (command.kind) {
    case "change_partner_settings": {
      const { schedule, ...others } = command.change;
      const said = schedule === undefined ? {} : { schedule: schedule && formatSchedule(schedule) };
      return { action: command.kind, partner: command.id, ...others, ...said };
    }
    case "change_partner": {
      const feature = command.features?.length === 1;
      return { action: command.kind, partner: command.id, feature };
    }
    case "change_organization_settings": {
      const { schedule, ...others } = command.change;
      const said = schedule ? { schedule: formatSchedule(schedule) } : {};
      return { action: command.kind, organization: command.id, ...others, ...said };
    }
    case "return_to_inheritance":
    case "migrate_legacy_settings":
      return { action: command.kind, organization: command.id };
    case "change_organization": {
      const partners = [...(command.partnerIds ?? [])];
      return { action: command.kind, organization: command.id, partners };
    }
    case "change_user_settings":
      return { action: command.kind, user: command.id, on: command.allowAutomaticUpgrades };
    case "create_release":
      return toEntry(command);
    case "add_build":
      return { action: command.kind, version: command.releaseId, build: toBuild(command) };
    case "change_release":
      return toReleaseAction(command);
    default:
      throw new Error(`${command.kind} is nothing that is simulated alone`);
  }
}

function toEntry({ release }: CommandOf<"create_release">): Action {
  const { id: version, automaticAt, slowAt, rolloutDays, critical, state, warnDays, expiryReason } = release;
  return {
    action: "create_release",
    version,
    rolloutDays,
    critical,
    state,
    builds: [],
    automaticAt: formatInstant(automaticAt),
    slowAt: slowAt && formatInstant(slowAt),
    floor: release.floor,
    supportEndsAt: release.supportEndsAt && formatInstant(release.supportEndsAt),
    expiresAt: release.expiresAt && formatInstant(release.expiresAt),
    warnDays,
    expiryReason,
    blocks: release.blocks.map(toBlock),
  };
}

/** `win/x64 from 10.0.19045 to 10.0.26100`. */
function toBuild({ build }: CommandOf<"add_build">): string {
  const { platform, arch, minimumOsVersion: least, maximumOsVersion: most } = build;
  const from = least ? ` from ${formatOsVersion(least)}` : "";
  const to = most ? ` to ${formatOsVersion(most)}` : "";
  return `${platform}/${arch}${from}${to}`;
}

function toBlock({ platform, arch, osVersion, reason, until }: Block) {
  const range = osVersion && {
    from: osVersion.from && formatOsVersion(osVersion.from),
    below: osVersion.below && formatOsVersion(osVersion.below),
  };
  return { platform, arch, osVersion: range, reason, until: until && formatInstant(until) };
}

function toReleaseAction({ id, change }: CommandOf<"change_release">): Action {
  const { automaticAt, slowAt, rolloutDays, critical, state } = change;
  const { floor, supportEndsAt, expiresAt, warnDays, expiryReason, blocks } = change;
  return {
    action: "change_release",
    version: id,
    rolloutDays,
    critical,
    state,
    automaticAt: automaticAt && formatInstant(automaticAt),
    slowAt: slowAt && formatInstant(slowAt),
    floor,
    supportEndsAt: supportEndsAt && formatInstant(supportEndsAt),
    expiresAt: expiresAt && formatInstant(expiresAt),
    warnDays,
    expiryReason,
    blocks: blocks?.map(toBlock),
  };
}

function questionOf({ installations, ranks, span }: SimulationOutcome, { installation, at, running }: Check) {
  const seat = installations.seats[installations.seatOf[installation]!]!;
  const { platform, arch } = TARGETS[installations.targetOf[installation]!]!;
  const computer = installations.computerOf[installation]!;
  const os = osOf(platform, computer);
  return {
    now: span.endAt,
    at,
    organization: seat.organizationId,
    user: seat.userId,
    build: `${platform}/${arch}`,
    running: ranks.texts[running]!,
    installedAt: null,
    manual: false,
    os: os && formatOsVersion(os),
    managed: isManagedComputer(computer),
    installation: installations.idOf(installation),
  };
}
