import { z } from "zod";
import { IdField, InstantField } from "./fields.ts";
import { BuildAnswer, BuildUploadQuery } from "./release.ts";

/** The `Upload-Metadata` of a resumable upload: the release, and the same fields as in a plain upload. */
export const UploadMetadata = BuildUploadQuery.extend({ releaseId: IdField });

/** How far a resumable upload is. */
export const UploadAnswer = z.object({
  id: IdField,
  releaseId: IdField,
  fileName: z.string(),
  offset: z.number().meta({ description: "How many bytes have arrived" }),
  size: z.number(),
  expiresAt: InstantField,
  build: BuildAnswer.nullable().meta({ description: "What it became; null: it is not complete" }),
});
