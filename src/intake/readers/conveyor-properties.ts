import { parse } from "dot-properties";
import { isUnreadable, parseRunningVersion } from "../../catalog/running-version.ts";
import { ok } from "../../result.ts";
import { malformed } from "../malformed.ts";
import type { MetadataReader } from "./reader.ts";

/** Stands for every file of the folder: it says the version of all of them. */
export const ALL_FILES = "*";

/** Conveyor's `metadata.properties`, which has the version of everything in its site. */
export const CONVEYOR_PROPERTIES: MetadataReader = {
  isNamed: (fileName) => fileName === "metadata.properties",
  read: ({ path, text }) => {
    const version = parse(text)["app.version"];
    if (version === undefined) return ok(null);
    const isRead = typeof version === "string" && !isUnreadable(parseRunningVersion(version));
    return isRead ? ok([{ fileName: ALL_FILES, version }]) : malformed(path, "app.version is not a version");
  },
};
