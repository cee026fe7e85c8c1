/**
 * The files of messages that are fetched with the page: what the sign-in, the frame and the list of customers say, and why
 * something failed. All others come with the first page or part that is gone to from there.
 */
export const FIRST_MESSAGES = [
  "customers",
  "find",
  "frame",
  "problem",
  "schedule",
  "scope",
  "sign-in",
] as const;
