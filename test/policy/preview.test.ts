import { describe, expect, test } from "vitest";
import { atOnce } from "../../src/fleet/in-slices.ts";
import { addDays, type Instant, toInstant } from "../../src/instant.ts";
import { Foresight } from "../../src/policy/foresight.ts";
import { foldHistory } from "../../src/policy/history.ts";
import { governedOf, type OrganizationState } from "../../src/policy/organization-state.ts";
import type { Outcome } from "../../src/policy/outcome.ts";
import {
  type ChangedStandpoint,
  previewOrganizations,
  previewPartnerDefault,
} from "../../src/policy/preview.ts";
import { toPreviewGroups } from "../../src/policy/preview-groups.ts";
import type { Schedule } from "../../src/policy/schedule.ts";
import { UNCONFIGURED_PARTNER } from "../../src/policy/settings.ts";
import type { Standing } from "../../src/policy/standing.ts";
import type { OutcomeCount } from "../../src/policy/tally.ts";
import { type Played, play } from "../oracle/policy-verdict.ts";
import { randomWorld } from "../oracle/random-world.ts";
import type { Action } from "../spec/action.ts";
import { type Persona, parsePersona, VENDOR } from "../spec/persona.ts";
import { perform } from "../spec/policy-actions.ts";
import { toActor } from "../spec/policy-driver.ts";
import { calendarOf, momentsOf, type PolicyWorld, type Recorded } from "../spec/policy-world.ts";

const WORLDS = 3000;
const SCHEDULES = ["automatic", "latest:0", "latest:4", "slow:0", "slow:12"];
const seen = new Map<string, number>();

interface Done {
  readonly at: Instant;
  readonly before: Played;
  readonly world: PolicyWorld;
  readonly past: readonly Recorded[];
}

/** A random world and what it is after one more change; null: the change was refused. */
function andThen(seed: number, by: Persona, action: Action): Done | null {
  const { events } = randomWorld(seed);
  const before = play(events);
  const at = addDays(toInstant(events.at(-1)?.at ?? 0), seed % 9);
  const done = perform(before.world, action, { actor: toActor(by), at });
  if (!done.ok) return null;
  return { at, before, world: done.value, past: [...before.past, { at, world: done.value }] };
}

function stateIn(past: readonly Recorded[], id: string, user: string | null, at: Instant) {
  return foldHistory(momentsOf(past, id, user), at);
}

function usersOf(world: PolicyWorld, id: string, isOn: boolean): readonly string[] {
  return [...world.users]
    .filter(
      ([, { user, settings }]) => user.organizationId === id && settings.allowAutomaticUpgrades === isOn,
    )
    .map(([userId]) => userId);
}

/** Every organization as a preview looks at it, with the settings that the change left. */
function standpoints({ at, before, world }: Done): readonly ChangedStandpoint[] {
  return [...before.world.organizations].map(([id, { organization, settings }]) => ({
    id,
    settings,
    partnerIds: organization.partnerIds,
    standing: (stateIn(before.past, id, null, at).organization as OrganizationState).standing,
    usersOnAutomatic: usersOf(before.world, id, true).length,
    after: world.organizations.get(id)?.settings ?? settings,
  }));
}

/** Compares what was foreseen with what each organization and user is after the change. */
function expectForeseen(counts: readonly OutcomeCount[], ids: readonly string[], done: Done): void {
  expect(counts.flatMap((one) => one.organizationIds).sort()).toEqual([...ids].sort());
  for (const { outcome, organizations, organizationIds } of counts) {
    expect(organizations).toBe(organizationIds.length);
    for (const id of organizationIds) expectOutcome(outcome, id, done);
  }
  expectUsers(counts, ids, done);
}

