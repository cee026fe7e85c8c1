import type { Scene } from "../../policy/editability.ts";
import type { Database } from "../../store/database.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { type AskedFilters, visibleFilters } from "../organizations/list-visible-scenes.ts";

const BATCH = 500;

/** The organizations that the actor may see, by name, in batches; the filters limit them. */
export async function* eachVisibleScene(
  database: Database,
  actor: Actor,
  asked: AskedFilters = {},
): AsyncGenerator<readonly Scene[]> {
  const filters = visibleFilters(actor, asked);
  if (!filters) return;
  let after: { readonly name: string; readonly id: string } | undefined;
  for (;;) {
    const scenes = await listOrganizations(database, { ...filters, after, max: BATCH });
    const last = scenes.at(-1);
    if (!last) return;
    yield scenes;
    after = last.organization;
  }
}
