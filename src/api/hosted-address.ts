import ipaddr from "ipaddr.js";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** The addresses that builds which are hosted elsewhere may have: those of the public internet, or any. */
export const HOSTED_BUILDS = ["public", "any"] as const;
export type HostedBuilds = (typeof HOSTED_BUILDS)[number];

/** Names that never leave a network (RFC 6761, 6762, 8375, and `internal`, which ICANN keeps for private use). */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|home\.arpa)$/;

/**
 * Checks the address of a build that is hosted elsewhere: it is sent to every updater. Refuses `build_address_not_allowed`
 * for credentials in it, and, unless any address is allowed, for other than https and for a host that is not of the
 * public internet. What a name resolves to is not looked up.
 */
export function checkHostedAddress(text: string, allowed: HostedBuilds): Result<string, Refusal> {
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    return notAllowed("has a user name or a password in it, which every updater would be told; leave it out");
  }
  if (allowed === "any") return ok(text);
  if (url.protocol !== "https:") return notAllowed(`is not https; use https, ${OR_ELSE}`);
  return isPublic(url.hostname)
    ? ok(text)
    : notAllowed(`is not on the public internet; use a public host, ${OR_ELSE}`);
}

const OR_ELSE = "or start the server with SLUICE_HOSTED_BUILDS=any";

function isPublic(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (ipaddr.isValid(host)) return ipaddr.parse(host).range() === "unicast";
  return host.includes(".") && !PRIVATE_NAMES.test(host);
}

function notAllowed(what: string): Result<never, Refusal> {
  return err(refuse("build_address_not_allowed", `url: the address ${what}.`));
}
