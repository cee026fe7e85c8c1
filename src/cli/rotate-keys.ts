import { readConfig } from "../api/config.ts";
import { newSigningKey } from "../api/signing/signing-keys.ts";
import { ok } from "../result.ts";
import { readDatabaseClock } from "../store/database-clock.ts";
import type { Store } from "../store/store.ts";
import { rotateSigningKey } from "../store/tables/signing-key-table.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { withStore } from "./open-database.ts";
import type { Terminal } from "./terminal.ts";

/** The work of `sluice keys rotate`: signs with a new key from now on. Refuses `key_in_file`, `keys_missing`. */
export async function rotateKeys(terminal: Terminal): Promise<Outcome> {
  const config = readConfig(terminal.env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  if (config.value.signingKeyFile !== null) {
    const message = `SLUICE_SIGNING_KEY_FILE holds the key (${config.value.signingKeyFile}); put another key in that file and restart the servers.`;
    return fail(EXIT.usage, { code: "key_in_file", message });
  }
  return withStore(terminal, async (store): Promise<Outcome> => {
    if (!(await hasKeys(store))) {
      const message =
        'This database has no signing keys yet; run "sluice serve", which creates the first one.';
      return fail(EXIT.unreachable, { code: "keys_missing", message });
    }
    const key = newSigningKey(await readDatabaseClock(store.database));
    const retired = await rotateSigningKey(store.database, key);
    const old = retired === null ? "" : ` ${retired} signs no more, and stays listed.`;
    return ok({ text: `${key.id} signs from now on.${old}`, json: { id: key.id, retired } });
  });
}

async function hasKeys({ database }: Store): Promise<boolean> {
  const tables = await database.introspection.getTables();
  return tables.some(({ name }) => name === "signing_keys");
}
