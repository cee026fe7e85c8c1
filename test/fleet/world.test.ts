import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Fleet } from "../../src/fleet/fleet.ts";
import { World } from "../../src/fleet/world.ts";
import { foldHistory } from "../../src/policy/history.ts";
import { GOVERNED_BY_VENDOR, governedOf } from "../../src/policy/organization-state.ts";
import type { LedgerEntry } from "../../src/store/ledger-table.ts";
import { play } from "../oracle/policy-verdict.ts";
import { randomWorld } from "../oracle/random-world.ts";
import { EMPTY_WORLD, momentsOf, type PolicyWorld, type Recorded } from "../spec/policy-world.ts";

const WORLDS = 3_000;
const ORGANIZATIONS = ["acme", "globex", "nobody"];
const USERS = [null, "ann", "bob", "nobody"];

describe("the fleet, step by step", () => {
  test(`says of ${WORLDS} random worlds what the whole ledger says, after every change`, () => {
    for (let seed = 1; seed <= WORLDS; seed++) {
      const { past } = play(randomWorld(seed).events);
      const world = new World();
      const fleet = new Fleet(world);
      let before = EMPTY_WORLD;
      for (const [index, recorded] of past.entries()) {
        world.apply(entriesBetween(before, recorded, world.sequence));
        before = recorded.world;
        compare(fleet, past.slice(0, index + 1), seed);
      }
    }
  });
});

function compare(fleet: Fleet, past: readonly Recorded[], seed: number): void {
  const at = past.at(-1)!.at;
  for (const organization of ORGANIZATIONS) {
    for (const user of USERS) {
      const folded = foldHistory(momentsOf(past, organization, user), at);
      const { code, standing } = folded.organization
        ? governedOf(folded.organization, folded.user)
        : GOVERNED_BY_VENDOR;
      const place = fleet.place(idOf(organization), user && idOf(user));
      expect(
        { code: place.code, standing: place.standing },
        `seed ${seed}, ${organization}, ${user}`,
      ).toEqual({
        code,
        standing,
      });
    }
  }
}

/** The ledger entries of one change, as the store would have written them. */
function entriesBetween(
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
function idOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
