import { randomBytes } from "node:crypto";
import type { FastifyReply } from "fastify";
import type { MadePassword } from "../../commands/people/one-time-password.ts";
import type { Instant } from "../../instant.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import { originOf } from "../../serving/public-address.ts";
import { hashSecret } from "../authenticate.ts";
import { endAfter } from "../lives-config.ts";
import { makeOneTimePassword, type PasswordContext } from "../sessions/password-hash.ts";
import { hashInTurn } from "../shares/hashing.ts";

/** A one-time password and a link for the same account, which are shown once, and what is stored of them. */
export interface NewPassword {
  readonly made: MadePassword;
  readonly oneTimePassword: string;
  /** The address of the page on which its owner sets a password; the secret behind the `#` is not sent to any server. */
  readonly link: string;
  readonly endsAt: Instant | null;
}

/** Makes a one-time password with a link that is good as long as it is. Refuses `quota_reached`. */
export async function makePassword(
  context: PasswordContext,
  reply: FastifyReply,
): Promise<Result<NewPassword, Refusal>> {
  reply.header("cache-control", "no-store");
  const { config } = context;
  const oneTimePassword = makeOneTimePassword();
  const secret = randomBytes(32).toString("base64url");
  const endsAt = endAfter(context.now(), config.lives.oneTimePasswordHours * 3_600_000);
  const hashed = await hashInTurn(context, reply.request, () => context.passwords.hash(oneTimePassword));
  if (!hashed.ok) return hashed;
  const made = { passwordHash: hashed.value, passwordEndsAt: endsAt, linkHash: hashSecret(secret) };
  const link = `${originOf(config, reply.request.headers.host)}/welcome#${secret}`;
  return ok({ made, oneTimePassword, link, endsAt });
}
