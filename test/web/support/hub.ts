import { type Browser, type BrowserContext, chromium as launcher, type Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import type { DemoIds } from "../../../src/api/demo/fill.ts";
import type { Visitor } from "../../../src/api/demo/visitor.ts";
import { startDemo, TODAY } from "../../support/demo-world.ts";
import type { TestServer } from "../../support/running-server.ts";
import { buildPage } from "./build-page.ts";
import { enter, type Login, type Who } from "./people.ts";
import { type Watched, watch } from "./watch.ts";

/** The page as somebody has it open; `watched` is what the browser complained of. */
export interface Opened {
  readonly page: Page;
  readonly watched: Watched;
}

interface How {
  readonly locale?: "en" | "fr" | "nl" | "en-XA";
  readonly appearance?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
  /** How the browser reaches the server, where not directly. */
  readonly url?: string;
  /** In a profile that nothing was loaded in before and nothing will be after: for a test that looks at that, or grants it more. */
  readonly ownProfile?: boolean;
}

/** The real server with the demo world, and a real browser. */
export interface Hub {
  readonly server: TestServer;
  readonly ids: DemoIds;
  readonly vendor: Visitor;
  /** Opens an address as this person, signed in; nobody: as somebody who is not. */
  open(who: Who | "nobody", path: string, how?: How): Promise<Opened>;
  login(who: Who): Promise<Login>;
  close(): Promise<void>;
}

/** Starts both; takes some seconds. */
export async function openHub(): Promise<Hub> {
  const { server, ids, vendor, close } = await startDemo({ page: await buildPage() });
  const browser = await openBrowser();
  const openPage = openPages(browser);
  const logins = new Map<Who, Promise<Login>>();
  const login = (who: Who) => {
    const known = logins.get(who) ?? enter(vendor, ids, who);
    logins.set(who, known);
    return known;
  };
  return {
    ...{ server, ids, vendor, login },
    open: async (who, path, how = {}) => {
      const cookies = who === "nobody" ? [] : [await sessionCookie(server.url, await login(who))];
      return openPage(how.url ?? server.url, path, cookies, how);
    },
    close: async () => {
      await browser.close();
      await close();
    },
  };
}

/** A Chromium that comes as an npm package and needs nothing of the system. */
export async function openBrowser(): Promise<Browser> {
  return launcher.launch({
    executablePath: inject("chromiumPath"),
    // No graphics of its own to draw with: what a screen card would do, done by the processor, takes as long as the page itself.
    args: ["--no-sandbox", "--disable-gpu"],
    headless: true,
  });
}

type Cookie = { readonly name: string; readonly value: string; readonly url: string };

async function sessionCookie(url: string, login: Login): Promise<Cookie> {
  const answer = await fetch(`${url}/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(login),
  });
  const [, name = "", value = ""] = /^([^=]+)=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "") ?? [];
  if (!answer.ok || !value) throw new Error(`cannot sign in: ${answer.status} ${await answer.text()}`);
  return { name, value, url };
}

/** Opens pages, each test's in a profile that no other uses meanwhile. */
type OpenPage = (url: string, path: string, cookies: readonly Cookie[], how: How) => Promise<Opened>;

/** A profile of the browser with one page in it, in one language. */
interface Profile {
  readonly context: BrowserContext;
  readonly page: Page;
}

/**
 * Opens pages in profiles that were used before, with nothing left in them but what anybody may have cached: the process of a
 * new profile costs three times what the page in it does.
 */
function openPages(browser: Browser): OpenPage {
  const free = new Map<string, Profile[]>();
  return async (url, path, cookies, how) => {
    const { locale = "en", appearance = "light", width = 1280, height = 900, ownProfile = false } = how;
    const mine = free.get(locale) ?? [];
    free.set(locale, mine);
    const profile = (!ownProfile && mine.pop()) || (await newProfile(browser, locale));
    const { context, page } = profile;
    // One person has only so many streams of events at a time: no test leaves a page open.
    onTestFinished(async () => {
      if (!ownProfile && (await clear(profile))) mine.push(profile);
      else await context.close();
    });
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: appearance, reducedMotion: "reduce" });
    await context.addCookies([...cookies]);
    const watched = watch(page, url);
    await page.goto(`${url}${path}`);
    return { page, watched };
  };
}

async function newProfile(browser: Browser, locale: string): Promise<Profile> {
  const context = await browser.newContext({
    locale: locale === "en-XA" ? "en" : locale,
    timezoneId: "Europe/Brussels",
  });
  // A choice that a test makes on its page stays.
  await context.addInitScript(
    `localStorage.getItem("sluice.language") ?? localStorage.setItem("sluice.language", "${locale}")`,
  );
  const page = await context.newPage();
  // The page's clock is the server's: what is "today" is the same for both.
  await page.clock.install({ time: new Date(TODAY) });
  page.setDefaultTimeout(10_000);
  return { context, page };
}

/** Takes out what a test left; says whether the profile may be used again. */
async function clear({ context, page }: Profile): Promise<boolean> {
  if (page.isClosed() || context.pages().length !== 1) return false;
  try {
    page.removeAllListeners();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.evaluate("localStorage.clear(); sessionStorage.clear();");
    await context.clearCookies();
    // Of the same origin, for another would begin a new process.
    await page.goto(new URL("/favicon.svg", page.url()).href);
    return true;
  } catch {
    // It was on its way to somewhere else.
    return false;
  }
}
