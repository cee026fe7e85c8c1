import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** The certificate and the key of a TLS server, both in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A new self-signed P-256 certificate for `localhost`, encoded here because Node makes only keys and signatures. */
export function makeCertificate(now = new Date()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const fields = toBeSigned(publicKey, now);
  const signature = sign("sha256", fields, privateKey);
  const der = sequence(fields, ECDSA_WITH_SHA256, element(BIT_STRING, Buffer.from([0]), signature));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
  };
}

/** RFC 5280, TBSCertificate, version 1: no extensions. */
function toBeSigned(publicKey: KeyObject, now: Date): Buffer {
  const tomorrow = new Date(now.getTime() + 86_400_000);
  return sequence(
    element(INTEGER, Buffer.from([1])),
    ECDSA_WITH_SHA256,
    LOCALHOST,
    sequence(utcTime(now), utcTime(tomorrow)),
    LOCALHOST,
    publicKey.export({ type: "spki", format: "der" }),
  );
}

const [INTEGER, BIT_STRING, OBJECT_ID, UTF8_TEXT, UTC_TIME] = [0x02, 0x03, 0x06, 0x0c, 0x17];
const [SEQUENCE, SET] = [0x30, 0x31];
/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = sequence(element(OBJECT_ID, Buffer.from("2a8648ce3d040302", "hex")));
/** 2.5.4.3, the common name. */
const COMMON_NAME = element(OBJECT_ID, Buffer.from("550403", "hex"));
const LOCALHOST = sequence(element(SET, sequence(COMMON_NAME, element(UTF8_TEXT, Buffer.from("localhost")))));

function utcTime(at: Date): Buffer {
  return element(UTC_TIME, Buffer.from(`${at.toISOString().replace(/\D/g, "").slice(2, 14)}Z`));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(SEQUENCE, ...parts);
}

/** DER: a tag, the length, the content. */
function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
