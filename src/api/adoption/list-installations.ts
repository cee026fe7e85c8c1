import { formatShortest } from "../../catalog/version.ts";
import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { InstallationList, InstallationListQuery, OTHER } from "../../contract/adoption.ts";
import { IdParams } from "../../contract/fields.ts";
import type { Instant } from "../../instant.ts";
import { statusOf } from "../../policy/behind.ts";
import { ok } from "../../result.ts";
import type { Installation } from "../../store/tables/installation-row.ts";
import { listInstallations, OTHER_VERSIONS } from "../../store/tables/installation-table.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { toSupportAnswer } from "../../updates/verdict-answer.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import { toNext } from "../forecast/foresight-answer.ts";
import { questionOfInstallation, runningOf } from "../forecast/installation-question.ts";
import { readPage } from "../pagination.ts";
import { readVersion } from "./version-counts.ts";

export const getInstallations = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/installations",
  summary:
    "The installations of an organization, by their ids: what each runs, when it last asked, and its verdict",
  params: IdParams,
  query: InstallationListQuery,
  answer: InstallationList,
  handle: async ({ actor, params, query, reply, url, now }, context) => {
    const page = await readPage(context, { actor, url, query });
    if (!page.ok) return page;
    const { after, nextLink } = page.value;
    const { database } = context.store;
    if (!(await findVisibleScene(database, actor, params.id))) return notFound("organization");
    await context.follower.catchUp();
    const { user, version, q, installation, max } = query;
    const found = await listInstallations(database, params.id, {
      userId: user,
      id: installation,
      q,
      max,
      after: after?.id,
      version: version === OTHER ? OTHER_VERSIONS : version && formatShortest(version),
    });
    const ends = found.map(({ id }) => ({ name: "", id }));
    reply.headers(await nextLink(ends));
    return ok({ items: found.map((one) => toAnswer(context, one, now)) });
  },
});

function toAnswer({ fleet }: Context, installation: Installation, now: Instant) {
  const { organizationId, id, userId, platform, arch, updater, osVersion, isManaged } = installation;
  const question = questionOfInstallation(installation, now);
  const standingClass = fleet.standingClassOf(organizationId, userId);
  const verdict = fleet.decide(standingClass, question);
  const { behind, conditions } = statusOf(question, standingClass, fleet.calendar);
  const { next } = fleet.foresightAt(now).ofOne(question, standingClass.standing, now);
  return {
    installation: id,
    userId,
    platform,
    arch,
    updater,
    version: runningOf(installation),
    osVersion,
    managed: isManaged,
    lastAskedAt: installation.lastAskedAt,
    action: verdict.action,
    offered: installation.offered === null ? null : readVersion(installation.offered),
    offeredNow: verdict.action === "update" ? verdict.release.version : null,
    ...toNext(next, "counted"),
    behind,
    conditions: [...conditions],
    support: toSupportAnswer(verdict.support),
  };
}
