import { sign } from "node:crypto";
import type { SigningPair } from "./minisign.ts";

/** The base64 of a signature of Sparkle or WinSparkle. */
export function edSignature({ secret }: SigningPair, bytes: Uint8Array): string {
  return sign(null, bytes, secret).toString("base64");
}

/** The public key as SUPublicEDKey has it. */
export function edKey({ key }: SigningPair): string {
  return Buffer.from(key).toString("base64");
}

/** An item of an appcast. */
interface Item {
  readonly version: string;
  readonly length: number;
  readonly edSignature: string;
}

/** An appcast signed as Sparkle's sign_update does. */
export function signedAppcast(pair: SigningPair, items: readonly Item[]): string {
  const texts = items.map(
    ({ version, length, edSignature: signature }) =>
      `<item><sparkle:version>${version}</sparkle:version><enclosure url="https://cdn.example.org/App.zip" length="${length}" sparkle:edSignature="${signature}"/></item>`,
  );
  const xml = `<?xml version="1.0"?>\n<rss version="2.0" xmlns:sparkle="http://www.andymatuschak.org/xml-namespaces/sparkle"><channel><title>Äpp</title>${texts.join("")}</channel></rss>\n`;
  const content = Buffer.from(xml);
  return `${xml}<!-- sparkle-signatures:\nedSignature: ${edSignature(pair, content)}\nlength: ${content.length}\n-->\n`;
}
