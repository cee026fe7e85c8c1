import type { Scene } from "../../policy/editability.ts";
import type { ListState } from "../../policy/list-state.ts";
import type { Database } from "../../store/database.ts";
import { listOrganizations } from "../../store/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { organizationReach } from "../organizations/organization-reach.ts";

const BATCH = 500;

/** The organizations that the actor may see, by name, some at a time; `state` limits them. */
export async function* eachVisibleScene(
  database: Database,
  actor: Actor,
  state?: ListState,
): AsyncGenerator<readonly Scene[]> {
  let after: { readonly name: string; readonly id: string } | undefined;
  for (;;) {
    const asked = { ...organizationReach(actor), state, after, max: BATCH };
    const scenes = await listOrganizations(database, asked);
    const last = scenes.at(-1);
    if (!last) return;
    yield scenes;
    after = last.organization;
  }
}
