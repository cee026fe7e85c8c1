import { expect, test } from "vitest";
import type { Command, CommandOf } from "../../src/commands/command.ts";
import { TARGETS } from "../../src/fleet/targets.ts";
import { formatInstant } from "../../src/instant.ts";
import { formatSchedule } from "../../src/policy/schedule.ts";
import type { Check } from "../../src/simulation/checks.ts";
import type { PlannedChange } from "../../src/simulation/planned-change.ts";
import type { SimulationOutcome } from "../../src/simulation/simulate.ts";
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
    const events = [...settled(simulated), ...simulated.plan.map(toEvent)];
    expect(refusalsOf(events).slice(-simulated.plan.length)).toEqual(simulated.outcomes);
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

function refusalsOf(events: readonly Event[]): readonly (string | null)[] {
  const records = noRecords();
  return events.map((event) => replay(records, event));
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

function toEvent({ at, actor, commands: [first, ...others] }: PlannedChange): Event {
  const action = first?.kind === "create_release" ? toEntry(first, others) : toAction(first!);
  return { at, by: toPersona(actor), action };
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
    case "change_release":
      return toReleaseAction(command);
    default:
      throw new Error(`${command.kind} is nothing that is simulated alone`);
  }
}

/** A release is entered with its builds. */
function toEntry({ release }: CommandOf<"create_release">, others: readonly Command[]): Action {
  const { id: version, automaticAt, slowAt, rolloutDays, critical, state, warnDays, expiryReason } = release;
  const builds = others.map((one) => {
    if (one.kind !== "add_build") throw new Error(`${one.kind} is no build`);
    return `${one.build.platform}/${one.build.arch}` as const;
  });
  return {
    action: "create_release",
    version,
    rolloutDays,
    critical,
    state,
    builds,
    automaticAt: formatInstant(automaticAt),
    slowAt: slowAt && formatInstant(slowAt),
    floor: release.floor,
    supportEndsAt: release.supportEndsAt && formatInstant(release.supportEndsAt),
    expiresAt: release.expiresAt && formatInstant(release.expiresAt),
    warnDays,
    expiryReason,
    blocks: [],
  };
}

function toReleaseAction({ id, change }: CommandOf<"change_release">): Action {
  const { automaticAt, slowAt, rolloutDays, critical, state } = change;
  return {
    action: "change_release",
    version: id,
    rolloutDays,
    critical,
    state,
    automaticAt: automaticAt && formatInstant(automaticAt),
    slowAt: slowAt && formatInstant(slowAt),
  };
}

function questionOf({ installations, ranks, span }: SimulationOutcome, { installation, at, running }: Check) {
  const seat = installations.seats[installations.seatOf[installation]!]!;
  const { platform, arch } = TARGETS[installations.targetOf[installation]!]!;
  return {
    now: span.endAt,
    at,
    organization: seat.organizationId,
    user: seat.userId,
    build: `${platform}/${arch}`,
    running: ranks.texts[running]!,
    installedAt: null,
    manual: false,
    os: null,
    managed: false,
    installation: installations.idOf(installation),
  };
}
