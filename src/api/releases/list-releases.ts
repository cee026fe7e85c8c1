import { compareVersions, formatVersion, parseVersion } from "../../catalog/version.ts";
import { PageQuery } from "../../contract/fields.ts";
import { ReleaseList } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { readPage } from "../pagination.ts";
import { toReleaseAnswer } from "./release-answer.ts";

export const getReleases = endpoint({
  method: "GET",
  path: "/v1/releases",
  summary: "The release calendar, the newest version first",
  query: PageQuery,
  answer: ReleaseList,
  handle: async ({ actor, query, reply, url }, context) => {
    const asked = await readPage(context, { actor, url, query }, (name) => parseVersion(name).ok);
    if (!asked.ok) return asked;
    await context.follower.catchUp();
    const after = asked.value.after && parseVersion(asked.value.after.name);
    const rest = context.fleet.calendar
      .map(({ release }) => release)
      .filter(({ version }) => !after?.ok || compareVersions(version, after.value) < 0);
    const page = rest.slice(0, query.max);
    const ends = page.map(({ id, version }) => ({ id, name: formatVersion(version) }));
    reply.headers(await asked.value.nextLink(ends));
    return ok({ items: page.map(toReleaseAnswer) });
  },
});
