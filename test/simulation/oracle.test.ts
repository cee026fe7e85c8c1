import { expect, test } from "vitest";
import type { Act, Deed } from "../../src/commands/command.ts";
import { TARGETS } from "../../src/fleet/targets.ts";
import { formatInstant } from "../../src/instant.ts";
import { formatSchedule } from "../../src/policy/schedule.ts";
import type { Check } from "../../src/simulation/checks.ts";
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
    const events = [...settled(simulated), ...simulated.deeds.map(toEvent)];
    expect(refusalsOf(events).slice(-simulated.deeds.length)).toEqual(simulated.outcomes);
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

function toEvent({ at, actor, act }: Deed): Event {
  return { at, by: toPersona(actor), action: toAction(act) };
}

function toPersona({ role, partnerId, organizationId }: Actor): Persona {
  return { role, partner: partnerId, organization: organizationId, organizations: null };
}

function toAction(act: Act): Action {
  switch (act.kind) {
    case "save_partner_settings": {
      const { schedule, ...others } = act.change;
      const said = schedule === undefined ? {} : { schedule: schedule && formatSchedule(schedule) };
      return { action: act.kind, partner: act.partnerId, ...others, ...said };
    }
    case "set_feature":
      return { action: act.kind, partner: act.partnerId, feature: act.isOn };
    case "save_organization_settings": {
      const { schedule, ...others } = act.change;
      const said = schedule ? { schedule: formatSchedule(schedule) } : {};
      return { action: act.kind, organization: act.organizationId, ...others, ...said };
    }
    case "return_to_inheritance":
    case "open_settings":
      return { action: act.kind, organization: act.organizationId };
    case "set_partners":
      return { action: act.kind, organization: act.organizationId, partners: [...act.partnerIds] };
    case "switch_user":
      return { action: act.kind, user: act.userId, on: act.isOn };
    case "enter_release":
    case "change_release":
      return toReleaseAction(act);
  }
}

function toReleaseAction(act: Extract<Act, { kind: "enter_release" | "change_release" }>): Action {
  if (act.kind === "enter_release") {
    const { id: version, automaticAt, slowAt, rolloutDays, critical, state } = act.release;
    const builds = act.builds.map(({ platform, arch }) => `${platform}/${arch}` as const);
    return {
      ...{ action: act.kind, version, rolloutDays, critical, state, builds },
      ...{ automaticAt: formatInstant(automaticAt), slowAt: slowAt && formatInstant(slowAt) },
    };
  }
  const { automaticAt, slowAt, ...others } = act.change;
  const { rolloutDays, critical, state } = others;
  return {
    ...{ action: act.kind, version: act.releaseId, rolloutDays, critical, state },
    automaticAt: automaticAt && formatInstant(automaticAt),
    slowAt: slowAt && formatInstant(slowAt),
  };
}

function questionOf({ installations, ranks, span }: SimulationOutcome, { installation, at, running }: Check) {
  const seat = installations.seats[installations.seatOf[installation]!]!;
  const { platform, arch } = TARGETS[installations.targetOf[installation]!]!;
  return {
    ...{ now: span.endAt, at, organization: seat.organizationId, user: seat.userId },
    ...{ build: `${platform}/${arch}`, running: ranks.texts[running]!, installedAt: null, manual: false },
    installation: installations.idOf(installation),
  };
}
