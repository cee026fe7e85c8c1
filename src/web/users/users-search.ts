/** The part of a customer's users that the address holds: the search, and the user or installation whose panel is open. */
interface UsersSearch {
  readonly q?: string;
  readonly user?: string;
  /** Without a user, the installation whose panel is open; else the one of the user's that is shown first. */
  readonly installation?: string;
  /** Whether the dialog is open that adds a user. */
  readonly add?: true;
}

export function readUsersSearch({ q, user, installation, add }: Record<string, unknown>): UsersSearch {
  const id = typeof installation === "number" ? String(installation) : installation;
  return {
    ...(typeof q === "string" && q !== "" && { q }),
    ...(typeof user === "string" && /^[0-9a-f-]{36}$/.test(user) && { user }),
    ...(typeof id === "string" && id !== "" && id.length <= 200 && { installation: id }),
    ...(add === true && { add }),
  };
}
