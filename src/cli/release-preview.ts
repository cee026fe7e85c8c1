import type { Answer } from "../client/answer.ts";
import type { Options } from "../client/operation.ts";
import type { Shape } from "../client/shape.ts";
import { ok, type Result } from "../result.ts";
import { type Client, orFailure } from "./client.ts";
import type { Failure, Outcome } from "./command-result.ts";
import type { ReleaseChanges } from "./release-options.ts";
import { releasePreviewText } from "./release-preview-text.ts";

/** What a change of a release would do; nothing is changed. */
export async function previewChange({ api }: Client, id: string, body: ReleaseChanges): Promise<Outcome> {
  const params = { path: { id } };
  return toOutcome(await orFailure(api.POST("/v1/releases/{id}/preview", { params, body })));
}

/** What a new release would do; nothing is entered. */
export async function previewNew(
  { api }: Client,
  body: Options<"POST", "/v1/releases">["body"],
): Promise<Outcome> {
  return toOutcome(await orFailure(api.POST("/v1/releases/preview", { body })));
}

function toOutcome(answer: Result<Answer<Shape<"ReleasePreviewAnswer">>, Failure>): Outcome {
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: releasePreviewText(body), json: body });
}
