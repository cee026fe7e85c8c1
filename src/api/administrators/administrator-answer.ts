import type { Administrator } from "../../tenancy/administrator.ts";
import { toScope } from "../grants/scope.ts";

/** An administrator for an answer: everything but the password. */
export function toAdministratorAnswer(one: Administrator) {
  const { id, displayName, email, createdAt, disabledAt } = one;
  return { id, displayName, email, ...toScope(one), createdAt, disabledAt };
}
