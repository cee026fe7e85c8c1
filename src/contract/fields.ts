import { z } from "zod";
import { formatOsVersion, type OsVersion, parseOsVersion } from "../catalog/os-version.ts";
import { PLATFORMS } from "../catalog/platform.ts";
import {
  formatRunningVersion,
  parseRunningVersion,
  type RunningVersion,
} from "../catalog/running-version.ts";
import { formatVersion, parseVersion, type Version } from "../catalog/version.ts";
import { formatInstant, type Instant, parseCalendarInstant } from "../instant.ts";
import { CADENCES, deferralOf, MAX_DEFERRAL_WEEKS, type Schedule, toSchedule } from "../policy/schedule.ts";
import type { CallRefusalCode } from "../refusal-code.ts";
import { type Refusal, type Result, refuse } from "../result.ts";
import { ROLES } from "../tenancy/actor.ts";
import { ACTOR_KINDS } from "../tenancy/actor-kind.ts";
import { LONGEST_NUMBER } from "../tenancy/customer-number.ts";
import { parseId } from "../tenancy/id.ts";
import { findNameFault, hidesSomething, type NameFault } from "../tenancy/name.ts";

interface Issues {
  readonly value: unknown;
  issues: unknown[];
}

/** Turns a refusal of the domain into a zod issue that keeps its code. */
function orIssue<Value>(result: Result<Value, Refusal>, context: Issues): Value {
  if (result.ok) return result.value;
  const { code, message } = result.error;
  context.issues.push({ code: "custom", message, params: { code }, input: context.value });
  return z.NEVER;
}

/** Passes on the issues of another field. */
function asIssues(found: readonly z.core.$ZodIssue[], context: Issues): never {
  for (const issue of found) context.issues.push({ ...issue, input: context.value });
  return z.NEVER;
}

/** A moment: ISO 8601 with its zone on the wire, milliseconds UTC inside. */
export const InstantField = z
  .codec(z.string(), z.custom<Instant>(), {
    decode: (text, context) => orIssue(parseCalendarInstant(text), context),
    encode: formatInstant,
  })
  .meta({ description: "ISO 8601 with its zone, such as 2026-10-06T00:00:00Z" });

/** A version: two to four numbers, or the semver form with the fourth behind a dash. */
export const VersionField = z
  .codec(z.string(), z.custom<Version>(), {
    decode: (text, context) => orIssue(parseVersion(text), context),
    encode: formatVersion,
  })
  .meta({ description: "Two to four numbers, such as 45.4.1.32313" });

/** R32: the version of an operating system: one to four numbers. */
export const OsVersionField = z
  .codec(z.string().max(60), z.custom<OsVersion>(), {
    decode: (text, context) => orIssue(parseOsVersion(text), context),
    encode: formatOsVersion,
  })
  .meta({ description: "One to four numbers, such as 10.0.19045, 12.7 or 22.04" });

/** A version, or one of some words in its place. */
export function versionOr<Word extends string>(...words: readonly Word[]) {
  return z
    .codec(z.string(), z.custom<Version | Word>(), {
      decode: (text, context) =>
        words.find((word) => word === text) ?? orIssue<Version>(parseVersion(text), context),
      encode: (version) => (typeof version === "string" ? version : formatVersion(version)),
    })
    .meta({ description: `Two to four numbers, such as 45.4.1.32313, or ${words.join(" or ")}` });
}

/** One code of a closed list, or several separated by commas; read in the order of the list. */
export function codesField<Code extends string>(codes: readonly Code[]) {
  const allowed = codes.join(", ");
  return z
    .string()
    .max(1000)
    .meta({ description: `One or several, with commas between, of ${allowed}` })
    .transform((text, context): Code[] => {
      const asked = text.split(",");
      if (asked.every((one) => codes.some((code) => code === one)))
        return codes.filter((code) => asked.includes(code));
      const message = `use one or several, separated by commas, of ${allowed}`;
      context.issues.push({ code: "custom", message, input: text });
      return z.NEVER;
    });
}

/** R27: the version that an installation runs. Any text is taken; one that cannot be read makes the installation stay. */
export const RunningVersionField = z
  .codec(z.string(), z.custom<RunningVersion>(), {
    decode: parseRunningVersion,
    encode: formatRunningVersion,
  })
  .meta({
    description:
      "What runs: two to four numbers, such as 45.4.1.32313, or semver, such as 3.0.0-rc.2; with any other text the installation stays",
  });

/** R2: a desktop platform; another one gets its own refusal. */
export const PlatformField = z
  .string()
  .meta({ enum: PLATFORMS })
  .transform((text, context) => {
    const known = PLATFORMS.find((platform) => platform === text);
    if (known) return known;
    context.issues.push({
      code: "custom",
      message: `"${text.slice(0, 40)}" is not a desktop platform, and release management is for desktop installations only (R2); use one of ${PLATFORMS.join(", ")}`,
      params: { code: "desktop_only" satisfies CallRefusalCode },
      input: text,
    });
    return z.NEVER;
  });

