/** What the server refused, or why it could not be asked. */
export interface FailedRequest {
  readonly code: string;
  /** The server's own words, in English. */
  readonly message: string;
  /** Of the HTTP answer; 0: there was none. */
  readonly status: number;
  readonly trackingId?: string | undefined;
}

/** A refusal as loaders and queries throw it. */
export class RefusedError extends Error {
  readonly refusal: FailedRequest;

  constructor(refusal: FailedRequest) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** What a person is told of an error; one that is no refusal is a mistake of ours. */
export function toRefusal(error: unknown): FailedRequest {
  if (error instanceof RefusedError) return error.refusal;
  return { code: "unexpected", message: error instanceof Error ? error.message : String(error), status: 0 };
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof RefusedError && error.refusal.status === status;
}
