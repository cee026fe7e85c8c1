import { PAGES, signInPath } from "../paths.ts";

/** The session is over: the page begins anew at the sign-in, and nothing that was read in it stays on the screen. */
export function leave(): void {
  const { pathname, search } = window.location;
  if (pathname === PAGES.signIn) return;
  window.location.assign(signInPath(pathname + search));
}
