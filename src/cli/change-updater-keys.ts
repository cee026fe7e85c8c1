import { newUpdaterKey } from "../api/updates/updater-keys.ts";
import { KEY_PURPOSES, type KeyPurpose } from "../catalog/updater-key.ts";
import { ok, type Result } from "../result.ts";
import { readDatabaseClock } from "../store/database-clock.ts";
import type { Store } from "../store/store.ts";
import { addUpdaterKey, listUpdaterKeys, retireUpdaterKey } from "../store/tables/updater-key-table.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { withStore } from "./open-database.ts";
import type { Terminal } from "./terminal.ts";

/** The work of `sluice updater-keys add`. Refuses `key_purpose_unknown`, `keys_missing`. */
export async function addKey(terminal: Terminal, purposeText: string): Promise<Outcome> {
  const purpose = readPurpose(purposeText);
  if (!purpose.ok) return purpose;
  return withStore(terminal, async (store): Promise<Outcome> => {
    const there = await needKeys(store);
    if (!there.ok) return there;
    const key = await newUpdaterKey(purpose.value, await readDatabaseClock(store.database));
    await addUpdaterKey(store.database, purpose.value, key);
    return ok({ text: `${key.id} signs, too, from now on.`, json: { id: key.id } });
  });
}

/** The work of `sluice updater-keys retire`. Refuses `key_purpose_unknown`, `keys_missing`, `key_unknown`, `last_key`. */
export async function retireKey(terminal: Terminal, purposeText: string, id: string): Promise<Outcome> {
  const purpose = readPurpose(purposeText);
  if (!purpose.ok) return purpose;
  return withStore(terminal, async (store): Promise<Outcome> => {
    const there = await needKeys(store);
    if (!there.ok) return there;
    const { database } = store;
    const keys = await listUpdaterKeys(database, purpose.value);
    if (keys.every((key) => key.id === id || key.privateKey === null)) {
      const message = `No other key of ${purpose.value} signs; add one first, and have apps trust it.`;
      return fail(EXIT.refused, { code: "last_key", message });
    }
    const at = await readDatabaseClock(database);
    if (await retireUpdaterKey(database, purpose.value, id, at)) {
      return ok({ text: `${id} signs no more, and stays listed.`, json: { id } });
    }
    const message = `No key of ${purpose.value} with the id "${id}" signs; "sluice updater-keys list" shows those that do.`;
    return fail(EXIT.refused, { code: "key_unknown", message });
  });
}

function readPurpose(text: string): Result<KeyPurpose, Failure> {
  const purpose = KEY_PURPOSES.find((known) => known === text);
  if (purpose) return ok(purpose);
  const message = `The server has no keys for "${text}"; use one of ${KEY_PURPOSES.join(", ")}`;
  return fail(EXIT.usage, { code: "key_purpose_unknown", message });
}

async function needKeys({ database }: Store): Promise<Result<null, Failure>> {
  const tables = await database.introspection.getTables();
  if (tables.some(({ name }) => name === "tuf_roots")) return ok(null);
  const message =
    'This database has no keys for updaters yet; run "sluice serve", which creates the first ones.';
  return fail(EXIT.unreachable, { code: "keys_missing", message });
}
