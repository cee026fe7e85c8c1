import { IdParams } from "../../contract/fields.ts";
import { err, ok, refuse } from "../../result.ts";
import { deleteOtherSessions, deleteSessionOf } from "../../store/tables/session-table.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { NO_SESSION } from "./sign-out.ts";

export const endOwnSession = endpoint({
  method: "DELETE",
  path: "/v1/sessions/:id",
  summary: "End one of one's own sessions, on every server at once",
  params: IdParams,
  handle: async ({ actor, session, reply, params: { id } }, context) => {
    if (!session) return err(refuse("no_session", NO_SESSION));
    if (!(await deleteSessionOf(context.store.database, actor.id, id))) return notFound("session");
    reply.server.events.checkSessions();
    return ok(undefined);
  },
});

export const endOtherSessions = endpoint({
  method: "DELETE",
  path: "/v1/sessions",
  summary: "End all of one's own sessions but this one",
  handle: async ({ actor, session, reply }, context) => {
    if (!session) return err(refuse("no_session", NO_SESSION));
    await deleteOtherSessions(context.store.database, actor.id, session.id);
    reply.server.events.checkSessions();
    return ok(undefined);
  },
});
