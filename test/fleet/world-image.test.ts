import { expect, test } from "vitest";
import { World } from "../../src/fleet/world.ts";
import { differencesBetween } from "../../src/fleet/world-differences.ts";
import { ImageReader, imageOf, worldOf } from "../../src/fleet/world-image.ts";
import { changesOf } from "./entries.ts";

const WORLDS = 300;

function again(world: World): World {
  return worldOf(Buffer.concat([...imageOf(world)]), world.head);
}

test(`a world made of its bytes goes on as the one that never stopped, in ${WORLDS} random worlds`, () => {
  for (let seed = 1; seed <= WORLDS; seed++) {
    const changes = changesOf(seed);
    const steady = new World();
    let restarted = new World();
    for (const [index, entries] of changes.entries()) {
      steady.apply(entries);
      if (index % 3 === 1) restarted = again(restarted);
      restarted.apply(entries);
      expect([...differencesBetween(steady, restarted)], `seed ${seed}, change ${index}`).toEqual([]);
    }
  }
});

test("a world is the same in whatever parts its bytes come, and none is made of fewer", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const world = new World();
    for (const entries of changesOf(seed)) world.apply(entries);
    const bytes = Buffer.concat([...imageOf(world)]);
    for (const size of [1, 3, 1000, bytes.length]) {
      const reader = new ImageReader();
      for (let at = 0; at < bytes.length; at += size) reader.take(bytes.subarray(at, at + size));
      expect([...differencesBetween(world, reader.worldAt(world.head))], `seed ${seed}, ${size}`).toEqual([]);
    }
    for (const length of [0, 3, 4, 100, bytes.length - 1])
      expect(() => worldOf(bytes.subarray(0, length), world.head), String(length)).toThrow("cut off");
  }
});

test("entries taken one by one are in force only when the transaction ends, and then as if taken together", () => {
  for (let seed = 1; seed <= WORLDS; seed++) {
    const [together, apart] = [new World(), new World()];
    for (const entries of changesOf(seed)) {
      const before = again(apart);
      for (const entry of entries) {
        apart.take([entry]);
        expect([...differencesBetween(before, apart)]).toEqual([]);
      }
      apart.settle();
      together.apply(entries);
      expect([...differencesBetween(together, apart)]).toEqual([]);
    }
  }
});

test("what is kept no more leaves nothing behind: users, lineups and places", () => {
  for (let seed = 1; seed <= WORLDS; seed++) {
    const world = new World();
    for (const entries of changesOf(seed)) world.apply(entries);
    const { directory } = world.organizations;
    const gone = [...directory.numbers()].map((number) => ({
      subject: "organization",
      id: directory.textAt(number),
      organizationId: null,
      after: null,
    }));
    const sequence = world.sequence + 1;
    world.apply(gone.map((one) => ({ ...one, at: 1e13, change: sequence, sequence, hash: "" })) as never);
    expect([
      world.users.size,
      world.circumstancesTable.size,
      world.organizations.count,
      world.standingClasses.size,
    ]).toEqual([0, 0, 0, 1]);
  }
});
