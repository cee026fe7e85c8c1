import { read } from "../../../src/api/demo/visitor.ts";
import type { Hub } from "./hub.ts";

/**
 * Has a computer of a user of Sequoia Bank ask for updates once, under an id that no other computer has: each organization
 * of the demo has a `desktop-001`, so a search for that may find ten others.
 */
export async function askAsComputerOf(hub: Hub, userName: string, installation: string): Promise<void> {
  const organization = String(hub.ids.organizations.get("Sequoia Bank"));
  const { items } = await read<{ items: { id: string; displayName: string }[] }>(
    hub.vendor,
    `/v1/organizations/${organization}/users`,
  );
  const user = String(items.find(({ displayName }) => displayName === userName)?.id);
  const query = { organization, user, installation, platform: "mac", arch: "arm64", version: "46.6.0" };
  await read(hub.vendor, `/v1/updates/check?${new URLSearchParams(query)}`);
  await hub.server.context.checkInWriter.flush();
}
