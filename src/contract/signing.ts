import { z } from "zod";
import { ARCHITECTURES, PLATFORMS } from "../catalog/platform.ts";
import { FileNameField } from "./build-file.ts";
import { IdField, InstantField } from "./fields.ts";

/** A key that verifies manifests. A retired one stays listed, and its signatures stay valid. */
const SigningKey = z.object({
  id: z.string().meta({ description: "The first 16 hex digits of the SHA-256 of the raw public key" }),
  publicKey: z.string().meta({ description: "Ed25519 as PEM (SPKI)" }),
  rawPublicKey: z.string().meta({ description: "The same 32 bytes in base64" }),
  createdAt: InstantField,
  retiredAt: InstantField.nullable(),
  signs: z.boolean().meta({ description: "Whether this server signs with it now" }),
});
export const SigningKeyList = z.object({ items: z.array(SigningKey) });

/** A signed manifest as a DSSE envelope, https://github.com/secure-systems-lab/dsse. */
export const ManifestEnvelope = z.object({
  payloadType: z.string(),
  payload: z.string().meta({ description: "The manifest as canonical JSON, in base64" }),
  signatures: z.array(
    z.object({ keyid: z.string(), sig: z.string().meta({ description: "Ed25519, in base64" }) }),
  ),
});

/** The content of a manifest, as a client reads it. */
export const ManifestPayload = z.object({
  buildId: IdField,
  releaseId: IdField,
  version: z.string(),
  platform: z.enum(PLATFORMS),
  arch: z.enum(ARCHITECTURES),
  format: z.string(),
  fileName: FileNameField,
  size: z.number(),
  sha256: z.string().nullable(),
  sha512: z.string(),
});
