import { ok } from "../../result.ts";
import { deleteSessionOf, deleteSessionsOf } from "../../store/tables/session-table.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findReachedAdministrator } from "./find-reached-administrator.ts";

/** Ends one session of an administrator, or all of them. */
export interface EndSessions {
  readonly kind: "end_sessions";
  readonly id: string;
  /** The session that ends, or null for all. */
  readonly sessionId: string | null;
}

export const endSessions: Definition<EndSessions, Administrator> = {
  permit: (actor) =>
    may(actor, "manage_administrators") ? ok(true) : notAllowed("end sessions of administrators"),
  perform: async (change, { actor }, { kind: action, id, sessionId }) => {
    const { database } = change;
    const found = await findReachedAdministrator(database, actor, id);
    if (!found) return notFound("administrator");
    if (sessionId === null) await deleteSessionsOf(database, id);
    else if (!(await deleteSessionOf(database, id, sessionId))) return notFound("session");
    await change.record({ subject: "administrator", id, action, before: found, after: found });
    return ok(found);
  },
};
