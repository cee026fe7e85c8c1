import { SessionList } from "../../contract/session.ts";
import { ok } from "../../result.ts";
import { listSessions } from "../../store/tables/session-table.ts";
import { sessionEndsAt } from "../../tenancy/session.ts";
import { endpoint } from "../endpoint.ts";

export const getSessions = endpoint({
  method: "GET",
  path: "/v1/sessions",
  summary: "One's own sessions, the newest first",
  answer: SessionList,
  handle: async ({ actor, session, now }, context) => {
    const sessions = await listSessions(context.store.database, actor.id);
    const items = sessions
      .filter((one) => sessionEndsAt(one) > now)
      .map(({ id, userAgent, createdAt, lastUsedAt, expiresAt }) => {
        return { id, current: id === session?.id, userAgent, createdAt, lastUsedAt, expiresAt };
      });
    return ok({ items });
  },
});
