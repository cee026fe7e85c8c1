import { TokenList, TokenListQuery } from "../../contract/token.ts";
import { toInstant } from "../../instant.ts";
import { ok } from "../../result.ts";
import { findSponsorChains, rightsIn } from "../../store/tables/sponsor-table.ts";
import { listTokens } from "../../store/tables/token-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { sponsorOf } from "../../tenancy/sponsor.ts";
import { showActors } from "../actors/show-actors.ts";
import { endpoint } from "../endpoint.ts";
import { readPage } from "../pagination.ts";
import { toTokenAnswer } from "./token-answer.ts";

export const getTokens = endpoint({
  method: "GET",
  path: "/v1/tokens",
  summary: "The tokens of one's own subtree, or of one level, partner or organization in it",
  query: TokenListQuery,
  answer: TokenList,
  handle: async ({ actor, query, reply, url, now }, context) => {
    if (!may(actor, "manage_tokens")) return notAllowed("see tokens");
    const page = await readPage(context, { actor, url, query });
    if (!page.ok) return page;
    const { database } = context.store;
    const end = page.value.after;
    const after = end && { id: end.id, createdAt: toInstant(Number(end.name)) };
    const tokens = await listTokens(database, { ...query, subtreeOf: actor, after });
    const ends = tokens.map(({ id, createdAt }) => ({ id, name: String(createdAt) }));
    reply.headers(await page.value.nextLink(ends));
    const makers = tokens.flatMap((token) => [token.createdBy, sponsorOf(token)]);
    const show = await showActors(context, database, actor, makers);
    const ids = tokens.map(({ id }) => id);
    const chains = await findSponsorChains(database, ids, now);
    return ok({ items: tokens.map((token) => toTokenAnswer(token, rightsIn(chains.get(token.id)), show)) });
  },
});
