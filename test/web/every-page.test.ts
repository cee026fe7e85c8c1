import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { isPseudo } from "../../src/web/language/pseudo-languages.ts";
import { atDepth } from "../support/depth.ts";
import { findFaultsInAllColours } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { findCut } from "./support/cut-text.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";
import { routedPaths } from "./support/routes.ts";
import { findUntranslated } from "./support/untranslated.ts";
import { USUAL_WAY, untilLoaded, visit, type Way } from "./support/visit.ts";

type Level = "hub" | "customer";

/** Every address of the page, and whose it is; what stands for an id is filled in below. */
const ADDRESSES: Readonly<Record<string, readonly Level[]>> = {
  "/": ["hub", "customer"],
  "/overview": ["hub"],
  "/customers": ["hub"],
  "/customers/$organizationId": ["hub", "customer"],
  "/customers/$organizationId/settings": ["hub", "customer"],
  "/customers/$organizationId/users": ["hub", "customer"],
  "/customers/$organizationId/people": ["hub", "customer"],
  "/customers/$organizationId/why": ["hub", "customer"],
  "/customers/$organizationId/connect": ["hub"],
  "/releases": ["hub", "customer"],
  "/adoption": ["hub", "customer"],
  "/installations": ["hub", "customer"],
  "/audit": ["hub", "customer"],
  "/settings": ["hub", "customer"],
  "/settings/$partnerId": ["hub"],
  "/settings/$partnerId/people": ["hub"],
  "/people": ["hub", "customer"],
  "/account": ["hub", "customer"],
  "/guide": ["hub", "customer"],
  "/sign-in": [],
  "/welcome": [],
  // What is no address: every other.
  "/$": [],
};

/** One of each level looks at everything in every way; the other roles, which differ in what is switched off, once. */
const EVERYTHING = [
  ["vendor", "hub"],
  ["partnerFull", "hub"],
  ["customerFull", "customer"],
] as const;
const ONCE = [
  ["partnerLimited", "hub"],
  ["partnerReadOnly", "hub"],
  ["helpDesk", "hub"],
  ["toggledPartner", "hub"],
  ["customerReadOnly", "customer"],
  ["lockedCustomer", "customer"],
  ["legacyCustomer", "customer"],
] as const;

/** The customer whose pages are looked at, where a person's own is not Sequoia Bank. */
const HOME: Partial<Record<Who, string>> = {
  lockedCustomer: "Iris Optics",
  legacyCustomer: "Garnet Jewels",
  partnerLimited: "Violet Pharma",
  toggledPartner: "Pine Valley Hotel",
};

/** What is written for each language as a whole (guide.test.ts); the language of this test has the English text. */
const WHOLE_TEXT = "/guide";

/** Programs by the name that they gave when they signed in. */
const AGENTS = [/^node$/g];

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  await hub.server.context.checkInWriter.flush();
  return () => hub.close();
});

function addressesOf(who: Who, level: Level): readonly string[] {
  const organization = hub.ids.organizations.get(HOME[who] ?? "Sequoia Bank") ?? "";
  const partner = who === "toggledPartner" ? "Harbour Networks" : "Northwind Telecom";
  return Object.entries(ADDRESSES)
    .filter(([, levels]) => levels.includes(level))
    .map(([path]) => path.replace("$organizationId", organization))
    .map((path) => path.replace("$partnerId", hub.ids.partners.get(partner) ?? ""));
}

/** Goes there and waits until nothing is on its way any more. */
async function go(page: Page, path: string, way?: Way): Promise<void> {
  await visit(page, path, way);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await untilLoaded(page);
}

/**
 * Those who look in every colour and language, and load each address from the server: one of each level. A partner sees the
 * pages of the vendor, with less on them; in the soak it is one of these.
 */
const THOROUGH: readonly Who[] = atDepth({
  gate: ["vendor", "customerFull"],
  soak: ["vendor", "partnerFull", "customerFull"],
});

const HEIGHT = 900;
/** A telephone, and a tablet and a wide screen, where the same open page only grows. */
const NARROW = 400;
const WIDER = [820, 1920];

describe("the list of addresses", () => {
  test("has every route of the router, and no other", () => {
    expect(routedPaths()).toEqual(Object.keys(ADDRESSES).sort());
  });
});

describe.each(EVERYTHING)("every page of %s", (who, level) => {
  const isThorough = THOROUGH.includes(who);
  const findFaults = isThorough ? findFaultsInAllColours : findAccessibilityFaults;
  const colours = isThorough ? "light, dark and forced colours" : "light";
  test(`has no accessibility fault in ${colours}, and nothing untranslated`, async () => {
    const { page, watched } = await hub.open(who, "/account", { locale: "en-XA" });
    const wrong: string[] = [];
    const seen = new Set<string>();
    const addresses = addressesOf(who, level);
    for (const path of addresses) {
      await go(page, path);
      seen.add(new URL(page.url()).pathname);
      const faults = await findFaults(page);
      const untranslated = path === WHOLE_TEXT ? [] : await findUntranslated(page, AGENTS);
      wrong.push(...[...faults, ...untranslated].map((one) => `${path}: ${one}`));
    }
    expect(wrong).toEqual([]);
    // Some lead on to others.
    expect(seen.size).toBeGreaterThan(addresses.length / 2);
    expect(watched.complaints).toEqual([]);
  });

  test.each(isThorough ? (["fr", "nl", "ar-XB"] as const) : (["fr"] as const))(
    "fits narrow, middle and wide screens in %s, with no message missing",
    async (locale) => {
      const { page, watched } = await hub.open(who, "/account", { locale, width: NARROW });
      // The longest words alone; in the soak, all.
      const widths =
        locale === "fr" ? [NARROW, ...WIDER] : atDepth({ gate: [NARROW], soak: [NARROW, ...WIDER] });
      const way = locale === "fr" && isThorough ? "loaded" : USUAL_WAY;
      const wrong: string[] = [];
      for (const path of addressesOf(who, level)) {
        await go(page, path, way);
        for (const width of widths) {
          await page.setViewportSize({ width, height: HEIGHT });
          await page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
          );
          wrong.push(...(await findCut(page)).map((fault) => `${path} at ${width} px ${fault}`));
        }
      }
      expect(wrong).toEqual([]);
      expect(watched.complaints).toEqual([]);
    },
    90_000,
  );
});

test.each(ONCE)(
  "every page of %s opens, and nothing is complained of",
  async (who, level) => {
    const { page, watched } = await hub.open(who, "/account");
    for (const path of addressesOf(who, level)) {
      await go(page, path);
      const title = await page.getByRole("heading", { level: 1 }).textContent();
      expect(title, path).not.toMatch(/Not found|could not be loaded/);
    }
    expect(watched.complaints).toEqual([]);
  },
  90_000,
);

test.each([400, 1920])(
  "the sign-in fits %d pixels, in every language",
  async (width) => {
    for (const locale of ["fr", "nl", "en-XA", "ar-XB"] as const) {
      const { page, watched } = await hub.open("nobody", "/sign-in", { width, locale });
      await page.getByRole("button").first().waitFor();
      expect(await findCut(page)).toEqual([]);
      expect(await findAccessibilityFaults(page)).toEqual([]);
      if (isPseudo(locale)) expect(await findUntranslated(page)).toEqual([]);
      expect(watched.complaints).toEqual([]);
    }
  },
  60_000,
);
