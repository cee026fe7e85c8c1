import type { Json } from "../../ledger/codec.ts";

/** The fields of an actor that a server of the version before does not copy into the ledger. */
const SCOPE: readonly string[] = ["partnerId", "organizationId"];

/**
 * A stored state without the scopes of those actors that have none in the ledger. During an upgrade a server of the
 * version before leaves a scope in the row that it does not change, and writes the ledger's entry without it.
 */
export function withoutUnrecordedScopes(state: Json, recorded: Json): Json {
  if (Array.isArray(state) && Array.isArray(recorded)) {
    return state.map((item, index) => withoutUnrecordedScopes(item, recorded[index] ?? null));
  }
  if (!isObject(state) || !isObject(recorded)) return state;
  return Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => !SCOPE.includes(name) || name in recorded)
      .map(([name, value]) => [name, withoutUnrecordedScopes(value, recorded[name] ?? null)]),
  );
}

function isObject(json: Json): json is { readonly [name: string]: Json } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
