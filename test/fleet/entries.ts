import { createHash } from "node:crypto";
import type { LedgerEntry } from "../../src/ledger/entry.ts";
import { play } from "../oracle/policy-verdict.ts";
import { randomWorld } from "../oracle/random-world.ts";
import { EMPTY_WORLD, type PolicyWorld, type Recorded } from "../spec/policy-world.ts";

/** The changes of a random world, each as its entries. */
export function changesOf(seed: number): readonly (readonly LedgerEntry[])[] {
  let before = EMPTY_WORLD;
  let sequence = 0;
  return play(randomWorld(seed).events).past.map((recorded) => {
    const entries = entriesBetween(before, recorded, sequence);
    before = recorded.world;
    sequence += entries.length;
    return entries;
  });
}

/** The ledger entries of one change, as the store would have written them. */
export function entriesBetween(
  before: PolicyWorld,
  { at, world }: Recorded,
  sequence: number,
): readonly LedgerEntry[] {
  const parts: { subject: string; id: string; organizationId: string | null; after: unknown }[] = [];
  for (const [id, { settings }] of world.partners) {
    if (settings !== before.partners.get(id)?.settings) {
      parts.push({ subject: "partner_settings", id, organizationId: null, after: settings });
    }
  }
  for (const [name, { organization, settings }] of world.organizations) {
    const known = before.organizations.get(name);
    const id = idOf(name);
    if (organization !== known?.organization) {
      parts.push({ subject: "organization", id, organizationId: id, after: { ...organization, id } });
    }
    if (settings !== known?.settings) {
      parts.push({ subject: "organization_settings", id, organizationId: id, after: settings });
    }
  }
  for (const [name, { user, settings }] of world.users) {
    if (settings !== before.users.get(name)?.settings) {
      const organizationId = idOf(user.organizationId);
      parts.push({ subject: "user_settings", id: idOf(name), organizationId, after: settings });
    }
  }
  return parts.map((part, index) => ({
    ...part,
    at,
    change: sequence + 1,
    sequence: sequence + 1 + index,
  })) as never;
}

/** A UUID for a name. */
export function idOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
