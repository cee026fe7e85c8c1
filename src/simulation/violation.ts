import type { Instant } from "../instant.ts";
import { STAY } from "./answers.ts";

/** What can turn out to be wrong. */
export const VIOLATION_KINDS = {
  went_backwards: "An installation was offered what it runs already, or something older (R5).",
  not_as_forecast: "An installation was not answered as the forecast had said (R4, R15, R17, R18).",
  not_as_explained: "The explanation from the ledger says something else than was answered (R17).",
  ledger_damaged: "The ledger does not verify, or the state is not what it says (R26).",
} as const;
export type ViolationKind = keyof typeof VIOLATION_KINDS;

/** The first thing that was wrong: to whom it happened, when, what was expected and what came. */
export interface Violation {
  readonly kind: ViolationKind;
  readonly at: Instant;
  /** Null: it is about no installation. */
  readonly who: {
    readonly organizationId: string;
    readonly userId: string | null;
    readonly installation: string;
    readonly target: string;
    readonly running: string;
  } | null;
  readonly expected: string;
  readonly got: string;
}

/** What an installation of one version was answered, and what had been foretold: ranks, or {@link STAY}. */
export interface Observation {
  readonly running: number;
  readonly answered: number;
  readonly foretold: number;
}

/** Whether an answer is as it must be: never backwards, and what the forecast had said. */
export function judgeAnswer({ running, answered, foretold }: Observation): ViolationKind | null {
  if (answered !== STAY && answered <= running) return "went_backwards";
  return answered === foretold ? null : "not_as_forecast";
}
