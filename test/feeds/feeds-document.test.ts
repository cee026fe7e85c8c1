import { expect, test } from "vitest";
import type { Feed } from "../../src/feeds/feed.ts";
import { FEEDS } from "../../src/feeds/feeds.ts";

test("docs/feeds.md is the table of protocols that is answered by (renew it with -u)", async () => {
  await expect(document()).toMatchFileSnapshot("../../docs/feeds.md");
});

test("every protocol has a name, routes and operations of its own", () => {
  const routes = FEEDS.flatMap((feed) => feed.routes);
  for (const all of [
    FEEDS.map(({ name }) => name),
    routes.map(({ method, path }) => `${method} ${path}`),
    routes.map(({ operationId }) => operationId),
  ]) {
    expect(new Set(all).size).toBe(all.length);
  }
  for (const { name, address, routes: own } of FEEDS) {
    expect(address).toMatch(new RegExp(`^/feeds/${name}/`));
    for (const { path } of own) expect(path).toMatch(new RegExp(`^/feeds/${name}/:organization(/|$)`));
  }
});

test("the path of every route has just the parameters that it describes", () => {
  for (const { path, parameters } of FEEDS.flatMap((feed) => feed.routes)) {
    const named = [...path.matchAll(/:(\w+)|(\*)$/g)].map(([, name, rest]) => name ?? rest);
    expect(named.sort()).toEqual(Object.keys(parameters).sort());
  }
});

const BEGINNING = `# Feeds

The updaters in desktop apps ask Sluice in their own protocols. All of them are answered by the same decision as
\`GET /v1/updates/check\`; a feed is only another way to say it. Made from the table in \`src/feeds/feeds.ts\`: renew it
with \`npx vitest run test/feeds/feeds-document.test.ts -u\`.

A feed needs no token. What an updater says of itself is taken where it can be understood, and a feed never fails over the
rest. An unknown organization is answered by the vendor default (R21).
`;

function document(): string {
  return [BEGINNING, overview(), ...FEEDS.map(section)].join("\n");
}

function overview(): string {
  const rows = FEEDS.map(({ name, updaters, address, proofs }) =>
    row([name, updaters, `\`${address}\``, proofs.join(", ")]),
  );
  const head = ["protocol", "updaters", "address that an app is given", "a build needs"];
  return [row(head), row(head.map(() => "---")), ...rows, ""].join("\n");
}

function section(feed: Feed): string {
  const routes = feed.routes.flatMap(({ method, path, parameters, query, contentTypes }) => [
    `- \`${method} ${path.replace(/:(\w+)/g, "{$1}")}\` answers ${contentTypes.join(", ")}`,
    ...Object.entries(parameters).flatMap(([name, examples]) =>
      examples.length > 0 ? [`  - \`{${name}}\`: ${examples.map(code).join(", ")}`] : [],
    ),
    `  - may say in the query: ${query.map(code).join(", ")}`,
  ]);
  return [`## ${feed.name}`, "", ...routes, `- no update: ${feed.noUpdate}`, ""].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
