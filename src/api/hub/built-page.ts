import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the build puts the page; the path is the same from src/ and from dist/. */
export const BUILT_PAGE = join(import.meta.dirname, "..", "..", "..", "dist", "web");

/** The one HTML page as it was built. */
export interface BuiltPage {
  readonly html: string;
  /** Names the build: 16 hexadecimal digits. The HTML names every file by its content, so another build has another id. */
  readonly id: string;
}

/** Reads the built page in a folder, or gives null if it was not built. */
export function readBuiltPage(folder: string): BuiltPage | null {
  const path = join(folder, "index.html");
  if (!existsSync(path)) return null;
  const html = readFileSync(path, "utf8");
  return { html, id: createHash("sha256").update(html).digest("hex").slice(0, 16) };
}
