import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Actor } from "../../tenancy/actor.ts";
import type { Running } from "../serve.ts";
import { type DemoIds, fillDemo } from "./fill.ts";
import { call, type Visitor } from "./visitor.ts";

/** Whom a demo token stands for, and the token. */
export interface DemoToken {
  readonly who: string;
  readonly role: string;
  readonly token: string;
}

/** What somebody who tries the demo needs: three tokens and an organization to point an updater at. */
export interface Demo {
  readonly tokens: readonly DemoToken[];
  readonly organizationId: string;
}

/** The actor that makes the demo world, and the secret that it calls with; it ends with the process. */
export function demoMaker(): { readonly secret: string; readonly actor: Actor } {
  const nobody = { partnerId: null, organizationId: null, organizationIds: null };
  const actor: Actor = { id: "demo", displayName: "Demo", role: "vendor_admin", ...nobody };
  return { secret: randomBytes(32).toString("base64url"), actor };
}

/**
 * Fills an empty installation with the demo world; one that holds anything stays as it is. The tokens are kept in the
 * data directory, readable by its owner only, so that a later start can show them again. Null: not the demo's world.
 */
export async function openDemo(
  running: Running,
  secret: string,
  tell: (line: string) => void,
): Promise<Demo | null> {
  const { config, now, fleet } = running.context;
  const path = join(config.dataDirectory, "demo-tokens.json");
  if (fleet.sequence > 0) return readDemo(path);
  const vendor = { url: running.url, token: secret };
  const ids = await fillDemo(vendor, { product: config.product, now: new Date(now()), tell });
  const demo = await makeTokens(vendor, ids);
  await writeFile(path, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  return demo;
}

async function readDemo(path: string): Promise<Demo | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Demo;
  } catch {
    return null;
  }
}

const PARTNER = "Northwind Telecom";
const CUSTOMER = "Sequoia Bank";

async function makeTokens(vendor: Visitor, { partners, organizations }: DemoIds): Promise<Demo> {
  const organizationId = organizations.get(CUSTOMER) ?? "";
  const grants = [
    { who: "Demo vendor", role: "vendor_admin" },
    { who: PARTNER, role: "partner_full_admin", partnerId: partners.get(PARTNER) },
    { who: CUSTOMER, role: "organization_full_admin", organizationId },
  ];
  const tokens: DemoToken[] = [];
  for (const { who, ...grant } of grants) {
    const { token } = await call<{ token: string }>(vendor, "POST", "/v1/tokens", { name: who, ...grant });
    tokens.push({ who, role: grant.role, token });
  }
  return { tokens, organizationId };
}
