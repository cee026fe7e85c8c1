import { ok } from "../../result.ts";
import { fileNameOfAddress } from "../found-file.ts";
import { malformed } from "../malformed.ts";
import { childOf, parseXml, textOf } from "../xml.ts";
import { msixFact } from "./msix-identity.ts";
import type { MetadataReader } from "./reader.ts";

/** App Installer's `.appinstaller`, which names the package and its identity. */
export const APP_INSTALLER: MetadataReader = {
  isNamed: (fileName) => fileName.toLowerCase().endsWith(".appinstaller"),
  read: ({ path, text }) => {
    const parsed = parseXml(path, text);
    if (!parsed.ok) return parsed;
    const root = childOf(parsed.value, "AppInstaller");
    const main = childOf(root, "MainPackage") ?? childOf(root, "MainBundle");
    const uri = textOf(main, "@Uri");
    if (!main || uri === undefined)
      return malformed(path, "it names no MainPackage or MainBundle with its Uri");
    const fact = msixFact(path, fileNameOfAddress(uri), main);
    return fact.ok ? ok([fact.value]) : fact;
  },
};
