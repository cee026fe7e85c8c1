import { queryOptions } from "@tanstack/react-query";
import type { BodyOf } from "../../client/operation.ts";
import { api, need } from "./api.ts";
import { refreshMe } from "./me.ts";
import { RefusedError } from "./refused.ts";

/** One's own second factors. */
export type SecondFactors = BodyOf<"GET", "/v1/me/second-factors">;
export type SecondFactor = SecondFactors["items"][number];
export type FactorKind = SecondFactor["kind"];
/** The secret of an authenticator app that is being set up. */
export type BegunTotp = BodyOf<"POST", "/v1/me/second-factors/totp">;
/** A new second factor; with the first one come recovery codes, shown once. */
export type AddedFactor = BodyOf<"POST", "/v1/me/second-factors/totp/confirm">;

/** Shows that the owner of the account asks, and not somebody who found the session open. */
interface Proof {
  readonly currentPassword: string;
}

export const secondFactorsQuery = queryOptions({
  queryKey: ["me", "second-factors"],
  queryFn: ({ signal }) => need(api.GET("/v1/me/second-factors", { signal })),
});

export function beginTotp(proof: Proof): Promise<BegunTotp> {
  return need(api.POST("/v1/me/second-factors/totp", { body: proof }));
}

export async function confirmTotp(body: { name: string; code: string }): Promise<AddedFactor> {
  const added = await need(api.POST("/v1/me/second-factors/totp/confirm", { body }));
  await refreshMe();
  return added;
}

/** Has the browser make a passkey, and adds it. */
export async function addPasskey(name: string, proof: Proof): Promise<AddedFactor> {
  const begun = await need(api.POST("/v1/me/second-factors/passkey", { body: proof }));
  const { startRegistration } = await import("@simplewebauthn/browser");
  const made = await orCancelled(startRegistration({ optionsJSON: begun.options as never }));
  const body = { name, credential: made as never };
  const added = await need(api.POST("/v1/me/second-factors/passkey/confirm", { body }));
  await refreshMe();
  return added;
}

export async function removeFactor(id: string, proof: Proof): Promise<void> {
  await need(api.POST("/v1/me/second-factors/{id}/remove", { params: { path: { id } }, body: proof }));
  await refreshMe();
}

/** New recovery codes in place of all earlier ones; they are never shown again. */
export async function renewRecoveryCodes(proof: Proof): Promise<readonly string[]> {
  const { recoveryCodes } = await need(api.POST("/v1/me/second-factors/recovery-codes", { body: proof }));
  await refreshMe();
  return recoveryCodes;
}

/** Signs in with a passkey that the browser knows, which stands for the password as well. */
export async function signInWithPasskey() {
  return need(api.POST("/v1/sessions/passkey", { body: { credential: await signPasskey() } }));
}

/** Has the browser sign a challenge of the server with a passkey that it knows. */
export async function signPasskey(): Promise<never> {
  const begun = await need(api.POST("/v1/sessions/passkey/begin"));
  const { startAuthentication } = await import("@simplewebauthn/browser");
  // The library and the API document each have a type of their own for the same JSON.
  return (await orCancelled(startAuthentication({ optionsJSON: begun.options as never }))) as never;
}

/** What the browser says when the person stopped, waited too long, or the device knows no passkey. */
async function orCancelled<Made>(asked: Promise<Made>): Promise<Made> {
  try {
    return await asked;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new RefusedError({ code: "passkey_cancelled", message, status: 0 });
  }
}
