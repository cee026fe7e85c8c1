import type { Answer } from "../../client/answer.ts";
import { createClient } from "../../client/client.ts";
import type { CallRefusal } from "../../client/refusal.ts";
import type { Result } from "../../result.ts";
import { BASE_PATH } from "../paths.ts";
import { sendWithProof } from "./proof-question.ts";
import { RefusedError } from "./refused.ts";

/** The API of the server that sent the page; the session's cookie identifies the person. Asks for a proof where a call needs one. */
export const api = createClient({ baseUrl: BASE_PATH, fetch: sendWithProof });

/** Gives the body of an answer. Throws a refusal as a {@link RefusedError}, as queries and loaders expect. */
export async function need<Body>(asked: Promise<Result<Answer<Body>, CallRefusal>>): Promise<Body> {
  return (await needAnswer(asked)).body;
}

/** Like {@link need}, with the ETag and the link to the next page. */
export async function needAnswer<Body>(
  asked: Promise<Result<Answer<Body>, CallRefusal>>,
): Promise<Answer<Body>> {
  const result = await asked;
  if (!result.ok) throw new RefusedError(result.error);
  return result.value;
}
