import { z } from "zod";
import { parseId } from "../tenancy/id.ts";
import { ActorField, IdField, InstantField, NameField } from "./fields.ts";
import { ScopeFields } from "./scope.ts";

/** The most credentials that one change names, and that a preview lists of each kind of effect. */
export const MOST_CREDENTIALS = 1000;

const ReasonField = NameField.meta({ description: "Why, for the audit: up to 200 characters" });

/** What is kept although its sponsor loses the right to it: these credentials, or all if none are named. */
export const KeepField = z.strictObject({
  ids: z.array(IdField).max(MOST_CREDENTIALS).optional(),
  reason: ReasonField,
});

/** The same in a query, for calls without a body: `keep` is `all`, or ids with commas between. */
export const KeepQuery = z
  .strictObject({
    keep: z
      .string()
      .max(40 * MOST_CREDENTIALS)
      .meta({ description: "What to keep: all, or ids separated by commas" })
      .transform((text, context) => {
        if (text === "all") return text;
        const ids = text.split(",").map(parseId);
        if (ids.every((id) => id !== null)) return ids;
        context.issues.push({ code: "custom", message: "use all, or ids separated by commas", input: text });
        return z.NEVER;
      })
      .optional(),
    keepReason: ReasonField.optional(),
  })
  .refine(({ keep, keepReason }) => (keep === undefined) === (keepReason === undefined), {
    message: "give keep together with keepReason, or neither",
  });

/**
 * A token, a link to a forecast, or an administrator with a password that somebody else made. `sponsor` is the person or
 * token whose rights it must not exceed.
 */
const CredentialAnswer = z.object({
  kind: z.enum(["token", "forecast_link", "administrator"]),
  id: IdField,
  /** The name of the token or the person; absent for a link. */
  name: z.string().optional(),
  role: ScopeFields.role.optional(),
  partnerId: ScopeFields.partnerId,
  organizationId: ScopeFields.organizationId,
  sponsor: ActorField,
  createdAt: InstantField,
});

const Effect = z.object({
  total: z.number().int(),
  /** The first 1000. */
  items: z.array(CredentialAnswer),
});

/** What a change would do to credentials whose sponsors lose the right to them. */
export const CredentialsPreview = z.object({
  /** They end with the change: tokens, links and one-time passwords. */
  ended: Effect,
  /** They would end, and are kept on purpose. */
  kept: Effect,
  /** Administrators who have set a password of their own: they stay, so look at them. */
  staying: Effect,
});
