import { SessionList } from "../../contract/session.ts";
import { ok } from "../../result.ts";
import { listSessions } from "../../store/tables/session-table.ts";
import { endpoint } from "../endpoint.ts";
import { toSessionAnswers } from "./session-answer.ts";

export const getSessions = endpoint({
  method: "GET",
  path: "/v1/sessions",
  summary: "One's own sessions, the newest first",
  answer: SessionList,
  handle: async ({ actor, session, now }, context) => {
    const sessions = await listSessions(context.store.database, actor.id);
    return ok({ items: toSessionAnswers(sessions, now, session) });
  },
});
