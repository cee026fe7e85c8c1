/** The part of a customer's users that the address holds: the search, and the user whose panel is open. */
interface UsersSearch {
  readonly q?: string;
  readonly user?: string;
}

export function readUsersSearch({ q, user }: Record<string, unknown>): UsersSearch {
  return {
    ...(typeof q === "string" && q !== "" && { q }),
    ...(typeof user === "string" && /^[0-9a-f-]{36}$/.test(user) && { user }),
  };
}
