import { err, ok, refuse } from "../../result.ts";
import { deleteSession } from "../../store/tables/session-table.ts";
import { endpoint } from "../endpoint.ts";
import { clearSessionCookie } from "../session-cookie.ts";

export const signOut = endpoint({
  method: "DELETE",
  path: "/v1/sessions/current",
  summary: "Sign out: the session ends on every server at once",
  isOpenBeforePasswordChange: true,
  handle: async ({ session, reply }, context) => {
    if (!session) return err(refuse("no_session", NO_SESSION));
    await deleteSession(context.store.database, session.id);
    reply.server.events.checkSessions();
    clearSessionCookie(reply, context.config);
    // Only what was downloaded goes: a person's language and appearance stay in the browser's storage.
    reply.header("clear-site-data", '"cache"');
    return ok(undefined);
  },
});

export const NO_SESSION =
  "This call was made with a token, not in a session; revoke a token with DELETE /v1/tokens/{id}.";
