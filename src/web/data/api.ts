import type { Answer } from "../../client/answer.ts";
import { createClient } from "../../client/client.ts";
import type { CallRefusal } from "../../client/refusal.ts";
import type { Result } from "../../result.ts";
import { RefusedError } from "./refused.ts";

/** The API of the server that the page came from; the session's cookie says who asks. */
export const api = createClient({ baseUrl: "" });

/** What was answered; a refusal is thrown, as queries and loaders want it. */
export async function need<Body>(asked: Promise<Result<Answer<Body>, CallRefusal>>): Promise<Body> {
  return (await needAnswer(asked)).body;
}

/** The same with the ETag and the next page. */
export async function needAnswer<Body>(
  asked: Promise<Result<Answer<Body>, CallRefusal>>,
): Promise<Answer<Body>> {
  const result = await asked;
  if (!result.ok) throw new RefusedError(result.error);
  return result.value;
}
