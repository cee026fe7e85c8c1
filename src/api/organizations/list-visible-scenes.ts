import type { Scene } from "../../policy/editability.ts";
import type { ListState } from "../../policy/list-state.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { listOrganizations } from "../../store/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { nextLink, readPageEnd } from "../page.ts";
import { organizationReach } from "./organization-reach.ts";

/** Which organizations are asked for, and which part of their list. */
interface AskedScenes {
  readonly max: number;
  readonly after?: string | undefined;
  readonly partnerId?: string | undefined;
  readonly q?: string | undefined;
  readonly state?: ListState | undefined;
}

/** A page of organizations, and the header that leads to the next one. */
interface ScenePage {
  readonly scenes: readonly Scene[];
  readonly headers: Record<string, string>;
}

/** The organizations that the actor may see, by name; `url` is the address of this page. Refuses `page_malformed`. */
export async function listVisibleScenes(
  database: Database,
  actor: Actor,
  { after, partnerId, ...asked }: AskedScenes,
  url: string,
): Promise<Result<ScenePage, Refusal>> {
  const end = readPageEnd(after);
  if (!end.ok) return end;
  const reach = organizationReach(actor);
  const served = reach.partnerId ?? partnerId;
  if (partnerId !== undefined && partnerId !== served) return ok({ scenes: [], headers: {} });
  const scenes = await listOrganizations(database, {
    ...asked,
    ...reach,
    partnerId: served,
    after: end.value,
  });
  const organizations = scenes.map(({ organization }) => organization);
  return ok({ scenes, headers: nextLink(url, asked.max, organizations) });
}
