import { type KeyObject, sign, verify } from "node:crypto";
import type { z } from "zod";
import { formatManifest, type Manifest } from "../../catalog/manifest.ts";
import { ManifestEnvelope, ManifestPayload } from "../../contract/signing.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { KeyPair } from "./key-pair.ts";

/** The type of our payloads; it is signed too, so that no other signed text can pass for a manifest. */
const PAYLOAD_TYPE = "application/vnd.sluice.build-manifest+json";

/** R22: a manifest with its signature, as a DSSE envelope. Ed25519 gives the same signature each time. */
export function sealManifest(manifest: Manifest, key: KeyPair): z.output<typeof ManifestEnvelope> {
  const payload = Buffer.from(formatManifest(manifest));
  const sig = sign(null, preAuthenticationEncoding(payload), key.privateKey).toString("base64");
  return {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString("base64"),
    signatures: [{ keyid: key.id, sig }],
  };
}

export type EnvelopeRefusal = "manifest_malformed" | "signature_wrong";

/** The manifest in an envelope that one of these keys signed. `keyid` is a hint, and not trusted. */
export function openEnvelope(
  json: unknown,
  keys: readonly KeyObject[],
): Result<z.output<typeof ManifestPayload>, Refusal<EnvelopeRefusal>> {
  const envelope = ManifestEnvelope.safeParse(json);
  if (!envelope.success || envelope.data.payloadType !== PAYLOAD_TYPE) return err(MALFORMED);
  const payload = Buffer.from(envelope.data.payload, "base64");
  const signed = preAuthenticationEncoding(payload);
  const isSigned = envelope.data.signatures.some(({ sig }) =>
    keys.some((key) => verify(null, signed, key, Buffer.from(sig, "base64"))),
  );
  if (!isSigned) return err(WRONG);
  const manifest = ManifestPayload.safeParse(parse(payload.toString()));
  return manifest.success ? ok(manifest.data) : err(MALFORMED);
}

const MALFORMED = refuse(
  "manifest_malformed",
  `This is not a manifest; give a DSSE envelope of ${PAYLOAD_TYPE}.`,
);
const WRONG = refuse(
  "signature_wrong",
  "The manifest was not signed with this key; do not trust it, or use the key that its server lists.",
);

/** The bytes that are signed: https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
function preAuthenticationEncoding(payload: Uint8Array): Uint8Array {
  const type = PAYLOAD_TYPE;
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
