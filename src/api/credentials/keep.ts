import type { Keep } from "../../tenancy/keep.ts";

interface KeepBody {
  readonly ids?: readonly string[] | undefined;
  readonly reason: string;
}

interface KeepInQuery {
  readonly keep?: "all" | readonly string[] | undefined;
  readonly keepReason?: string | undefined;
}

/** What a body asks to keep, or undefined if it asks for nothing. */
export function toKeep(body: KeepBody | undefined): Keep | undefined {
  return body && { ids: body.ids ?? "all", reason: body.reason };
}

/** What a query asks to keep, or undefined if it asks for nothing. */
export function keepInQuery({ keep, keepReason }: KeepInQuery): Keep | undefined {
  return keep === undefined || keepReason === undefined ? undefined : { ids: keep, reason: keepReason };
}
