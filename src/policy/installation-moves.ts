import type { Calendar } from "../catalog/calendar.ts";
import type { OsVersion } from "../catalog/os-version.ts";
import type { Target } from "../catalog/platform.ts";
import { NOT_SAID } from "../catalog/running-version.ts";
import type { Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { decide } from "./decide.ts";
import type { Question } from "./judge.ts";
import type { Outcome } from "./outcome.ts";
import type { Standing } from "./standing.ts";
import { offeredBy } from "./verdict.ts";

/** The properties by which installations are counted together. */
export interface InstallationKind {
  readonly target: Target;
  /** The version that they run, or null if they do not say. */
  readonly running: Version | null;
  /** Whether `running` only stands for it, because it was not in the calendar when it was counted. */
  readonly isOther?: boolean;
  /**
   * R11: whether their user has the switch on, so that they are on automatic whatever their organization's schedule is.
   */
  readonly runsAhead: boolean;
  /** R32: the version of their operating system, or null if they do not say. */
  readonly os: OsVersion | null;
  /** R30: whether something other than Sluice decides what they run. */
  readonly isManaged: boolean;
}

/** The effect of a change on installations: each is moved, held or unchanged. */
export interface InstallationMoves {
  readonly total: number;
  /** How many are offered another version at once, or none any more. */
  readonly moved: number;
  /** R15: how many stay on what they run until the next release of the slower cadence. */
  readonly held: number;
  readonly unchanged: number;
}

export const NO_MOVES: InstallationMoves = { total: 0, moved: 0, held: 0, unchanged: 0 };

export function addMoves(a: InstallationMoves, b: InstallationMoves): InstallationMoves {
  return {
    total: a.total + b.total,
    moved: a.moved + b.moved,
    held: a.held + b.held,
    unchanged: a.unchanged + b.unchanged,
  };
}

/** The number of installations of one outcome, indexed by kind. */
interface OutcomeInstallations {
  readonly outcome: Outcome;
  readonly installations: readonly number[];
}

/** R5, R15: the effect of an outcome on installations, kind by kind, by their verdicts at `now`. Yields after each. */
export function* movesOf(
  { outcome, installations }: OutcomeInstallations,
  kinds: readonly InstallationKind[],
  calendar: Calendar,
  now: Instant,
): Generator<void, InstallationMoves> {
  let moves = NO_MOVES;
  for (const [number, kind] of kinds.entries()) {
    const count = installations[number] ?? 0;
    if (count === 0) continue;
    const becomes = whatBecomesOf(kind, outcome, calendar, now);
    moves = { ...moves, total: moves.total + count, [becomes]: moves[becomes] + count };
    yield;
  }
  return moves;
}

function whatBecomesOf(
  kind: InstallationKind,
  { movement, before, after }: Outcome,
  calendar: Calendar,
  now: Instant,
): "moved" | "held" | "unchanged" {
  if (kind.runsAhead || kind.isManaged || movement === "stays") return "unchanged";
  const [offeredBefore, offeredAfter] = [before, after].map((standing) =>
    offeredTo(kind, standing, calendar, now),
  );
  const isOtherwise = offeredBefore !== offeredAfter;
  if (movement === "slower") return isOtherwise && offeredAfter !== null ? "moved" : "held";
  return isOtherwise ? "moved" : "unchanged";
}

/** The id of the release that a verdict offers, or null if it says to stay. */
function offeredTo(
  kind: InstallationKind,
  standing: Standing,
  calendar: Calendar,
  now: Instant,
): string | null {
  return offeredBy(decide(questionOf(kind, now), { code: "vendor_default", standing }, calendar));
}

/**
 * The question of installations of a kind, which ask by themselves and are last in a rollout (R18). R27: those that do not
 * say what they run are offered nothing.
 */
export function questionOf({ target, running, os, isManaged }: InstallationKind, at: Instant): Question {
  const asked = { at, target, running: running ?? NOT_SAID, os, isManaged };
  return { ...asked, installation: null, installedAt: null, manual: false };
}
