import { z } from "zod";
import { moment, osVersionText, runningText, scheduleText, versionText } from "./action.ts";
import { PERSONA } from "./persona.ts";

/** Who does or looks, in the written form of {@link PERSONA}. */
export const seenAs = z.string().regex(PERSONA).meta({
  id: "persona",
  description: "A role, where it holds after a colon, and the assigned organizations in brackets.",
});

/** A reason is expected by its code alone, or with those of its parameters that the scenario is about. */
const reason = z.union([
  z.string().transform((code) => ({ code })),
  z.strictObject({
    code: z.string(),
    /** Of `runs_newer`: what runs. */
    version: runningText.optional(),
    newestEligible: versionText.optional(),
    eligibleAt: moment.optional(),
    since: moment.optional(),
    entersAt: moment.optional(),
    schedule: scheduleText.optional(),
    reason: z.string().optional(),
    updaters: z.string().optional(),
    scope: z.string().optional(),
    /** Of `rollout_waiting` (R33). */
    openSeconds: z.number().int().optional(),
    neededSeconds: z.number().int().optional(),
    /** Of the reasons of steps (R28). */
    floor: versionText.optional(),
    target: versionText.optional(),
    why: z.string().optional(),
    /** Of the reasons of leaving (R30). */
    expiredAt: moment.optional(),
    setAside: z.string().optional(),
    /** Of the reasons of systems (R32). */
    needs: osVersionText.optional(),
    upTo: osVersionText.optional(),
  }),
]);

/** An update check; `asked_for` asks for another instant than now (R17). */
const question = z.strictObject({
  organization: z.string().optional(),
  user: z.string().optional(),
  installation: z.string().optional(),
  installedAt: moment.optional(),
  platform: z.string().default("win"),
  arch: z.string().default("x64"),
  updater: z.enum(["winsparkle", "sparkle"]).optional(),
  version: runningText,
  manual: z.boolean().default(false),
  osVersion: osVersionText.optional(),
  managed: z.boolean().default(false),
  asked_for: moment.optional(),
});

/** R29: how long what runs is supported. */
const support = z.strictObject({
  state: z.enum(["supported", "ending", "ended", "expired"]).optional(),
  endsAt: moment.nullable().optional(),
  expiresAt: moment.nullable().optional(),
  enforced: z.boolean().optional(),
});

/** The verdict: `version` is the one to run. */
const checkExpectation = z.strictObject({
  check: question,
  action: z.enum(["update", "stay"]),
  version: runningText,
  reasons: z.array(reason).min(1),
  final: z.boolean().optional(),
  support: support.optional(),
  /** R28: the most seconds after which the installation asks again. */
  nextCheckAtMost: z.number().int().optional(),
});

const refusedCheck = z.strictObject({ check: question, refused: z.string() });

const settingsExpectation = z.strictObject({
  settings: z.strictObject({ organization: z.string(), as: seenAs }),
  refused: z.string().optional(),
  schedule: scheduleText.optional(),
  rule: z.string().optional(),
  inherits: z.boolean().optional(),
  editable: z.boolean().optional(),
  notEditableReason: z.string().nullable().optional(),
  allowCustomerOverride: z.boolean().optional(),
  conflict: z.record(z.string(), scheduleText).nullable().optional(),
  /** R56: `basis` says whom it is of: those who are counted, or a new installation. */
  next: z
    .strictObject({
      version: versionText,
      at: moment,
      basis: z.enum(["counted", "new_installation"]).optional(),
    })
    .nullable()
    .optional(),
});

const partnerSettingsExpectation = z.strictObject({
  partner_settings: z.strictObject({ partner: z.string(), as: seenAs }),
  refused: z.string().optional(),
  schedule: scheduleText.nullable().optional(),
  allowCustomerOverride: z.boolean().optional(),
  editable: z.boolean().optional(),
  notEditableReason: z.string().nullable().optional(),
});

const userSettingsExpectation = z.strictObject({
  user_settings: z.strictObject({ user: z.string(), as: seenAs }),
  refused: z.string().optional(),
  allowAutomaticUpgrades: z.boolean().optional(),
  available: z.boolean().optional(),
  notAvailableReason: z.string().nullable().optional(),
});

const forecastExpectation = z.strictObject({
  forecast: z.strictObject({
    organization: z.string(),
    user: z.string().optional(),
    from: moment.optional(),
    to: moment.optional(),
  }),
  coming: z.array(z.tuple([versionText, moment])),
});

export const expectation = z.union([
  checkExpectation,
  refusedCheck,
  settingsExpectation,
  partnerSettingsExpectation,
  userSettingsExpectation,
  forecastExpectation,
]);
export type Expectation = z.output<typeof expectation>;
export type CheckQuestion = z.output<typeof question>;
export type ForecastQuestion = z.output<typeof forecastExpectation>["forecast"];
