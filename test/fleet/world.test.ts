import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { Fleet } from "../../src/fleet/fleet.ts";
import { World } from "../../src/fleet/world.ts";
import { foldHistory } from "../../src/policy/history.ts";
import { GOVERNED_BY_VENDOR, governedOf } from "../../src/policy/organization-state.ts";
import { play } from "../oracle/policy-verdict.ts";
import { randomWorld } from "../oracle/random-world.ts";
import { EMPTY_WORLD, momentsOf, type Recorded } from "../spec/policy-world.ts";
import { entriesBetween, idOf } from "./entries.ts";

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
      const place = fleet.standingClassOf(idOf(organization), user && idOf(user));
      const answered = { code: place.code, standing: place.standing };
      // A comparison of the runner's is slow, and there are hundreds of thousands: only a difference is shown by it.
      if (isDeepStrictEqual(answered, { code, standing })) continue;
      expect(answered, `seed ${seed}, ${organization}, ${user}`).toEqual({ code, standing });
    }
  }
}
