import type { DropZoneProps } from "react-aria-components/DropZone";
import { isUnpackedFolder } from "../../intake/unpacked.ts";

/** A file that was dropped or chosen, with its path below what was dropped. */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

type DropItem = Parameters<NonNullable<DropZoneProps["onDrop"]>>[0]["items"][number];

/** How deep folders are looked into, and the most files: the output folder of a packaging tool has far fewer. */
const MOST_LEVELS = 8;
export const MOST_FILES = 2000;

/** The files of what was dropped, those in folders too; apps that are not packed are not looked into. */
export async function filesOfItems(items: readonly DropItem[]): Promise<readonly DroppedFile[]> {
  const files: DroppedFile[] = [];
  for (const item of items) await collect(item, [], files);
  return files;
}

async function collect(item: DropItem, folders: readonly string[], files: DroppedFile[]): Promise<void> {
  if (files.length >= MOST_FILES) return;
  if (item.kind === "file") {
    const file = await item.getFile();
    files.push({ path: [...folders, file.name].join("/"), file });
    return;
  }
  if (item.kind !== "directory" || folders.length >= MOST_LEVELS || isUnpackedFolder(item.name)) return;
  for await (const entry of item.getEntries()) await collect(entry, [...folders, item.name], files);
}
