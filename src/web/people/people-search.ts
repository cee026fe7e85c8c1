/** The part of a view of people that the address holds. */
export interface PeopleSearch {
  /** The access tokens are shown in place of the administrators. */
  readonly show?: "tokens";
  readonly q?: string;
  /** The administrator whose panel is open. */
  readonly person?: string;
}

const ID = /^[0-9a-f-]{36}$/;

export function readPeopleSearch({ show, q, person }: Record<string, unknown>): PeopleSearch {
  return {
    ...(show === "tokens" && { show }),
    ...(typeof q === "string" && q !== "" && { q }),
    ...(typeof person === "string" && ID.test(person) && { person }),
  };
}
