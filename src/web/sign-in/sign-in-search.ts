import { isPageAddress } from "../../tenancy/page-address.ts";

/** What an address of the sign-in says. */
interface SignInSearch {
  /** Where to go after the sign-in: an address of this server. */
  readonly next?: string;
  /** The code of the refusal with which a sign-in at an identity provider ended. */
  readonly refused?: string;
  /** The session was over, and the person did not sign out. */
  readonly ended?: "yes";
}

/** Reads where to go after the sign-in, and why the last one was refused or the session is over. Only an address of this server is accepted. */
export function readSignInSearch(search: {
  readonly next?: unknown;
  readonly refused?: unknown;
  readonly ended?: unknown;
}): SignInSearch {
  const { next, refused, ended } = search;
  return {
    ...(isPageAddress(next) && { next }),
    ...(typeof refused === "string" && /^[a-z_]{1,60}$/.test(refused) && { refused }),
    ...(ended === "yes" && { ended }),
  };
}
