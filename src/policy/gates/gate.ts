import type { Build } from "../../catalog/build.ts";
import type { CalendarEntry } from "../../catalog/calendar.ts";
import type { Target } from "../../catalog/platform.ts";
import type { Critical } from "../../catalog/release.ts";
import type { Version } from "../../catalog/version.ts";
import type { Instant } from "../../instant.ts";
import type { Reason } from "../reason.ts";
import type { Rule } from "../rules.ts";
import type { Standing } from "../standing.ts";
import type { TraceDecision } from "../trace.ts";
import type { Opening } from "./opening.ts";

/** The installation that asks which version it may run, and what it says of itself. */
export interface Asker {
  readonly target: Target;
  /** What it runs, or null if it did not say (some updaters never do). */
  readonly running: Version | null;
  /** Its stable id, or null if it did not say. */
  readonly installation: string | null;
  /** When it was installed, or null if that is not known. */
  readonly installedAt: Instant | null;
  /** R18: a person asks by hand. */
  readonly manual: boolean;
}

/** One release that is judged, for one standing and one asker. */
export interface Candidate {
  readonly entry: CalendarEntry;
  readonly standing: Standing;
  /** Null if it is judged for everybody at the standing, whichever installation they have. */
  readonly asker: Asker | null;
  /** R20: why the release is critical for this asker, or null if it is not. */
  readonly critical: Critical | null;
  /** The build that the asker would get, or null if there is none for it (or nobody in particular asks). */
  readonly build: Build | null;
}

/** How a trace tells of a gate: the releases that it is about, and what was decided where there are some or none. */
export interface GateTrace {
  readonly some: TraceDecision;
  readonly none: TraceDecision;
  isAbout(entry: CalendarEntry): boolean;
}

/**
 * One rule about one release: when it lets the release through, and what it says where it does not. Everything that
 * depends on when a release may run is derived from the list of gates (`gates.ts`) and from nothing else.
 */
export interface Gate {
  readonly name: string;
  readonly rule: Rule;
  /** R20: whether a critical release passes it where it is shut. */
  readonly isPassedByCritical: boolean;
  /** R15: whether organizations that it shuts out are counted as held back instead of being left out. */
  readonly holdsBack: boolean;
  /** When it is open for the asker; where there is none, for the first installation that it lets through. */
  opening(candidate: Candidate): Opening;
  /** When it is open for every installation; given only by a gate that lets some through before others. */
  openingForAll?(candidate: Candidate): Opening;
  /** The instants at which what it says changes, beside those at which it opens or shuts. */
  dates?(candidate: Candidate): readonly Instant[];
  /** Why the release is not let through at an instant at which the gate is shut, or null if there is nothing to tell. */
  reason(candidate: Candidate, at: Instant): Reason | null;
  /** What is to be told of a release that is let through, or null if that is nothing. */
  remark?(candidate: Candidate, at: Instant): Reason | null;
  /** How a trace tells of it, or null if another step of the trace does. */
  readonly trace: GateTrace | null;
}
