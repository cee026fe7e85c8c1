import { type Actor, type ActorReference, type Level, levelOf, type Role } from "./actor.ts";
import type { ActorKind } from "./actor-kind.ts";
import { seesOrganization } from "./permission.ts";

/** An actor as a viewer is shown it: itself, or only the vendor or partner that it acted for. */
export interface SeenActor {
  /** The person or token, or null if the viewer may not know it. */
  readonly id: string | null;
  /** The name of the person or token, or of what it acted for. */
  readonly displayName: string;
  readonly role: Role;
}

/** The same with what it is, or null if the viewer may not know it. */
export interface ShownActor extends SeenActor {
  readonly kind: ActorKind | null;
}

/** What it takes to name an actor. */
export type NamedActor = Omit<ShownActor, "id">;

const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  vendor: "vendor",
  partner: "partner",
  organization: "customer",
};

/** An actor in English, for refusals and the command line: a token says so, such as `token Nightly import (partner)`. */
export function actorInWords({ displayName, kind, role }: NamedActor): string {
  return kind === "token" ? `token ${displayName} (${LEVEL_WORDS[levelOf(role)]})` : displayName;
}

/** Gives the ids of the partners that serve an organization; none if it does not exist. */
export type PartnersServing = (organizationId: string) => readonly string[];

/** The names that stand in for actors which a viewer may not know. */
export interface StandInNames {
  readonly vendor: string;
  /** The name of a partner, or undefined if it is not at hand. */
  readonly partner: (id: string) => string | undefined;
}

/**
 * Whether a viewer may know a person or token by name and id: itself, those of its own partner or
 * organization, and those of the levels below it in its own subtree. An actor whose scope was not recorded is known to the vendor alone.
 */
export function seesActor(viewer: Actor, actor: ActorReference, partnersServing: PartnersServing): boolean {
  if (levelOf(viewer.role) === "vendor" || viewer.id === actor.id) return true;
  const { partnerId, organizationId } = actor;
  switch (levelOf(actor.role)) {
    case "vendor":
      return false;
    case "partner":
      return !!partnerId && partnerId === viewer.partnerId;
    case "organization": {
      if (!organizationId) return false;
      return seesOrganization(viewer, { id: organizationId, partnerIds: partnersServing(organizationId) });
    }
  }
}

/** An actor as a viewer is shown it, everywhere alike (docs/decisions/0016): see {@link seesActor}. */
export function actorAsSeenBy(
  viewer: Actor,
  actor: ActorReference,
  partnersServing: PartnersServing,
  names: StandInNames,
): SeenActor {
  const { id, displayName, role } = actor;
  if (seesActor(viewer, actor, partnersServing)) return { id, displayName, role };
  return { id: null, displayName: standInFor(actor, names), role };
}

function standInFor({ role, partnerId }: ActorReference, names: StandInNames): string {
  switch (levelOf(role)) {
    case "vendor":
      return names.vendor;
    case "partner":
      return (partnerId && names.partner(partnerId)) || "Another partner";
    case "organization":
      return "Another organization";
  }
}
