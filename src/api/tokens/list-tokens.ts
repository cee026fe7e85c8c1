import { reaches } from "../../commands/people/reaches.ts";
import { TokenList, TokenListQuery } from "../../contract/token.ts";
import { toInstant } from "../../instant.ts";
import { ok } from "../../result.ts";
import { findSponsorChains, rightsIn } from "../../store/tables/sponsor-table.ts";
import { listTokens } from "../../store/tables/token-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { Token } from "../../tenancy/token.ts";
import { endpoint } from "../endpoint.ts";
import { nextLink, readPageEnd } from "../pagination.ts";
import { toTokenAnswer } from "./token-answer.ts";

export const getTokens = endpoint({
  method: "GET",
  path: "/v1/tokens",
  summary: "The tokens of one's own subtree",
  query: TokenListQuery,
  answer: TokenList,
  handle: async ({ actor, query, reply, url, now }, context) => {
    if (!may(actor, "manage_tokens")) return notAllowed("see tokens");
    const end = readPageEnd(query.after, (name) => /^\d{1,15}$/.test(name));
    if (!end.ok) return end;
    const { database } = context.store;
    const after = end.value && { id: end.value.id, createdAt: toInstant(Number(end.value.name)) };
    const tokens = await listTokens(database, { max: query.max, after });
    reply.headers(
      nextLink(
        url,
        query.max,
        tokens.map(({ id, createdAt }) => ({ id, name: String(createdAt) })),
      ),
    );
    const seen: Token[] = [];
    for (const token of tokens) if (await reaches(database, actor, token.actor)) seen.push(token);
    const chains = await findSponsorChains(
      database,
      seen.map(({ id }) => id),
      now,
    );
    const rightsOf = ({ id }: Token) => rightsIn(chains.get(id));
    return ok({ items: seen.map((token) => toTokenAnswer(token, rightsOf(token))) });
  },
});
