import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import {
  type Action,
  action,
  legacy,
  moment,
  name,
  partnerSettingsFields,
  releaseFields,
  versionText,
} from "./action.ts";
import { expectation, seenAs } from "./expectation.ts";
import { type CheckIn, installations, toCheckIns } from "./installation.ts";

const releases = z
  .record(versionText, z.strictObject(releaseFields))
  .meta({ id: "releases", description: "Releases by version, entered in this order." });

/** What exists when a scenario starts. */
const world = z.strictObject({
  partners: z
    .record(name, z.strictObject({ ...partnerSettingsFields, feature: z.boolean().default(true) }))
    .default({}),
  releases: releases.optional(),
  organizations: z
    .record(name, z.strictObject({ partners: z.array(name).default([]), legacy: legacy.optional() }))
    .default({}),
  users: z.record(name, name).default({}),
  installations: installations.default({}),
});

/** An action with who does it: each action of the list, and `as`. */
const attempt = z.union(action.options.map((one: z.ZodObject) => one.extend({ as: seenAs })));

const step = z.strictObject({
  at: moment,
  do: attempt.meta({ id: "attempt", description: "One action, and who does it." }).optional(),
  refused: z.string().optional(),
  installations: installations.default({}),
  expect: z.array(expectation).default([]),
});

/** R1 to R33, and R56. */
const RULE = /^R([1-9]|[12]\d|3[0-3]|56)$/;
const scenario = z.strictObject({
  name: z.string().min(20),
  rules: z.array(z.string().regex(RULE)).min(1),
  start: moment.prefault("2026-01-01"),
  world,
  steps: z.array(step).min(1),
});

/** Scenario files begin with the number of their rule; what lies beside them describes them. */
export const SCENARIO_FILE = /^r\d\d-[a-z-]+\.json$/;

/** One file: scenarios on one subject. Its releases stand in every scenario of it that brings none. */
export const scenarioFile = z.strictObject({
  subject: z.string(),
  releases: releases.default({}),
  scenarios: z.array(scenario).min(1),
});

/** A scenario ready to run: the world as the actions that make it, then the steps. */
export interface Scenario {
  readonly file: string;
  readonly name: string;
  readonly rules: readonly string[];
  readonly start: string;
  readonly world: readonly Action[];
  /** R56: those that ask once the world is made. */
  readonly checkIns: readonly CheckIn[];
  readonly steps: readonly Step[];
}

/** What happens at one instant: at most one action, refused or not, who asks then, and what is true afterwards. */
export interface Step {
  readonly at: string;
  readonly do: { readonly as: string; readonly action: Action } | null;
  readonly refused: string | null;
  /** R56: those that ask then, before anything is compared. */
  readonly checkIns: readonly CheckIn[];
  readonly expect: readonly z.output<typeof expectation>[];
}

/** Reads every scenario file of a folder; throws where one does not follow the format. */
export function readScenarios(folder: URL): readonly Scenario[] {
  const files = readdirSync(folder).filter((file) => SCENARIO_FILE.test(file));
  return files
    .sort()
    .flatMap((file) => parseScenarios(file, JSON.parse(readFileSync(new URL(file, folder), "utf8"))));
}

/** The scenarios of one file, from its parsed JSON; throws where it does not follow the format. */
export function parseScenarios(file: string, content: unknown): readonly Scenario[] {
  const read = scenarioFile.safeParse(content);
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  return read.data.scenarios.map((one) => toScenario(file, one, read.data.releases));
}

function toScenario(
  file: string,
  one: z.output<typeof scenario>,
  calendar: z.output<typeof releases>,
): Scenario {
  const steps = one.steps.map((raw) => toStep(raw, `${file}: ${one.name}`));
  const instants = [one.start, ...steps.map(({ at }) => at)];
  if (instants.some((at, index) => at < (instants[index - 1] ?? at))) {
    throw new Error(`${file}: ${one.name}: time goes back`);
  }
  const made = worldActions({ ...one.world, releases: one.world.releases ?? calendar });
  const checkIns = toCheckIns(one.world.installations);
  return { file, name: one.name, rules: one.rules, start: one.start, world: made, checkIns, steps };
}

function toStep(raw: z.output<typeof step>, where: string): Step {
  if (raw.refused && !raw.do) throw new Error(`${where}: nothing is done that could be refused`);
  return {
    at: raw.at,
    do: raw.do ? toAttempt(raw.do, where) : null,
    refused: raw.refused ?? null,
    checkIns: toCheckIns(raw.installations),
    expect: raw.expect,
  };
}

function toAttempt(raw: Readonly<Record<string, unknown>>, where: string): Step["do"] {
  const { as, ...rest } = raw;
  const read = action.safeParse(rest);
  if (!read.success) throw new Error(`${where}: ${z.prettifyError(read.error)}`);
  return { as: seenAs.parse(as), action: read.data };
}

/** The order is part of the format: partners and their settings, releases, organizations, users. */
function worldActions(made: z.output<typeof world>): readonly Action[] {
  const actions: Action[] = [];
  for (const [partner, { feature, ...settings }] of Object.entries(made.partners)) {
    actions.push({ action: "create_partner", partner, feature });
    if (Object.keys(settings).length > 0)
      actions.push({ action: "change_partner_settings", partner, ...settings });
  }
  for (const [version, release] of Object.entries(made.releases ?? {})) {
    actions.push({ action: "create_release", version, ...release });
  }
  for (const [organization, one] of Object.entries(made.organizations)) {
    actions.push({ action: "create_organization", organization, ...one });
  }
  for (const [user, organization] of Object.entries(made.users)) {
    actions.push({ action: "create_user", user, organization });
  }
  return actions;
}
