import type { Page } from "playwright-core";

/** Finds what a page must never do: write to the console, fail, or call any server but its own. */
export interface Watched {
  /** All complaints so far, one line each. */
  readonly complaints: readonly string[];
  /** Forgets the refusals that a test caused on purpose. */
  forgive(pattern: RegExp): void;
}

export function watch(page: Page, url: string): Watched {
  let complaints: string[] = [];
  page.on("console", (message) => {
    complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith(url) && !/^(data|blob):/.test(asked)) complaints.push(`elsewhere: ${asked}`);
  });
  return {
    get complaints() {
      return complaints;
    },
    forgive: (pattern) => {
      complaints = complaints.filter((complaint) => !pattern.test(complaint));
    },
  };
}
