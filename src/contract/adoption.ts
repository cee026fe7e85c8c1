import { z } from "zod";
import { ARCHITECTURES, PLATFORMS } from "../catalog/platform.ts";
import { BEHIND_CODES } from "../policy/behind.ts";
import { IdField, InstantField, PageQuery, TextField, VersionField } from "./fields.ts";

const Count = z.number().int();

/** `from` and `to`: the days of the history, both included; the last 90 days by default. */
export const AdoptionQuery = z.strictObject({
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
  from: InstantField.optional(),
  to: InstantField.optional(),
});

/** The number of installations of a version; null if they did not report one. */
const ByVersion = z.array(z.object({ version: VersionField.nullable(), installations: Count }));

export const AdoptionAnswer = z.object({
  at: InstantField,
  total: Count,
  /** Installations that run what their verdict says they should, or newer. */
  current: Count,
  /** The newest version first, and null last. */
  versions: ByVersion,
  platforms: z.array(
    z.object({ platform: z.enum(PLATFORMS), arch: z.enum(ARCHITECTURES), installations: Count }),
  ),
  /** Installations that run less than the newest release that is out for their platform, by why. */
  behind: z.object({
    total: Count,
    reasons: z.array(z.object({ code: z.enum(BEHIND_CODES), installations: Count })),
  }),
  /** The versions in use at the end of each day, from the first day of which anything is known. */
  days: z.array(z.object({ day: z.string(), versions: ByVersion })),
});

export const InstallationListQuery = PageQuery.extend({
  user: IdField.optional(),
  version: VersionField.optional(),
  /** Only those whose id contains this. */
  q: TextField.max(200).optional(),
});

const InstallationAnswer = z.object({
  installation: z.string(),
  userId: IdField.nullable(),
  platform: z.enum(PLATFORMS),
  arch: z.enum(ARCHITECTURES),
  /** The version that it runs, or null if it did not report one. */
  version: VersionField.nullable(),
  lastAskedAt: InstantField,
  /** The version that its last answer offered, or null if it offered none. */
  offered: VersionField.nullable(),
  /** What an update check would answer now. */
  action: z.enum(["update", "stay"]),
});
export const InstallationList = z.object({ items: z.array(InstallationAnswer) });
