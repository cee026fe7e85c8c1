import { MeAnswer } from "../../contract/token.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { toScope } from "../tokens/scope.ts";

export const getMe = endpoint({
  method: "GET",
  path: "/v1/me",
  summary: "Who am I, and at which level?",
  answer: MeAnswer,
  handle: async ({ actor }) => {
    return ok({ person: { id: actor.id, displayName: actor.displayName }, ...toScope(actor) });
  },
});
