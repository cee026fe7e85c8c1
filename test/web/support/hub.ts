import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContextOptions, chromium as launcher, type Page } from "playwright-core";
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
      return openPage(browser, how.url ?? server.url, path, cookies, how);
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
    args: [...chromium.args.filter((arg) => !/single-process|no-zygote/.test(arg)), "--no-sandbox"],
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

async function openPage(
  browser: Browser,
  url: string,
  path: string,
  cookies: readonly Cookie[],
  { locale = "en", appearance = "light", width = 1280, height = 900 }: How,
): Promise<Opened> {
  const options: BrowserContextOptions = {
    viewport: { width, height },
    locale: locale === "en-XA" ? "en" : locale,
    timezoneId: "Europe/Brussels",
    colorScheme: appearance,
    reducedMotion: "reduce",
  };
  const context = await browser.newContext(options);
  // One person has only so many streams of events at a time: no test leaves a page open.
  onTestFinished(() => context.close());
  await context.addCookies([...cookies]);
  // Only the first page of a context: a choice made on it stays.
  await context.addInitScript(
    `localStorage.getItem("sluice.language") ?? localStorage.setItem("sluice.language", "${locale}")`,
  );
  const page = await context.newPage();
  // The page's clock is the server's: what is "today" is the same for both.
  await page.clock.install({ time: new Date(TODAY) });
  page.setDefaultTimeout(10_000);
  const watched = watch(page, url);
  await page.goto(`${url}${path}`);
  return { page, watched };
}
