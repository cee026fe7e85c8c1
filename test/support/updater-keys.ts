import { newUpdaterKey } from "../../src/api/updates/updater-keys.ts";
import type { FeedKeys, KeyPurpose } from "../../src/catalog/updater-key.ts";
import { at } from "./records.ts";

const MADE = new Map<KeyPurpose, Promise<FeedKeys>>();

/** One key of each purpose, made at the first need; older than everything in tests. */
export function keysOfTests(purpose: KeyPurpose): Promise<FeedKeys> {
  const made = MADE.get(purpose) ?? newUpdaterKey(purpose, at("2020-01-01")).then((key) => [key]);
  MADE.set(purpose, made);
  return made;
}
