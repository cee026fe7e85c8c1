import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DATABASE_KINDS } from "../../support/databases.ts";
import { atDepth, DEPTH, SEED } from "../../support/depth.ts";
import { answersOfThePast } from "./answers-of-the-past.ts";
import { archivableStore, archive } from "./archivable-store.ts";
import { STEPS, writeRandomLedger } from "./random-ledger.ts";

describe.each(DATABASE_KINDS)("a ledger that is archived (%s)", (kind) => {
  test("answers everything about its past as it did before, wherever the archive ends", async () => {
    const world = fc.record({
      steps: STEPS,
      segmentEntries: fc.integer({ min: 1, max: 17 }),
      parts: fc.array(fc.double({ min: 0.6, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
    });
    const property = fc.asyncProperty(world, async ({ steps, segmentEntries, parts }) => {
      const store = await archivableStore(kind);
      try {
        const made = await writeRandomLedger(store, steps);
        const before = await answersOfThePast(store, made);
        expect(before.verified.findings).toEqual([]);
        // Segments of one entry first: each must be found by that entry alone.
        for (const [index, part] of parts.toSorted().entries()) {
          const through = Math.floor(part * before.all.length);
          const archived = await archive(store, index === 0 ? 1 : segmentEntries, { through });
          expect(archived).toMatchObject({ ok: true });
          expect(await answersOfThePast(store, made)).toEqual(before);
        }
      } finally {
        await store.close();
      }
    });
    const numRuns = atDepth({ gate: 1, soak: 20 });
    const endOnFailure = DEPTH === "gate";
    await fc.assert(property, { numRuns, seed: SEED, endOnFailure });
  });
});
