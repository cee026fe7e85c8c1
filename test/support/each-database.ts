import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { DATABASE_KINDS, type DatabaseKind, emptyStore } from "./databases.ts";
import { borrowStore } from "./store-pool.ts";

/** Declares the same tests for both databases; each test begins with an empty one. */
export function eachDatabase(
  name: string,
  tests: (store: () => Store, kind: DatabaseKind) => void,
  kinds: readonly DatabaseKind[] = DATABASE_KINDS,
): void {
  describe.each(kinds)(`${name} (%s)`, (kind) => {
    let store: Store;
    beforeAll(async () => {
      store = await borrowStore(kind);
    });
    beforeEach(() => emptyStore(store));
    afterAll(() => store.close());
    tests(() => store, kind);
  });
}
