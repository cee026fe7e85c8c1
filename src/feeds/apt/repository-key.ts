import type { FeedKeys } from "../../catalog/updater-key.ts";
import type { Reply } from "../feed.ts";
import { signingKeyOf } from "./sign-release.ts";

/** The armored public half of the key that signs, for `signed-by` in a source of apt. */
export function repositoryKey(keys: FeedKeys): Reply {
  const headers = { "content-type": "application/pgp-keys", "cache-control": "public, max-age=3600" };
  return { status: 200, headers, body: signingKeyOf(keys).publicKey };
}
