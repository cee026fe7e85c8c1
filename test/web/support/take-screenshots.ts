import { join } from "node:path";
import { test } from "vitest";
import { read } from "../../../src/api/demo/visitor.ts";
import { type Hub, openHub } from "./hub.ts";
import type { Who } from "./people.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "docs", "screenshots");

interface Picture {
  readonly name: string;
  readonly who: Who | "nobody";
  readonly path: string;
  readonly how?: Parameters<Hub["open"]>[2];
}

/** The pictures of the guide; `{Sequoia Bank}` stands for a customer's id, `{partner}` for Northwind Telecom's. */
const PICTURES: readonly Picture[] = [
  { name: "sign-in", who: "nobody", path: "/sign-in" },
  { name: "overview", who: "partnerFull", path: "/overview" },
  { name: "customers", who: "partnerFull", path: "/customers" },
  { name: "customers-dark", who: "partnerFull", path: "/customers", how: { appearance: "dark" } },
  { name: "customers-400", who: "partnerFull", path: "/customers", how: { width: 400, height: 800 } },
  { name: "customers-panel", who: "partnerFull", path: "/customers?customer={Cobalt Mining}" },
  { name: "customer", who: "partnerFull", path: "/customers/{Sequoia Bank}" },
  { name: "customer-settings", who: "customerFull", path: "/customers/{Sequoia Bank}/settings" },
  {
    name: "customer-settings-nl",
    who: "partnerFull",
    path: "/customers/{Violet Pharma}/settings",
    how: { locale: "nl" },
  },
  { name: "customer-settings-locked", who: "lockedCustomer", path: "/customers/{Iris Optics}/settings" },
  { name: "users", who: "partnerFull", path: "/customers/{Sequoia Bank}/users" },
  {
    name: "why",
    who: "helpDesk",
    path: "/customers/{Sequoia Bank}/why?version=46.6.1.35236",
    how: { height: 1300 },
  },
  { name: "releases", who: "vendor", path: "/releases" },
  { name: "releases-dark", who: "partnerFull", path: "/releases", how: { appearance: "dark" } },
  { name: "partner-settings", who: "partnerFull", path: "/settings/{partner}" },
  { name: "partner-settings-fr", who: "partnerFull", path: "/settings/{partner}", how: { locale: "fr" } },
  { name: "partners", who: "vendor", path: "/settings" },
  { name: "audit", who: "partnerFull", path: "/audit" },
  { name: "audit-entry-fr", who: "partnerFull", path: "/audit?entry={entry}", how: { locale: "fr" } },
  // Last, since these are taken a week later.
  { name: "adoption", who: "vendor", path: "/adoption", how: { height: 1300 } },
  { name: "adoption-400", who: "customerFull", path: "/adoption", how: { width: 400, height: 1300 } },
];

test("pictures of every page", async () => {
  const hub = await openHub();
  await hub.server.context.checkInWriter.flush();
  const entry = await findEntry(hub);
  for (const picture of PICTURES) {
    if (picture.name === "adoption") await letAWeekPass(hub);
    await take(hub, picture, entry);
  }
  await hub.close();
});

async function take(hub: Hub, { name, who, path, how = {} }: Picture, entry: number): Promise<void> {
  const filled = path.replace(/\{([^}]+)\}/, (_, key: string) => {
    if (key === "entry") return String(entry);
    return (
      (key === "partner" ? hub.ids.partners.get("Northwind Telecom") : hub.ids.organizations.get(key)) ?? key
    );
  });
  const { page } = await hub.open(who, filled, { height: 800, ...how });
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForFunction("!document.querySelector('[class*=loading]')");
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}

/** The entry in which Northwind Telecom gave one customer another schedule. */
async function findEntry({ vendor, ids }: Hub): Promise<number> {
  const query = `orgId=${ids.organizations.get("Violet Pharma")}&action=change_organization_settings`;
  const path = `/v1/adminAudit/events?${query}`;
  const { items } = await read<{ items: { sequence: number }[] }>(vendor, path);
  return items[0]?.sequence ?? 1;
}

const APP = { platform: "win", arch: "x64" };
/** A version from which any other is an update. */
const OLD = "1.0";

/** Lets installations ask day after day, and install what they are offered. */
async function letAWeekPass({ server, vendor, ids }: Hub): Promise<void> {
  const organizations = [...ids.organizations.values()];
  for (let day = 23; day <= 29; day++) {
    server.startClock(`2026-11-${day}T12:00:00Z`);
    for (const [index, organization] of organizations.entries()) {
      if (index % 7 !== day % 7) continue;
      for (const number of [1, 2, 3, 4, 5]) {
        const installation = `desktop-${String(number).padStart(3, "0")}`;
        const ask = (query: Record<string, string>) =>
          read<{ version: string }>(
            vendor,
            `/v1/updates/check?${new URLSearchParams({ ...APP, organization, ...query })}`,
          );
        const { version } = await ask({ version: OLD });
        if (version !== OLD) await ask({ version, installation });
      }
    }
    await server.context.checkInWriter.flush();
  }
}
