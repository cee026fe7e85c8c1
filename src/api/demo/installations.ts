import type { Architecture, Platform } from "../../catalog/platform.ts";
import type { Updater } from "../../catalog/updaters.ts";
import { SETUPS } from "../../feeds/setup/setups.ts";
import { read, type Visitor, visit } from "./visitor.ts";

/** What installations run on, and the updater by which they ask; null for a check. */
interface DemoTarget {
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly updater: Updater | null;
}

const WINDOWS: DemoTarget = { platform: "win", arch: "x64", updater: "electron" };
const TARGETS: readonly DemoTarget[] = [
  WINDOWS,
  WINDOWS,
  { platform: "win", arch: "arm64", updater: "electron" },
  { platform: "mac", arch: "arm64", updater: "electron" },
  { platform: "mac", arch: "x64", updater: "squirrel-mac" },
  { platform: "linux", arch: "x64", updater: null },
];

/** How many releases an installation is behind what it may run: most none, a few many. */
const BEHIND = [0, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 8, 0, 0, 1] as const;

/** How many releases an installation with a hold is behind. */
const HELD_AT = 2;

/** Which of an organization's users has each of its first installations. Others tell no user; a third user has none. */
const USER_OF = [0, 1, 1] as const;

/**
 * Lets some installations of every organization ask for updates, as apps do. They did not report on the days before, so
 * the history begins today. `users` has the ids of the users of each organization. Gives the number of installations.
 */
export async function askAsInstallations(
  vendor: Visitor,
  users: ReadonlyMap<string, readonly string[]>,
): Promise<number> {
  const { items } = await read<{ items: { version: string; state: string }[] }>(
    vendor,
    "/v1/releases?max=1000",
  );
  const out = items.filter(({ state }) => state === "published").map(({ version }) => version);
  let count = 0;
  for (const [index, [organization, itsUsers]] of [...users].entries()) {
    const size = 3 + ((index * 7) % 13);
    const asking = Array.from({ length: size }, (_, number) => {
      const user = itsUsers[USER_OF[number] ?? -1] ?? null;
      return askAs(vendor, { organization, user, index: index + number, number }, out);
    });
    await Promise.all(asking);
    count += size;
  }
  return count;
}

/** An installation of an organization. `index` decides its platform and how far behind it is. */
interface DemoInstallation {
  readonly organization: string;
  /** The id of its user, or null if it tells none. */
  readonly user: string | null;
  readonly index: number;
  readonly number: number;
}

/** Asks which version the installation may run, then asks again as one that runs that version or an older one. */
async function askAs(
  vendor: Visitor,
  { organization, user, index, number }: DemoInstallation,
  out: readonly string[],
): Promise<void> {
  const { platform, arch, updater } = TARGETS[index % TARGETS.length] ?? WINDOWS;
  const ask = (query: Record<string, string>) =>
    read<{ version: string }>(
      vendor,
      `/v1/updates/check?${new URLSearchParams({ organization, platform, arch, ...(user !== null && { user }), ...query })}`,
    );
  const { version: allowed } = await ask({ version: "1.0" });
  const behind = BEHIND[(index * 5) % BEHIND.length] ?? 0;
  // R15: an installation that is offered nothing has a hold from some weeks ago.
  const newest = out.indexOf(allowed);
  const version = out[(newest < 0 ? HELD_AT : newest) + behind] ?? allowed;
  const installation = `desktop-${String(number + 1).padStart(3, "0")}`;
  if (updater === null) await ask({ version, installation });
  else {
    const app = { server: vendor.url, organization, user, key: null, platform, arch, version };
    await visit(vendor, `${SETUPS[updater].request(app).path}&installation=${installation}`);
  }
}
