import { z } from "zod";
import { SECOND_FACTOR_KINDS } from "../tenancy/second-factor.ts";

/** The answer of every refused call: a sentence, each fault with a stable code, and the id that finds it in the logs. */
export const Problem = z.object({
  message: z.string(),
  errors: z.array(z.object({ code: z.string(), description: z.string() })),
  trackingId: z.string(),
  /** Only of `quota_reached`: the name of the quota, and the most that there may be. */
  quota: z.object({ name: z.string(), most: z.number() }).optional(),
  /** Only of `second_factor_required`: the kinds of second factor that the account has. */
  secondFactors: z.array(z.enum(SECOND_FACTOR_KINDS)).optional(),
});
export type Problem = z.infer<typeof Problem>;
