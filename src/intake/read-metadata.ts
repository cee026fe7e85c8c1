import { ok, type Result } from "../result.ts";
import { type FileFact, type FoundFile, fileNameOf, type MalformedMetadata } from "./found-file.ts";
import { APP_INSTALLER } from "./readers/app-installer.ts";
import { APPCAST } from "./readers/appcast.ts";
import { APT_PACKAGES } from "./readers/control.ts";
import { CONVEYOR_PROPERTIES } from "./readers/conveyor-properties.ts";
import { ELECTRON_YML } from "./readers/electron-yml.ts";
import type { MetadataReader } from "./readers/reader.ts";
import { SQUIRREL_RELEASES } from "./readers/squirrel-releases.ts";
import { TAURI_JSON } from "./readers/tauri-json.ts";
import { TAURI_SIG } from "./readers/tauri-sig.ts";
import { VELOPACK_JSON } from "./readers/velopack-json.ts";

/** Every kind of text that is read. What a text further up says of a file counts where two disagree. */
const READERS: readonly MetadataReader[] = [
  TAURI_SIG,
  TAURI_JSON,
  ELECTRON_YML,
  VELOPACK_JSON,
  SQUIRREL_RELEASES,
  APPCAST,
  APP_INSTALLER,
  APT_PACKAGES,
  CONVEYOR_PROPERTIES,
];

/** 4 MiB: the largest text that is read; larger ones are no texts of these tools. */
export const MOST_METADATA_BYTES = 4 * 1024 ** 2;

/** Whether a file is read for what it says of others, by its name. */
export function isMetadataName(fileName: string): boolean {
  return READERS.some((reader) => reader.isNamed(fileName));
}

/** What the texts of a folder say. */
export interface ReadMetadata {
  readonly facts: readonly FileFact[];
  /** The paths of the texts that said something. */
  readonly paths: ReadonlySet<string>;
}

/**
 * Reads every text of a folder, by the tool that wrote it. Refuses `metadata_malformed` for the first one that is not as
 * its tool writes it.
 */
export function readMetadata(files: readonly FoundFile[]): Result<ReadMetadata, MalformedMetadata> {
  const facts: FileFact[] = [];
  const paths = new Set<string>();
  for (const reader of READERS) {
    for (const { path, text } of files) {
      const fileName = fileNameOf(path);
      if (text === undefined || !reader.isNamed(fileName)) continue;
      const read = reader.read({ path, fileName, text });
      if (!read.ok) return read;
      if (read.value === null) continue;
      paths.add(path);
      facts.push(...read.value);
    }
  }
  return ok({ facts, paths });
}
