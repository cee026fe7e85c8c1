import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Architecture } from "../../src/catalog/platform.ts";
import type { Release } from "../../src/catalog/release.ts";
import { anOrganization, at } from "../support/records.ts";
import { AptClient } from "./clients/apt-client.ts";
import type { InstalledApp, Outcome } from "./clients/updater-client.ts";
import { type ProtocolServer, startProtocolServer } from "./protocol-server.ts";
import { type Deb, publishedDebs } from "./published-debs.ts";

export const ACME = anOrganization({ name: "Acme" });
/** What the clock of the machines says. */
export const NOW = at("2026-03-01T12:00:00Z");

type Setting = ConstructorParameters<typeof AptClient>[0];

/** A server that answers apt, for the tests of one file, and machines that ask it. */
export function useAptWorld() {
  const world = { server: undefined as unknown as ProtocolServer };
  beforeAll(async () => {
    world.server = await startProtocolServer();
  });
  afterAll(() => world.server.close());
  beforeEach(() => {
    const { server } = world;
    server.instead.clear();
    server.requests.length = 0;
    server.before = () => undefined;
  });
  const published = (written: string, debs?: readonly Deb[], change?: Partial<Release>) =>
    publishedDebs(world.server, written, debs, change);
  return {
    world,
    published,
    publish: (...all: readonly ReturnType<typeof published>[]): void => {
      const releases = all.flatMap((one) => one.releases);
      const builds = all.flatMap((one) => one.builds);
      world.server.publish({ organizations: [ACME], releases, builds });
    },
    ask: (installed: InstalledApp, setting: Setting = {}, organization = ACME.id): Promise<Outcome> => {
      const client = new AptClient({ now: () => NOW, ...setting });
      return client.ask({ server: world.server.url, organization }, installed);
    },
  };
}

export const app = (version: string, arch: Architecture = "x64"): InstalledApp => ({
  platform: "linux",
  arch,
  version,
});

export const update = (version: string, text: string): Outcome => ({
  kind: "update",
  version,
  bytes: new TextEncoder().encode(text),
});
