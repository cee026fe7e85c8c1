import type { Contender } from "./contest.ts";
import { installed } from "./on-demand.ts";
import type { Processes } from "./processes.ts";

/** A folder in which the package of another update server is installed. */
export interface PeerOrder {
  readonly folder: string;
}

/** Update servers of others, from npm: what they are, the module that runs them, and what an installation asks them. */
const PEERS = {
  hazel: {
    name: "hazel-server 5.1.1, one app, its list of releases in memory",
    packages: ["hazel-server@5.1.1"],
    module: "./hazel-process.js",
    path: "/update/darwin/1.0.0",
  },
  hotUpdater: {
    name: "@hot-updater/server 0.36.3, one app, 36 bundles in memory instead of its database",
    packages: ["@hot-updater/server@0.36.3"],
    module: "./hot-updater-process.js",
    path: "/hot-updater/app-version/ios/1.0.0/production/00000000-0000-0000-0000-000000000000/00000000-0000-0000-0000-000000000001",
  },
} as const;

/** Starts those that can be installed; says which cannot. */
export async function startPeers(processes: Processes): Promise<Readonly<Record<string, Contender>>> {
  const contenders: Record<string, Contender> = {};
  for (const [key, { name, packages, module, path }] of Object.entries(PEERS)) {
    try {
      const folder = await installed(packages);
      contenders[key] = { name, asked: await processes.server(module, { folder }), paths: [path] };
    } catch (error) {
      console.error(`  ${name} could not be started, so its rows are left out: ${error}`);
    }
  }
  return contenders;
}
