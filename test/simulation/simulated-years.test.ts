import { describe, expect, test } from "vitest";
import type { Command, CommandKind } from "../../src/commands/command.ts";
import type { SimulationOutcome } from "../../src/simulation/simulate.ts";
import { atDepth, SEED } from "../support/depth.ts";
import { wishFor } from "./real-calendar.ts";
import { simulateHere } from "./simulate-here.ts";

const YEARS = atDepth({ gate: 2, soak: 10 });
const SEEDS = Array.from({ length: YEARS }, (_, index) => SEED + index);
/** What is rare may need more years than were simulated whole: smaller ones follow, but no more than this. */
const MOST_YEARS = 12;
const DAYS = 365;
const INSTALLATIONS = 2_000;

const happened = new Set<string>();

describe("a simulated year", () => {
  test.each(SEEDS)(
    "with seed %i passes: nobody goes backwards, each upgrades when it was foretold",
    {
      timeout: 300_000,
    },
    async (seed) => {
      const wish = wishFor({ installations: INSTALLATIONS, organizations: 40, days: DAYS, seed });
      const simulated = await simulateHere(wish);
      expect(simulated.violation).toBeNull();
      expect(simulated.counts.checks).toBe(INSTALLATIONS * DAYS);
      expect(simulated.counts.upgrades).toBeGreaterThan(5 * INSTALLATIONS);
      expect(simulated.counts.explained).toBe(20 * DAYS);
      expect(simulated.outcomes.length).toBe(simulated.plan.length);
      note(simulated);
    },
  );

  test("has everything in it that the rules are about", { timeout: 300_000 }, async () => {
    const isMissing = (what: string) => !happened.has(what);
    for (let year = YEARS; year < MOST_YEARS && EVERYTHING.some(isMissing); year++) {
      const wish = wishFor({ installations: 20, organizations: 40, days: DAYS, seed: SEED + year });
      const simulated = await simulateHere(wish);
      expect(simulated.violation).toBeNull();
      note(simulated);
    }
    expect(EVERYTHING.filter(isMissing)).toEqual([]);
  });
});

const KINDS: readonly CommandKind[] = [
  "change_partner_settings",
  "change_partner",
  "change_organization_settings",
  "return_to_inheritance",
  "migrate_legacy_settings",
  "change_organization",
  "change_user_settings",
  "create_release",
  "add_build",
  "change_release",
];
const EVERYTHING = [
  ...KINDS,
  ...[
    "feature_off",
    "override_not_allowed",
    "role_read_only",
    "not_found",
    "automatic_upgrades_not_available",
  ],
  ...["date slipped", "published", "paused", "withdrawn", "critical for line", "critical for all", "spread"],
];

function note({ plan, outcomes }: SimulationOutcome): void {
  plan.forEach(({ commands }, index) => {
    const refusal = outcomes[index];
    if (refusal) happened.add(refusal);
    if (refusal === null) commands.forEach(noteAccepted);
  });
}

function noteAccepted(command: Command): void {
  happened.add(command.kind);
  if (command.kind === "create_release" && command.release.rolloutDays > 0) happened.add("spread");
  if (command.kind !== "change_release") return;
  const { automaticAt, state, critical } = command.change;
  if (automaticAt) happened.add("date slipped");
  if (state) happened.add(state);
  if (critical) happened.add(`critical for ${critical.scope}`);
}
