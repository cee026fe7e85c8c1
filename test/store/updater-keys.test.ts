import { expect, test } from "vitest";
import { newUpdaterKey, prepareUpdaterKeys } from "../../src/api/updates/updater-keys.ts";
import { KEY_PURPOSES } from "../../src/catalog/updater-key.ts";
import {
  addUpdaterKey,
  listUpdaterKeys,
  retireUpdaterKey,
} from "../../src/store/tables/updater-key-table.ts";
import { eachDatabase } from "../support/each-database.ts";
import { at } from "../support/records.ts";

const START = at("2026-03-01");
const LATER = at("2026-06-01T08:00:00Z");

eachDatabase("the keys that sign for updaters", (store) => {
  test("of several servers that start at once there is one of each purpose, and all sign with it", async () => {
    const { database } = store();
    const readers = await Promise.all([1, 2, 3].map(() => prepareUpdaterKeys(database, START)));
    for (const purpose of KEY_PURPOSES) {
      const kept = await listUpdaterKeys(database, purpose);
      expect(kept).toHaveLength(1);
      expect(kept[0]?.createdAt).toBe(START);
      for (const read of readers) expect(await read(purpose)).toEqual(kept);
    }
  });

  test.each(KEY_PURPOSES)(
    "the key of %s is rotated: the old one stays, without its private half",
    async (purpose) => {
      const { database } = store();
      const [first, second] = [await newUpdaterKey(purpose, START), await newUpdaterKey(purpose, LATER)];
      await addUpdaterKey(database, purpose, first);
      await addUpdaterKey(database, purpose, second);
      expect(await retireUpdaterKey(database, purpose, first.id, LATER)).toBe(true);
      expect(await listUpdaterKeys(database, purpose)).toEqual([second, { ...first, privateKey: null }]);
    },
  );
});
