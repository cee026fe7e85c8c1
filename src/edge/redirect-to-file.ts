import { findPublishedFile } from "../catalog/published-file.ts";
import type { Reply } from "../feeds/feed.ts";
import type { RunningWorld } from "./running-world.ts";

const ADDRESS = /^\/builds\/([0-9a-f]{64})\/([^/?]{1,1000})(?:\?.*)?$/;

/**
 * The redirect to a file of a build, or null if the calendar has none at this address. A file that is unknown may come from a
 * change that is not here yet, which is looked for first.
 */
export async function redirectToFile(
  { context, look }: RunningWorld,
  url: string,
  filesUrl: string,
): Promise<Reply | null> {
  const [, sha256 = "", encoded = ""] = ADDRESS.exec(url) ?? [];
  const fileName = decoded(encoded);
  if (sha256 === "" || fileName === null) return null;
  const isThere = () => findPublishedFile(context.fleet.calendar, { sha256, fileName }) !== null;
  if (!isThere()) await look.get().catch(() => undefined);
  if (!isThere()) return null;
  const location = `${filesUrl}/builds/${sha256}/${encodeURIComponent(fileName)}`;
  return { status: 307, headers: { location }, body: "" };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
