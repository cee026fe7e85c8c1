import { IdParams } from "../../contract/fields.ts";
import { TokenAnswer, TokenKeepBody } from "../../contract/token.ts";
import { sponsorOf } from "../../tenancy/sponsor.ts";
import { showActors } from "../actors/show-actors.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toTokenAnswer } from "./token-answer.ts";

export const keepToken = endpoint({
  method: "POST",
  path: "/v1/tokens/:id/keep",
  summary: "Become the sponsor of a token: from then on it has the rights that you leave it, not its maker",
  params: IdParams,
  body: TokenKeepBody,
  answer: TokenAnswer,
  asksForProof: true,
  handle: ({ actor, params: { id }, body: { reason } }, context) =>
    perform(context, actor, { kind: "keep_token", id, reason }, async (token, database) => {
      const show = await showActors(context, database, actor, [token.createdBy, sponsorOf(token)]);
      return toTokenAnswer(token, token.actor, show);
    }),
});
