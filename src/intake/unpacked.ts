import type { FoundFile } from "./found-file.ts";

/** Folders in which tools keep an app before it is packed, and what they work with. */
const UNPACKED = /^(?:\.|node_modules$|.*\.(?:app|AppDir)$|.*-unpacked$|old_updates$)/;

/** Whether a folder holds an app that is not packed, or nothing of a build; it need not be looked into. */
export function isUnpackedFolder(name: string): boolean {
  return UNPACKED.test(name);
}

/** The files outside such folders, and outside those beside a package of the same name, in which it was put together. */
export function withoutUnpacked(files: readonly FoundFile[]): readonly FoundFile[] {
  const packages = new Set(files.map(({ path }) => path.replace(/\.[^./]+$/, "")));
  return files.filter(({ path }) => {
    const folders = path.split("/").slice(0, -1);
    return folders.every((name, index) => {
      const folder = folders.slice(0, index + 1).join("/");
      return !isUnpackedFolder(name) && !packages.has(folder);
    });
  });
}
