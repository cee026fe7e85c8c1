import { api, need } from "./api.ts";
import { answerProof } from "./proof-question.ts";
import { signPasskey } from "./second-factors.ts";

/** A way to prove again who one is; a passkey is asked for by the browser. */
export type Proof = { readonly currentPassword: string } | { readonly code: string } | "passkey";

/** Proves that it is the person of the session, and lets the waiting calls go on. */
export async function prove(proof: Proof): Promise<void> {
  const body = proof === "passkey" ? { credential: await signPasskey() } : proof;
  await need(api.POST("/v1/me/proof", { body }));
  answerProof(true);
}
