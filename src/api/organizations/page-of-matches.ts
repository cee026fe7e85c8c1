import type { Matches } from "../../fleet/matching.ts";
import type { Scene } from "../../policy/editability.ts";
import {
  listOrganizationKeys,
  listOrganizations,
  type OrganizationKey,
  type OrganizationPage,
} from "../../store/tables/scenes.ts";
import type { Context } from "../context.ts";
import type { PageEnd } from "../pagination.ts";

/** So many organizations are named to the database; of more, a page of the list has some. */
const FEW = 20_000;
/** How many organizations are looked through at once. */
const AT_ONCE = 5_000;

/** A page of the organizations that memory lets through, in an order of the database. */
export async function pageOfMatches(
  context: Pick<Context, "store" | "fleet">,
  page: OrganizationPage,
  matches: Matches,
  endOf: (organization: OrganizationKey) => PageEnd,
): Promise<readonly Scene[]> {
  const keys = await keysOfMatches(context, page, matches, endOf);
  const ids = keys.map(({ id }) => id);
  const scenes = await listOrganizations(context.store.database, { ids, max: page.max });
  const byId = new Map(scenes.map((scene) => [scene.organization.id, scene]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/**
 * The organizations of such a page: few are named to the database, so that it looks at no other; many are found by reading on
 * in the order until the page is full.
 */
export async function keysOfMatches(
  { store, fleet }: Pick<Context, "store" | "fleet">,
  page: OrganizationPage,
  matches: Matches,
  endOf: (organization: OrganizationKey) => PageEnd,
): Promise<readonly OrganizationKey[]> {
  const isFew = matches.organizations <= FEW;
  const ids = isFew ? fleet.idsOf(matches.numbers()) : page.ids;
  const most = isFew ? page.max : AT_ONCE;
  const found: OrganizationKey[] = [];
  let { after } = page;
  for (;;) {
    const keys = await listOrganizationKeys(store.database, { ...page, ids, after, max: most });
    for (const key of keys) {
      if (matches.has(fleet.numberOf(key.id))) found.push(key);
      if (found.length === page.max) return found;
    }
    const last = keys.at(-1);
    if (!last || keys.length < most) return found;
    after = endOf(last);
  }
}
