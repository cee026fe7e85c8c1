import type { Page, Response } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { LOCALES } from "../../src/tenancy/locale.ts";
import { PSEUDO_LANGUAGES } from "../../src/web/language/pseudo-languages.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";

/** A file of messages. */
const LANGUAGE_FILE = new RegExp(
  `/assets/(${[...LOCALES, ...Object.keys(PSEUDO_LANGUAGES)].join("|")})-[^/]+\\.js$`,
);

/** The most compressed JavaScript that the first load of a page takes. */
const MOST_BYTES = 250 * 1024;

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

interface Loaded {
  readonly path: string;
  readonly type: string;
  readonly encoding: string;
  readonly cacheControl: string;
  /** As they came over the line. */
  readonly bytes: number;
}

/** Opens a page with an empty cache and gives every file of it that was fetched. */
async function load(who: Who | "nobody", path: string, isThere: (page: Page) => Promise<void>) {
  const { page, watched } = await hub.open(who, "/favicon.svg", { ownProfile: true });
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  await page.goto(`${hub.server.url}${path}`);
  await isThere(page);
  const loaded = await Promise.all(responses.map(toLoaded));
  expect(watched.complaints).toEqual([]);
  return { page, files: loaded.filter((one) => !one.path.startsWith("/v1/")), responses };
}

async function toLoaded(response: Response): Promise<Loaded> {
  const path = new URL(response.url()).pathname;
  const { "content-type": type = "", "content-encoding": encoding = "", ...headers } = response.headers();
  // A stream of events does not end.
  const sizes = path.startsWith("/v1/") ? null : await response.request().sizes();
  const cacheControl = headers["cache-control"] ?? "";
  return { path, type, encoding, cacheControl, bytes: sizes?.responseBodySize ?? 0 };
}

const loadSignIn = () =>
  load("nobody", "/sign-in", (page) => page.getByRole("button", { name: "Sign in" }).waitFor());
const loadCustomers = () =>
  load("partnerFull", "/customers", (page) => page.getByText("Acorn Books").first().waitFor());

describe("the first load", () => {
  test.each([
    ["/sign-in", loadSignIn],
    ["/customers", loadCustomers],
  ] as const)(
    "of %s takes less than 250 KB of compressed JavaScript, and no page that is not shown",
    async (_, open) => {
      const { files } = await open();
      const scripts = files.filter(({ path }) => path.endsWith(".js") && path.startsWith("/assets/"));
      expect(scripts.length).toBeGreaterThan(2);
      expect(scripts.filter(({ encoding }) => !/^(br|gzip)$/.test(encoding))).toEqual([]);
      const bytes = scripts.reduce((sum, one) => sum + one.bytes, 0);
      expect(bytes).toBeGreaterThan(50 * 1024);
      expect(bytes).toBeLessThan(MOST_BYTES);
      const others = scripts.filter(({ path }) =>
        /(releases|adoption|audit|explain|settings|account)-page/.test(path),
      );
      expect(others).toEqual([]);
    },
  );

  test("fetches the messages of one language alone", async () => {
    const { files } = await loadCustomers();
    const languages = files.filter(({ path }) => LANGUAGE_FILE.test(path));
    expect(languages.length).toBeLessThanOrEqual(1);
  });

  test("comes from this server alone, fonts and icons too", async () => {
    const { page, responses } = await loadCustomers();
    await page.evaluate("document.fonts.ready.then(() => undefined)");
    const addresses = responses.map((response) => response.url());
    expect(addresses.filter((address) => !address.startsWith(hub.server.url))).toEqual([]);
    expect(addresses.some((address) => /\.woff2?$/.test(address))).toBe(true);
  });

  test("of another page is fetched when it is gone to", async () => {
    const { page } = await loadCustomers();
    const fetched = page.waitForResponse((response) =>
      /\/assets\/adoption-page[^/]*\.js$/.test(response.url()),
    );
    await page.getByRole("link", { name: "Adoption" }).click();
    expect((await fetched).status()).toBe(200);
  });
});

describe("what the browser keeps", () => {
  test("is every file that is named by its content, for good, and never the page itself", async () => {
    const { files } = await loadSignIn();
    const assets = files.filter(({ path }) => path.startsWith("/assets/"));
    expect(assets.length).toBeGreaterThan(3);
    const immutable = "public, max-age=31536000, immutable";
    expect(assets.filter(({ cacheControl }) => cacheControl !== immutable)).toEqual([]);
    expect(files.find(({ path }) => path === "/sign-in")?.cacheControl).toBe("no-cache");
  });

  test("comes under a strict content policy: no script and no style but the page's own files", async () => {
    const answer = await fetch(`${hub.server.url}/customers`, { headers: { accept: "text/html" } });
    const policy = Object.fromEntries(
      (answer.headers.get("content-security-policy") ?? "").split(";").map((rule) => {
        const [name = "", ...sources] = rule.trim().split(/\s+/);
        return [name, sources];
      }),
    );
    expect(policy["default-src"]).toEqual(["'self'"]);
    for (const name of ["script-src", "style-src"]) expect(policy[name] ?? ["'self'"]).toEqual(["'self'"]);
    expect(JSON.stringify(policy)).not.toMatch(/unsafe-|https?:|\*/);
    const html = await answer.text();
    expect(html).not.toMatch(/<style|style="|<script(?![^>]*\ssrc=)|\son\w+="/);
  });
});
