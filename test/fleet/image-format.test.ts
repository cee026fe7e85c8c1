import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { World } from "../../src/fleet/world.ts";
import { IMAGE_FORMAT, imageOf } from "../../src/fleet/world-image.ts";
import type { LedgerEntry } from "../../src/ledger/entry.ts";
import { SUBJECTS } from "../../src/ledger/subject.ts";
import type { StandingCode } from "../../src/policy/decide.ts";
import { changesOf } from "./entries.ts";
import { KEPT_LEDGER, keptChanges } from "./kept-ledger.ts";

/** What this program made of which ledger, in which format; `-u` renews it, unless the format had to be raised. */
const RECORD = join(import.meta.dirname, "image-format.json");
const RANDOM_WORLDS = 100;

interface Digests {
  readonly format: number;
  readonly ledgers: Readonly<Record<string, { readonly ledger: string; readonly images: string }>>;
}

/** The digest of the images after each transaction of some ledgers. */
function digestImages(
  ledgers: Iterable<readonly (readonly LedgerEntry[])[]>,
  see: (world: World) => void = () => undefined,
): string {
  const hash = createHash("sha256");
  for (const changes of ledgers) {
    const world = new World();
    for (const entries of changes) {
      world.apply(entries);
      see(world);
      for (const part of imageOf(world)) hash.update(part);
    }
  }
  return hash.digest("hex");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function digestsNow(): Digests {
  const random = Array.from({ length: RANDOM_WORLDS }, (_, seed) => changesOf(seed + 1));
  return {
    format: IMAGE_FORMAT,
    ledgers: {
      kept: { ledger: digest(KEPT_LEDGER), images: digestImages([keptChanges()]) },
      random: { ledger: digest(JSON.stringify(random)), images: digestImages(random) },
    },
  };
}

/** The ledgers of which other images are made than in the same format before: a server would start from a wrong one. */
function findUnraised(before: Digests, now: Digests): readonly string[] {
  if (now.format > before.format) return [];
  return Object.entries(now.ledgers).flatMap(([name, { ledger, images }]) => {
    const known = before.ledgers[name];
    const isOther = now.format < before.format || (known?.ledger === ledger && known.images !== images);
    return isOther
      ? [`raise IMAGE_FORMAT above ${before.format}: of the ledger "${name}" other images are made`]
      : [];
  });
}

test("IMAGE_FORMAT is raised with every change of the bytes, and of what the rules make of the same ledger", async () => {
  const now = digestsNow();
  expect(findUnraised(JSON.parse(readFileSync(RECORD, "utf8")), now)).toEqual([]);
  await expect(`${JSON.stringify(now, null, 2)}\n`).toMatchFileSnapshot(RECORD);
});

test("renewing the record does not help who forgot to raise it; another ledger, or a raised format, needs no more", () => {
  const of = (format: number, ledger: string, images: string) => ({
    format,
    ledgers: { kept: { ledger, images } },
  });
  const before = of(1, "a", "b");
  expect(findUnraised(before, of(1, "a", "b"))).toEqual([]);
  expect(findUnraised(before, of(1, "a", "c"))[0]).toMatch(/^raise IMAGE_FORMAT above 1/);
  expect(findUnraised(before, of(0, "a", "c"))[0]).toMatch(/^raise IMAGE_FORMAT above 1/);
  expect(findUnraised(before, of(2, "a", "c"))).toEqual([]);
  expect(findUnraised(before, of(1, "d", "c"))).toEqual([]);
});

/** Who governs, each of them once; whether a schedule of theirs can be held (R15). */
const GOVERNS: Readonly<Record<StandingCode, boolean>> = {
  vendor_default: false,
  partner_default: true,
  partner_organization_schedule: true,
  organization_schedule: true,
  partners_in_conflict: false,
  legacy_settings: false,
  user_on_automatic_upgrades: false,
};

test("the kept ledger has every kind of record, what governs, every hold and a user of another standing", () => {
  const subjects = new Set(keptChanges().flatMap((entries) => entries.map(({ subject }) => subject)));
  expect([...subjects].sort()).toEqual([...SUBJECTS].sort());
  const kinds = new Set<string>();
  const others = { users: 0, timed: 0 };
  digestImages([keptChanges()], ({ standingClasses, users, circumstancesTable }) => {
    for (const { code, held } of standingClasses.image().kinds) kinds.add(held ? `${code}, held` : code);
    others.users = Math.max(others.users, users.size);
    for (const { isTimed } of circumstancesTable.all()) if (isTimed) others.timed++;
  });
  const wanted = Object.entries(GOVERNS).flatMap(([code, isHeld]) => [
    code,
    ...(isHeld ? [`${code}, held`] : []),
  ]);
  expect([...kinds].sort()).toEqual(wanted.sort());
  expect(others.users).toBeGreaterThan(0);
  expect(others.timed).toBeGreaterThan(0);
});