/** R1: a deferral beyond the cadence's limit is refused by the rule itself, which says what is allowed. */
const SCHEDULE = {
  cadence: z.string().meta({ enum: CADENCES }),
  deferralWeeks: z
    .number()
    .meta({ type: "integer", minimum: 0, maximum: MAX_DEFERRAL_WEEKS.slow })
    .optional(),
};

/** R1: a schedule. */
export const ScheduleField = z
  .codec(z.strictObject(SCHEDULE), z.custom<Schedule>(), {
    decode: (wire, context) => orIssue(toSchedule(wire.cadence, wire.deferralWeeks), context),
    encode: (schedule) =>
      schedule.cadence === "automatic"
        ? { cadence: schedule.cadence }
        : { cadence: schedule.cadence, deferralWeeks: deferralOf(schedule) },
  })
  .meta({ description: "automatic; latest with 0 to 4 weeks; slow with 0 to 12 weeks" });

/** R9: the value that returns an organization to the schedule it inherits. */
const INHERIT = "inherit";

/** A schedule, or `inherit`. A wrong schedule is refused as {@link ScheduleField} refuses it. */
export const ScheduleOrInheritField = z
  .codec(
    z.union([z.literal(INHERIT), z.looseObject(SCHEDULE).meta({ additionalProperties: false })]),
    z.custom<Schedule | typeof INHERIT>(),
    {
      decode: (wire, context) => {
        if (wire === INHERIT) return wire;
        const read = ScheduleField.safeParse(wire);
        if (read.success) return read.data;
        return asIssues(read.error.issues, context);
      },
      encode: (schedule) => (schedule === INHERIT ? schedule : z.encode(ScheduleField, schedule)),
    },
  )
  .meta({ description: "A schedule, or inherit: return to what the organization inherits" });

/** An id: a UUID, or the base64 of `ciscospark://us/<KIND>/<uuid>`; the value is always the UUID in lower case. */
export const IdField = z
  .codec(z.string(), z.string(), {
    decode: (text, context) => {
      const id = parseId(text);
      if (id !== null) return id;
      const message = `"${text.slice(0, 60)}" is not an id; use a UUID or the base64 of ciscospark://us/<KIND>/<uuid>`;
      return orIssue<string>({ ok: false, error: refuse("id_malformed", message) }, context);
    },
    encode: (id) => id,
  })
  .meta({ description: "A UUID, or the base64 of ciscospark://us/<KIND>/<uuid>" });

const NAME_FAULTS: Readonly<Record<NameFault, string>> = {
  invisible_characters:
    "leave out control characters, and others that nobody sees or that turn the direction of writing",
  shows_nothing: "give a name with at least one visible character",
};

/** A name that people give: at most 200 characters, which can all be seen, and at least one. */
export const NameField = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .superRefine((text, context) => {
    const fault = findNameFault(text);
    if (fault !== null) context.addIssue({ code: "custom", message: NAME_FAULTS[fault] });
  })
  .meta({ description: "A name of visible characters" });

/**
 * A number that a partner has for an organization: up to 60 characters, which can all be seen. What separates the items of
 * a list in a file is left out.
 */
export const CustomerNumberField = NameField.max(LONGEST_NUMBER)
  .regex(/^[^;,]*$/, "leave out commas and semicolons")
  .meta({ description: "A number or a code of visible characters, without commas and semicolons" });

/** A text that people write for others to read, such as a reason or notes: several lines, and nothing that nobody sees. */
export const WrittenField = z
  .string()
  .refine((text) => !hidesSomething(text), NAME_FAULTS.invisible_characters)
  .meta({ description: "A text of visible characters, with line breaks" });

/** A text that is looked for; what no database stores (NUL, broken surrogates) is not allowed. */
export const TextField = z.string().regex(/^[^\0\p{Cs}]*$/u, "leave out NUL and broken surrogates");

export const EmailField = z.email().max(254);

/** A switch in a query: `true` or `false`, `1` or `0`. */
export const SwitchField = z
  .enum(["true", "false", "1", "0"])
  .transform((text) => text === "true" || text === "1");

export const IdParams = z.strictObject({ id: IdField });

/** The query of a call without parameters. */
export const NoQuery = z.strictObject({});

/** A page of a list: its size (`max`, 1 to 1000, by default 100) and the end of the previous page (`after`). */
export const PageQuery = z.strictObject({
  max: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.string().max(1200).optional(),
});

/**
 * The actor of a change, as the caller may know it: a person or token, or with an id and a kind of null only the vendor
 * or partner that it acted for.
 */
export const ActorField = z.object({
  id: z.string().nullable(),
  displayName: z.string(),
  role: z.enum(ROLES),
  kind: z.enum(ACTOR_KINDS).nullable(),
});
