import { randomBytes, randomUUID } from "node:crypto";
import { TokenBody, TokenCreated } from "../../contract/token.ts";
import { showActors } from "../actors/show-actors.ts";
import { hashSecret } from "../authenticate.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toGrantAsked } from "../grants/asked-grant.ts";
import { endAfter } from "../lives-config.ts";
import { toTokenAnswer } from "./token-answer.ts";

export const createToken = endpoint({
  method: "POST",
  path: "/v1/tokens",
  summary: "Make a token for one's own level or below; the secret is shown once",
  body: TokenBody,
  answer: TokenCreated,
  showsSecret: true,
  status: 201,
  asksForProof: true,
  handle: ({ actor, body, now }, context) => {
    const secret = `slc_${randomBytes(32).toString("base64url")}`;
    const command = {
      kind: "create_token",
      id: randomUUID(),
      name: body.name,
      grant: toGrantAsked(body),
      expiresAt: body.expiresAt ?? null,
      latestEndAt: endAfter(now, context.config.lives.tokenDays * 86_400_000),
      secretHash: hashSecret(secret),
    } as const;
    return perform(context, actor, command, async (token, database) => {
      const show = await showActors(context, database, actor, [token.createdBy]);
      return { ...toTokenAnswer(token, token.actor, show), token: secret };
    });
  },
});
