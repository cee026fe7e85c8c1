import type { Decider } from "../commands/batch.ts";
import {
  type CreateOrganization,
  organizationDecider,
  recordOrganizations,
} from "../commands/organizations/create-organization.ts";
import { perform } from "../commands/perform.ts";
import { decideUsers, recordUsers } from "../commands/users/create-user.ts";
import type { Instant } from "../instant.ts";
import { ok, type Refusal, type Result } from "../result.ts";
import { type Change, changeStore } from "../store/ledger/change.ts";
import type { Store } from "../store/store.ts";
import { VENDOR } from "./actors.ts";
import type { Settlement, Settler } from "./settlement.ts";

const BATCH = 500;

/** Creates all partners, organizations and users in batches; calls `tell` with the number of organizations created. */
export async function recordSettlement(
  store: Store,
  { partners, organizations, users }: Settlement,
  now: Instant,
  tell: (done: number) => void,
): Promise<void> {
  const enter = (work: (change: Change) => Promise<void>) =>
    changeStore(store, { actor: VENDOR, now }, async (change) => ok(await work(change)));
  await enter(async (change) => {
    for (const { id, name, features } of partners) {
      accepted(await perform(change, VENDOR, { kind: "create_partner", id, name, features }));
    }
  });
  const decide = { organizations: organizationDecider(VENDOR), users: decideUsers(VENDOR) };
  let done = 0;
  for (const batch of inBatches(organizations)) {
    await enter(async (change) => {
      const decided = await decideBatch(change, batch.map(toCommand), decide.organizations);
      await recordOrganizations(change, "create_organization", decided);
    });
    done += batch.length;
    tell(done);
  }
  for (const batch of inBatches(users)) {
    const commands = batch.map((user) => ({ kind: "create_user", ...user }) as const);
    await enter(async (change) =>
      recordUsers(change, "create_user", await decideBatch(change, commands, decide.users)),
    );
  }
}

function toCommand({ organization: { id, name, partnerIds }, legacy }: Settler): CreateOrganization {
  return { kind: "create_organization", id, name, partnerIds, legacySettings: legacy ?? undefined };
}

async function decideBatch<Command, Decision>(
  { database, at }: Change,
  commands: readonly Command[],
  { decide }: Decider<Command, Decision>,
): Promise<readonly Decision[]> {
  return (await decide(database, commands, at)).map(accepted);
}

/** The decision; throws if it was refused, which cannot happen to the vendor. */
function accepted<Decision>(decided: Result<Decision, Refusal>): Decision {
  if (decided.ok) return decided.value;
  throw new Error(`the settlement was refused: ${decided.error.message}`);
}

function inBatches<One>(all: readonly One[]): readonly (readonly One[])[] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) =>
    all.slice(index * BATCH, (index + 1) * BATCH),
  );
}
