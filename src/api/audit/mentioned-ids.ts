import type { Json } from "../../ledger/codec.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every id in these records, as a value or as a key, each once. */
export function mentionedIds(records: readonly (Json | null | undefined)[]): readonly string[] {
  const ids = new Set<string>();
  const walk = (json: unknown): void => {
    if (typeof json === "string" && UUID.test(json)) ids.add(json);
    if (typeof json !== "object" || json === null) return;
    for (const [key, value] of Object.entries(json)) {
      walk(key);
      walk(value);
    }
  };
  for (const record of records) walk(record);
  return [...ids];
}
