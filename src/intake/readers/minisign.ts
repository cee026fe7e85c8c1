import { ok } from "../../result.ts";
import type { FileFact } from "../found-file.ts";
import { malformed } from "../malformed.ts";
import type { MetadataReader } from "./reader.ts";

const ENDING = ".sig";
const BASE64 = /^[A-Za-z0-9+/=\s]+$/;
/** The four lines of a minisign signature: two comments, each with what belongs to it. */
const MINISIGN =
  /^untrusted comment: [^\n]*\n[A-Za-z0-9+/]{98,100}=*\ntrusted comment: ([^\n]*)\n[A-Za-z0-9+/]{86}==\n?$/;

/** What the text of a `.sig` file of Tauri says, or null if it is no such text. */
export interface TauriSignature {
  /** As the updater reads it: base64 without breaks. */
  readonly signature: string;
  /** The version that was signed too, or undefined if it was not. */
  readonly version?: string | undefined;
}

/** Reads base64 of the four lines of a minisign signature. */
export function parseTauriSignature(text: string): TauriSignature | null {
  const signature = text.replace(/\s+/g, "");
  const comment = MINISIGN.exec(decode(signature) ?? "")?.[1];
  if (comment === undefined) return null;
  const version = /(?:^|\s)version:(\S+)/.exec(comment)?.[1];
  return { signature, ...(version !== undefined && { version }) };
}

/** Tauri's `.sig` files; armored and binary signatures of other tools are none. */
export const TAURI_SIG: MetadataReader = {
  of: "Tauri's .sig",
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

function decode(base64: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    return null;
  }
}
