import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { toInstant } from "../../src/instant.ts";
import type { LedgerPosition } from "../../src/ledger/entry.ts";
import { ok } from "../../src/result.ts";
import { type Change, changeStore } from "../../src/store/ledger/change.ts";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { listPartners } from "../../src/store/tables/partner-table.ts";
import { anOrganization, aPartner, defaultOf, VENDOR } from "./records.ts";

/**
 * A program to be killed: makes one change after another and writes `sequence hash` of each to its output once it is
 * committed. Arguments: the data directory, and the database URL or nothing for the embedded one.
 */
async function write(dataDirectory = "", databaseUrl: string | null = null): Promise<void> {
  const opened = await openStore({ dataDirectory, databaseUrl });
  if (!opened.ok) throw new Error(opened.error.message);
  await migrateStore(opened.value);
  const by = { actor: VENDOR, now: toInstant(Date.now()) };
  for (;;) {
    const changed = await changeStore(opened.value, by, async (change) => ok(await makeChange(change)));
    if (changed.ok) writeSync(1, `${changed.value.sequence} ${changed.value.hash}\n`);
  }
}

/** In turn: the partner's settings, an organization with its partner, and many organizations at once. */
async function makeChange(change: Change): Promise<LedgerPosition> {
  const [found] = await listPartners(change.database, { max: 1 });
  if (!found) {
    const partner = aPartner();
    return change.record({
      subject: "partner",
      id: partner.id,
      action: "create",
      before: null,
      after: partner,
    });
  }
  const { partner, settings } = found;
  const turn = Math.floor(Math.random() * 20);
  if (turn > 9) {
    const after = defaultOf(`slow:${turn - 8}`, change.at);
    const before = settings.updatedAt === null ? null : settings;
    return change.record({ subject: "partner_settings", id: partner.id, action: "save", before, after });
  }
  let last: LedgerPosition = { sequence: 0, hash: "" };
  for (let count = turn === 0 ? 50 : 1; count > 0; count--) {
    const after = anOrganization({ id: randomUUID(), partnerIds: [partner.id] });
    last = await change.record({
      subject: "organization",
      id: after.id,
      action: "create",
      before: null,
      after,
    });
  }
  return last;
}

await write(...process.argv.slice(2));
