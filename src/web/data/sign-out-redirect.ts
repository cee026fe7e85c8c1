import { PAGES, signInPath } from "../paths.ts";

/** Reloads the page at the sign-in when the session is over, so that nothing that was read in it stays. */
export function leave(): void {
  const { pathname, search } = window.location;
  if (pathname === PAGES.signIn || pathname === PAGES.welcome) return;
  window.location.assign(signInPath(pathname + search));
}
