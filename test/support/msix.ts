import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { XMLParser } from "fast-xml-parser";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

/** What the manifest of an MSIX package says. */
export interface MsixIdentity {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly architecture: string;
}

export const newPublisherKey = () => generateKeyPairSync("ed25519");

const SIGNED = ["AppxManifest.xml", "AppxBlockMap.xml"] as const;
const SIGNATURE = "AppxSignature.p7x";

/**
 * A package with its manifest, the digests of its files, and a signature over both; a real one has PKCS #7 there, which this
 * stands for.
 */
export function makeMsix(identity: MsixIdentity, content: string, key: KeyObject): Uint8Array {
  const { name, version, architecture } = identity;
  const publisher = identity.publisher.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const manifest = `<Package><Identity Name="${name}" Publisher="${publisher}" Version="${version}" ProcessorArchitecture="${architecture}"/></Package>`;
  const files = { "App.exe": strToU8(content), "AppxManifest.xml": strToU8(manifest) };
  const parts = { ...files, "AppxBlockMap.xml": strToU8(blockMapOf(files)) };
  const signature = sign(null, signedPart(parts), key);
  return zipSync({ ...parts, [SIGNATURE]: signature }, { mtime: "2026-01-01", level: 0 });
}

function blockMapOf(files: Readonly<Record<string, Uint8Array>>): string {
  const blocks = Object.entries(files).map(([name, bytes]) => `<File Name="${name}" Hash="${hash(bytes)}"/>`);
  return `<BlockMap>${blocks.join("")}</BlockMap>`;
}

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");

function signedPart(parts: Readonly<Record<string, Uint8Array>>): Buffer {
  return Buffer.from(SIGNED.map((name) => hash(parts[name] ?? new Uint8Array())).join("\n"));
}

/** The identity of a package whose signature and digests are right; throws what Windows says of others. */
export function readMsix(bytes: Uint8Array, key: KeyObject): MsixIdentity {
  const parts = unzipSync(bytes);
  const { [SIGNATURE]: signature, "AppxBlockMap.xml": map, ...files } = parts;
  if (!signature || !verify(null, signedPart(parts), key, signature)) {
    throw new Error("0x800B0100: the package has no right signature");
  }
  delete files[SIGNATURE];
  if (strFromU8(map ?? new Uint8Array()) !== blockMapOf(files)) {
    throw new Error("0x80080209: a file is not as the block map says");
  }
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" });
  const { Identity } = parser.parse(strFromU8(files["AppxManifest.xml"] ?? new Uint8Array())).Package;
  return {
    name: Identity.Name,
    publisher: Identity.Publisher,
    version: Identity.Version,
    architecture: Identity.ProcessorArchitecture,
  };
}
