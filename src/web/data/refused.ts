import type { SecondFactorKind } from "../../tenancy/second-factor.ts";

/** A call that the server refused or that did not reach it. */
export interface FailedRequest {
  readonly code: string;
  /** The server's explanation, in English. */
  readonly message: string;
  /** The HTTP status, or 0 if there was no answer. */
  readonly status: number;
  readonly trackingId?: string | undefined;
  /** Of `second_factor_required`: the kinds that the account has, the last used first. */
  readonly secondFactors?: readonly SecondFactorKind[] | undefined;
  /** Of `quota_reached`: which quota it is, and the most that there may be. */
  readonly quota?: { readonly name: string; readonly most: number } | undefined;
}

/** A refusal, as loaders and queries throw it. */
export class RefusedError extends Error {
  readonly refusal: FailedRequest;

  constructor(refusal: FailedRequest) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** The refusal to show for an error; any other error is a bug, shown as `unexpected`. */
export function toRefusal(error: unknown): FailedRequest {
  if (error instanceof RefusedError) return error.refusal;
  return { code: "unexpected", message: error instanceof Error ? error.message : String(error), status: 0 };
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof RefusedError && error.refusal.status === status;
}

/** Whether the server itself refused a call (4xx), so that the same call would be refused again. */
export function hasRefusedStatus(error: unknown): boolean {
  return error instanceof RefusedError && error.refusal.status >= 400 && error.refusal.status < 500;
}
