import type { Build } from "../../src/catalog/build.ts";
import type { PackageFormat, Platform } from "../../src/catalog/platform.ts";
import type { Release } from "../../src/catalog/release.ts";
import { aRelease, at } from "../support/records.ts";
import { COMPARED } from "./differential/protocols.ts";
import { aBuild } from "./feed-server.ts";

const OUT = at("2026-02-01");

/** A release with one build of each platform and format, which carries what every protocol needs. */
export function released(written: string, change: Partial<Release> = {}) {
  const release = aRelease(written, { state: "published", automaticAt: OUT, ...change });
  const builds = new Map<string, Build>();
  for (const { formats, carry } of Object.values(COMPARED)) {
    for (const [platform, format] of Object.entries(formats) as [Platform, PackageFormat][]) {
      const bytes = Buffer.from(`${written} ${platform} ${format}`);
      const file = { bytes, release, platform, arch: "x64", format, appVersion: null, variant: 0 } as const;
      const known =
        builds.get(`${platform} ${format}`) ?? aBuild(bytes, { releaseId: release.id, platform, format });
      const carried = carry(file);
      const updaters = { ...known.updaters, ...carried.updaters, ...SIGNED_ITEM };
      builds.set(`${platform} ${format}`, { ...known, ...carried, updaters });
    }
  }
  return { release, builds: [...builds.values()] };
}

/** (For an app that takes only signed feeds.) */
const SIGNED_ITEM = {
  sparkle: { edSignature: "signature", signedItem: "the item that the developer signed" },
};
