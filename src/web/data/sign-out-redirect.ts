import { BASE_PATH, PAGES, signInPath } from "../paths.ts";
import { leaveFreely } from "./draft-store.ts";

/**
 * Reloads the page at the sign-in when the session is over, so that nothing that was read in it stays. The sign-in says
 * why it is there, and leads back to the address.
 */
export function leave(): void {
  const { pathname, search } = window.location;
  const here = pathname.slice(BASE_PATH.length);
  if (here === PAGES.signIn || here === PAGES.welcome) return;
  goToSignIn({ next: here + search, ended: "yes" });
}

/** Loads the page again at the sign-in, without a question about drafts, which are kept. */
export function goToSignIn(search: Parameters<typeof signInPath>[0] = {}): void {
  leaveFreely();
  window.location.assign(BASE_PATH + signInPath(search));
}
