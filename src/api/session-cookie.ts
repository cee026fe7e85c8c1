import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply } from "fastify";
import type { Config } from "./config.ts";

/** The prefix of a session's secret, which distinguishes it from a token. */
export const SESSION_PREFIX = "sls_";

/** Holds what an identity provider must send back; a browser sends it along when it comes back from another site. */
const STATE_COOKIE = "sluice_oidc_state";

export function setStateCookie(reply: FastifyReply, config: Config, state: string, longestMs: number): void {
  const attempt = { ...attributes(config), sameSite: "lax", maxAge: longestMs / 1000 } as const;
  reply.setCookie(stateCookieName(config), state, attempt);
}

/** What the state cookie holds, which is used up with it. */
export function takeStateCookie(reply: FastifyReply, config: Config): string | undefined {
  reply.clearCookie(stateCookieName(config), { ...attributes(config), sameSite: "lax" });
  return reply.request.cookies[stateCookieName(config)];
}

function stateCookieName(config: Config): string {
  return isSecure(config) ? `__Host-${STATE_COOKIE}` : STATE_COOKIE;
}

/** Over https no other host can set it (`__Host-`); over plain http browsers know no such cookie. */
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

/** Out of reach of scripts, sent from our own pages only, and over https only where the server is reached so. */
function attributes(config: Config): CookieSerializeOptions {
  return { path: "/", httpOnly: true, sameSite: "strict", secure: isSecure(config) };
}

function isSecure({ publicUrl }: Config): boolean {
  return publicUrl?.startsWith("https:") ?? false;
}
