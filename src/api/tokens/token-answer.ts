import type { Token } from "../../tenancy/token.ts";
import { toScope } from "../grants/scope.ts";

/** A token for an answer: everything but its secret. */
export function toTokenAnswer({ id, name, actor, expiresAt, createdAt, createdBy }: Token) {
  return { id, name, ...toScope(actor), expiresAt, createdAt, createdBy };
}
