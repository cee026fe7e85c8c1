/** The types of files that an updater asks for by their own; every other file is only bytes. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  msix: "application/msix",
  msixbundle: "application/msixbundle",
  appx: "application/appx",
  appxbundle: "application/appxbundle",
};

/** The type of a file in HTTP, by the ending of its name. Windows' App Installer expects those of its packages. */
export function mediaTypeOf(fileName: string): string {
  const ending = fileName.toLowerCase().split(".").at(-1) ?? "";
  return Object.hasOwn(MEDIA_TYPES, ending) ? (MEDIA_TYPES[ending] ?? BYTES) : BYTES;
}

const BYTES = "application/octet-stream";
