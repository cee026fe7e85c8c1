import type { Build } from "../../catalog/build.ts";
import type { CalendarEntry } from "../../catalog/calendar.ts";
import type { OsVersion } from "../../catalog/os-version.ts";
import type { Target } from "../../catalog/platform.ts";
import type { Critical } from "../../catalog/release.ts";
import type { RunningVersion } from "../../catalog/running-version.ts";
import type { Instant } from "../../instant.ts";
import type { Reason } from "../reason.ts";
import type { Rule } from "../rules.ts";
import type { Standing } from "../standing.ts";
import type { TraceDecision } from "../trace.ts";
import type { Opening } from "./opening.ts";

/** What an installation that asks says about itself. */
export interface Asker {
  readonly target: Target;
  /** The version that it runs, or null if it did not say (some updaters never do). */
  readonly running: RunningVersion | null;
  /** Its stable id, or null if it did not say. */
  readonly installation: string | null;
  /** When it was installed, or null if that is not known. */
  readonly installedAt: Instant | null;
  /** R18: whether a person asked by hand. */
  readonly manual: boolean;
  /** R32: the version of its operating system, or null if it did not say. */
  readonly os: OsVersion | null;
  /** R30: whether something other than Sluice decides what it runs, such as a virtual desktop's image. */
  readonly isManaged: boolean;
}

/** What an asker says of a computer of which it says nothing. */
export const NOTHING_OF_THE_COMPUTER = { os: null, isManaged: false } as const satisfies Partial<Asker>;

/** A release to be judged for one standing and one asker. */
export interface Candidate {
  readonly entry: CalendarEntry;
  readonly standing: Standing;
  /** The asker, or null if it is judged for every installation of the standing. */
  readonly asker: Asker | null;
  /** R20: why the release is critical for this asker, or null if it is not. */
  readonly critical: Critical | null;
  /** The build that the asker would get, or null if there is none for its target or no asker. */
  readonly build: Build | null;
}

/** How a trace shows a gate: which releases it concerns, and the decision to report if there are some or none. */
export interface GateTrace {
  readonly some: TraceDecision;
  readonly none: TraceDecision;
  isAbout(entry: CalendarEntry): boolean;
}

/**
 * One rule about one release: when it lets the release through, and the reason if it does not. Everything that depends
 * on when a release may run is derived from the list of gates (`gates.ts`) and from nothing else.
 */
export interface Gate {
  readonly name: string;
  readonly rule: Rule;
  /** R20: whether a critical release passes it while it is shut. */
  readonly isPassedByCritical: boolean;
  /** R28: whether a step on the way to another release passes it while it is shut. */
  readonly isPassedByStep: boolean;
  /** R15: whether organizations that it shuts out are counted as held back instead of left out. */
  readonly holdsBack: boolean;
  /** When it is open for the asker or, without an asker, for the first installation that it lets through. */
  opening(candidate: Candidate): Opening;
  /** When it is open for every installation; only for a gate that lets some through before others. */
  openingForAll?(candidate: Candidate): Opening;
  /** Instants at which its reason or remark changes, other than those at which it opens or shuts. */
  dates?(candidate: Candidate): readonly Instant[];
  /**
   * Why the release is not let through at an instant at which the gate is shut, or null if there is nothing to report.
   */
  reason(candidate: Candidate, at: Instant): Reason | null;
  /** A reason to report with a release that is let through, or null if there is none. */
  remark?(candidate: Candidate, at: Instant): Reason | null;
  /** How a trace shows it, or null if another step of the trace does. */
  readonly trace: GateTrace | null;
}
