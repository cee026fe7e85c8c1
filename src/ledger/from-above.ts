import { LEVELS, type Level, levelOf } from "../tenancy/actor.ts";
import { actorChangeOf } from "./about.ts";
import type { LedgerEntry } from "./entry.ts";

/**
 * The level from which an entry about a person or a token was made, if it is above the level of the person or token;
 * else null: somebody of the vendor acted for a partner or a customer, or somebody of a partner for a customer.
 */
export function levelFromAbove(entry: LedgerEntry): Level | null {
  const change = actorChangeOf(entry);
  const held = change?.after ?? change?.before;
  if (!held) return null;
  const level = levelOf(entry.actor.role);
  return LEVELS.indexOf(level) < LEVELS.indexOf(levelOf(held.role)) ? level : null;
}
