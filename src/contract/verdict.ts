import { z } from "zod";
import { ARCHITECTURES } from "../catalog/platform.ts";
import { UPDATERS } from "../catalog/updaters.ts";
import { CHECK_LIMITS } from "../feeds/feed.ts";
import { SUPPORT_STATES } from "../policy/support.ts";
import { FormatField, ReasonCodeField, ReasonRuleField } from "./codes.ts";
import {
  ActorField,
  IdField,
  InstantField,
  OsVersionField,
  PlatformField,
  RunningVersionField,
  SwitchField,
  VersionField,
} from "./fields.ts";
import { InstallationsNow, NextField } from "./foresight.ts";

/** What an installation may report about itself. Any id is accepted: one that does not exist is an unknown caller (R21). */
const installation = {
  user: z.string().max(CHECK_LIMITS.user).optional(),
  installation: z.string().max(CHECK_LIMITS.installation).optional(),
  installedAt: InstantField.optional(),
  platform: PlatformField,
  arch: z.enum(ARCHITECTURES),
  format: FormatField.optional(),
  updater: z.enum(UPDATERS).optional(),
  version: RunningVersionField,
  manual: SwitchField.optional(),
  osVersion: OsVersionField.optional(),
  managed: SwitchField.optional(),
  /** R39: taken and not used yet. */
  reports: SwitchField.optional(),
  /** The tag of an enrolment key of the organization; it decides only whether the installation is counted. */
  key: z.string().max(CHECK_LIMITS.key).optional(),
};

/** The query of a check, as an installation should say it. */
export const CheckQuery = z.object({
  organization: z.string().max(CHECK_LIMITS.organization).optional(),
  ...installation,
});
export type CheckQuery = z.output<typeof CheckQuery>;

/** R27: a parameter of a check that counts as not said if it cannot be read. */
function orNotSaid<Field extends z.ZodType>(field: Field) {
  return field.optional().catch(undefined);
}

/**
 * R27: the query of a check as installations do say it. A parameter that is not known is dropped. One that cannot be
 * read, or is given twice, counts as not said, except organization, platform and arch, which are refused, and the
 * version: given twice it is one that cannot be read.
 */
export const SaidCheckQuery = z.preprocess(
  (query) => {
    const { version, ...rest } = query as Readonly<Record<string, unknown>>;
    return { ...rest, version: Array.isArray(version) ? version.join(", ") : version };
  },
  CheckQuery.extend({
    user: orNotSaid(installation.user),
    installation: orNotSaid(installation.installation),
    installedAt: orNotSaid(installation.installedAt),
    format: orNotSaid(installation.format),
    updater: orNotSaid(installation.updater),
    manual: orNotSaid(installation.manual),
    osVersion: orNotSaid(installation.osVersion),
    managed: orNotSaid(installation.managed),
    reports: orNotSaid(installation.reports),
    key: orNotSaid(installation.key),
  }),
);
/** Without a version the question is that of a new installation, which runs nothing yet. */
export const ExplainQuery = z.strictObject({
  ...installation,
  version: RunningVersionField.optional(),
  at: InstantField.optional(),
});

/** R25: a reason: its code, the rule it comes from, and its parameters. */
const ReasonAnswer = z.looseObject({ code: ReasonCodeField, rule: ReasonRuleField });

/** An instant as text: a check's answer is written once for all who get it, and encoded no more. */
const WrittenInstant = z.string().meta({ description: "ISO 8601 in UTC, such as 2026-10-06T00:00:00.000Z" });

/** R29: how long what runs is supported; R30: whether Sluice sees to it that it is left in time. */
export const SupportAnswer = z.object({
  state: z.enum(SUPPORT_STATES),
  endsAt: WrittenInstant.nullable(),
  expiresAt: WrittenInstant.nullable(),
  enforced: z.boolean(),
});

export const VerdictAnswer = z.object({
  action: z.enum(["update", "stay"]),
  version: z.string(),
  build: z.object({ url: z.string(), sha512: z.string(), size: z.number(), fileName: z.string() }).optional(),
  /** R28: whether it is the version to run in the end; false for a step on the way there. */
  final: z.boolean(),
  support: SupportAnswer,
  reasons: z.array(ReasonAnswer),
  nextCheckSeconds: z.number(),
});
export type VerdictAnswer = z.infer<typeof VerdictAnswer>;

export const ExplainAnswer = z.object({
  /** Its version is null for a new installation that is offered nothing. */
  verdict: VerdictAnswer.extend({ version: z.string().nullable() }),
  trace: z.array(
    z.object({
      rule: z.string(),
      decided: z.string(),
      saw: z.record(z.string(), z.unknown()),
      entries: z.array(
        z.object({ sequence: z.number(), at: InstantField, actor: ActorField, action: z.string() }),
      ),
    }),
  ),
});

export const ForecastQuery = z.strictObject({
  from: InstantField.optional(),
  to: InstantField.optional(),
  user: IdField.optional(),
});

export const ForecastAnswer = z.object({
  /** What becomes eligible under the schedule, whatever runs. */
  items: z.array(
    z.object({
      releaseId: IdField,
      version: VersionField,
      at: InstantField,
      superseded: z.boolean(),
    }),
  ),
  next: NextField.optional(),
  installations: InstallationsNow,
  /**
   * R56: the releases that somebody counted there gets after now, if everybody takes what is offered, each at the first
   * instant; where nobody is counted, those that a new installation gets.
   */
  offers: z.array(
    z.object({
      releaseId: IdField,
      version: VersionField,
      at: InstantField,
      /** How many get it; 0 where nobody is counted. */
      installations: z.number().int(),
      /** R28: the steps that some of them run first. */
      via: z.array(VersionField),
    }),
  ),
  /** R29, R30: the versions that run and have an end of life, the soonest first. */
  expiries: z.array(
    z.object({
      version: RunningVersionField,
      warnAt: InstantField,
      at: InstantField,
      installations: z.number().int(),
    }),
  ),
});
