import { z } from "zod";
import { ARCHITECTURES } from "../catalog/platform.ts";
import { CHECK_LIMITS } from "../feeds/feed.ts";
import { FormatField, ReasonCodeField, ReasonRuleField } from "./codes.ts";
import { ActorField, IdField, InstantField, PlatformField, SwitchField, VersionField } from "./fields.ts";

/** What an installation may report about itself. Any id is accepted: one that does not exist is an unknown caller (R21). */
const installation = {
  user: z.string().max(CHECK_LIMITS.user).optional(),
  installation: z.string().max(CHECK_LIMITS.installation).optional(),
  installedAt: InstantField.optional(),
  platform: PlatformField,
  arch: z.enum(ARCHITECTURES),
  format: FormatField.optional(),
  version: VersionField,
  manual: SwitchField.optional(),
};

export const CheckQuery = z.strictObject({
  organization: z.string().max(CHECK_LIMITS.organization).optional(),
  ...installation,
});
export type CheckQuery = z.output<typeof CheckQuery>;
export const ExplainQuery = z.strictObject({ ...installation, at: InstantField.optional() });

/** R25: a reason: its code, the rule it comes from, and its parameters. */
const ReasonAnswer = z.looseObject({ code: ReasonCodeField, rule: ReasonRuleField });

export const VerdictAnswer = z.object({
  action: z.enum(["update", "stay"]),
  version: z.string(),
  build: z.object({ url: z.string(), sha512: z.string(), size: z.number(), fileName: z.string() }).optional(),
  reasons: z.array(ReasonAnswer),
  nextCheckSeconds: z.number(),
});
export type VerdictAnswer = z.infer<typeof VerdictAnswer>;

export const ExplainAnswer = z.object({
  verdict: VerdictAnswer,
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
  items: z.array(
    z.object({
      releaseId: IdField,
      version: VersionField,
      at: InstantField,
      superseded: z.boolean(),
    }),
  ),
});
