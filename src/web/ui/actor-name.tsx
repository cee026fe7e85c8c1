import { type IntlShape, useIntl } from "react-intl";
import { levelOf } from "../../tenancy/actor.ts";
import type { NamedActor } from "../../tenancy/shown-actor.ts";

interface Place {
  /** Whether the name stands alone or begins a sentence. */
  readonly isFirst?: boolean;
}

/** An actor in words: the name of a person or company, a token with its level, such as "token Nightly import (partner)". */
export function actorText(
  intl: IntlShape,
  { displayName, kind, role }: NamedActor,
  place: Place = {},
): string {
  if (kind !== "token") return displayName;
  const values = { name: displayName, level: levelOf(role), place: place.isFirst ? "first" : "within" };
  return intl.formatMessage({ id: "frame.actor.token" }, values);
}

/** The same on the page. Every place that names an actor uses it. */
export function ActorName({ actor, isFirst = false }: Place & { readonly actor: NamedActor }) {
  return <bdi>{actorText(useIntl(), actor, { isFirst })}</bdi>;
}
