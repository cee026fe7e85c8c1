import type { Token } from "../../tenancy/token.ts";
import { toScope } from "../grants/scope.ts";

/** A token as it is shown: everything but its secret. */
export function toTokenAnswer({ id, name, actor, expiresAt, createdAt, createdBy }: Token) {
  return { id, name, ...toScope(actor), expiresAt, createdAt, createdBy };
}
