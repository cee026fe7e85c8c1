import { armor, enums } from "openpgp";
import type { FeedKeys } from "../../catalog/updater-key.ts";
import type { Reply } from "../feed.ts";
import { signingKeysOf } from "./sign-release.ts";

/** The armored public halves of the keys that sign, for `signed-by` in a source of apt. */
export function repositoryKey(keys: FeedKeys): Reply {
  const headers = { "content-type": "application/pgp-keys", "cache-control": "public, max-age=3600" };
  return { status: 200, headers, body: inOneBlock(signingKeysOf(keys).map(({ publicKey }) => publicKey)) };
}

/** Several armored keys as one block, because apt reads only the first block of a file. */
function inOneBlock(armored: readonly string[]): string {
  const binary = armored.map((one) => atob(ARMORED.exec(one)?.[1]?.replace(/\s/g, "") ?? "")).join("");
  return armor(
    enums.armor.publicKey,
    Uint8Array.from(binary, (byte) => byte.charCodeAt(0)),
  );
}

/** Behind the headers an empty line, then the base64, then the checksum. */
const ARMORED = /\r?\n\r?\n([A-Za-z0-9+/=\s]+?)\r?\n(?:=[A-Za-z0-9+/]{4}\r?\n)?-----END/;
