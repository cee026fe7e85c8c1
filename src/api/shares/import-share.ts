import { ok, type Refusal, type Result } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { formatParty, partyOf, quotaFor } from "../../tenancy/quota.ts";
import type { Share, Shares } from "./shares.ts";

/** The share of one import under way: it grows by the bytes that arrive. */
export type ImportShare = Share;

/**
 * Opens the one import that a customer or a partner may have under way, whoever of it sends the file. Refuses
 * `quota_reached`; so does growing, once the files of all imports are too large together.
 */
export function openImport(shares: Shares, actor: Actor): Result<ImportShare, Refusal> {
  const party = partyOf(actor);
  const name = quotaFor("imports", party);
  const turn = name === null ? null : shares.take(name, formatParty(party));
  if (turn !== null && !turn.ok) return turn;
  const bytes = shares.take("server_import_bytes", "server", 0);
  if (!bytes.ok) return bytes;
  const release = () => {
    turn?.value.release();
    bytes.value.release();
  };
  return ok({ grow: bytes.value.grow, release });
}
