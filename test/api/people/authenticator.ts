import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** An authenticator in software, as browsers and security keys behave (WebAuthn level 3, ES256), for one host and origin. */
export interface Authenticator {
  readonly id: string;
  /** A new passkey that answers these options, as `PublicKeyCredential.toJSON()` gives it. */
  create(options: PasskeyOptions, change?: Partial<Told>): object;
  /** A signature of these options. */
  get(options: PasskeyOptions, change?: Partial<Told>): object;
}

interface PasskeyOptions {
  readonly challenge: string;
}

/** What an authenticator and its browser tell; a test can have them tell something else. */
interface Told {
  readonly origin: string;
  readonly rpId: string;
  readonly challenge: string;
  readonly isUserVerified: boolean;
  readonly signatures: number;
  readonly userHandle: string;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_KEY = 0x40;

export function makeAuthenticator(origin: string): Authenticator {
  const rpId = new URL(origin).hostname;
  const credentialId = randomBytes(16);
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = credentialId.toString("base64url");
  const usual = { origin, rpId, isUserVerified: true, signatures: 0 };
  const common = { id, rawId: id, type: "public-key", clientExtensionResults: {} };
  return {
    id,
    create: ({ challenge }, change = {}) => {
      const told = { ...usual, challenge, ...change };
      const key = Buffer.concat([
        Buffer.alloc(16),
        Buffer.from([0, credentialId.length]),
        credentialId,
        coseKey(publicKey),
      ]);
      const attestationObject = cborAttestation(Buffer.concat([authenticatorData(told, HAS_KEY), key]));
      const clientDataJSON = clientData("webauthn.create", told).toString("base64url");
      const response = { clientDataJSON, attestationObject: attestationObject.toString("base64url") };
      return { ...common, response: { ...response, transports: ["internal"] } };
    },
    get: ({ challenge }, change = {}) => {
      const told = { ...usual, challenge, ...change };
      const data = authenticatorData(told, 0);
      const client = clientData("webauthn.get", told);
      const signed = Buffer.concat([data, createHash("sha256").update(client).digest()]);
      const response = {
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: sign("sha256", signed, privateKey).toString("base64url"),
        ...(told.userHandle !== undefined && { userHandle: told.userHandle }),
      };
      return { ...common, response };
    },
  };
}

function clientData(type: string, { challenge, origin }: Pick<Told, "challenge" | "origin">): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function authenticatorData(
  { rpId, isUserVerified, signatures }: Pick<Told, "rpId" | "isUserVerified" | "signatures">,
  flags: number,
): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(signatures);
  const said = USER_PRESENT | (isUserVerified ? USER_VERIFIED : 0) | flags;
  return Buffer.concat([createHash("sha256").update(rpId).digest(), Buffer.from([said]), counter]);
}

/** The map { fmt: "none", attStmt: {}, authData } in CBOR. */
function cborAttestation(data: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(data.length);
  const before = Buffer.concat([cborText("fmt"), cborText("none"), cborText("attStmt"), Buffer.from([0xa0])]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    before,
    cborText("authData"),
    Buffer.from([0x59]),
    length,
    data,
  ]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

/** The key as COSE has it: { 1: 2, 3: -7, -1: 1, -2: x, -3: y }. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const coordinate = (text: string) => [Buffer.from([0x58, 32]), Buffer.from(text, "base64url")];
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    ...coordinate(x),
    Buffer.from([0x22]),
    ...coordinate(y),
  ]);
}
