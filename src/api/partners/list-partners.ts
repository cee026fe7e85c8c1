import { PartnerList, PartnerListQuery } from "../../contract/partner.ts";
import { ok } from "../../result.ts";
import { listPartners } from "../../store/tables/partner-table.ts";
import { findScene } from "../../store/tables/scenes.ts";
import { levelOf } from "../../tenancy/actor.ts";
import { endpoint } from "../endpoint.ts";
import { readPage } from "../pagination.ts";
import { toPartnerAnswer } from "./partner-answer.ts";

export const getPartners = endpoint({
  method: "GET",
  path: "/v1/partners",
  summary: "The partners one may see: all, one's own, or those that serve one's organization",
  query: PartnerListQuery,
  answer: PartnerList,
  handle: async ({ actor, query, reply, url }, context) => {
    const page = await readPage(context, { actor, url, query });
    if (!page.ok) return page;
    const { after, nextLink } = page.value;
    const { database } = context.store;
    const scene = actor.organizationId === null ? null : await findScene(database, actor.organizationId);
    const own = actor.partnerId === null ? [] : [actor.partnerId];
    const ids = levelOf(actor.role) === "vendor" ? undefined : (scene?.organization.partnerIds ?? own);
    const found = await listPartners(database, {
      max: query.max,
      ...(ids && { ids }),
      ...(query.q !== undefined && { q: query.q }),
      ...(after && { after }),
    });
    const partners = found.map(({ partner }) => partner);
    reply.headers(await nextLink(partners));
    return ok({ items: partners.map(toPartnerAnswer) });
  },
});
