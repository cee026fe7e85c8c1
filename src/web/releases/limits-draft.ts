import { MAX_WARN_DAYS, USUAL_WARN_DAYS } from "../../catalog/release.ts";
import { needsExpiryReason } from "../../catalog/release-limits.ts";
import type { Shape } from "../../client/shape.ts";
import { type Instant, toInstant } from "../../instant.ts";
import { type DraftKind, isInstantOrNull, isText, isTextOrNull } from "../schedule/draft-fields.ts";
import { textOrNull } from "./typed-text.ts";

type Release = Pick<
  Shape<"ReleaseAnswer">,
  "floor" | "supportEndsAt" | "expiresAt" | "warnDays" | "expiryReason"
>;
type ReleaseChange = Shape<"ReleasePatch">;

/** What a person can enter of how long a release may be run, and what must be run before newer ones. */
export interface LimitsDraft {
  /** Why it is a floor, or null if it is none. */
  readonly floor: string | null;
  readonly supportEndsAt: string | null;
  readonly expiresAt: string | null;
  /** As it is typed. */
  readonly warnDays: string;
  readonly expiryReason: string;
}

/** What a draft of these fields may be made of. */
export const LIMITS_DRAFT_FIELDS: DraftKind<LimitsDraft>["fields"] = {
  floor: isTextOrNull,
  supportEndsAt: isInstantOrNull,
  expiresAt: isInstantOrNull,
  warnDays: isText,
  expiryReason: isText,
};

/** Nothing is limited. */
export const NO_LIMITS_DRAFT: LimitsDraft = {
  floor: null,
  supportEndsAt: null,
  expiresAt: null,
  warnDays: String(USUAL_WARN_DAYS),
  expiryReason: "",
};

export function toLimitsDraft(release: Release): LimitsDraft {
  const { floor, supportEndsAt, expiresAt, warnDays, expiryReason } = release;
  return {
    floor: floor?.reason ?? null,
    supportEndsAt,
    expiresAt,
    warnDays: String(warnDays),
    expiryReason: expiryReason ?? "",
  };
}

/** What is wrong with what was entered, by the field that it is shown at. */
export type LimitsProblem = "floor" | "support" | "warn_days" | "expiry_reason";

/** `saved` is what the release has, which is not asked about again. */
export function problemsOf(draft: LimitsDraft, saved: LimitsDraft, now: number): ReadonlySet<LimitsProblem> {
  const { floor, supportEndsAt, expiresAt, expiryReason } = draft;
  const problems = new Set<LimitsProblem>();
  if (floor?.trim() === "") problems.add("floor");
  if (supportEndsAt !== null && expiresAt !== null && Date.parse(supportEndsAt) > Date.parse(expiresAt)) {
    problems.add("support");
  }
  if (readWarnDays(draft) === null) problems.add("warn_days");
  if (needsReason(draft, saved, now) && expiryReason.trim() === "") problems.add("expiry_reason");
  return problems;
}

/** R30: whether an end of life that is entered needs a reason, as the server asks for one. */
export function needsReason(draft: LimitsDraft, saved: LimitsDraft, now: number): boolean {
  return needsExpiryReason(toExpiry(saved), toExpiry(draft), toInstant(now));
}

function toExpiry({ expiresAt, expiryReason }: LimitsDraft) {
  return {
    expiresAt: expiresAt === null ? null : readInstant(expiresAt),
    expiryReason: textOrNull(expiryReason),
  };
}

function readInstant(text: string): Instant {
  return toInstant(Date.parse(text));
}

function readWarnDays({ warnDays }: LimitsDraft): number | null {
  return /^\d{1,3}$/.test(warnDays.trim()) && Number(warnDays) <= MAX_WARN_DAYS ? Number(warnDays) : null;
}

/** The fields that differ from the release, as the API takes them. */
export function toLimitsChange(changes: Partial<LimitsDraft>, draft: LimitsDraft): ReleaseChange {
  const { floor, expiryReason } = draft;
  return {
    ...("floor" in changes && { floor: floor === null ? null : { reason: floor.trim() } }),
    ...("supportEndsAt" in changes && { supportEndsAt: draft.supportEndsAt }),
    ...("expiresAt" in changes && { expiresAt: draft.expiresAt }),
    ...("warnDays" in changes && { warnDays: readWarnDays(draft) ?? USUAL_WARN_DAYS }),
    // A reason counts only for the date that it was given for.
    ...(("expiryReason" in changes || "expiresAt" in changes) && {
      expiryReason: textOrNull(expiryReason),
    }),
  };
}
