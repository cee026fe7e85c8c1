import { type Build, buildPath } from "../catalog/build.ts";

/** The absolute address of a file, kept here or hosted elsewhere; `origin` has no slash at its end. */
export function fileUrl(file: Pick<Build, "url" | "sha256" | "fileName">, origin: string): string {
  return file.url ?? origin + buildPath(file);
}
