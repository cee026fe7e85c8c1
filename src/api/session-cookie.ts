import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply } from "fastify";
import { isPageAddress } from "../tenancy/page-address.ts";
import type { Config } from "./config.ts";

/** The prefix of a session's secret, which distinguishes it from a token. */
export const SESSION_PREFIX = "sls_";

/** What a browser left with for an identity provider: the state of the attempt, and the page to come back to. */
export interface LeftWith {
  readonly state: string;
  /** An address of a page with its search, or null for the first page. */
  readonly next: string | null;
}

/** The cookie of that; a browser sends it when it comes back from the other site. */
const STATE_COOKIE = "sluice_oidc_state";

export function setStateCookie(reply: FastifyReply, config: Config, left: LeftWith, longestMs: number): void {
  const attempt = { ...attributes(config), sameSite: "lax", maxAge: longestMs / 1000 } as const;
  const next = Buffer.from(left.next ?? "").toString("base64url");
  reply.setCookie(stateCookieName(config), `${left.state}.${next}`, attempt);
}

/** Reads the state cookie and removes it, since it is good once. */
export function takeStateCookie(reply: FastifyReply, config: Config): LeftWith | null {
  reply.clearCookie(stateCookieName(config), { ...attributes(config), sameSite: "lax" });
  const [state = "", encoded = ""] = reply.request.cookies[stateCookieName(config)]?.split(".") ?? [];
  const next = Buffer.from(encoded, "base64url").toString();
  return state === "" ? null : { state, next: isPageAddress(next) ? next : null };
}

function stateCookieName(config: Config): string {
  return isSecure(config) ? `__Host-${STATE_COOKIE}` : STATE_COOKIE;
}

/**
 * The name of the session cookie: over https with the prefix `__Host-`, so that no other host can set it; over plain
 * http browsers do not know that prefix.
 */
export function cookieName(config: Config): string {
  return isSecure(config) ? "__Host-sluice_session" : "sluice_session";
}

export function setSessionCookie(
  reply: FastifyReply,
  config: Config,
  secret: string,
  longestMs: number,
): void {
  reply.setCookie(cookieName(config), secret, { ...attributes(config), maxAge: longestMs / 1000 });
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  reply.clearCookie(cookieName(config), attributes(config));
}

const BROWSER_COOKIE_MS = 400 * 86_400_000;

/** The name of the cookie of a browser in which the owner of an account has signed in. */
export function browserCookieName(config: Config): string {
  return isSecure(config) ? "__Host-sluice_browser" : "sluice_browser";
}

/** Sets that cookie for as long as browsers keep one. */
export function setBrowserCookie(reply: FastifyReply, config: Config, value: string): void {
  const lasting = { ...attributes(config), maxAge: BROWSER_COOKIE_MS / 1000 };
  reply.setCookie(browserCookieName(config), value, lasting);
}

/**
 * The attributes of our cookies: hidden from scripts, sent from our own pages only, and over https only if the server
 * is reached so.
 */
function attributes(config: Config): CookieSerializeOptions {
  return { path: "/", httpOnly: true, sameSite: "strict", secure: isSecure(config) };
}

function isSecure({ publicUrl }: Config): boolean {
  return publicUrl?.startsWith("https:") ?? false;
}
