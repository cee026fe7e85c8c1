import { parseMinisignSignature, signedVersion } from "../../catalog/minisign.ts";
import { ok } from "../../result.ts";
import type { FileFact } from "../found-file.ts";
import { malformed } from "../malformed.ts";
import type { MetadataReader } from "./reader.ts";

const ENDING = ".sig";
const BASE64 = /^[A-Za-z0-9+/=\s]+$/;

/** What the text of a `.sig` file of Tauri says. */
export interface TauriSignature {
  /** As the updater reads it: base64 without breaks. */
  readonly signature: string;
  /** The version that was signed too, or undefined if it was not. */
  readonly version?: string | undefined;
}

/** Reads base64 of the four lines of a minisign signature, or gives null if the text is none. */
export function parseTauriSignature(text: string): TauriSignature | null {
  const signature = text.replace(/\s+/g, "");
  const parsed = parseMinisignSignature(signature);
  if (!parsed) return null;
  const version = signedVersion(parsed);
  return { signature, ...(version !== null && { version }) };
}

/** Tauri's `.sig` files; armored and binary signatures of other tools are none. */
export const TAURI_SIG: MetadataReader = {
  isNamed: (fileName) => fileName.endsWith(ENDING),
  read: ({ path, fileName, text }) => {
    if (!BASE64.test(text)) return ok(null);
    const tauri = parseTauriSignature(text);
    if (!tauri) {
      return malformed(path, "it is not a minisign signature as Tauri writes it (base64 of its four lines)");
    }
    const fact: FileFact = { fileName: fileName.slice(0, -ENDING.length), updaters: { tauri } };
    return ok([fact]);
  },
};
