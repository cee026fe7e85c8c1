import type { Command } from "../../commands/command.ts";
import type { Credential } from "../../commands/credentials/credential.ts";
import type { CredentialsEffect } from "../../commands/credentials/end-credentials.ts";
import { type OutcomeOf, perform } from "../../commands/perform.ts";
import { MOST_CREDENTIALS } from "../../contract/credential.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import { rehearseChange } from "../../store/ledger/change.ts";
import { type Actor, toActorReference } from "../../tenancy/actor.ts";
import type { Context } from "../context.ts";
import { toScope } from "../grants/scope.ts";

/**
 * What a command would do to credentials: the command is performed and rolled back, so it is refused as it would be.
 * `effectOf` reads the effect out of the command's outcome.
 */
export async function previewCredentials<C extends Command>(
  { store, now }: Context,
  actor: Actor,
  command: C,
  effectOf: (outcome: OutcomeOf<C["kind"]>) => CredentialsEffect,
): Promise<Result<ReturnType<typeof toPreview>, Refusal>> {
  const by = { actor: toActorReference(actor), now: now() };
  return rehearseChange(store, by, async (change) => {
    const done = await perform(change, actor, command);
    return done.ok ? ok(toPreview(effectOf(done.value))) : done;
  });
}

function toPreview({ ended, kept, staying }: CredentialsEffect) {
  return { ended: toEffect(ended), kept: toEffect(kept), staying: toEffect(staying) };
}

function toEffect(all: readonly Credential[]) {
  return { total: all.length, items: all.slice(0, MOST_CREDENTIALS).map(toCredentialAnswer) };
}

function toCredentialAnswer(credential: Credential) {
  const { id, subject: kind, sponsor } = credential;
  switch (credential.subject) {
    case "token": {
      const { name, actor, createdAt } = credential.record;
      return { kind, id, name, ...toPlace(actor), sponsor, createdAt };
    }
    case "administrator": {
      const { displayName: name, createdAt } = credential.record;
      return { kind, id, name, ...toPlace(credential.record), sponsor, createdAt };
    }
    case "forecast_link": {
      const { organizationId, createdAt } = credential.record;
      return { kind, id, organizationId, sponsor, createdAt };
    }
  }
}

function toPlace(actor: Actor) {
  const { role, partnerId, organizationId } = toScope(actor);
  return { role, ...(partnerId && { partnerId }), ...(organizationId && { organizationId }) };
}
