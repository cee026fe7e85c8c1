import type { Command } from "../../commands/command.ts";
import type { Credential } from "../../commands/credentials/credential.ts";
import type { CredentialsEffect } from "../../commands/credentials/end-credentials.ts";
import { type OutcomeOf, perform } from "../../commands/perform.ts";
import { MOST_CREDENTIALS } from "../../contract/credential.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import { rehearseChange } from "../../store/ledger/change.ts";
import { type Actor, toActorReference } from "../../tenancy/actor.ts";
import { type ShowActor, showActors } from "../actors/show-actors.ts";
import type { Context } from "../context.ts";
import { toScope } from "../grants/scope.ts";

/**
 * What a command would do to credentials: the command is performed and rolled back, so it is refused as it would be.
 * `effectOf` reads the effect out of the command's outcome.
 */
export async function previewCredentials<C extends Command>(
  context: Context,
  actor: Actor,
  command: C,
  effectOf: (outcome: OutcomeOf<C["kind"]>) => CredentialsEffect,
): Promise<Result<ReturnType<typeof toPreview>, Refusal>> {
  const { store, clock, config } = context;
  const by = { actor: toActorReference(actor), now: clock, quotas: config.quotas };
  return rehearseChange(store, by, async (change) => {
    const done = await perform(change, actor, command);
    if (!done.ok) return done;
    const effect = effectOf(done.value);
    const sponsors = [...effect.ended, ...effect.kept, ...effect.staying].map(({ sponsor }) => sponsor);
    return ok(toPreview(effect, await showActors(context, change.database, actor, sponsors)));
  });
}

function toPreview({ ended, kept, staying }: CredentialsEffect, show: ShowActor) {
  return { ended: toEffect(ended, show), kept: toEffect(kept, show), staying: toEffect(staying, show) };
}

function toEffect(all: readonly Credential[], show: ShowActor) {
  const items = all.slice(0, MOST_CREDENTIALS).map((one) => toCredentialAnswer(one, show));
  return { total: all.length, items };
}

function toCredentialAnswer(credential: Credential, show: ShowActor) {
  const { id, subject: kind } = credential;
  const sponsor = show(credential.sponsor);
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
