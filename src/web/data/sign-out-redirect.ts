import { BASE_PATH, identityProviderPath, PAGES, signInPath } from "../paths.ts";
import { leaveFreely } from "./draft-store.ts";

/** Whether the sign-in is being loaded: several answers say that the session is over, and each would begin the load anew. */
let isLeaving = false;
// A browser that goes back may show the page as it was left.
window.addEventListener("pageshow", () => {
  isLeaving = false;
});

/**
 * Reloads the page at the sign-in when the session is over, so that nothing that was read in it stays. The sign-in says
 * why it is there, and leads back to the address.
 */
export function leave(): void {
  const { pathname } = window.location;
  if (isLeaving || [PAGES.signIn, PAGES.welcome].some((page) => pathname === BASE_PATH + page)) return;
  isLeaving = true;
  goToSignIn({ next: openedAddress(), ended: "yes" });
}

/** Leaves for the identity provider, where people sign in again, and comes back to the address. Drafts are kept. */
export function signInAtProviderAgain(): void {
  leaveFreely();
  window.location.assign(identityProviderPath(openedAddress()));
}

/** The address that is open, from the path of a page on, with its search. */
function openedAddress(): string {
  const { pathname, search } = window.location;
  return pathname.slice(BASE_PATH.length) + search;
}

/** Loads the page again at the sign-in, without a question about drafts, which are kept. */
export function goToSignIn(search: Parameters<typeof signInPath>[0] = {}): void {
  leaveFreely();
  window.location.assign(BASE_PATH + signInPath(search));
}
