import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type FoundFile, fileNameOf } from "../intake/found-file.ts";
import { isMetadataName, MOST_METADATA_BYTES } from "../intake/read-metadata.ts";
import { isUnpackedFolder } from "../intake/unpacked.ts";
import { ok, type Result } from "../result.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";

/** How deep folders are looked into, and the most files: the output folder of a packaging tool has far fewer. */
const MOST_LEVELS = 8;
const MOST_FILES = 20_000;

/**
 * The files in a folder and, with `deep`, in the folders below it, with the texts that describe others. Links are not
 * followed, and apps that are not packed are not looked into. Refuses `file_unreadable` and `folder_too_large`.
 */
export async function findFiles(
  root: string,
  { deep }: { readonly deep: boolean },
): Promise<Result<readonly FoundFile[], Failure>> {
  const files: FoundFile[] = [];
  const folders: Folder[] = [{ path: "", level: 0 }];
  for (let folder = folders.shift(); folder; folder = folders.shift()) {
    const { path, level } = folder;
    const entries = await readFolder(join(root, path));
    if (!entries) return unreadable(join(root, path));
    const below = entries.map((entry) => ({
      entry,
      path: path === "" ? entry.name : `${path}/${entry.name}`,
    }));
    for (const { entry, path } of below) if (entry.isFile()) files.push(...(await readFound(root, path)));
    if (deep && level < MOST_LEVELS) folders.push(...foldersOf(below, level + 1));
    if (files.length > MOST_FILES) return tooLarge(root);
  }
  return ok(files);
}

interface Folder {
  readonly path: string;
  readonly level: number;
}

function foldersOf(
  below: readonly { readonly entry: Dirent; readonly path: string }[],
  level: number,
): readonly Folder[] {
  const wanted = below.filter(({ entry }) => entry.isDirectory() && !isUnpackedFolder(entry.name));
  return wanted.map(({ path }) => ({ path, level }));
}

async function readFolder(path: string): Promise<readonly Dirent[] | null> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return null;
  }
}

/** One file, or none if it went away meanwhile. */
async function readFound(root: string, path: string): Promise<readonly FoundFile[]> {
  try {
    const { size } = await stat(join(root, path));
    const isRead = isMetadataName(fileNameOf(path)) && size <= MOST_METADATA_BYTES;
    return [{ path, size, text: isRead ? await readFile(join(root, path), "utf8") : undefined }];
  } catch {
    return [];
  }
}

function unreadable(path: string): { readonly ok: false; readonly error: Failure } {
  return fail(EXIT.usage, {
    code: "file_unreadable",
    message: `${path} cannot be read; give a folder that exists`,
  });
}

function tooLarge(root: string): { readonly ok: false; readonly error: Failure } {
  const message = `${root} has more than ${MOST_FILES} files; give the folder into which the packaging tool wrote`;
  return fail(EXIT.usage, { code: "folder_too_large", message });
}
