import { z } from "zod";
import { LEVELS } from "../tenancy/actor.ts";
import { ActorField, IdField, InstantField } from "./fields.ts";

/**
 * What another level did to people of one's own: gave somebody a new one-time password or a recovery link, removed
 * somebody's second factors, or added an administrator.
 */
export const NOTICE_CODES = [
  "one_time_password_renewed",
  "recovery_link_made",
  "second_factors_removed",
  "administrator_added",
] as const;

/** For the two weeks after it was done. */
export const NoticeList = z.object({
  items: z.array(
    z.object({
      code: z.enum(NOTICE_CODES),
      at: InstantField,
      administrator: z.object({ id: IdField, displayName: z.string() }),
      /** The level that did it, and by whom: the vendor or the partner, for those who may not know the person. */
      level: z.enum(LEVELS),
      by: ActorField,
    }),
  ),
});
