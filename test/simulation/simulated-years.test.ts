import { describe, expect, test } from "vitest";
import type { Release } from "../../src/catalog/release.ts";
import type { Command, CommandKind } from "../../src/commands/command.ts";
import type { SimulationOutcome } from "../../src/simulation/simulate.ts";
import { atDepth, SEED } from "../support/depth.ts";
import { wishFor } from "./real-calendar.ts";
import { BLOCK_DEEDS, BUILD_DEEDS, deedsOf, RELEASE_DEEDS } from "./release-deeds.ts";
import { simulateHere } from "./simulate-here.ts";

const YEARS = atDepth({ gate: 1, soak: 10 });
const SEEDS = Array.from({ length: YEARS }, (_, index) => SEED + index);
/**
 * What is rare may need more years than were simulated whole: smaller ones follow until it happens, so many that chance
 * does not decide.
 */
const MOST_YEARS = 60;
const DAYS = 365;
const INSTALLATIONS = atDepth({ gate: 1_000, soak: 2_000 });
/** One in a hundred is followed. */
const FOLLOWED = INSTALLATIONS / 100;

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
      expect(simulated.counts.explained).toBe(FOLLOWED * DAYS);
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
  ...Object.keys(RELEASE_DEEDS),
  ...Object.keys(BLOCK_DEEDS),
  ...Object.keys(BUILD_DEEDS),
  "spread",
  ...["steps", "leaving", "leavingEarly", "aroundBlocks", "aroundSystems", "managed", "nextsCame"],
];

function note({ plan, outcomes, counts }: SimulationOutcome): void {
  const releases = new Map<string, Release>();
  plan.forEach(({ at, commands }, index) => {
    const refusal = outcomes[index];
    if (refusal) happened.add(refusal);
    if (refusal === null) for (const command of commands) noteAccepted(releases, command, at);
  });
  for (const [what, count] of Object.entries(counts)) if (count > 0) happened.add(what);
}

function noteAccepted(releases: Map<string, Release>, command: Command, at: number): void {
  happened.add(command.kind);
  if (command.kind === "add_build") noteAll(deedsOf(BUILD_DEEDS, command.build));
  if (command.kind === "create_release") {
    if (command.release.rolloutDays > 0) happened.add("spread");
    releases.set(command.release.id, command.release);
  }
  if (command.kind !== "change_release") return;
  const { id, change } = command;
  const before = releases.get(id)!;
  noteAll(deedsOf(RELEASE_DEEDS, { before, change, at }));
  noteAll((change.blocks ?? []).flatMap((block) => deedsOf(BLOCK_DEEDS, block)));
  const said = Object.entries(change).filter(([, value]) => value !== undefined);
  releases.set(id, { ...before, ...Object.fromEntries(said) });
}

function noteAll(names: readonly string[]): void {
  for (const name of names) happened.add(name);
}
