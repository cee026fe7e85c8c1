import type { FastifyReply } from "fastify";
import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";

/** The codes of `openid-client` for a provider that does not answer, or does not follow OpenID Connect. */
const AWAY = [
  "OAUTH_TIMEOUT",
  "OAUTH_ABORT",
  "OAUTH_RESPONSE_IS_NOT_CONFORM",
  "OAUTH_RESPONSE_IS_NOT_JSON",
  "OAUTH_PARSE_ERROR",
];

/** The code of `openid-client` for a token that is not valid yet, or no longer. */
const OFF_TIME = "OAUTH_JWT_TIMESTAMP_CHECK_FAILED";

/**
 * Calls an identity provider. Refuses `provider_clock_off` (its clock and this server's are apart), `provider_refused` (it rejects the person, or its answer does not fit the
 * request) and `provider_unreachable`, with `Retry-After`.
 */
export async function askProvider<Value>(
  reply: FastifyReply,
  ask: () => Promise<Value>,
): Promise<Result<Value, Refusal>> {
  try {
    return ok(await ask());
  } catch (error) {
    const refusal = toRefusal(error);
    if (refusal === null) throw error;
    reply.request.log.warn({ err: error }, "the identity provider did not sign a person in");
    if (refusal.code === "provider_unreachable") reply.header("retry-after", "5");
    return err(refusal);
  }
}

/** The refusal for an error, or null if it is a bug. */
function toRefusal(error: unknown): Refusal | null {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    return refuse(
      "provider_refused",
      `The identity provider refused the sign-in (${error.error}); ask its administrator, or use another account.`,
    );
  }
  const isFetch = error instanceof TypeError && error.cause !== undefined;
  if (isFetch || (error instanceof ClientError && AWAY.includes(error.code ?? ""))) {
    return refuse("provider_unreachable", "The identity provider does not answer properly; try again.");
  }
  if (!(error instanceof ClientError)) return null;
  if (error.code === OFF_TIME) {
    const message =
      "The clocks of the identity provider and of this server are apart; have the operator set them, and begin again.";
    return refuse("provider_clock_off", message);
  }
  return refuse(
    "provider_refused",
    "The identity provider's answer does not match this sign-in; begin again.",
  );
}
