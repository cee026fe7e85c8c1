import { MeAnswer } from "../../contract/session.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { toScope } from "../grants/scope.ts";

export const getMe = endpoint({
  method: "GET",
  path: "/v1/me",
  summary: "Who am I, and at which level?",
  answer: MeAnswer,
  isOpenBeforePasswordChange: true,
  handle: async ({ actor, session }) => {
    return ok({
      person: { id: actor.id, displayName: actor.displayName },
      ...toScope(actor),
      ...(session && { passwordChangeNeeded: session.passwordChangeNeeded }),
    });
  },
});
