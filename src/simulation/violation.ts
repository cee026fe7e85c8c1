import type { Instant } from "../instant.ts";
import { STAY } from "./answers.ts";

/** The kinds of violation, each with a sentence for the report. */
export const VIOLATION_KINDS = {
  went_backwards: "An installation was offered what it runs already, or something older (R5).",
  not_as_forecast:
    "An installation was not answered as the forecast had said (R4, R15, R17, R18, R28, R30, R31, R32, R33).",
  not_as_next: "The next offer did not come as was said of an installation or its organization (R56).",
  not_as_explained: "The explanation from the ledger says something else than was answered (R17).",
  ledger_damaged: "The ledger does not verify, or the state is not what it says (R26).",
} as const;
export type ViolationKind = keyof typeof VIOLATION_KINDS;

/** The first violation of a simulation. */
export interface Violation {
  readonly kind: ViolationKind;
  readonly at: Instant;
  /** The installation, or null if the violation concerns none. */
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

/** The version that an installation runs, the one it was offered and the one forecast, as ranks or {@link STAY}. */
export interface Observation {
  readonly running: number;
  readonly answered: number;
  readonly foretold: number;
}

/** What is wrong with an answer, or null if it is not backwards and equals the forecast. */
export function judgeAnswer({ running, answered, foretold }: Observation): ViolationKind | null {
  if (answered !== STAY && answered <= running) return "went_backwards";
  return answered === foretold ? null : "not_as_forecast";
}
