import { compareVersions, parseVersion, type Version } from "../../catalog/version.ts";
import { makeBuildBytes } from "./build-bytes.ts";
import { type DemoRelease, demoCalendar } from "./calendar.ts";
import { call, read, upload, type Visitor } from "./visitor.ts";

/** The product name of the demo, and the day on which it is made. */
export interface DemoSetup {
  readonly product: string;
  readonly now: Date;
  /** Reports what is being made; called often. */
  readonly report: (done: string) => void;
}

/** Enters the calendar, and builds for its newest releases. */
export async function makeCatalog(vendor: Visitor, setup: DemoSetup): Promise<void> {
  const releases = await demoCalendar(setup.now);
  await call(vendor, "POST", "/v1/imports/calendar", { releases });
  setup.report(`${releases.length} releases`);
  const { items } = await read<{ items: { id: string; version: string }[] }>(vendor, "/v1/releases");
  const ids = new Map(items.map(({ id, version }) => [version, id]));
  const recent = withBuilds(releases);
  for (const [index, { version }] of recent.entries()) {
    await addBuilds(vendor, ids.get(version) ?? "", version, setup.product);
    setup.report(`builds of ${index + 1} of ${recent.length} releases`);
  }
}

/**
 * How many releases have builds in the demo, counted back from the newest that is out; of the planned ones the next
 * two.
 */
const RECENT = 24;

function withBuilds(releases: readonly DemoRelease[]): readonly DemoRelease[] {
  const newestFirst = [...releases].sort((a, b) =>
    compareVersions(toVersion(b.version), toVersion(a.version)),
  );
  const out = newestFirst.filter(({ state }) => state === "published");
  const next = newestFirst.filter(({ state }) => state === "planned").slice(-2);
  return [...out.slice(0, RECENT), ...next];
}

function toVersion(text: string): Version {
  const version = parseVersion(text);
  if (!version.ok) throw new Error(version.error.message);
  return version.value;
}

const PACKAGES = [
  { platform: "win", arch: "x64", format: "exe", suffix: "exe" },
  { platform: "win", arch: "arm64", format: "exe", suffix: "exe" },
  { platform: "mac", arch: "x64", format: "zip", suffix: "zip" },
  { platform: "mac", arch: "arm64", format: "zip", suffix: "zip" },
  { platform: "mac", arch: "arm64", format: "dmg", suffix: "dmg" },
  { platform: "linux", arch: "x64", format: "appimage", suffix: "AppImage" },
  { platform: "linux", arch: "x64", format: "deb", suffix: "deb" },
  { platform: "linux", arch: "arm64", format: "appimage", suffix: "AppImage" },
] as const;

async function addBuilds(
  vendor: Visitor,
  releaseId: string,
  version: string,
  product: string,
): Promise<void> {
  for (const { platform, arch, format, suffix } of PACKAGES) {
    const name = product.replace(/[^A-Za-z0-9]+/g, "-");
    const fileName = `${name}-${version}-${platform}-${arch}.${suffix}`;
    const bytes = makeBuildBytes({ product, platform, arch, format, version: toVersion(version) });
    const carried = format === "deb" ? { updaters: JSON.stringify(forApt(name, version)) } : {};
    const query = new URLSearchParams({ platform, arch, format, fileName, ...carried });
    await upload(vendor, `/v1/releases/${releaseId}/builds?${query}`, "application/octet-stream", bytes);
  }
}

/** What apt reads of the demo's Debian package, which is for amd64. */
function forApt(product: string, version: string) {
  const control = [
    `Package: ${product.toLowerCase()}`,
    `Version: ${version}`,
    "Architecture: amd64",
    "Maintainer: Demo vendor <vendor@example.com>",
    "Description: A demo build that installs nothing.",
  ];
  return { apt: { control: `${control.join("\n")}\n` } };
}
