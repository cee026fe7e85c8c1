import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../config.ts";
import { browserCookieName, setBrowserCookie } from "../session-cookie.ts";

/** A local account, and the hash of its present password. */
interface KeyedAccount {
  readonly id: string;
  readonly passwordHash: string;
}

/**
 * Remembers, in a cookie, that the owner of an account has signed in with this browser. The cookie names the account and
 * is signed with a key made of the hash of its password, which all servers share, and which ends with the password.
 */
export function rememberBrowser(reply: FastifyReply, config: Config, account: KeyedAccount): void {
  const browser = browserIn(reply.request, config, account) ?? randomBytes(16).toString("base64url");
  const named = `${account.id}.${browser}`;
  setBrowserCookie(reply, config, `${named}.${signatureOf(named, account)}`);
}

/** The browser of a request, if the owner of this account has signed in with it before; else null. */
export function browserIn(request: FastifyRequest, config: Config, account: KeyedAccount): string | null {
  const [id, browser, signature, ...others] = (request.cookies[browserCookieName(config)] ?? "").split(".");
  if (id !== account.id || !browser || !signature || others.length > 0) return null;
  const expected = Buffer.from(signatureOf(`${id}.${browser}`, account));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? browser : null;
}

function signatureOf(named: string, { passwordHash }: KeyedAccount): string {
  return createHmac("sha256", `known browser of ${passwordHash}`).update(named).digest("base64url");
}
