import { read, type Visitor } from "./visitor.ts";

const TARGETS = ["win/x64", "win/x64", "win/arm64", "mac/arm64", "mac/x64", "linux/x64"] as const;

/** How many releases an installation is behind what it may run: most none, a few many. */
const BEHIND = [0, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 8, 0, 0, 1] as const;

/** How many releases an installation with a hold is behind. */
const HELD_AT = 2;

/**
 * Lets some installations of every organization ask for updates, as apps do. They did not report on the days before, so
 * the history begins today. Gives their number.
 */
export async function askAsInstallations(
  vendor: Visitor,
  organizationIds: readonly string[],
): Promise<number> {
  const { items } = await read<{ items: { version: string; state: string }[] }>(
    vendor,
    "/v1/releases?max=1000",
  );
  const out = items.filter(({ state }) => state === "published").map(({ version }) => version);
  let count = 0;
  for (const [index, organization] of organizationIds.entries()) {
    const size = 3 + ((index * 7) % 13);
    const asking = Array.from({ length: size }, (_, number) =>
      askAs(vendor, { organization, index: index + number, number }, out),
    );
    await Promise.all(asking);
    count += size;
  }
  return count;
}

/** An installation of an organization. `index` decides its platform and how far behind it is. */
interface DemoInstallation {
  readonly organization: string;
  readonly index: number;
  readonly number: number;
}

/** Asks which version the installation may run, then asks again as one that runs that version or an older one. */
async function askAs(
  vendor: Visitor,
  { organization, index, number }: DemoInstallation,
  out: readonly string[],
): Promise<void> {
  const [platform = "", arch = ""] = (TARGETS[index % TARGETS.length] ?? "").split("/");
  const ask = (query: Record<string, string>) =>
    read<{ version: string }>(
      vendor,
      `/v1/updates/check?${new URLSearchParams({ organization, platform, arch, ...query })}`,
    );
  const { version: allowed } = await ask({ version: "1.0" });
  const behind = BEHIND[(index * 5) % BEHIND.length] ?? 0;
  // R15: an installation that is offered nothing has a hold from some weeks ago.
  const newest = out.indexOf(allowed);
  const version = out[(newest < 0 ? HELD_AT : newest) + behind] ?? allowed;
  await ask({ version, installation: `desktop-${String(number + 1).padStart(3, "0")}` });
}
