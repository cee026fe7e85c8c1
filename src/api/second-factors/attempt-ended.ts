import { refuse } from "../../result.ts";

/** Says that what should be answered was never asked in this session, was answered already, or took too long. */
export const ATTEMPT_ENDED = refuse(
  "second_factor_attempt_ended",
  "This was not begun here, is done already, or took longer than ten minutes; begin again.",
);
