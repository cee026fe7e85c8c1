import { isDeepStrictEqual } from "node:util";
import type { LedgerPosition } from "../../../src/ledger/entry.ts";
import type { Subject } from "../../../src/ledger/subject.ts";
import type { Change } from "../../../src/store/ledger/change.ts";
import type { RecordChange } from "../../../src/store/ledger/record-change.ts";
import type { PolicyWorld } from "../../spec/policy-world.ts";

/** One record before and after; of any subject. */
type AnyChange = RecordChange<Subject>;

/** Records everything in which two states of the world differ, each record with its entry; gives the last position. */
export async function recordDifference(
  change: Change,
  before: PolicyWorld,
  after: PolicyWorld,
): Promise<LedgerPosition | null> {
  let last: LedgerPosition | null = null;
  for (const recorded of differences(before, after)) last = await change.record(recorded as never);
  return last;
}

function* differences(before: PolicyWorld, after: PolicyWorld): Generator<AnyChange> {
  for (const [id, { partner, settings }] of after.partners) {
    const known = before.partners.get(id);
    yield* pair("partner", id, known?.partner, partner);
    if (settings.updatedAt !== null || known) yield* pair("partner_settings", id, known?.settings, settings);
  }
  for (const [id, { organization, settings }] of after.organizations) {
    const known = before.organizations.get(id);
    yield* pair("organization", id, known?.organization, organization);
    if (known) yield* pair("organization_settings", id, known.settings, settings);
  }
  for (const [id, { user, settings }] of after.users) {
    const known = before.users.get(id);
    const { organizationId } = user;
    yield* pair("user", id, known?.user, user);
    if (known) yield* pair("user_settings", id, known.settings, settings, { organizationId });
  }
  for (const [id, { release, builds }] of after.releases) {
    const known = before.releases.get(id);
    yield* pair("release", id, known?.release, release);
    const knownBuilds = new Map(known?.builds.map((build) => [build.id, build]));
    for (const build of builds) yield* pair("build", build.id, knownBuilds.get(build.id), build);
  }
}

function* pair(
  subject: Subject,
  id: string,
  before: object | undefined,
  after: object,
  more: { readonly organizationId?: string } = {},
): Generator<AnyChange> {
  if (before === after || (before && isDeepStrictEqual(before, after))) return;
  const recorded = { subject, id, action: "simulated", before: before ?? null, after };
  yield Object.assign(recorded, more) as AnyChange;
}
