/** The most bytes of a block map as it is kept, and of what is in it. */
export const MOST_BLOCK_MAP_BYTES = 16 * 1024 ** 2;
export const MOST_BLOCK_MAP_JSON_BYTES = 64 * 1024 ** 2;

/** What is wrong with the JSON of a block map for a file of this size in bytes, in words, or null if it fits. */
export function misfitOfBlocks(json: unknown, size: number): string | null {
  const files = propertyOf(json, "files");
  if (!Array.isArray(files) || files.length === 0) return 'its JSON has no list "files"';
  let covered = 0;
  for (const file of files) {
    const [sizes, checksums] = [propertyOf(file, "sizes"), propertyOf(file, "checksums")];
    if (!isListOf(sizes, isLength) || !isListOf(checksums, isText) || sizes.length !== checksums.length) {
      return "each of its files has as many sizes as checksums";
    }
    for (const length of sizes) covered += length;
  }
  if (covered === size) return null;
  return `its blocks have ${covered} bytes in all, and the file of this build has ${size}; give the block map that was made with it`;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is readonly Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isLength(item: unknown): item is number {
  return Number.isSafeInteger(item) && (item as number) > 0;
}

function isText(item: unknown): item is string {
  return typeof item === "string" && item !== "";
}
