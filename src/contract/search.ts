import { z } from "zod";
import { IdField, TextField } from "./fields.ts";

export const SearchQuery = z.strictObject({ q: TextField.trim().min(2).max(200) });

/** At most 10 of each, by name. */
export const SearchAnswer = z.object({
  organizations: z.array(z.object({ id: IdField, name: z.string() })),
  users: z.array(
    z.object({
      id: IdField,
      displayName: z.string(),
      email: z.string(),
      organizationId: IdField,
      organizationName: z.string(),
    }),
  ),
});
