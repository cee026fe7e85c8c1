import { z } from "zod";
import { findReachedAdministrator } from "../../commands/people/find-reached-administrator.ts";
import { AdministratorAnswer } from "../../contract/administrator.ts";
import { IdField, IdParams } from "../../contract/fields.ts";
import { SessionList } from "../../contract/session.ts";
import { ok } from "../../result.ts";
import { listSessions } from "../../store/tables/session-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toSessionAnswers } from "../sessions/session-answer.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";

export const getAdministratorSessions = endpoint({
  method: "GET",
  path: "/v1/administrators/:id/sessions",
  summary: "The sessions of an administrator, the newest first",
  params: IdParams,
  answer: SessionList,
  handle: async ({ actor, session, params: { id }, now }, context) => {
    if (!may(actor, "manage_administrators")) return notAllowed("see sessions of administrators");
    const { database } = context.store;
    if (!(await findReachedAdministrator(database, actor, id))) return notFound("administrator");
    return ok({ items: toSessionAnswers(await listSessions(database, id), now, session) });
  },
});

export const endAdministratorSessions = endpoint({
  method: "DELETE",
  path: "/v1/administrators/:id/sessions",
  summary: "End all sessions of an administrator, on every server at once",
  params: IdParams,
  handle: ({ actor, params: { id } }, context) => {
    const command = { kind: "end_sessions", id, sessionId: null } as const;
    return perform(context, actor, command, () => undefined);
  },
});

export const endAdministratorSession = endpoint({
  method: "DELETE",
  path: "/v1/administrators/:id/sessions/:sessionId",
  summary: "End one session of an administrator, on every server at once",
  params: z.strictObject({ id: IdField, sessionId: IdField }),
  handle: ({ actor, params: { id, sessionId } }, context) => {
    return perform(context, actor, { kind: "end_sessions", id, sessionId }, () => undefined);
  },
});

export const removeAdministratorSecondFactors = endpoint({
  method: "DELETE",
  path: "/v1/administrators/:id/second-factors",
  summary: "Remove all second factors and recovery codes of somebody who lost them; all sessions end",
  params: IdParams,
  status: 200,
  answer: AdministratorAnswer,
  asksForProof: true,
  handle: ({ actor, params: { id } }, context) => {
    const command = { kind: "remove_second_factors", id } as const;
    return perform(context, actor, command, toAdministratorAnswer);
  },
});
