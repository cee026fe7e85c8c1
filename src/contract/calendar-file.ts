import { z } from "zod";
import { RELEASE_STATES, type ReleaseState } from "../catalog/release.ts";
import { compareVersions, formatVersion, type Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { InstantField, VersionField } from "./fields.ts";
import { RELEASE_LIMITS } from "./release.ts";

/** One release of a calendar file. */
export interface CalendarLine {
  readonly version: Version;
  readonly automaticAt: Instant;
  /** The slow date, or null if the release is not on the slow channel. */
  readonly slowAt: Instant | null;
  /** The state, or null if the file does not name one. */
  readonly state: ReleaseState | null;
  /** R28 to R31: what it limits, as the API takes it; what the file does not name is left out. */
  readonly limits: Limits;
}

/** They have passed the API's own schema, and are as the file wrote them. */
type Limits = { readonly [Field in keyof typeof RELEASE_LIMITS]?: unknown };

const Line = z
  .strictObject({
    version: VersionField,
    automaticAt: InstantField,
    /** Whether it is on the slow channel from its automatic date on. */
    slow: z.boolean().optional(),
    slowAt: InstantField.nullable().optional(),
    state: z.enum(RELEASE_STATES).optional(),
    ...RELEASE_LIMITS,
  })
  .refine(
    (line) => line.slow === undefined || line.slowAt === undefined,
    "slow and slowAt are both given; give one of them",
  );

const File = z.strictObject({
  about: z.string().optional(),
  releases: z.array(z.unknown()).min(1).max(5000),
});

/**
 * Reads a calendar file, `{releases: [{version, automaticAt, slow} or {version, automaticAt, slowAt}]}`, each with
 * its state and limits if wanted, whole or not at all. The refusal `calendar_invalid` names the bad release by the text that `nameOf` makes from its index.
 */
export function readCalendarFile(
  file: unknown,
  nameOf: (index: number) => string = (index) => `release ${index + 1}`,
): Result<readonly CalendarLine[], Refusal<"calendar_invalid">> {
  const whole = File.safeParse(file);
  if (!whole.success) return invalid("the file", whole.error);
  const lines: CalendarLine[] = [];
  for (const [index, value] of whole.data.releases.entries()) {
    const line = Line.safeParse(value);
    if (!line.success) return invalid(nameOf(index), line.error);
    const { version, automaticAt, slow, slowAt, state } = line.data;
    const twin = lines.findIndex((other) => compareVersions(other.version, version) === 0);
    if (twin >= 0) return twice(nameOf(index), nameOf(twin), version);
    const dates = { automaticAt, slowAt: slow ? automaticAt : (slowAt ?? null) };
    lines.push({ version, ...dates, state: state ?? null, limits: limitsIn(value) });
  }
  return ok(lines);
}

/** The limits of a line that is as the API takes them. */
function limitsIn(line: unknown): Limits {
  const given = Object.entries(line as object).filter(([name]) => Object.hasOwn(RELEASE_LIMITS, name));
  return Object.fromEntries(given);
}

function invalid(name: string, { issues }: z.ZodError): Result<never, Refusal<"calendar_invalid">> {
  const [issue] = issues;
  const field = issue && issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  return err(refuse("calendar_invalid", `${name}: ${field}${issue?.message ?? "not a release"}`));
}

function twice(name: string, first: string, version: Version): Result<never, Refusal<"calendar_invalid">> {
  const message = `${name}: version ${formatVersion(version)} is at ${first} already; list each version once`;
  return err(refuse("calendar_invalid", message));
}
