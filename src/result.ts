import type { CallRefusalCode, RefusalCode } from "./refusal-code.ts";

/** What a decision gives back when it can be refused: the value, or the reason as data. Only bugs throw. */
export type Result<Value, Reason> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Reason };

/** A refusal as data: a stable snake_case code for programs, and for people one sentence that says what is wrong and what to do. */
export interface Refusal<Code extends string = CallRefusalCode> {
  readonly code: Code;
  readonly message: string;
  /** Of `quota_reached`: which quota it is, and the most that there may be. */
  readonly quota?: { readonly name: string; readonly most: number } | undefined;
}

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function err<Reason>(error: Reason): { readonly ok: false; readonly error: Reason } {
  return { ok: false, error };
}

/** A refusal; its code is one of the closed list in `refusal-code.ts`. */
export function refuse<Code extends RefusalCode>(code: Code, message: string): Refusal<Code> {
  return { code, message };
}
