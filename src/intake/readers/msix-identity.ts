import { z } from "zod";
import { UPDATER_DETAILS } from "../../contract/updaters.ts";
import { ok, type Result } from "../../result.ts";
import { architectureOf, type FileFact, type MalformedMetadata, osVersionOf } from "../found-file.ts";
import { malformed, readShape } from "../malformed.ts";
import { childOf, childrenOf, parseXml, textOf, type XmlElement } from "../xml.ts";

const Architecture = z.enum(["x64", "arm64", "x86", "neutral"]);

/**
 * The identity of an MSIX package, from the attributes that `AppxManifest.xml` and `.appinstaller` have alike. (Its
 * version is Windows' own, which need not be the app's.)
 */
export function msixFact(
  path: string,
  fileName: string,
  identity: XmlElement,
): Result<FileFact, MalformedMetadata> {
  const architecture = Architecture.safeParse(textOf(identity, "@ProcessorArchitecture")?.toLowerCase());
  const msix = readShape(path, UPDATER_DETAILS.msix, {
    name: textOf(identity, "@Name"),
    publisher: textOf(identity, "@Publisher"),
    version: textOf(identity, "@Version"),
    ...(architecture.success && { architecture: architecture.data }),
  });
  if (!msix.ok) return msix;
  return ok({
    fileName,
    platform: "win",
    arch: architectureOf(msix.value.architecture),
    updaters: { msix: msix.value },
  });
}

/** `AppxManifest.xml` of a package, or `AppxBundleManifest.xml` of a bundle of packages. */
export function readAppxManifest(
  path: string,
  fileName: string,
  text: string,
): Result<FileFact, MalformedMetadata> {
  const parsed = parseXml(path, text);
  if (!parsed.ok) return parsed;
  const root = childOf(parsed.value, "Package") ?? childOf(parsed.value, "Bundle");
  const identity = childOf(root, "Identity");
  if (!identity) return malformed(path, "its manifest has no Identity");
  const fact = msixFact(path, fileName, identity);
  if (!fact.ok) return fact;
  return ok({ ...fact.value, minimumOsVersion: leastWindows(childOf(root, "Dependencies")) });
}

/** The oldest Windows that installs the package. (MaxVersionTested is no limit: newer ones install it, too.) */
function leastWindows(dependencies: XmlElement | null): string | undefined {
  const families = childrenOf(dependencies, "TargetDeviceFamily");
  const [family] = ["Windows.Desktop", "Windows.Universal"].flatMap((name) =>
    families.filter((one) => textOf(one, "@Name") === name),
  );
  return osVersionOf(textOf(family ?? null, "@MinVersion"));
}
