import { z } from "zod";
import { MOST_ENROLMENT_KEYS } from "../tenancy/enrolment.ts";
import { IdField, InstantField } from "./fields.ts";

const Count = z.number().int();

/** An organization and one of its enrolment keys. */
export const EnrolmentKeyParams = z.strictObject({
  id: IdField,
  number: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});

export const EnrolmentBody = z.strictObject({ required: z.boolean() });

/** For how many days back {@link EnrolmentAnswer} counts installations and checks. */
export const SEEN_DAYS = 7;

export const EnrolmentAnswer = z.object({
  /** Whether an installation without the tag of one of the keys is not counted; what it is offered never depends on it. */
  required: z.boolean(),
  /** The keys that count, the oldest first. */
  keys: z
    .array(
      z.object({
        number: z.number().int(),
        createdAt: InstantField,
        /** What the addresses of apps have as `key`. The secret behind it never leaves the server. */
        tag: z.string(),
        /** Installations that checked in the last seven days and had the tag of this key the last time. */
        installations: Count,
      }),
    )
    .max(MOST_ENROLMENT_KEYS),
  /** Of the last seven days. */
  seen: z.object({
    /** Installations that are counted. */
    installations: Count,
    /** Those of them that had the tag of none of the keys: they would not be counted if one were required. */
    withoutKey: Count,
    /** Checks that were not counted, because they had no key that counts. */
    unproven: Count,
  }),
});
