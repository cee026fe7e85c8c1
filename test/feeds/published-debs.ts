import type { Build } from "../../src/catalog/build.ts";
import { DEBIAN_ARCHITECTURES } from "../../src/catalog/debian-package.ts";
import type { Architecture } from "../../src/catalog/platform.ts";
import type { Release } from "../../src/catalog/release.ts";
import { aRelease, at } from "../support/records.ts";
import { aBuild } from "./feed-server.ts";
import type { ProtocolServer } from "./protocol-server.ts";

/** A Debian package; what is left out is as usual. */
export interface Deb {
  readonly version?: string;
  readonly arch?: Architecture;
  readonly name?: string;
  readonly fields?: string;
  readonly change?: Partial<Build>;
}

/** A release that is out, and a deb of it for each description. */
export function publishedDebs(
  server: ProtocolServer,
  written: string,
  debs: readonly Deb[] = [{}],
  change: Partial<Release> = {},
) {
  const release = aRelease(written, { automaticAt: at("2026-02-01"), state: "published", ...change });
  const builds = debs.map((deb) => toBuild(server, release, written, deb));
  return { releases: [release], builds };
}

function toBuild(server: ProtocolServer, { id: releaseId }: Release, written: string, deb: Deb): Build {
  const { version = written, arch = "x64", name = "demo-app", fields = "Depends: libc6", change } = deb;
  const bytes = new TextEncoder().encode(`${written} for ${arch} ${name}`);
  const control = `Package: ${name}\nVersion: ${version}\nArchitecture: ${DEBIAN_ARCHITECTURES[arch]}\n${fields}\nDescription: Demo\n Two lines.\n`;
  const build = aBuild(bytes, {
    ...{ releaseId, platform: "linux", arch, format: "deb", addedAt: at("2026-01-01") },
    fileName: `${name} (${arch}).deb`,
    updaters: { apt: { control } },
    ...change,
  });
  if (build.sha256 !== null) server.files.set(build.sha256, bytes);
  return build;
}
