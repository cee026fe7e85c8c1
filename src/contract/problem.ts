import { z } from "zod";

/** The answer of every refused call: a sentence, each fault with a stable code, and the id that finds it in the logs. */
export const Problem = z.object({
  message: z.string(),
  errors: z.array(z.object({ code: z.string(), description: z.string() })),
  trackingId: z.string(),
});
export type Problem = z.infer<typeof Problem>;
