/** What an actor is: a person, or a program that calls with a token. */
export const ACTOR_KINDS = ["person", "token"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** The ids of the tokens that the program itself knows: the ledger has no entry that makes them. */
export const OWN_TOKENS = { configured: "configured-token", demo: "demo" } as const;

const OWN_TOKEN_IDS: ReadonlySet<string> = new Set(Object.values(OWN_TOKENS));

/** The kind of an actor by its id. `tokens` are the ids of tokens that the ledger has, revoked ones too. */
export function actorKindOf(id: string, tokens: ReadonlySet<string>): ActorKind {
  return tokens.has(id) || OWN_TOKEN_IDS.has(id) ? "token" : "person";
}
