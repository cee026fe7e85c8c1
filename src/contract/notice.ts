import { z } from "zod";
import { LEVELS } from "../tenancy/actor.ts";
import { IdField, InstantField } from "./fields.ts";

/** What another level did to people of one's own: gave somebody a new one-time password, or added an administrator. */
export const NOTICE_CODES = ["one_time_password_renewed", "administrator_added"] as const;

/** For the two weeks after it was done. */
export const NoticeList = z.object({
  items: z.array(
    z.object({
      code: z.enum(NOTICE_CODES),
      at: InstantField,
      administrator: z.object({ id: IdField, displayName: z.string() }),
      /** The level that did it, and the name of the partner if that is known. */
      level: z.enum(LEVELS),
      partnerName: z.string().optional(),
    }),
  ),
});
