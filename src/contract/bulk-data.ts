import { z } from "zod";
import type { ForesightBasis } from "../policy/group-foresight.ts";
import type { CallRefusalCode } from "../refusal-code.ts";
import { CustomerNumberField, IdField, SwitchField } from "./fields.ts";
import { LegacySettings, OrganizationBody } from "./organization.ts";
import { Problem } from "./problem.ts";
import { UserBody } from "./user.ts";

/**
 * How a value is written in a cell of CSV; the items of a list are separated by semicolons, and those of a row have places:
 * an empty one counts. NDJSON uses JSON values.
 */
export type CellKind = "text" | "number" | "list" | "row";

/** The shape of one line of an import or export: its columns, and the schema of the values read from them. */
export interface LineShape<Line> {
  readonly columns: Readonly<Record<string, CellKind>>;
  /** The columns behind them in which an export tells more, as text; an import takes them, and reads past them. */
  readonly toldColumns?: readonly string[];
  readonly schema: z.ZodType<Line>;
}

const { frequency, weeks } = LegacySettings.shape;

/** An organization, with its legacy settings if it has any (R23). */
const OrganizationLine = z
  .strictObject({
    name: OrganizationBody.shape.name,
    partnerIds: OrganizationBody.shape.partnerIds.default([]),
    /** The customer number of each partner, in the order of `partnerIds`; empty where one has none. */
    customerNumbers: z
      .array(CustomerNumberField.or(z.literal("")))
      .max(20)
      .default([]),
    legacyFrequency: frequency.optional(),
    legacyWeeks: weeks.optional(),
  })
  .refine((line) => (line.legacyFrequency === undefined) === (line.legacyWeeks === undefined), {
    message: "legacyFrequency and legacyWeeks go together; give both or neither",
    params: { code: "legacy_incomplete" satisfies CallRefusalCode },
  })
  .refine(({ partnerIds, customerNumbers }) => customerNumbers.length <= partnerIds.length, {
    message:
      "customerNumbers has more numbers than partnerIds has partners; write each in the place of its partner",
    params: { code: "customer_number_without_partner" satisfies CallRefusalCode },
  });
export type OrganizationLine = z.output<typeof OrganizationLine>;
export const ORGANIZATION_LINES: LineShape<OrganizationLine> = {
  columns: {
    name: "text",
    partnerIds: "list",
    legacyFrequency: "text",
    legacyWeeks: "number",
    customerNumbers: "row",
  },
  toldColumns: ["nextVersion", "nextDay", "nextBasis", "nextIsExact"] satisfies readonly (keyof NextCells)[],
  schema: OrganizationLine,
};

/** R56: what an export tells of what comes next for an organization; without anything in sight, nothing. */
export interface NextCells {
  readonly nextVersion?: string;
  /** The day in UTC, such as `2026-03-03`. */
  readonly nextDay?: string;
  readonly nextBasis?: ForesightBasis;
  /** False if the day is the earliest that there can be. */
  readonly nextIsExact?: boolean;
}

const UserLine = z.strictObject({ organizationId: IdField, ...UserBody.shape });
export type UserLine = z.output<typeof UserLine>;
export const USER_LINES: LineShape<UserLine> = {
  columns: { organizationId: "text", displayName: "text", email: "text" },
  schema: UserLine,
};

/** R23: the legacy settings of an organization. */
const LegacyLine = z.strictObject({ organizationId: IdField, frequency, weeks });
export type LegacyLine = z.output<typeof LegacyLine>;
export const LEGACY_LINES: LineShape<LegacyLine> = {
  columns: { organizationId: "text", frequency: "text", weeks: "number" },
  schema: LegacyLine,
};

/** What an import does with lines about what is there already. */
const EXISTING_CHOICES = ["skip", "create", "refuse"] as const;
export type ExistingChoice = (typeof EXISTING_CHOICES)[number];

/** `dryRun`: apply nothing, only report. `skipBadLines`: apply the good lines though others are bad. */
export const ImportQuery = z.strictObject({
  dryRun: SwitchField.optional(),
  skipBadLines: SwitchField.optional(),
});

/**
 * `existing`: lines about what is there already are left out (skip), applied all the same (create), or bad (refuse). They
 * are told in the report whatever is chosen.
 */
export const MakingImportQuery = ImportQuery.extend({
  existing: z.enum(EXISTING_CHOICES).default("skip"),
});

/** What is told of a line, by its number in the file; the header of CSV is line 1. */
const LineNote = z.object({ line: z.number(), code: z.string(), description: z.string() });
export type LineNote = z.infer<typeof LineNote>;

const report = {
  /** Lines with data: without the header and empty ones. */
  lines: z.number(),
  /** The number of lines that were applied. */
  applied: z.number(),
  dryRun: z.boolean(),
  /** The first 1,000 bad lines. */
  errors: z.array(LineNote),
  errorCount: z.number(),
  /** The first 1,000 good lines about what is there already, or about what an earlier line is about; not given if none are. */
  existing: z.array(LineNote).optional(),
  /** The number of such lines; not given if there are none. */
  existingCount: z.number().optional(),
  /** How many of them were left out, or would be without dryRun; not given if there are none. */
  skipped: z.number().optional(),
};
export const ImportReport = z.object(report);
export type ImportReport = z.infer<typeof ImportReport>;

/**
 * The refusal of an import with bad lines, of which nothing was applied: the report, and the fields of every refusal.
 */
export const ImportRefused = Problem.extend(report);
