import type { Token } from "../../tenancy/token.ts";
import type { ShowActor } from "../actors/show-actors.ts";
import { toScope } from "../grants/scope.ts";

/** A token for an answer: everything but its secret. `show` shows its maker to the caller. */
export function toTokenAnswer({ id, name, actor, expiresAt, createdAt, createdBy }: Token, show: ShowActor) {
  return { id, name, ...toScope(actor), expiresAt, createdAt, createdBy: show(createdBy) };
}
