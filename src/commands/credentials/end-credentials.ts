import { ok, type Refusal, type Result } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import { endGivenPassword, keepGivenPassword } from "../../store/tables/given-password-table.ts";
import { deleteSessionsOf } from "../../store/tables/session-table.ts";
import { findSponsorChains } from "../../store/tables/sponsor-table.ts";
import { toActorReference } from "../../tenancy/actor.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import type { Keep } from "../../tenancy/keep.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { type Credential, mayBeGrantedBy } from "./credential.ts";
import { findCredentialsAt, findCredentialsBy, type SponsoredCredential } from "./find-credentials.ts";

/**
 * What a change does to credentials whose sponsors may not grant them any more. `staying`: administrators who set a
 * password of their own after the sponsor had given them one; nothing ends for them.
 */
export interface CredentialsEffect {
  readonly ended: readonly Credential[];
  readonly kept: readonly Credential[];
  readonly staying: readonly Credential[];
}

export const NO_EFFECT: CredentialsEffect = { ended: [], kept: [], staying: [] };

/** The change that costs sponsors their rights: its action, and what it keeps all the same. */
interface Cause {
  readonly action: string;
  readonly keep?: Keep | undefined;
}

/**
 * Ends, or keeps, what partners that serve an organization no more had granted there. The organization's record must
 * have been changed before.
 */
export async function endCredentialsAt(
  change: Change,
  attempt: Attempt,
  {
    organizationId,
    leftPartnerIds,
  }: { readonly organizationId: string; readonly leftPartnerIds: readonly string[] },
  cause: Cause,
): Promise<Result<CredentialsEffect, Refusal>> {
  if (leftPartnerIds.length === 0) return ok(NO_EFFECT);
  const found = await findCredentialsAt(change.database, organizationId, change.at);
  const theirs = found.filter(({ sponsors }) =>
    sponsors.some((actor) => actor?.partnerId && leftPartnerIds.includes(actor.partnerId)),
  );
  return endUncovered(change, attempt, theirs, cause);
}

/**
 * Ends, or keeps, what these people and tokens had granted and may not grant any more, and what was granted with what
 * ends. Their records must have been changed or removed before.
 */
export async function endCredentialsBy(
  change: Change,
  attempt: Attempt,
  sponsorIds: readonly string[],
  cause: Cause,
): Promise<Result<CredentialsEffect, Refusal>> {
  const found = await findCredentialsBy(change.database, sponsorIds, change.at);
  return endUncovered(change, attempt, found, cause);
}

async function endUncovered(
  change: Change,
  attempt: Attempt,
  found: readonly SponsoredCredential[],
  cause: Cause,
): Promise<Result<CredentialsEffect, Refusal>> {
  const uncovered = found.filter(({ isCovered }) => !isCovered);
  const staying = uncovered.filter(({ credential }) => !hasEnd(credential));
  const affected = uncovered.filter(({ credential }) => hasEnd(credential));
  const isKept = ({ credential: { id } }: SponsoredCredential) =>
    cause.keep !== undefined && (cause.keep.ids === "all" || cause.keep.ids.includes(id));
  const kept = affected.filter(isKept);
  const ended = affected.filter((one) => !isKept(one));
  for (const { credential } of ended) await end(change, credential, cause.action);
  for (const one of kept) {
    const done = await keepOne(change, attempt, one, cause);
    if (!done.ok) return done;
  }
  const effect = { ended: credentialsOf(ended), kept: credentialsOf(kept), staying: credentialsOf(staying) };
  const tokenIds = effect.ended.flatMap(({ subject, id }) => (subject === "token" ? [id] : []));
  if (tokenIds.length === 0) return ok(effect);
  const below = await endCredentialsBy(change, attempt, tokenIds, cause);
  return below.ok ? ok(together(effect, below.value)) : below;
}

/** An administrator with a password of its own has nothing that would end. */
function hasEnd(credential: Credential): boolean {
  return credential.subject !== "administrator" || credential.isOneTime;
}

async function end(change: Change, credential: Credential, action: string): Promise<void> {
  const { id } = credential;
  switch (credential.subject) {
    case "token":
      await change.record({ subject: "token", id, action, before: credential.record, after: null });
      return;
    case "forecast_link":
      await change.record({ subject: "forecast_link", id, action, before: credential.record, after: null });
      return;
    case "administrator": {
      const { record } = credential;
      await endGivenPassword(change.database, id, change.at);
      await deleteSessionsOf(change.database, id);
      await change.record({ subject: "administrator", id, action, before: record, after: record });
    }
  }
}

/** Makes the actor of the change the sponsor. Refuses `not_allowed` if the actor could not grant the credential. */
async function keepOne(
  change: Change,
  { actor }: Attempt,
  { credential, servedBy }: SponsoredCredential,
  { action, keep }: Cause,
): Promise<Result<true, Refusal>> {
  const [above] = (await findSponsorChains(change.database, [actor.id], change.at)).values();
  if (!mayBeGrantedBy(credential, actor, servedBy) || above?.ids.includes(credential.id)) {
    return notAllowed(`keep what you could not grant yourself (${credential.id})`);
  }
  const { id } = credential;
  const kept = { sponsor: toActorReference(actor), reason: keep?.reason ?? "" };
  switch (credential.subject) {
    case "token": {
      const { record: before } = credential;
      await change.record({ subject: "token", id, action, before, after: { ...before, kept } });
      return ok(true);
    }
    case "forecast_link": {
      const { record: before } = credential;
      await change.record({ subject: "forecast_link", id, action, before, after: { ...before, kept } });
      return ok(true);
    }
    case "administrator": {
      const { record: before } = credential;
      await keepGivenPassword(change.database, id, kept.sponsor);
      await change.record({ subject: "administrator", id, action, before, after: { ...before, kept } });
      return ok(true);
    }
  }
}

function credentialsOf(found: readonly SponsoredCredential[]): readonly Credential[] {
  return found.map(({ credential }) => credential);
}

function together(one: CredentialsEffect, other: CredentialsEffect): CredentialsEffect {
  return {
    ended: [...one.ended, ...other.ended],
    kept: [...one.kept, ...other.kept],
    staying: [...one.staying, ...other.staying],
  };
}
