import type { BuildOfRelease } from "../../store/tables/build-table.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import type { Context } from "../context.ts";
import { readDownloadList } from "./download-list.ts";

/** A build of the actor's download list (R22), or null if it is not in there. */
export async function findVisibleBuild(
  context: Context,
  attempt: Attempt,
  id: string,
): Promise<BuildOfRelease | null> {
  const listed = await readDownloadList(context, attempt);
  return listed.find(({ build }) => build.id === id) ?? null;
}
