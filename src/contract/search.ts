import { z } from "zod";
import { ARCHITECTURES, PLATFORMS } from "../catalog/platform.ts";
import { IdField, InstantField, RunningVersionField, TextField } from "./fields.ts";

export const SearchQuery = z.strictObject({ q: TextField.trim().min(2).max(200) });

const FoundUser = z.object({
  id: IdField,
  displayName: z.string(),
  email: z.string(),
  organizationId: IdField,
  organizationName: z.string(),
});

const FoundInstallation = z.object({
  installation: z.string(),
  organizationId: IdField,
  organizationName: z.string(),
  /** The user that it told, or null if it told none that is known. */
  user: z.object({ id: IdField, displayName: z.string() }).nullable(),
  platform: z.enum(PLATFORMS),
  arch: z.enum(ARCHITECTURES),
  /** The version that it runs, or null if it told none. */
  version: RunningVersionField.nullable(),
  lastAskedAt: InstantField,
});

/** At most 10 of each: organizations and users by name, installations by id, one with exactly this id first. */
export const SearchAnswer = z.object({
  organizations: z.array(z.object({ id: IdField, name: z.string() })),
  users: z.array(FoundUser),
  installations: z.array(FoundInstallation),
});