function expectOutcome(outcome: Outcome, id: string, done: Done): void {
  const before = stateIn(done.before.past, id, null, done.at).organization as OrganizationState;
  const after = stateIn(done.past, id, null, done.at).organization as OrganizationState;
  expect(outcome.before).toEqual(before.standing);
  expect(outcome.after).toEqual(after.standing);
  const [was, is] = [before, after].map(({ governing }) => governing.conflict !== null);
  expect(outcome.conflict).toBe(was === is ? null : is ? "appears" : "ends");
  expect(outcome.movement === "slower").toBe(isHeldAnew(before.standing, after.standing));
  if (outcome.reach === "left_default" || outcome.reach === "older_settings") {
    expect(after.governing).toEqual(before.governing);
  }
  for (const kind of [outcome.reach, outcome.movement, outcome.conflict ?? "no conflict"]) {
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
}

/** R15: the hold is another one than before, and it is one. */
function isHeldAnew(before: Standing, after: Standing): boolean {
  return after.hold !== null && JSON.stringify(after.hold) !== JSON.stringify(before.hold);
}

/** Whom a new default reaches gets it. */
function expectReached(counts: readonly OutcomeCount[], schedule: Schedule | null): void {
  for (const { outcome } of counts) {
    if (schedule && outcome.reach === "reached") expect(outcome.after.schedule).toEqual(schedule);
  }
}

function expectUsers(counts: readonly OutcomeCount[], ids: readonly string[], done: Done): void {
  const on = ids.flatMap((id) => usersOf(done.world, id, true).map((user) => [id, user] as const));
  expect(counts.reduce((sum, one) => sum + one.users, 0)).toBe(on.length);
  for (const [id, user] of on) {
    const outcome = counts.find((one) => one.outcome.reach === "user_on_automatic_upgrades")?.outcome;
    for (const [past, standing] of [
      [done.before.past, outcome?.before],
      [done.past, outcome?.after],
    ] as const) {
      const { organization, user: state } = stateIn(past, id, user, done.at);
      expect(governedOf(organization as OrganizationState, state).standing).toEqual(standing);
    }
    seen.set("user_on_automatic_upgrades", (seen.get("user_on_automatic_upgrades") ?? 0) + 1);
  }
}

/** Somebody saves or drops a schedule of one organization. */
function organizationChange(seed: number): { by: Persona; action: Action } {
  const organization = "acme";
  const by = [VENDOR, parsePersona(`partner:p${1 + (seed % 2)}`), parsePersona("organization:acme")][
    seed % 3
  ];
  const schedule = SCHEDULES[seed % 5] as string;
  const action: Action =
    seed % 4 === 0
      ? { action: "return_to_inheritance", organization }
      : { action: "change_organization_settings", organization, schedule };
  return { by: by as Persona, action };
}

/** A comparison of worlds in which nothing happens would prove nothing. */
function expectSeen(kinds: readonly string[]): void {
  for (const kind of kinds) expect(seen.get(kind) ?? 0, `outcomes ${kind}`).toBeGreaterThan(10);
  seen.clear();
}

describe("a preview says what the change then does, in random worlds", () => {
  test("A partner's new default: each organization stands afterwards as it was foreseen", () => {
    for (let seed = 1; seed <= WORLDS; seed++) {
      const partner = `p${1 + (seed % 4)}`;
      const schedule = seed % 7 === 0 ? null : (SCHEDULES[seed % 5] as string);
      const done = andThen(seed, VENDOR, { action: "change_partner_settings", partner, schedule });
      if (!done) continue;
      const served = standpoints(done).filter(({ partnerIds }) => partnerIds.includes(partner));
      const settingsOf = (world: PolicyWorld) => (id: string) =>
        world.partners.get(id)?.settings ?? UNCONFIGURED_PARTNER;
      const after = settingsOf(done.world)(partner);
      const change = { partnerId: partner, after, settingsOf: settingsOf(done.before.world) };
      const counts = previewPartnerDefault(served, change, done.at);
      expectForeseen(
        counts,
        served.map(({ id }) => id),
        done,
      );
      expectReached(counts, after.schedule?.schedule ?? null);
    }
    expectSeen([
      "reached",
      "left_default",
      "older_settings",
      "another_partner_decides",
      "partners_in_conflict",
      "user_on_automatic_upgrades",
      "slower",
      "faster",
      "other_weeks",
      "stays",
      "appears",
      "ends",
    ]);
  });

  test("A change of one organization's settings, or its return to inheritance", () => {
    for (let seed = 1; seed <= WORLDS; seed++) {
      const { by, action } = organizationChange(seed);
      const done = andThen(seed, by, action);
      if (!done) continue;
      const settingsOf = (id: string) => done.world.partners.get(id)?.settings ?? UNCONFIGURED_PARTNER;
      const changed = standpoints(done).filter(({ id }) => id === "acme");
      expectForeseen(previewOrganizations(changed, settingsOf, done.at), ["acme"], done);
    }
    expectSeen([
      "reached",
      "partners_in_conflict",
      "slower",
      "faster",
      "other_weeks",
      "stays",
      "appears",
      "ends",
    ]);
  });

  test("Groups keep every organization and user, and who moves comes first", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const done = andThen(seed, VENDOR, {
        action: "change_partner_settings",
        partner: "p1",
        schedule: "slow:4",
      });
      if (!done) continue;
      const settingsOf = (id: string) => done.before.world.partners.get(id)?.settings ?? UNCONFIGURED_PARTNER;
      const after = done.world.partners.get("p1")?.settings ?? UNCONFIGURED_PARTNER;
      const counts = previewPartnerDefault(
        standpoints(done),
        { partnerId: "p1", after, settingsOf },
        done.at,
      );
      const groups = atOnce(toPreviewGroups(counts, new Foresight(calendarOf(done.world), done.at), done.at));
      for (const what of ["organizations", "users"] as const) {
        const sum = (all: readonly OutcomeCount[]) => all.reduce((total, one) => total + one[what], 0);
        expect(sum(groups)).toBe(sum(counts));
      }
      const moved = groups.map((group) => group.outcome.movement !== "stays");
      expect(moved).toEqual([...moved].sort((a, b) => Number(b) - Number(a)));
    }
  });
});
