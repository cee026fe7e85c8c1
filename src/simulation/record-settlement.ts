import { VENDOR } from "../commands/command.ts";
import type { Instant } from "../instant.ts";
import { UNCONFIGURED_ORGANIZATION } from "../policy/settings.ts";
import { ok } from "../result.ts";
import { type Change, changeStore } from "../store/ledger/change.ts";
import type { Store } from "../store/store.ts";
import type { Settlement, Settler } from "./settlement.ts";

const BATCH = 500;

/** Enters everybody, in batches; tells how many organizations are done. */
export async function recordSettlement(
  store: Store,
  { partners, organizations, users }: Settlement,
  now: Instant,
  tell: (done: number) => void,
): Promise<void> {
  const enter = (work: (change: Change) => Promise<void>) =>
    changeStore(store, { actor: VENDOR, now }, async (change) => ok(await work(change)));
  await enter((change) => change.recordAll(partners.map((partner) => created("partner", partner))));
  for (let from = 0; from < organizations.length; from += BATCH) {
    const batch = organizations.slice(from, from + BATCH);
    await enter((change) => recordOrganizations(change, batch));
    tell(from + batch.length);
  }
  for (let from = 0; from < users.length; from += BATCH) {
    const batch = users.slice(from, from + BATCH);
    await enter((change) => change.recordAll(batch.map((user) => created("user", user))));
  }
}

async function recordOrganizations(change: Change, batch: readonly Settler[]): Promise<void> {
  await change.recordAll(batch.map(({ organization }) => created("organization", organization)));
  const older = batch.flatMap(({ organization: { id }, legacy }) => (legacy ? [{ id, legacy }] : []));
  await change.recordAll(
    older.map(({ id, legacy }) => ({
      ...({ subject: "organization_settings", id, action: "create_organization", before: null } as const),
      after: { ...UNCONFIGURED_ORGANIZATION, legacy: { ...legacy, setAt: change.at } },
    })),
  );
}

function created<S extends "partner" | "organization" | "user", Record extends { readonly id: string }>(
  subject: S,
  after: Record,
) {
  return { subject, id: after.id, action: `create_${subject}`, before: null, after } as const;
}
