import type { CallDescription } from "../endpoint.ts";

/** A call with its name in the API document, which is also its name in generated clients. */
export interface NamedOperation {
  readonly id: string;
  readonly described: CallDescription;
  /** Whether it needs no token. */
  readonly isPublic: boolean;
}
