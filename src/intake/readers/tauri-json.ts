import { z } from "zod";
import type { Platform } from "../../catalog/platform.ts";
import { ok } from "../../result.ts";
import { architectureOf, type FileFact, fileNameOfAddress } from "../found-file.ts";
import { malformed, readJson } from "../malformed.ts";
import type { MetadataReader } from "./reader.ts";
import { parseTauriSignature } from "./tauri-sig.ts";

const Latest = z.object({
  version: z.string().min(1),
  platforms: z.record(z.string(), z.object({ url: z.string().min(1), signature: z.string().min(1) })),
});

const SYSTEMS: Readonly<Record<string, Platform>> = { windows: "win", darwin: "mac", linux: "linux" };

/** The `latest.json` of Tauri's updater: for each system and architecture where the file is, and its signature. */
export const TAURI_JSON: MetadataReader = {
  isNamed: (fileName) => fileName === "latest.json",
  read: ({ path, text }) => {
    const read = readJson(path, Latest, text);
    if (!read.ok) return read;
    const facts: FileFact[] = [];
    for (const [key, { url, signature: signed }] of Object.entries(read.value.platforms)) {
      const tauri = parseTauriSignature(signed);
      if (!tauri) return malformed(path, `platforms.${key}.signature is not the text of a .sig file`);
      const [system = "", arch] = key.split("-");
      facts.push({
        fileName: fileNameOfAddress(url),
        version: read.value.version.replace(/^v/, ""),
        platform: SYSTEMS[system],
        arch: architectureOf(arch),
        updaters: { tauri },
      });
    }
    return ok(facts);
  },
};
