import { z } from "zod";
import { MAX_BLOCKS } from "../catalog/block.ts";
import { ARCHITECTURES, PLATFORMS } from "../catalog/platform.ts";
import { CRITICAL_SCOPES, MAX_ROLLOUT_DAYS, MAX_WARN_DAYS, RELEASE_STATES } from "../catalog/release.ts";
import { FileNameField, Sha256Field, Sha512Field } from "./build-file.ts";
import { FormatField } from "./codes.ts";
import {
  IdField,
  InstantField,
  OsVersionField,
  PageQuery,
  PlatformField,
  VersionField,
  WrittenField,
} from "./fields.ts";
import { AppVersionField, CompanionAnswer, UpdatersField, UpdatersPatch, UpdatersText } from "./updaters.ts";

/** R20: a critical release needs a written reason. */
const Critical = z.strictObject({
  reason: WrittenField.trim().min(1).max(2000),
  scope: z.enum(CRITICAL_SCOPES).default("line"),
});

/** R28: a floor needs a written reason. */
const Floor = z.strictObject({ reason: WrittenField.trim().min(1).max(2000) });

/** R31: a block; what is left out does not limit it. */
const BlockBody = z.strictObject({
  platform: PlatformField.nullable().default(null),
  arch: z.enum(ARCHITECTURES).nullable().default(null),
  osVersion: z
    .strictObject({
      from: OsVersionField.nullable().default(null),
      below: OsVersionField.nullable().default(null),
    })
    .nullable()
    .default(null),
  reason: WrittenField.trim().min(1).max(2000),
  until: InstantField.nullable().default(null),
});

/** R28 to R31: what a release limits beside its dates; what is left out stays. */
export const RELEASE_LIMITS = {
  floor: Floor.nullable().optional(),
  supportEndsAt: InstantField.nullable().optional(),
  expiresAt: InstantField.nullable().optional(),
  warnDays: z.number().int().min(0).max(MAX_WARN_DAYS).optional(),
  expiryReason: WrittenField.trim()
    .min(1)
    .max(2000)
    .nullable()
    .optional()
    .meta({ description: "Why the end of life is near; it is kept with its date, and goes with it" }),
  blocks: z.array(BlockBody).max(MAX_BLOCKS).optional(),
};

const dates = {
  automaticAt: InstantField,
  slowAt: InstantField.nullable().optional(),
  rolloutDays: z.number().int().min(0).max(MAX_ROLLOUT_DAYS).optional(),
  critical: Critical.nullable().optional(),
  notes: WrittenField.max(20_000).optional(),
  state: z.enum(RELEASE_STATES).optional(),
  ...RELEASE_LIMITS,
};

/** R3: a release with its dates. A slow date of null, or none: not on the slow channel. */
export const ReleaseBody = z.strictObject({ version: VersionField, ...dates });
export const ReleasePatch = z.strictObject({ ...dates, automaticAt: InstantField.optional() });

export const ReleaseAnswer = z.object({
  id: IdField,
  version: VersionField,
  automaticAt: InstantField,
  slowAt: InstantField.nullable(),
  rolloutDays: z.number(),
  critical: z.object({ reason: z.string(), scope: z.enum(CRITICAL_SCOPES) }).nullable(),
  notes: z.string(),
  state: z.enum(RELEASE_STATES),
  floor: z.object({ reason: z.string() }).nullable(),
  supportEndsAt: InstantField.nullable(),
  expiresAt: InstantField.nullable(),
  warnDays: z.number(),
  expiryReason: z.string().nullable(),
  blocks: z
    .array(
      z.object({
        platform: z.enum(PLATFORMS).nullable(),
        arch: z.enum(ARCHITECTURES).nullable(),
        osVersion: z.object({ from: OsVersionField.nullable(), below: OsVersionField.nullable() }).nullable(),
        reason: z.string(),
        until: InstantField.nullable(),
      }),
    )
    .readonly(),
});
export const ReleaseList = z.object({ items: z.array(ReleaseAnswer) });

/** A calendar in one call, all or nothing. */
export const CalendarImportBody = z.strictObject({ releases: z.array(ReleaseBody).min(1).max(5000) });
export const CalendarImportAnswer = z.object({
  created: z.number(),
  changed: z.number(),
  unchanged: z.number(),
});

const artifact = {
  platform: PlatformField,
  arch: z.enum(ARCHITECTURES),
  format: z.string().toLowerCase().max(20),
  fileName: FileNameField,
};

/**
 * R22: the description of an uploaded file; the digests are what the caller expects, and are compared with the bytes.
 */
export const BuildUploadQuery = z.strictObject({
  ...artifact,
  sha256: Sha256Field.optional(),
  sha512: Sha512Field.optional(),
  appVersion: AppVersionField.optional(),
  updaters: UpdatersText.optional(),
  minimumOsVersion: OsVersionField.optional(),
  maximumOsVersion: OsVersionField.optional(),
});

/** A build that is hosted elsewhere. */
export const HostedBuildBody = z.strictObject({
  ...artifact,
  appVersion: AppVersionField.optional(),
  updaters: UpdatersField.optional(),
  minimumOsVersion: OsVersionField.optional(),
  maximumOsVersion: OsVersionField.optional(),
  sha1: z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{40}$/, "40 hex digits")
    .optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .regex(/^[!-~]*$/, "other than printable ASCII must be percent-encoded"),
  size: z.number().int().min(1),
  sha512: Sha512Field,
});

/** What a build carries, given later than its file: what is left out stays. */
export const BuildPatch = z.strictObject({
  appVersion: AppVersionField.nullable().optional(),
  updaters: UpdatersPatch.optional(),
  minimumOsVersion: OsVersionField.nullable().optional(),
  maximumOsVersion: OsVersionField.nullable().optional(),
});

export const BuildAnswer = z.object({
  id: IdField,
  releaseId: IdField,
  version: VersionField,
  platform: z.enum(PLATFORMS),
  arch: z.enum(ARCHITECTURES),
  format: FormatField,
  fileName: z.string(),
  size: z.number(),
  sha256: z.string().nullable(),
  sha512: z.string(),
  sha1: z.string().nullable(),
  appVersion: z.string().nullable(),
  updaters: UpdatersField,
  minimumOsVersion: OsVersionField.nullable(),
  maximumOsVersion: OsVersionField.nullable(),
  companions: z.array(CompanionAnswer).readonly(),
  url: z.string(),
  manifestUrl: z.string(),
  addedAt: InstantField,
});
/** R22: `current` is of the newest release that may be run, of those with a build for this platform and architecture. */
const ListedBuildAnswer = BuildAnswer.extend({ current: z.boolean() });
export const BuildList = z.object({ items: z.array(ListedBuildAnswer) });
/** With an organization: only what this one may run. */
export const BuildListQuery = PageQuery.extend({
  platform: PlatformField.optional(),
  organizationId: IdField.optional(),
});
export const CompanionParams = z.strictObject({ id: IdField, sha256: Sha256Field });
export const BuildFileParams = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hex digits"),
  fileName: z.string(),
});
