import { z } from "zod";

/** A moment in a scenario: a date (midnight UTC) or ISO 8601 in UTC; read into the full form, `2026-10-06T00:00:00.000Z`. */
export const moment = z
  .union([z.iso.date(), z.iso.datetime()])
  .meta({
    id: "moment",
    description: "A date, which is midnight UTC, or an instant in UTC (ISO 8601, with Z).",
  })
  .transform((text) => new Date(text).toISOString());

/** A schedule in a scenario: `automatic`, `latest:4`, `slow:12`, and deliberately wrong ones such as `latest:5`. */
export const scheduleText = z
  .string()
  .regex(/^[a-z]+(:-?\d+(\.\d+)?)?$/)
  .meta({
    id: "schedule",
    description:
      "A cadence, with its weeks after a colon: automatic, latest:4, slow:12. Wrong ones are written too.",
  });

/** A version in a scenario; it is the release's name there. */
export const versionText = z
  .string()
  .regex(/^\d+(\.\d+){1,3}(-\d+)?$/)
  .meta({
    id: "version",
    description: "Two to four numbers; the semver form with a dash is the same version.",
  });

/** What an installation says it runs: a version, semver with a label, or a text that nobody can read (R27). */
export const runningText = z.string().max(200).meta({
  id: "running",
  description:
    "What an installation says it runs: a version, semver (labels, build metadata, a leading v), or any other text, which cannot be read (R27).",
});

/** The name of a partner, an organization or a user in a scenario. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .meta({
    id: "name",
    description: "Stands for an id. A name that nothing made stands for an id that nothing has.",
  });

const build = z
  .string()
  .regex(
    /^((win|mac|linux)\/(x64|arm64)|win\/(x64|arm64) winsparkle|mac\/(x64|arm64) sparkle)( from \d+(\.\d+){0,3})?( to \d+(\.\d+){0,3})?$/,
  )
  .meta({
    id: "build",
    description:
      "A platform and an architecture; the protocol of an updater that the build carries a signature for; the oldest and the newest version of the operating system that it is for, both included (R32).",
  });
/** R32: the version of an operating system in a scenario. */
export const osVersionText = z
  .string()
  .regex(/^\d+(\.\d+){0,3}$/)
  .meta({
    id: "os_version",
    description: "One to four numbers, compared as numbers: 10.0.19045, 12.7, 22.04.",
  });
const critical = z.strictObject({ reason: z.string(), scope: z.enum(["line", "all"]) }).meta({
  id: "critical",
  description: "R20: why the release is critical, and whether for its own line or for all installations.",
});
const floor = z
  .strictObject({ reason: z.string() })
  .meta({ id: "floor", description: "R28: why it is a floor." });
const block = z
  .strictObject({
    platform: z.enum(["win", "mac", "linux"]).nullable().default(null),
    arch: z.enum(["x64", "arm64"]).nullable().default(null),
    osVersion: z
      .strictObject({
        from: osVersionText.nullable().default(null),
        below: osVersionText.nullable().default(null),
      })
      .nullable()
      .default(null),
    reason: z.string(),
    until: moment.nullable().default(null),
  })
  .meta({
    id: "block",
    description:
      "R31: computers to which the release is not offered; what is left out does not limit the block. Versions of the operating system from `from` on, included, and below `below`, excluded.",
  });
const state = z.enum(["planned", "published", "paused", "withdrawn"]);

/** What is said of a release when it is entered; `slowAt` null or left out: not on the slow channel. */
export const releaseFields = {
  automaticAt: moment,
  slowAt: moment.nullable().default(null),
  rolloutDays: z.number().int().default(0),
  critical: critical.nullable().default(null),
  state: state.default("published"),
  /** Left out: for two targets; a scenario that asks of others names them. */
  builds: z.array(build).default(["win/x64", "mac/x64"]),
  floor: floor.nullable().default(null),
  supportEndsAt: moment.nullable().default(null),
  expiresAt: moment.nullable().default(null),
  warnDays: z.number().int().default(30),
  expiryReason: z.string().nullable().default(null),
  blocks: z.array(block).default([]),
};

/** R23: legacy settings, `weeks` as they were stored then. */
export const legacy = z
  .strictObject({ frequency: z.enum(["one_month", "three_months"]), weeks: z.number() })
  .meta({ id: "legacy", description: "R23: legacy settings, with the weeks as they were stored then." });

/** What a partner's and an organization's settings take; what is left out stays. */
export const partnerSettingsFields = {
  schedule: scheduleText.nullable().optional(),
  allowCustomerOverride: z.boolean().optional(),
};

/** Everything that somebody can do in a scenario, by the names of the commands (`src/commands/command.ts`). */
export const action = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("create_partner"), partner: name, feature: z.boolean().default(true) }),
  z.strictObject({ action: z.literal("change_partner"), partner: name, feature: z.boolean() }),
  z.strictObject({ action: z.literal("change_partner_settings"), partner: name, ...partnerSettingsFields }),
  z.strictObject({
    action: z.literal("create_organization"),
    organization: name,
    partners: z.array(name),
    legacy: legacy.optional(),
  }),
  z.strictObject({ action: z.literal("change_organization"), organization: name, partners: z.array(name) }),
  z.strictObject({
    action: z.literal("change_organization_settings"),
    organization: name,
    schedule: scheduleText.optional(),
    allowCustomerOverride: z.boolean().optional(),
  }),
  z.strictObject({ action: z.literal("return_to_inheritance"), organization: name }),
  z.strictObject({ action: z.literal("migrate_legacy_settings"), organization: name }),
  z.strictObject({ action: z.literal("create_user"), user: name, organization: name }),
  z.strictObject({ action: z.literal("change_user_settings"), user: name, on: z.boolean() }),
  z.strictObject({ action: z.literal("create_release"), version: versionText, ...releaseFields }),
  z.strictObject({
    action: z.literal("change_release"),
    version: versionText,
    automaticAt: moment.optional(),
    slowAt: moment.nullable().optional(),
    rolloutDays: z.number().int().optional(),
    critical: critical.nullable().optional(),
    state: state.optional(),
    floor: floor.nullable().optional(),
    supportEndsAt: moment.nullable().optional(),
    expiresAt: moment.nullable().optional(),
    warnDays: z.number().int().optional(),
    expiryReason: z.string().nullable().optional(),
    blocks: z.array(block).optional(),
  }),
  z.strictObject({ action: z.literal("add_build"), version: versionText, build }),
]);
export type Action = z.output<typeof action>;
export type ActionOf<Kind extends Action["action"]> = Extract<Action, { action: Kind }>;
