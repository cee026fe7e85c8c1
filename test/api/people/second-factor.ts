import { Secret, TOTP } from "otpauth";
import type { TestServer } from "../../support/running-server.ts";
import { type Answered, accepted, send } from "../caller.ts";
import { PASSWORD } from "./sign-in.ts";

export const PROOF = { currentPassword: PASSWORD };

/** An authenticator app that was set up, and the recovery codes that came with it. */
export interface App {
  readonly id: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** The code that an app shows at an instant (milliseconds), or so many seconds later. */
export function codeAt(secret: string, now: number, laterSeconds = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now + laterSeconds * 1000 });
}

export function post(server: TestServer, token: string | null, path: string, body: object = {}) {
  return send(server, token, { method: "POST", path, body });
}

/** Sets up an authenticator app in a session whose owner has the tests' password. */
export async function setUpApp(server: TestServer, token: string): Promise<App> {
  const { secret } = accepted(await post(server, token, "/v1/me/second-factors/totp", PROOF));
  const code = codeAt(secret, server.context.now());
  const confirmed = await post(server, token, "/v1/me/second-factors/totp/confirm", { name: "Phone", code });
  const { id, recoveryCodes } = accepted(confirmed);
  return { id, secret, recoveryCodes };
}

export function signInWith(
  server: TestServer,
  email: string,
  code: string,
  password = PASSWORD,
): Promise<Answered> {
  return post(server, null, "/v1/sessions", { email, password, code });
}
