import { type Browser, type BrowserContext, chromium as launcher, type Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import type { Config } from "../../../src/api/config.ts";
import type { DemoIds } from "../../../src/api/demo/fill.ts";
import type { Visitor } from "../../../src/api/demo/visitor.ts";
import type { Locale } from "../../../src/tenancy/locale.ts";
import { isPseudo, type PseudoLocale } from "../../../src/web/language/pseudo-languages.ts";
import { type DemoServer, startDemo, TODAY } from "../../support/demo-world.ts";
import type { TestServer } from "../../support/running-server.ts";
import { buildPage } from "./build-page.ts";
import { enter, type Login, type Who } from "./people.ts";
import { type Watched, watch } from "./watch.ts";

/** An open page; `watched` has the complaints of the browser. */
export interface Opened {
  readonly page: Page;
  readonly watched: Watched;
}

interface How {
  readonly locale?: Locale | PseudoLocale;
  readonly appearance?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
  /** The time zone of the browser, such as `America/Los_Angeles`. */
  readonly timeZone?: string;
  /** How the browser reaches the server, if not directly. */
  readonly url?: string;
  /** In a new browser profile, which no other test uses: for a test that is about that, or grants it more. */
  readonly ownProfile?: boolean;
}

/** The real server with the demo world, and a real browser. */
export interface Hub {
  readonly server: TestServer;
  readonly ids: DemoIds;
  readonly vendor: Visitor;
  /** Opens an address, signed in as this person, or as nobody. */
  open(who: Who | "nobody", path: string, how?: How): Promise<Opened>;
  login(who: Who): Promise<Login>;
  close(): Promise<void>;
}

/** Starts the server; the browser is that of the worker. */
export async function openHub(overrides: Partial<Config> = {}): Promise<Hub> {
  const { server, ids, vendor, close } = await startAtKnownPort(overrides);
  const logins = new Map<Who, Promise<Login>>();
  const login = (who: Who) => {
    const known = logins.get(who) ?? enter(vendor, ids, who);
    logins.set(who, known);
    return known;
  };
  return {
    server,
    ids,
    vendor,
    login,
    open: async (who, path, how = {}) => {
      const cookies = who === "nobody" ? [] : [await sessionCookie(server.url, await login(who))];
      return openPage({ url: how.url ?? server.url, path, cookies, now: server.context.now() }, how);
    },
    close: async () => {
      await close();
      knownPorts.push(Number(new URL(server.url).port));
    },
  };
}

/** Ports of servers that have ended. The browser has the page's files from there, and fetches and compiles them no more. */
const knownPorts: number[] = [];

/**
 * Starts the server at a port where one was before, or at any that is free. Of what a server sends, browsers keep
 * only files that are named by their content.
 */
async function startAtKnownPort(overrides: Partial<Config>): Promise<DemoServer> {
  const surroundings = { page: await buildPage() };
  const port = knownPorts.pop();
  const anyPort = () => startDemo(surroundings, overrides);
  // Somebody else may have the port by now.
  return port === undefined ? anyPort() : startDemo(surroundings, { port, ...overrides }).catch(anyPort);
}

/** The browser of this worker, started by the first test that needs it; it ends with the process. */
let launched: Promise<Browser> | null = null;

/** A Chromium from an npm package, without dependencies on the system. */
async function openBrowser(): Promise<Browser> {
  const known = await launched;
  if (known?.isConnected()) return known;
  free.clear();
  launched = launcher.launch({
    executablePath: inject("chromiumPath"),
    // Without graphics: drawing on the processor what a graphics card would draw takes as long as the page itself.
    args: ["--no-sandbox", "--disable-gpu"],
    headless: true,
  });
  return launched;
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

/** A profile of the browser with one page in it, in one language and time zone. */
interface Profile {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** What is to be opened: an address of a server, by whom, and when. */
interface PageRequest {
  readonly url: string;
  readonly path: string;
  readonly cookies: readonly Cookie[];
  readonly now: number;
}

/** Profiles without an open page, by language and time zone. */
const free = new Map<string, Profile[]>();

/**
 * Opens a page in a profile that one test uses at a time, cleared of all but the cache: the process of a new profile
 * costs three times as much as the page in it.
 */
async function openPage({ url, path, cookies, now }: PageRequest, how: How): Promise<Opened> {
  const { appearance = "light", width = 1280, height = 900, ownProfile = false } = how;
  const { locale = "en", timeZone = "Europe/Brussels" } = how;
  const browser = await openBrowser();
  const kind = `${locale} ${timeZone}`;
  const mine = free.get(kind) ?? [];
  free.set(kind, mine);
  const profile = (!ownProfile && mine.pop()) || (await newProfile(browser, locale, timeZone));
  const { context, page } = profile;
  // One person has a limited number of event streams at a time, so no test leaves a page open.
  onTestFinished(async () => {
    if (!ownProfile && (await clear(profile))) mine.push(profile);
    else await context.close();
  });
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: appearance, reducedMotion: "reduce", forcedColors: "none" });
  // The page's clock is the server's: what is "today" is the same for both.
  await page.clock.setSystemTime(new Date(now));
  await context.addCookies([...cookies]);
  const watched = watch(page, url);
  await page.goto(`${url}${path}`);
  return { page, watched };
}

async function newProfile(browser: Browser, locale: string, timeZone: string): Promise<Profile> {
  const context = await browser.newContext({
    locale: isPseudo(locale) ? "en" : locale,
    timezoneId: timeZone,
  });
  // Keeps a choice that a test makes on its page.
  await context.addInitScript(
    `localStorage.getItem("sluice.language") ?? localStorage.setItem("sluice.language", "${locale}")`,
  );
  const page = await context.newPage();
  await page.clock.install({ time: new Date(TODAY) });
  page.setDefaultTimeout(10_000);
  return { context, page };
}

/** Clears what a test left; gives whether the profile may be used again. */
async function clear({ context, page }: Profile): Promise<boolean> {
  if (page.isClosed() || context.pages().length !== 1) return false;
  try {
    page.removeAllListeners();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.evaluate("localStorage.clear(); sessionStorage.clear();");
    await context.clearCookies();
    // Of the same origin, since another would start a new process.
    await page.goto(new URL("/favicon.svg", page.url()).href);
    return true;
  } catch {
    // The page was navigating.
    return false;
  }
}
