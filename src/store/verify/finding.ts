/** The kinds of faults in a ledger or in the state beside it. */
export const FINDING_CODES = [
  "sequence_gap",
  "chain_broken",
  "entry_changed",
  "time_goes_back",
  "head_differs",
  "expected_entry_missing",
  "segment_unreadable",
  "segment_differs",
  "entry_missing",
  "state_missing",
  "state_unexpected",
  "state_differs",
  "state_skipped",
  "credential_differs",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** One fault: where it is, and a sentence for people. */
export interface Finding {
  readonly code: FindingCode;
  readonly sequence?: number;
  readonly subject?: string;
  readonly id?: string;
  readonly message: string;
}
