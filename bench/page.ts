import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import { chromium as launcher, type Page } from "playwright-core";
import { type CreatedRecord, call } from "../src/api/demo/visitor.ts";
import { newInMemory } from "../src/store/embedded/new-in-memory.ts";
import { startServer, VENDOR_TOKEN } from "../test/support/running-server.ts";
import { importCustomers, nameOfCustomer } from "../test/web/support/many-customers.ts";
import { enter } from "../test/web/support/people.ts";
import { median, type Result } from "./result.ts";

const CUSTOMERS = 100_000;
const ROWS = 5_000;
const ROUNDS = 5;
const MOST_MS = 1_000;
/** The time of a frame above which people see a stutter. */
const STUTTER_MS = 50;
/** The distance of one turn of the wheel: ten rows. */
const WHEEL_PIXELS = 560;
/** The output of `npm run build`, relative to the compiled benchmark. */
const BUILT_PAGE = join(import.meta.dirname, "..", "..", "..", "dist", "web");

/** The list of customers in a real browser: the time to its first row, and whether scrolling stutters. */
export async function benchPage(): Promise<readonly Result[]> {
  const store = await newInMemory();
  const server = await startServer(store, {}, { page: BUILT_PAGE });
  const vendor = { url: server.url, token: VENDOR_TOKEN };
  const partner = await call<CreatedRecord>(vendor, "POST", "/v1/partners", { name: "Northwind Telecom" });
  await importCustomers(vendor, partner.id, CUSTOMERS);
  const login = await enter(vendor, { partners: new Map(), organizations: new Map() }, "vendor");
  const browser = await launcher.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((arg) => !/single-process|no-zygote/.test(arg)), "--no-sandbox"],
    headless: true,
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${server.url}/sign-in`);
    await page.getByLabel("E-mail address").fill(login.email);
    await page.getByLabel("Password").fill(login.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/releases");
    return [
      await measureLoad(page, server.url),
      await measureClick(page, server.url),
      await measureScroll(page),
    ];
  } finally {
    await browser.close();
    await server.close();
    await store.close();
  }
}

/** Resolves with the page's own clock when the first row is drawn. */
const FIRST_ROW = `new Promise((resolve) => {
  const look = () =>
    document.querySelector("[role=grid] [role=row][data-index]")
      ? requestAnimationFrame(() => resolve(performance.now()))
      : requestAnimationFrame(look);
  look();
})`;

/** The time from opening the address to the first row, without any cache. */
async function measureLoad(page: Page, url: string): Promise<Result> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto("about:blank");
    await page.goto(`${url}/customers`, { waitUntil: "commit" });
    times.push(await page.evaluate<number>(FIRST_ROW));
  }
  return opened("its address", times);
}

/** The time from a click on Customers on another page to the first row. */
async function measureClick(page: Page, url: string): Promise<Result> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto(`${url}/account`);
    await page.getByRole("link", { name: "Customers" }).waitFor();
    times.push(
      await page.evaluate<number>(`(async () => {
        const startedAt = performance.now();
        document.querySelector('nav a[href="/customers"]').click();
        return (await ${FIRST_ROW}) - startedAt;
      })()`),
    );
  }
  return opened("a press on it", times);
}

function opened(from: string, times: readonly number[]): Result {
  const name = `list of ${CUSTOMERS.toLocaleString("en")} customers opened from ${from}`;
  return { name, value: median(times), unit: "ms", ratio: null, goal: MOST_MS };
}

/** Turns the wheel until row 5,000 is visible; counts the frames, and those that took too long. */
async function measureScroll(page: Page): Promise<Result> {
  await page.getByRole("row", { name: nameOfCustomer(0) }).hover();
  await page.evaluate(`(() => {
    window.frames_ = [];
    let before = performance.now();
    const frame = (now) => {
      window.frames_.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })()`);
  const wanted = page.getByRole("row", { name: nameOfCustomer(ROWS) });
  while ((await wanted.count()) === 0) {
    for (let turn = 0; turn < 10; turn++) await page.mouse.wheel(0, WHEEL_PIXELS);
  }
  const frames = await page.evaluate<number[]>("window.frames_");
  const seconds = frames.reduce((sum, one) => sum + one, 0) / 1000;
  const late = frames.filter((one) => one > STUTTER_MS).length;
  const longest = Math.round(Math.max(...frames));
  const name = `frames while ${ROWS.toLocaleString("en")} rows are scrolled through; ${late} of ${frames.length} over ${STUTTER_MS} ms, the longest ${longest} ms`;
  return { name, value: frames.length / seconds, ratio: null, goal: null };
}
