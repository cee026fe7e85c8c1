import { PartnerList, PartnerListQuery } from "../../contract/partner.ts";
import { ok } from "../../result.ts";
import { listPartners } from "../../store/tables/partner-table.ts";
import { findScene } from "../../store/tables/scenes.ts";
import { levelOf } from "../../tenancy/actor.ts";
import { endpoint } from "../endpoint.ts";
import { nextLink, readPageEnd } from "../pagination.ts";
import { toPartnerAnswer } from "./partner-answer.ts";

export const getPartners = endpoint({
  method: "GET",
  path: "/v1/partners",
  summary: "The partners one may see: all, one's own, or those that serve one's organization",
  query: PartnerListQuery,
  answer: PartnerList,
  handle: async ({ actor, query, reply, url }, context) => {
    const after = readPageEnd(query.after);
    if (!after.ok) return after;
    const { database } = context.store;
    const scene = actor.organizationId === null ? null : await findScene(database, actor.organizationId);
    const own = actor.partnerId === null ? [] : [actor.partnerId];
    const ids = levelOf(actor.role) === "vendor" ? undefined : (scene?.organization.partnerIds ?? own);
    const found = await listPartners(database, {
      max: query.max,
      ...(ids && { ids }),
      ...(query.q !== undefined && { q: query.q }),
      ...(after.value && { after: after.value }),
    });
    const partners = found.map(({ partner }) => partner);
    reply.headers(nextLink(url, query.max, partners));
    return ok({ items: partners.map(toPartnerAnswer) });
  },
});
